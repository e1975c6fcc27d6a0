"""A page with an image: its stories are where the editor drew them, and only what is public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Page, PublishedArticle
from articles.review import corrections
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make.drawn_page()


def seats(response):
    return [
        (seat.story, seat.region, seat.from_page, seat.to_page)
        for seat in response.context["seats"]
    ]


def drawn(page, *, order=1, at=None, **fields):
    """A story on the stand with its region on a page."""
    story = make.published(page=page, at=at, **fields)
    return story, make.region(page=page, article=story.article, order=order)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_with_an_image_takes_five_queries(client, page, count, django_assert_num_queries):
    for n in range(count):
        story, _region = drawn(page, order=n + 1)
        other = make.drawn_page(issue=page.issue, number=n + 2)
        make.region(page=other, article=story.article)

    # the page, the issue's pages, the regions, stories without one, sections
    with django_assert_num_queries(5):
        client.get(page.get_absolute_url())


def test_stories_are_read_in_the_order_of_their_regions(client, page):
    second, its = drawn(page, order=2, page_order=1)
    first, first_its = drawn(page, order=1, page_order=2)
    bare = make.published(page=page, page_order=3)

    response = client.get(page.get_absolute_url())

    assert seats(response) == [
        (first, first_its, None, None),
        (second, its, None, None),
        (bare, None, None, None),
    ]
    html = response.content.decode()
    assert f'href="{first.get_absolute_url()}" aria-label="{first.title}"' in html
    assert html.index(f'id="region-{first.pk}"') < html.index(f'id="region-{second.pk}"')
    assert f'<polygon points="{its.points}"/>' in html
    assert f'href="#region-{second.pk}"' in html
    assert f'id="region-{bare.pk}"' not in html


@pytest.mark.parametrize("state", ["draft", "withdrawn", "later"])
def test_a_region_of_what_is_not_public_shows_nothing(client, page, state):
    shown, _region = drawn(page)
    if state == "draft":
        hidden = make.article(page=page, headline="不可见")
        region = make.region(page=page, article=hidden, order=2)
    else:
        at = timezone.now() + timedelta(hours=1) if state == "later" else None
        hidden, region = drawn(page, order=2, at=at, headline="不可见")
    if state == "withdrawn":
        PublishedArticle.objects.filter(pk=hidden.pk).update(withdrawn_at=timezone.now())

    html = client.get(page.get_absolute_url()).content.decode()

    assert shown.title_markup("title") in html
    assert "不可见" not in html
    assert region.points not in html
    assert hidden.get_absolute_url() not in html


@pytest.mark.parametrize("state", ["withdrawn", "later"])
def test_an_image_that_shows_what_is_withheld_is_not_shown(client, page, state):
    """The words would stand in the picture. The page is set from its other stories instead."""
    drawn(page)
    story, _region = drawn(page, order=2, at=timezone.now() + timedelta(hours=state == "later"))
    if state == "withdrawn":
        corrections.withdraw(story.article, by=make.chief(), reason="失实。")

    response = client.get(page.get_absolute_url())

    assert response.context["is_shown"] is False
    assert len(response.context["bands"]) == 1
    assert [name for name in page.public_files if name in response.content.decode()] == []


def test_a_story_that_runs_on_to_a_page_takes_its_image_along(client, page):
    drawn(page)
    front = make.drawn_page(issue=page.issue, number=2)
    story, _region = drawn(front)
    make.region(page=page, article=story.article, order=2)
    publishing.withdraw(story.article, reason="失实。", at=timezone.now())

    assert client.get(page.get_absolute_url()).context["is_shown"] is False


def test_the_parts_of_a_story_lead_to_each_other(client, page):
    pages = [page, *(make.drawn_page(issue=page.issue, number=n) for n in (2, 3))]
    story, first = drawn(page)
    others = [make.region(page=each, article=story.article) for each in pages[1:]]
    elsewhere = make.drawn_page(number=9)
    make.region(page=elsewhere, article=story.article)  # in another issue: not its jump

    ways = [seats(client.get(each.get_absolute_url())) for each in pages]

    assert ways == [
        [(story, first, None, 2)],
        [(story, others[0], 1, 3)],
        [(story, others[1], 2, None)],
    ]
    html = client.get(page.get_absolute_url()).content.decode()
    assert f'href="{pages[1].get_absolute_url()}#region-{story.pk}">下转第2版</a>' in html


def test_a_page_on_to_which_a_story_runs_is_there_though_nothing_begins_on_it(client, page):
    story, _region = drawn(page)
    second = make.drawn_page(issue=page.issue, number=2)

    assert client.get(second.get_absolute_url()).status_code == 404
    make.region(page=second, article=story.article)
    assert client.get(second.get_absolute_url()).status_code == 200


def test_thumbnails_show_the_pages_of_the_issue_but_not_what_is_withheld(client, page):
    drawn(page)
    second = make.drawn_page(issue=page.issue, number=2)
    later, _region = drawn(second)
    drawn(second, order=2)
    url = second.thumbnail.url

    for address in (page.get_absolute_url(), page.issue.get_absolute_url()):
        html = client.get(address).content.decode()
        assert page.thumbnail.url in html
        assert url in html
    PublishedArticle.objects.filter(pk=later.pk).update(withdrawn_at=timezone.now())
    for address in (page.get_absolute_url(), page.issue.get_absolute_url()):
        assert url not in client.get(address).content.decode()


def test_a_page_has_one_image_where_the_large_one_is_no_larger(client, page):
    drawn(page)
    assert "srcset" in client.get(page.get_absolute_url()).content.decode()

    Page.objects.update(image_width=700, image_height=1000)
    assert "srcset" not in client.get(page.get_absolute_url()).content.decode()
