"""How an issue stands: its pages, its stories, what they lack, who sees what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import Stage, Visibility
from articles.models import Article, SectionEditor
from articles.paper import progress as module
from articles.paper.progress import progress
from articles.review import workflow
from tests import make

pytestmark = pytest.mark.django_db


def ready(**fields):
    """A story that lacks nothing."""
    fields = {
        "section": make.section(),
        "page_order": 1,
        "body": "<p>十个字的正文在这里。</p>",
    } | fields
    story = make.article(**fields)
    make.byline(article=story)
    return story


def lines(issue, *, by=None, **options):
    return {line.story.pk: line for line in progress(issue, by=by or make.chief(), **options).lines}


def lacks(story):
    return list(lines(story.page.issue)[story.pk].lacks)


def moved(story, **fields):
    """Set what saving would not: when it was touched, its stage."""
    Article.objects.filter(pk=story.pk).update(**fields)


def test_pages_stand_in_order_with_their_stories_in_order():
    issue = make.issue()
    second, first = (make.page(issue=issue, number=n) for n in (2, 1))
    unplaced, last, lead = (ready(page=first, page_order=n) for n in (0, 2, 1))
    ready(page=make.page())

    found = progress(issue, by=make.chief())

    assert [sheet.page for sheet in found.sheets] == [first, second]
    assert [line.story for line in found.sheets[0].lines] == [lead, last, unplaced]
    assert found.empty == [second]
    assert [sheet.next_order for sheet in found.sheets] == [3, 1]
    assert (found.length, found.stages) == (30, [("草稿", 3)])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, []),
        ({"body": ""}, ["没有正文"]),
        ({"section": None}, ["没有栏目"]),
        ({"unread_byline": "□ 王 芳"}, ["署名未识别"]),
        ({"page_order": 0}, ["没有版内次序"]),
    ],
)
def test_what_a_story_lacks_is_said(fields, said):
    assert lacks(ready(page=make.page(), **fields)) == said


def test_an_embargo_that_ends_after_the_paper_is_out_is_said():
    release = timezone.now() + timedelta(hours=8)
    page = make.page(issue=make.issue(released_at=release))
    in_time = ready(page=page, page_order=1, embargo_until=release)
    too_late = ready(page=page, page_order=2, embargo_until=release + timedelta(minutes=1))

    assert [lacks(story) for story in (in_time, too_late)] == [[], ["本期上线时还没解禁"]]


def test_a_story_says_whose_it_is_by_a_byline_or_a_source():
    page, section = make.page(), make.section()
    bare, sourced = (
        make.article(page=page, page_order=n, section=section, source=source)
        for n, source in ((1, " "), (2, "据新华社"))
    )

    assert [lacks(story) for story in (bare, sourced)] == [["没有署名和来源"], []]


def test_a_place_that_two_stories_hold_is_said_of_both():
    page = make.page()
    one, other = ready(page=page), ready(page=page)
    elsewhere = ready(page=make.page(issue=page.issue, number=2))

    assert lacks(one) == lacks(other) == ["版内次序 1 重复"]
    assert lacks(elsewhere) == []


def test_what_pictures_lack_is_counted():
    story = ready(page=make.page())
    make.photo_use(article=story, photo=make.photo(alt="", source=""), order=1)
    make.photo_use(article=story, photo=make.photo(alt=""), order=2)
    make.photo_use(article=story, photo=make.photo(alt=""), alt="自己的", order=3)
    make.photo_use(article=story, photo=make.photo(alt="", is_decorative=True), order=4)
    make.photo_use(article=story, photo=make.photo(shows_minor=True), order=5)

    line = lines(story.page.issue)[story.pk]

    assert line.pictures == 5
    assert list(line.lacks) == ["2 张图没有替代文字", "1 张图没有署名", "1 张图没有监护人同意"]


def test_what_is_past_its_hour_and_not_signed_off_is_late():
    page, past = make.page(), timezone.now() - timedelta(minutes=1)
    late = ready(page=page, due_at=past, page_order=1)
    ready(page=page, due_at=timezone.now() + timedelta(hours=1), page_order=2)
    ready(page=page, due_at=past, stage=Stage.SIGNED_OFF, page_order=3)

    assert [line.story for line in progress(page.issue, by=make.chief()).late] == [late]


def test_who_has_a_story_and_why_it_came_back():
    writer, reviewer = make.staff("记者", name="赵敏"), make.editor(name="王芳")
    page = make.page()
    back, waiting = (ready(page=page, page_order=n, created_by=writer) for n in (1, 2))
    for story in (back, waiting):
        workflow.submit(story, by=writer, edition=1)
    workflow.send_back(back, by=reviewer, edition=1, verdict=workflow.Verdict("核实人数"))

    found = lines(page.issue)

    story = found[back.pk].story
    assert (story.reason, story.returned_by) == ("核实人数", "王芳")
    assert found[back.pk].holder.people == (back.bylines.get().reporter.name,)
    assert found[waiting.pk].holder.people == ("王芳",)
    assert not found[waiting.pk].is_stuck


def test_a_review_that_nobody_may_give_is_stuck():
    story = ready(page=make.page())
    workflow.submit(story, by=make.editor(), edition=1)

    assert [line.story for line in progress(story.page.issue, by=make.chief()).stuck] == [story]


def test_what_readers_see_is_the_stands_answer():
    later = timezone.now() + timedelta(hours=1)
    page = make.page(issue=make.issue(released_at=later))
    waits = make.published(page=page, page_order=1, stage=Stage.SIGNED_OFF).article
    draft = ready(page=page, page_order=2)

    found = lines(page.issue)

    assert found[waits.pk].seen.state == Visibility.WAITING
    assert found[draft.pk].seen.state == Visibility.UNPUBLISHED


def test_nobody_is_shown_or_counted_more_than_they_may_see():
    page = make.page()
    reporter, limited = make.staff("记者"), make.editor()
    SectionEditor.objects.create(user=limited, section=make.section())
    own = ready(page=page, created_by=reporter, page_order=1)
    ready(page=page, page_order=1)
    make.page(issue=page.issue, number=2)

    mine, theirs = (progress(page.issue, by=user) for user in (reporter, limited))

    assert [line.story for line in mine.lines] == [own]
    assert mine.lines[0].lacks == ()  # that its place is doubled would give the other away
    assert theirs.lines == []
    for found in (mine, theirs):
        assert (found.is_complete, found.empty) == (False, [])
        assert {sheet.next_order for sheet in found.sheets} == {None}


def test_stories_for_no_page_are_shown_while_they_are_todays_work():
    now = timezone.now()
    morning = module.morning_before(now)
    chief = make.chief()
    writing, old = make.article(), make.article()
    moved(old, updated_at=morning - timedelta(minutes=1))
    due = make.article(due_at=now + timedelta(hours=1))
    moved(due, updated_at=morning - timedelta(days=3))
    in_review = make.article()
    moved(in_review, stage=Stage.FIRST_REVIEW, updated_at=morning - timedelta(days=3))
    out = make.published(stage=Stage.SIGNED_OFF).article
    make.published(stage=Stage.SIGNED_OFF, at=morning - timedelta(minutes=1))
    make.article(page=make.page())

    found = progress(None, by=chief, now=now)

    assert [line.story for line in found.online] == [writing, in_review, due, out]
    assert [line.story for line in progress(None, by=chief, with_online=False).online] == []


def test_no_more_stories_for_no_page_are_shown_than_a_screen_holds(monkeypatch):
    monkeypatch.setattr(module, "MOST_ONLINE", 2)
    for _ in range(3):
        make.article()

    found = progress(None, by=make.chief())

    assert (len(found.online), found.is_online_cut) == (2, True)


def test_the_day_of_the_desk_begins_in_the_morning():
    night = timezone.make_aware(timezone.datetime(2024, 5, 6, 1, 0))
    evening = timezone.make_aware(timezone.datetime(2024, 5, 6, 22, 0))

    assert [timezone.localtime(module.morning_before(at)).day for at in (night, evening)] == [5, 6]
