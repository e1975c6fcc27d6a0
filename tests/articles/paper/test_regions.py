"""The regions of a page: checked, kept, and reported when they no longer fit."""

import pytest

from articles.models import Region
from articles.paper import regions
from articles.paper.regions import Drawn, RegionsRefused
from tests import make

pytestmark = pytest.mark.django_db

LEFT, RIGHT, ALL = "0,0 50,0 50,100 0,100", "50,0 100,0 100,100 50,100", "0,0 100,0 100,100 0,100"


@pytest.fixture
def page():
    return make.drawn_page()


def drawn(*pairs):
    return [Drawn(article.pk, points) for article, points in pairs]


def texts(page, drawn, by):
    return [finding.text for finding in regions.findings(page, drawn, by=by)]


def stored(page):
    return [(r.order, r.article, r.points) for r in Region.objects.of_page(page)]


def test_what_was_drawn_is_kept_in_reading_order(page, editor):
    one, two = (make.article(page=page) for _ in range(2))

    regions.save(page, drawn((two, RIGHT), (one, LEFT)), by=editor, edition=0)

    assert stored(page) == [(1, two, RIGHT), (2, one, LEFT)]
    page.refresh_from_db()
    assert (page.regions_edition, page.regions_drawn_on) == (1, 1)


def test_saving_again_replaces_what_was_there(page, editor):
    one, two = (make.article(page=page) for _ in range(2))
    regions.save(page, drawn((one, LEFT)), by=editor, edition=0)

    regions.save(page, drawn((two, LEFT), (one, RIGHT)), by=editor, edition=1)

    assert stored(page) == [(1, two, LEFT), (2, one, RIGHT)]


def test_regions_somebody_else_saved_meanwhile_are_not_overwritten(page, editor):
    one, two = (make.article(page=page) for _ in range(2))
    regions.save(page, drawn((one, LEFT)), by=editor, edition=0)

    with pytest.raises(RegionsRefused, match="有人保存过"):
        regions.save(page, drawn((two, RIGHT)), by=make.editor(), edition=0)

    assert stored(page) == [(1, one, LEFT)]


@pytest.mark.parametrize(
    ("points", "reason"),
    [("50,0 100,0 100,50", "重叠"), ("0,0 1", "坐标"), ("0,0 50,50 50,0 0,50", "交叉")],
)
def test_a_fault_keeps_everything_as_it_was(page, editor, points, reason):
    one, two = (make.article(page=page, headline=name) for name in ("甲", "乙"))
    regions.save(page, drawn((one, ALL)), by=editor, edition=0)

    with pytest.raises(RegionsRefused, match=reason) as refusal:
        regions.save(page, drawn((one, ALL), (two, points)), by=editor, edition=1)

    assert stored(page) == [(1, one, ALL)]
    assert "《乙》" in refusal.value.faults[0]


def test_an_overlap_names_both_stories_and_its_share(page, editor):
    one, two = (make.article(page=page, headline=name) for name in ("甲", "乙"))

    found = regions.findings(
        page, drawn((one, LEFT), (two, "40,0 100,0 100,100 40,100")), by=editor
    )

    assert found[0].text == "《甲》和《乙》的区域重叠了版面的 10.0%。"
    assert (found[0].is_fault, found[0].articles) == (True, (one.pk, two.pk))


def test_a_story_has_one_region_on_a_page(page, editor):
    one = make.article(page=page, headline="甲")

    with pytest.raises(RegionsRefused, match="《甲》画了两个区域"):
        regions.save(page, drawn((one, LEFT), (one, RIGHT)), by=editor, edition=0)


def test_empty_parts_and_stories_without_a_region_are_reported_and_stop_nobody(page, editor):
    one = make.published(page=page, headline="甲").article
    make.article(page=page, headline="乙")

    assert texts(page, drawn((one, LEFT)), editor) == [
        "版面的 50% 不在任何区域里。",
        "《乙》还没有区域。",
    ]
    regions.save(page, drawn((one, LEFT)), by=editor, edition=0)


def test_a_region_that_readers_do_not_get_is_reported(page, editor):
    draft = make.article(page=page, headline="甲")

    assert texts(page, drawn((draft, ALL)), editor) == ["《甲》读者现在看不到，它的区域不显示。"]


def test_a_story_that_left_the_issue_is_reported_and_has_to_go(page, editor):
    story = make.published(page=page, headline="甲").article
    make.region(page=page, article=story, points=ALL)
    story.page = make.page()
    story.save()

    assert story in regions.offered(page, by=editor)
    assert texts(page, drawn((story, ALL)), editor) == [
        "《甲》已不在本期见报，请改连别的稿件，或删去这个区域。"
    ]
    with pytest.raises(RegionsRefused, match="已不在本期"):
        regions.save(page, drawn((story, ALL)), by=editor, edition=0)
    regions.save(page, [], by=editor, edition=0)
    make.confirmed()  # readers have it
    assert stored(page) == []


def test_regions_drawn_on_another_image_are_stale_until_saved_again(page, editor):
    assert not regions.is_stale(page)
    regions.save(page, [], by=editor, edition=0)
    page.refresh_from_db()
    page.image_edition += 1

    assert regions.is_stale(page)
    page.save()
    regions.save(page, [], by=editor, edition=1)
    page.refresh_from_db()
    assert not regions.is_stale(page)


def test_stories_of_the_issue_are_offered_those_of_the_page_first(page, editor):
    elsewhere = make.article(page=make.page(issue=page.issue, number=2))
    second, first = (make.article(page=page, page_order=n) for n in (2, 1))
    make.article(page=make.page())
    make.article()

    assert list(regions.offered(page, by=editor)) == [first, second, elsewhere]


def test_what_an_editor_does_not_see_stays_where_it_is(page):
    section = make.section()
    other = make.article(page=page, section=make.section(), headline="不可见")
    own = make.article(page=page, section=section)
    make.region(page=page, article=other, points=LEFT, order=1)
    limited = make.editor()
    limited.edited_sections.create(section=section)

    assert list(regions.offered(page, by=limited)) == [own]
    with pytest.raises(RegionsRefused, match="别的栏目的稿件") as refusal:
        regions.save(page, drawn((own, ALL)), by=limited, edition=0)
    assert "不可见" not in str(refusal.value)

    regions.save(page, drawn((own, RIGHT)), by=limited, edition=0)
    assert stored(page) == [(1, other, LEFT), (2, own, RIGHT)]
