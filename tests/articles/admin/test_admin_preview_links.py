"""The page of a story's preview links, as the desk works it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import PreviewLink, PreviewOpening
from tests import make

pytestmark = pytest.mark.django_db

RIGHTS = ["view_article", "share_preview"]


@pytest.fixture
def sharer():
    return make.colleague(*RIGHTS)


@pytest.fixture
def desk(client, sharer):
    client.force_login(sharer)
    return client


def page(article):
    return reverse("admin:articles_article_preview_links", args=[article.pk])


def revoking(link, article=None):
    article = article or link.article
    return reverse("admin:articles_article_revoke_preview_link", args=[article.pk, link.pk])


def shown_address(response):
    found = re.search(r'readonly value="http://testserver([^"]+)"', response.content.decode())
    return found and found[1]


def test_a_new_link_is_shown_once_and_opens(desk, sharer):
    article = make.article(headline="还没见报")

    made = desk.post(page(article), {"for_whom": "市文明办", "days": 7})
    again = desk.get(page(article))

    link = PreviewLink.objects.get()
    assert (link.article, link.created_by, link.for_whom) == (article, sharer, "市文明办")
    assert (link.expires_at - link.created_at).days == 7
    assert "还没见报" in Client().get(shown_address(made), follow=True).content.decode()
    assert "no-store" in made["Cache-Control"]
    assert shown_address(again) is None
    assert "市文明办" in again.content.decode()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"for_whom": " ", "days": 3}, "for_whom"),
        ({"for_whom": "长" * 61, "days": 3}, "for_whom"),
        ({"for_whom": "市文明办", "days": 0}, "days"),
        ({"for_whom": "市文明办", "days": 31}, "days"),
        ({"for_whom": "市文明办", "days": "三"}, "days"),
        ({"for_whom": "市文明办"}, "days"),
    ],
)
def test_a_bad_link_is_told_at_the_field_and_nothing_is_lost(desk, fields, field):
    response = desk.post(page(make.article()), fields)

    assert list(response.context["form"].errors) == [field]
    assert fields["for_whom"] in response.content.decode()
    assert not PreviewLink.objects.exists()


def test_a_refusal_is_told_above_the_form_and_nothing_is_lost(desk):
    published = make.published()
    published.withdrawn_at = timezone.now()
    published.save()

    response = desk.post(page(published.article), {"for_whom": "市文明办", "days": 3})

    assert "已撤稿" in response.content.decode()
    assert "市文明办" in response.content.decode()


def test_a_revoked_link_is_dead_and_says_by_whom(desk, sharer):
    article = make.article()
    address = shown_address(desk.post(page(article), {"for_whom": "甲", "days": 1}))

    response = desk.post(revoking(PreviewLink.objects.get()), follow=True)

    assert Client().get(address).status_code == 404
    assert PreviewLink.objects.get().revoked_by == sharer
    assert "给甲的预览链接已撤销" in response.content.decode()
    assert "已撤销" in response.content.decode()


def test_the_page_shows_openings_newest_first(desk):
    link = make.preview_link()
    for n in range(22):
        make.preview_opening(link=link, agent=f"Firefox/{n}", network="203.0.113.0/24")

    html = desk.get(page(link.article)).content.decode()

    assert "打开过 22 次" in html
    assert re.findall(r"Firefox/(\d+)", html) == [str(n) for n in range(21, 1, -1)]
    assert "203.0.113.0/24" in html


def test_the_page_shows_this_story_s_links_only(desk):
    mine, other = make.preview_link(for_whom="甲"), make.preview_link(for_whom="乙")

    html = desk.get(page(mine.article)).content.decode()

    assert "甲" in html
    assert "乙" not in html
    assert desk.post(revoking(other, mine.article)).status_code == 404


def test_looking_at_the_page_opens_nothing(desk):
    link = make.preview_link()

    desk.get(page(link.article))

    assert not PreviewOpening.objects.exists()


@pytest.mark.parametrize("missing", RIGHTS)
def test_without_either_right_every_address_is_refused(client, missing):
    client.force_login(make.colleague(*(right for right in RIGHTS if right != missing)))
    link = make.preview_link()

    assert client.get(page(link.article)).status_code == 403
    assert client.post(page(link.article), {"for_whom": "甲", "days": 1}).status_code == 403
    assert client.post(revoking(link)).status_code == 403
    assert PreviewLink.objects.get().revoked_at is None


def test_a_stranger_is_sent_to_the_login(client):
    link = make.preview_link()

    for response in [client.get(page(link.article)), client.post(revoking(link))]:
        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
    assert PreviewLink.objects.get().revoked_at is None


def test_what_is_not_there_is_not_found(desk):
    article = make.article()

    assert desk.get(f"/admin/articles/article/{article.pk + 1}/preview-links/").status_code == 404
    assert (
        desk.post(
            f"/admin/articles/article/{article.pk}/preview-links/{10**30}/revoke/"
        ).status_code
        == 404
    )


def test_revoking_takes_a_post_with_its_token(sharer):
    link = make.preview_link()
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(sharer)

    assert careful.get(revoking(link)).status_code == 405
    assert careful.post(revoking(link)).status_code == 403
    assert careful.post(page(link.article), {"for_whom": "甲", "days": 1}).status_code == 403
    assert PreviewLink.objects.get().revoked_at is None


def test_the_page_takes_nothing_but_a_look_and_a_form(desk):
    article = make.article()

    assert desk.head(page(article)).status_code == 200
    assert desk.put(page(article)).status_code == 405


def test_the_story_form_leads_there_if_one_may_share(client, sharer):
    article = make.article()
    change = reverse("admin:articles_article_change", args=[article.pk])

    client.force_login(sharer)
    assert page(article) in client.get(change).content.decode()
    client.force_login(make.colleague("view_article"))
    assert page(article) not in client.get(change).content.decode()


def test_the_page_says_that_an_embargo_keeps_the_links_shut(client, desk, sharer):
    article = make.article(embargo_until=timezone.now() + timedelta(days=2))
    chief = make.colleague(*RIGHTS, "final_review_article")

    assert "解禁，您给出的链接到那时才打得开" in desk.get(page(article)).content.decode()
    assert "解禁" not in desk.get(page(make.article())).content.decode()
    client.force_login(chief)
    assert "解禁" not in client.get(page(article)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(desk, count, django_assert_num_queries):
    article = make.article()
    for _ in range(count):
        link = make.preview_link(
            article=article, revoked_at=timezone.now(), revoked_by=make.colleague()
        )
        for _ in range(count):
            make.preview_opening(link=link)

    with django_assert_num_queries(9):
        response = desk.get(page(article))

    assert len(response.context["links"]) == count


def test_a_link_whose_giver_may_no_longer_share_says_so_and_can_be_revoked(desk):
    gone = make.colleague(*RIGHTS, is_active=False)
    link = make.preview_link(created_by=gone)
    make.preview_link(article=link.article)

    html = desk.get(page(link.article)).content.decode()

    assert html.count("已失效：给出的人不能再给人预览") == 1
    assert html.count(f'action="{revoking(link)}"') == 1
    assert html.count('<span class="flag flag-open">') == 1
