"""The private preview as a source sees it, and as nobody else does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, PreviewOpening
from people.names import mentions
from tests import make
from tests.cost import LOG_LOCK

pytestmark = pytest.mark.django_db

TOKEN = "0Zp-kq_3vX8mB1cY7nT2wR9sJ5dL4hG6aF0eQ8uI1oK"


def address(token=TOKEN):
    return reverse("preview", args=[token])


def opened(client, token=TOKEN, **extra):
    """What whoever has the link gets in the end."""
    first = client.get(address(token))
    return client.get(first["Location"], **extra) if first.status_code == 302 else first


def headers(response):
    names = ["Cache-Control", "X-Robots-Tag", "Referrer-Policy"]
    return [response[name] for name in names]


def test_a_source_reads_the_desk_s_text_as_it_is_now(client):
    article = make.article(headline="旧主题", body="<p>旧正文。</p>", dateline="本报讯")
    make.preview_link(article=article, token=TOKEN, for_whom="市文明办")
    Article.objects.filter(pk=article.pk).update(headline="新主题", body="<p>新正文。</p>")

    html = opened(client).content.decode()

    assert "新主题" in html
    assert "本报讯" in html
    assert "新正文。" in html
    assert "未公开稿件，仅供市文明办核对" in html
    assert "旧" not in html


def test_a_source_reads_the_edited_copy_while_readers_keep_theirs(client):
    article = make.published(headline="读者看到的").article
    Article.objects.filter(pk=article.pk).update(headline="桌上的")
    make.preview_link(article=article, token=TOKEN)

    assert "桌上的" in opened(client).content.decode()
    assert "读者看到的" in client.get(article.get_absolute_url()).content.decode()


def test_the_page_is_kept_by_nobody_and_gives_its_address_to_nobody(client):
    make.preview_link(token=TOKEN)

    first = client.get(address())
    response = client.get(first["Location"])

    for each in (first, response):
        assert headers(each) == [
            "no-store, private",
            "noindex, nofollow, noarchive",
            "no-referrer",
        ]
    html = response.content.decode()
    assert TOKEN not in html
    assert "/admin/" not in html
    assert '<meta name="robots" content="noindex, nofollow, noarchive">' in html
    assert not response.cookies


def test_the_token_leaves_the_address_into_a_cookie_for_that_one_page(client):
    link = make.preview_link(token=TOKEN)

    first = client.get(address())

    assert first["Location"] == f"/preview/page/{link.pk}/"
    cookie = first.cookies["preview"]
    assert cookie["path"] == first["Location"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert 3500 < cookie["max-age"] <= 3600  # as long as the link itself
    assert opened(client).status_code == 200
    assert Client().get(first["Location"]).status_code == 404  # the address alone opens nothing


def test_each_link_has_a_cookie_of_its_own_and_opens_no_other(client):
    """As a browser does, which this client does not: a cookie is sent to its own path alone."""
    links = {token: make.preview_link(token=token) for token in ("one", "two")}
    pages = {token: f"/preview/page/{link.pk}/" for token, link in links.items()}

    for token, page in pages.items():
        headers = {"cookie": f"preview={token}"}
        (other,) = set(pages.values()) - {page}
        assert client.get(page, headers=headers).status_code == 200
        assert client.get(other, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [{"is_active": False}, {"is_staff": False}, {"groups": []}],
)
def test_a_link_dies_with_what_its_giver_may_do(client, changes):
    giver = make.staff("编辑")
    make.preview_link(token=TOKEN, created_by=giver)
    assert opened(client).status_code == 200

    for name, value in changes.items():
        giver.groups.clear() if name == "groups" else setattr(giver, name, value)
    giver.save()

    assert client.get(address()).status_code == 404
    assert opened(client).status_code == 404
    page = client.get(f"/preview/page/{giver.pk}/")
    assert page.status_code == 404
    assert PreviewOpening.objects.count() == 1


def test_many_wrong_tokens_from_one_address_are_not_tried(client, settings, tmp_path):
    settings.DATA_DIR, settings.NEWSROOM_RATES = tmp_path, {"preview": (3, 60)}

    assert [client.get(address(f"{n}")).status_code for n in range(5)] == [404, 404, 404, 429, 429]


def test_the_name_of_the_reader_is_not_markup(client):
    make.preview_link(token=TOKEN, for_whom="<b>甲</b>")

    assert "&lt;b&gt;甲&lt;/b&gt;" in opened(client).content.decode()


def test_unknown_expired_revoked_and_withdrawn_answer_the_same(client):
    now = timezone.now()
    make.preview_link(token="expired", created_at=now - timedelta(days=2), expires_at=now)
    make.preview_link(token="revoked", revoked_at=now, revoked_by=make.editor())
    published = make.published()
    published.withdrawn_at = now
    published.save()
    make.preview_link(token="withdrawn", article=published.article)

    responses = [
        client.get(address(token)) for token in ["expired", "revoked", "withdrawn", "unknown", "一"]
    ]

    assert [response.status_code for response in responses] == [404] * 5
    assert len({response.content for response in responses}) == 1
    assert len({tuple(headers(response)) for response in responses}) == 1
    assert "这个预览打不开" in responses[0].content.decode()
    assert responses[0]["Cache-Control"] == "no-store, private"
    assert not PreviewOpening.objects.exists()


def test_an_opening_is_written_down_with_its_network_and_browser(client):
    link = make.preview_link(token=TOKEN)

    opened(client, REMOTE_ADDR="198.51.100.23", headers={"user-agent": "Firefox/140"})
    opened(client, REMOTE_ADDR="198.51.100.23")

    assert list(link.openings.values_list("network", "agent")) == [
        ("198.51.100.0/24", ""),
        ("198.51.100.0/24", "Firefox/140"),
    ]


def test_a_head_shows_nothing_and_is_not_written_down(client):
    make.preview_link(token=TOKEN)

    first = client.head(address())
    assert client.head(first["Location"]).status_code == 200
    assert client.head(address("unknown")).status_code == 404
    assert not PreviewOpening.objects.exists()


def test_a_post_is_not_taken(client):
    make.preview_link(token=TOKEN)

    assert client.post(address()).status_code == 405
    assert client.post("/preview/page/1/").status_code == 405
    assert not PreviewOpening.objects.exists()


def test_everybody_with_the_link_gets_the_same_page(client):
    make.preview_link(token=TOKEN, article=make.published().article)
    stranger = opened(client)
    client.force_login(make.editor())
    editor = opened(client)

    assert headers(editor) == headers(stranger)
    assert "Cookie" not in editor.get("Vary", "")


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_takes_the_same_queries(client, count, django_assert_num_queries):
    article = make.article(page=make.page(), section=make.section())
    for n in range(count):
        make.byline(article=article)
        make.photo_use(article=article)
        make.mention(article=article)
        article.tags.add(f"标签{n}")
    link = make.preview_link(article=article, token=TOKEN)
    for _ in range(count):
        make.preview_opening(link=link)
    mentions.gazetteer()  # built once for many pages

    first = client.get(address())
    # two of them for who is hidden, one for what readers have of it, one for who gave the link,
    # two for the log
    with django_assert_num_queries(28 + LOG_LOCK):
        response = client.get(first["Location"])

    assert response.status_code == 200
