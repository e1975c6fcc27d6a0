"""The source of a story at the desk: typed, offered again, kept; and its section that must stay."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from articles.enums import Stage
from articles.models import Article, Revision
from tests import make
from tests.articles.admin.test_admin import address, errors, save
from tests.triggers import without_triggers
from tests.two_editors import Opened, sides

pytestmark = pytest.mark.django_db
SUGGEST = "/admin/articles/article/sources/"


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def offered(desk, typed):
    answer = desk.get(SUGGEST, {"q": typed})
    return [(one["label"], one["note"]) for one in json.loads(answer.content)["suggestions"]]


def test_a_source_is_typed_and_kept_in_the_history():
    desk = desk_of(make.editor())
    save(desk, headline="主题", body="<p>正文。</p>", source=" 据新华社 ")
    story = Article.objects.get()
    assert story.source == "据新华社"

    save(desk, story, source="转自人民日报")

    compared = desk.get(reverse("admin:articles_article_compare", args=[story.pk]))
    (change,) = compared.context["changes"]
    assert change.label == "来源"


def test_a_source_that_is_too_long_is_told_at_its_field():
    answer = save(desk_of(make.editor()), headline="主题", body="<p>正文。</p>", source="据" * 61)
    assert "60" in errors(answer)["source"][0]
    assert not Article.objects.exists()


def test_sources_of_earlier_stories_are_offered_the_most_used_first():
    for source in ("据新华社", "据新华社", "综合新华社、央视新闻", "转自人民日报", ""):
        make.article(source=source)
    desk = desk_of(make.editor())
    assert offered(desk, "新华") == [("据新华社", "2 篇"), ("综合新华社、央视新闻", "1 篇")]
    assert offered(desk, "  ") == offered(desk, "没有") == []
    assert f'data-suggestions="{SUGGEST}"' in desk.get(address(Article, "add")).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_offering_takes_the_same_queries(count, django_assert_num_queries):
    for number in range(count):
        make.article(source=f"据新华社{number}")
    desk = desk_of(make.editor())
    with django_assert_num_queries(5):  # the session, the user, what they may twice, the sources
        assert len(offered(desk, "新华")) == min(count, 8)


def test_a_reporter_is_offered_the_sources_of_their_own_stories():
    reporter = make.staff("记者")
    make.article(source="据别人的线索")
    make.article(source="据我的线索", created_by=reporter)
    assert offered(desk_of(reporter), "线索") == [("据我的线索", "1 篇")]


def test_who_may_see_no_story_is_offered_nothing(client):
    assert client.get(SUGGEST).status_code == 302
    assert desk_of(make.account()).get(SUGGEST, {"q": "据"}).status_code == 403
    assert desk_of(make.editor()).post(SUGGEST, {"q": "据"}).status_code == 405


@pytest.mark.parametrize("typed", ["\0", "%", "_", "\u202e", "据" * 500])
def test_odd_characters_find_nothing(typed):
    make.article(source="据新华社")
    assert offered(desk_of(make.editor()), typed) == []


def test_a_story_that_was_kept_before_there_were_sources_can_be_in_conflict():
    colleague, mine = desk_of(make.editor()), desk_of(make.editor())
    story = make.article(headline="主题")
    opened = Opened(mine, story)
    save(colleague, story, headline="同事改的")
    before = Revision.objects.get(edition=1)
    del before.snapshot["source"]
    with without_triggers("articles_revision"):
        before.save()

    refused = opened.save(source="据新华社")

    assert {label: side[0] for label, side in sides(refused).items()} == {
        "主题": "theirs",
        "来源": "mine",
    }


def test_a_story_that_was_signed_off_stays_in_a_section():
    desk, elsewhere = desk_of(make.editor()), make.section()
    story = make.published(stage=Stage.SIGNED_OFF).article

    answer = save(desk, story, section="")
    assert errors(answer)["section"] == ["签发过的稿件要有栏目；要换栏目，请直接选另一个。"]

    save(desk, story, section=elsewhere.pk)
    story.refresh_from_db()
    assert (story.section, story.stage) == (elsewhere, Stage.DRAFT)


def test_a_signed_off_story_from_before_the_rule_is_edited_without_a_section():
    story = Article.objects.create(
        headline="旧稿", body="<p>正文。</p>", stage=Stage.SIGNED_OFF, predates_section_rule=True
    )
    save(desk_of(make.editor()), story, headline="旧稿新改")
    story.refresh_from_db()
    assert (story.headline, story.section, story.stage) == ("旧稿新改", None, Stage.DRAFT)
