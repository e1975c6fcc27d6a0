"""What no story is published with, and a credit that stands wherever its photo does."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles.models import Photo, PhotoUse, PublishedArticle, PublishedCredit
from articles.review import workflow
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

CREDIT = "图/陈洋波"


def story_with(**fields):
    article = make.article()
    make.photo_use(article=article, photo=make.photo(caption="图说", **fields))
    return article


def problems(article):
    return [re.sub("图片“.*?”", "", problem) for problem in publishing.problems(article)]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"source": ""}, "没有署名"),
        ({"source": " "}, "没有署名"),
        ({"alt": ""}, "没有替代文字"),
        ({"shows_minor": True}, "未成年人，还没有监护人同意的记录"),
        ({"shows_minor": True, "consent": " "}, "未成年人，还没有监护人同意的记录"),
    ],
)
def test_a_photo_that_lacks_something_keeps_its_story_from_readers(fields, problem):
    article = story_with(**fields)

    (found,) = problems(article)

    assert problem in found
    with pytest.raises(workflow.MoveRefused):
        workflow.submit(article, by=make.editor(), edition=article.edition)


def test_what_makes_a_photo_fit():
    reporter = make.reporter(name="陈洋波")

    assert problems(story_with(source="", reporter=reporter)) == []
    assert problems(story_with(alt="", is_decorative=True)) == []
    assert problems(story_with(shows_minor=True, consent="张三2023年12月20日书面同意")) == []


def test_a_use_may_say_what_the_library_does_not():
    article = story_with(alt="")
    PhotoUse.objects.update(alt="本文替代文字")

    assert problems(article) == []


def test_the_library_lists_what_cannot_be_published():
    fit = make.photo()
    unfit = [make.photo(source=""), make.photo(alt=""), make.photo(shows_minor=True)]

    assert set(Photo.objects.unready()) == set(unfit)
    assert fit.problems() == []


@pytest.mark.parametrize("kind", ["reporter", "entity"])
def test_a_portrait_has_to_be_fit_as_well(kind):
    someone = getattr(make, kind)(portrait=make.photo(source=""))

    with pytest.raises(ValidationError) as refused:
        someone.full_clean()

    assert "没有署名" in refused.value.message_dict["portrait"][0]


def test_a_generated_picture_says_so(client):
    story = publishing.publish(story_with(source_type="generated"), by=None)

    page = client.get(story.get_absolute_url()).content.decode()

    assert '<span class="source-type">生成式图像</span>' in page


# ---- The credit ----------------------------------------------------------------------------------


def everywhere(client, story):
    """All that readers and their machines get of a story with a photo."""
    section = story.section
    addresses = [
        story.get_absolute_url(),
        f"/articles/{story.pk}.json",
        "/",
        section.get_absolute_url(),
        "/feeds/latest.rss",
        "/feeds/latest.atom",
        "/feeds/latest.json",
    ]
    return {address: client.get(address).content.decode() for address in addresses}


def told(text):
    """The text as it reads, with JSON's escapes undone."""
    return re.sub(r"\\u[0-9a-f]{4}", lambda m: json.loads(f'"{m[0]}"'), text)


@pytest.fixture
def story(client):
    article = make.article(section=make.section())
    make.photo_use(
        article=article,
        photo=make.photo(caption="", source="", reporter=make.reporter(name="陈洋波")),
    )
    return publishing.publish(article, by=None)


def test_a_credit_stands_without_a_caption(client, story):
    pages = everywhere(client, story)

    assert [address for address, text in pages.items() if CREDIT not in told(text)] == []
    page = pages[story.get_absolute_url()]
    assert f'<span class="credit">{CREDIT}</span>' in page
    assert '<span class="caption">' not in page
    assert json.loads(pages[f"/articles/{story.pk}.json"])["associations"][0]["by"] == CREDIT


def test_a_changed_credit_reaches_every_page_at_once(client, story):
    before = everywhere(client, story)
    photo = Photo.objects.get()
    photo.reporter = make.reporter(name="王小明")

    photo.save()
    publishing.show_photo(photo)

    after = everywhere(client, story)
    assert [a for a, text in after.items() if CREDIT in told(text)] == []
    assert {a: told(text).replace("图/王小明", CREDIT) for a, text in after.items()}.keys() == {
        a for a, text in before.items() if CREDIT in told(text)
    }
    assert "图/王小明" in told(after["/feeds/latest.rss"])


def test_a_changed_credit_reaches_a_page_whose_story_is_in_review(client, story):
    article = story.article
    article.headline = "改过的主题"
    article.stage = "first_review"
    article.save()
    Photo.objects.update(reporter=None, source="另一来源")

    publishing.show_photo(Photo.objects.get())

    page = client.get(story.get_absolute_url()).content.decode()
    assert "另一来源" in page
    assert "改过的主题" not in page


def test_a_changed_credit_moves_the_photographer_s_score(story):
    other = make.reporter()
    Photo.objects.update(reporter=other)

    publishing.show_photo(Photo.objects.get())

    assert list(PublishedCredit.objects.values_list("reporter", flat=True)) == [other.pk]


def test_a_changed_credit_is_found_by_search(client, story):
    Photo.objects.update(reporter=None, source="供图单位某某")

    publishing.show_photo(Photo.objects.get())

    assert story.get_absolute_url() in client.get("/search/?q=供图单位").content.decode()


def test_nothing_changed_is_nothing_written(story, django_assert_num_queries):
    photo = Photo.objects.select_related("reporter").get()
    fingerprint = PublishedArticle.objects.get().fingerprint

    # a savepoint, on PostgreSQL a lock, the photo, whether it is of somebody hidden, the stories,
    # its end
    with django_assert_num_queries(5 + (connection.vendor == "postgresql")):
        publishing.show_photo(photo)

    assert PublishedArticle.objects.get().fingerprint == fingerprint


def test_the_words_of_a_reviewed_photo_wait_for_the_next_signing_off(client, story):
    photo = Photo.objects.get()
    PhotoUse.objects.keep_words(photo, caption="", alt=photo.alt)
    Photo.objects.update(alt="没有人审过的替代文字", caption="")

    publishing.show_photo(Photo.objects.get())
    publishing.republish([story.pk])

    assert "没有人审过的替代文字" not in client.get(story.get_absolute_url()).content.decode()


def test_a_draft_takes_the_library_s_new_words():
    use = make.photo_use(photo=make.photo(caption="旧图说"))

    PhotoUse.objects.keep_words(use.photo, caption="旧图说", alt="旧")

    use.refresh_from_db()
    assert (use.caption, use.alt) == ("", "")
