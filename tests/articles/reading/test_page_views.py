"""The printed page on screen, set from its stories."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2024, 2, 29)


@pytest.fixture
def issue():
    return make.issue(date=DAY)


def stories_on(response):
    """The stories of a sheet in the order in which they are read."""
    bands = response.context["bands"]
    return [s.story for band in bands for pile in band for b in pile.blocks for s in b.stories]


def test_stories_are_set_whole_in_printed_order(client, issue):
    page = make.page(issue=issue)
    second = make.published(page=page, page_order=2, body="<p>第一段。</p><p>第二段。</p>")
    first = make.published(page=page, page_order=1)
    make.article(page=page, page_order=3, headline="草稿")

    response = client.get(page.get_absolute_url())

    assert stories_on(response) == [first, second]
    assert "第二段。" in response.content.decode()
    assert "草稿" not in response.content.decode()


def test_what_is_not_public_is_not_on_the_page(client, issue):
    page = make.page(issue=issue)
    shown = make.published(page=page)
    make.published(page=page, at=timezone.now() + timedelta(hours=1))
    withdrawn = make.published(page=page)
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())

    assert stories_on(client.get(page.get_absolute_url())) == [shown]


def test_a_column_label_stands_once_over_the_stories_printed_under_it(client, issue):
    page, column = make.page(issue=issue), make.column(name="抗严寒")
    for n in range(2):
        make.published(page=page, page_order=n, column=column)

    assert client.get(page.get_absolute_url()).content.decode().count("■ 抗严寒") == 1


def test_a_page_names_those_who_made_it(client, issue):
    page = make.page(
        issue=issue,
        name="要闻",
        responsible_editor="甲",
        layout_editor="乙",
        proofreader="丙",
        pdf="pages/1.pdf",
    )
    make.published(page=page)

    html = client.get(page.get_absolute_url()).content.decode()

    assert "<h1>第1版 要闻</h1>" in html
    assert "<dt>责任编辑</dt><dd>甲</dd>" in html
    assert "<dt>版面编辑</dt><dd>乙</dd>" in html
    assert "<dt>校对</dt><dd>丙</dd>" in html
    assert 'href="/media/pages/1.pdf"' in html


def test_a_page_leads_to_the_page_before_and_after(client, issue):
    pages = [make.page(issue=issue, number=n) for n in (1, 2, 3)]
    for page in pages:
        make.published(page=page)
    make.page(issue=issue, number=4)  # nothing on it is public

    first, second, last = (client.get(page.get_absolute_url()).context for page in pages)

    assert (first["before"], first["after"]) == (None, pages[1])
    assert (second["before"], second["after"]) == (pages[0], pages[2])
    assert (last["before"], last["after"]) == (pages[1], None)


def test_a_corrected_story_says_so_on_its_page(client, issue):
    page = make.page(issue=issue)
    story = make.published(page=page)
    make.correction(article=story.article)

    assert 'class="corrected"' in client.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_set_from_its_stories_takes_four_queries(
    client, issue, count, django_assert_num_queries
):
    pages = [make.page(issue=issue, number=n + 1) for n in range(count)]
    stories = [make.published(page=pages[0], page_order=n) for n in range(count)]
    for page in pages[1:]:
        make.published(page=page)

    with django_assert_num_queries(4):  # the page, the issue's pages, its stories, sections
        response = client.get(pages[0].get_absolute_url())

    assert stories_on(response) == stories
    assert response.context["pages"] == pages
