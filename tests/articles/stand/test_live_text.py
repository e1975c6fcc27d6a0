"""Readers keep the text that was signed off, byte for byte, until its successor is."""

import json

import pytest
from django.urls import reverse

from articles.models import Article
from articles.review import workflow
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def live():
    page = make.page()
    story = make.article(
        headline="旧主题", page=page, section=make.section(), column=make.column(), tags=["旧标签"]
    )
    make.byline(article=story)
    make.mention(article=story)
    return make.signed_off(story)


def answers(client, story):
    """All that readers get of a story, by address."""
    addresses = [
        *("/", story.get_absolute_url(), story.page.get_absolute_url()),
        *(story.page.issue.get_absolute_url(), story.section.get_absolute_url()),
        *(story.column.get_absolute_url(), reverse("tag", args=["旧标签"])),
        story.bylines.get().reporter.get_absolute_url(),
        story.mentions.get().entity.get_absolute_url(),
        *("/feeds/latest.rss", "/feeds/latest.atom", "/feeds/latest.json"),
        f"/feeds/sections/{story.section.slug}.rss",
        *(reverse("article_json", args=[story.pk]), "/search/?q=正文", "/sitemap-news.xml"),
    ]
    return {address: said(client.get(address)) for address in addresses}


def said(response):
    """The text of an answer, whether its Chinese is escaped for JSON or not."""
    text = response.content.decode()
    is_json = "json" in response["Content-Type"]
    return json.dumps(json.loads(text), ensure_ascii=False) if is_json else text


def test_readers_see_the_old_text_until_the_new_one_is_signed_off(client, live):
    before = answers(client, live)
    assert all("旧主题" in content for content in before.values())
    writer = make.editor()

    Article.objects.update(headline="新主题", edition=2)
    live.refresh_from_db()
    workflow.note_edit(live, by=writer)
    assert answers(client, live) == before
    workflow.submit(live, by=writer, edition=2)
    while live.is_in_review:
        assert answers(client, live) == before
        reviewer = make.staff(make.REVIEWERS[live.stage])
        workflow.pass_review(live, by=reviewer, edition=2)

    after = answers(client, live)
    assert [address for address, content in after.items() if "新主题" not in content] == []
    assert [address for address, content in after.items() if "旧主题" in content] == []
