"""Stories published before the stand kept their facts: hidden in, shown again, merged as others."""

import pytest

from articles.models import PublishedArticle, Unmasked
from articles.stand import hiding, masking, merging_names, publishing
from tests import make

pytestmark = pytest.mark.django_db

SHOWN = [*masking.MARKUP, "photos", "credits", "named", "keywords", "corrections", "related_by"]
SHOWN += ["headline", "opening", "byline_text", "fingerprint"]


@pytest.fixture
def person():
    return make.entity(name="楼宝娟")


@pytest.fixture
def other():
    return make.entity(name="李祖村", kind="village")


@pytest.fixture
def story(person, other):
    """A story with everything that markup is made of."""
    lead, inside = make.photo(caption="听说楼宝娟在村里。"), make.photo(caption="李祖村的早晨")
    article = make.article(
        stage="signed_off",
        dateline="本报讯",
        headline="楼宝娟\n回村",
        body=(
            "<h2>探访<br>李祖村</h2><p>有人来了。</p><p>楼宝娟在村里。</p>"
            '<p>见<a href="https://example.com/">这里</a>，在李祖村。</p>'
            f'<figure data-photo="{inside.guid}"></figure>'
            "<ul><li>第一</li><li>楼宝娟珠</li></ul>"
            "<table><tbody><tr><td>甲</td><td>“楼宝娟”</td></tr></tbody></table>"
        ),
        tags=[make.tag(name="乡村"), make.tag(name="楼宝娟", slug="lou")],
    )
    make.photo_use(article=article, photo=lead)
    make.photo_use(article=article, photo=inside, placement="inline", order=1)
    for named in (person, other):
        make.mention(article=article, entity=named, relation="subject")
    for name in ("陈洋波", "王小明"):
        make.byline(article=article, reporter=make.reporter(name=name), title_as_printed="记者")
    article.announces.add(make.round())
    publishing.publish(article, by=None)
    for placement in ("top", "bottom"):
        make.correction(article=article, placement=placement, text=f"楼宝娟{placement}。")
    publishing.republish([article.pk])  # the fingerprint of what a correction has added
    return PublishedArticle.objects.get()


def values(of=SHOWN):
    stand = PublishedArticle.objects.get()
    return {name: getattr(stand, name) for name in of}


def as_before(story):
    """Take from the row what rows had not."""
    PublishedArticle.objects.update(facts={})


def hide(of):
    return hiding.hide(of, by=make.chief(), reason="本人要求。")


def show(record):
    return hiding.show(record, by=make.chief(), reason="本人同意。")


def test_a_name_is_hidden_as_in_a_row_of_today_and_comes_back_to_the_byte(story, person):
    before = values()
    record = hide(person)
    today = values()
    show(record)
    assert (values(), "楼宝娟在" in str(today)) == (before, False)

    as_before(story)
    record = hide(person)
    assert values() == today
    show(record)
    assert values() == before


def test_what_an_earlier_mask_kept_is_shown_again(story, person):
    before = values()
    record = hide(person)
    kept = Unmasked.objects.get()
    kept.fields = before | {name: kept.fields[name] for name in masking.TEXTS}
    kept.save()

    show(record)
    assert values() == before
    assert not Unmasked.objects.exists()


def test_two_names_are_made_one_in_it(story, other):
    into = make.entity(name="李祖新村", kind="village")
    merging_names.merge(into, other, by=make.chief(), reason="同一村。")
    today = values(["body_html", "context_html", "named"])

    assert f'<a href="{into.get_absolute_url()}">李祖村</a>' in today["body_html"]
    as_before(story)
    assert f'<a href="{into.get_absolute_url()}">李祖村</a>' in values()["body_html"]


def test_a_correction_keeps_its_links_and_rendering_it_again_changes_nothing(story, other):
    as_before(story)
    make.correction(article=story.article, kind="update", text="又有新情况。", placement="bottom")
    before = values()
    link = f'<a href="{other.get_absolute_url()}">李祖村</a>'
    assert link in before["body_html"]

    assert publishing.republish([story.pk]) == 0
    assert values() | {"fingerprint": ""} == before | {"fingerprint": ""}
    assert PublishedArticle.objects.get().facts["links"] != []
