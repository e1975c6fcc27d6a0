"""What search engines may read: an index of parts, each a closed range of keys, and the news.

https://www.sitemaps.org/protocol.html
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from articles.interchange.outward import LANGUAGE, Absolute, moment, plain, whole_addresses
from articles.models import Column, Issue, Page, PublishedArticle, Section, SitePage, Tag
from people.models import Entity, Programme, Reporter, Round

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet

SIZE = 2000  # keys in a part
HIGHEST_KEY = 2**63 - 1
NEWS_AGE = timedelta(hours=48)
NEWS_SIZE = 1000
PAGES = ["front_page", "issues", "honours", "entities", "reporters"]
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def _articles() -> PublishedArticleQuerySet:
    return PublishedArticle.objects.public().only("changed_at", "visible_from")


KINDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "articles": _articles,
    "issues": lambda: Issue.objects.carrying(_articles()),
    "pages": lambda: Page.objects.carrying(_articles()).select_related("issue"),
    "sections": Section.objects.confirmed,
    "columns": lambda: Column.objects.confirmed().carrying(_articles()),
    "tags": lambda: Tag.objects.carrying(_articles()),
    "reporters": Reporter.objects.visible,
    "entities": Entity.objects.visible,
    "programmes": Programme.objects.confirmed,
    "rounds": Round.objects.confirmed,
}


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    parts = [("site", 0, None), *(part for kind in KINDS for part in _parts(kind))]
    absolute = whole_addresses(request)
    return _document("sitemapindex", (_part(absolute, *part) for part in parts))


def _parts(kind: str) -> list[tuple[str, int, datetime | None]]:
    """The parts that hold something, and when a story in each was last changed."""
    rows = KINDS[kind]().order_by().values(part=F("pk") / SIZE).distinct()
    if kind != "articles":
        return [(kind, row["part"], None) for row in rows.order_by("part")]
    rows = rows.annotate(changed=Max("changed_at"), visible=Max("visible_from"))
    found = rows.order_by("part")
    return [(kind, row["part"], max(row["changed"], row["visible"])) for row in found]


def _part(absolute: Absolute, kind: str, number: int, changed: datetime | None) -> str:
    address = absolute(reverse("sitemap_part", args=[kind, number]))
    return f"<sitemap>{_element('loc', address)}{_lastmod(changed)}</sitemap>"


@require_safe
@conditional_page
def part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    entries = list(_entries(whole_addresses(request), kind, number))
    if not entries:
        raise Http404(f"{kind} {number}")
    return _document("urlset", entries)


def _entries(absolute: Absolute, kind: str, number: int) -> Iterator[str]:
    first = number * SIZE
    if kind == "site" and number == 0:
        for name in PAGES:
            yield _url(absolute(reverse(name)))
        for page in SitePage.objects.confirmed().only("slug", "updated_at"):
            yield _url(absolute(page.get_absolute_url()), changed=page.updated_at)
    elif kind in KINDS and first <= HIGHEST_KEY - SIZE:
        for row in KINDS[kind]().filter(pk__gte=first, pk__lt=first + SIZE).order_by("pk"):
            changed = row.updated_at if kind == "articles" else None
            yield _url(absolute(row.get_absolute_url()), changed=changed)


@require_safe
@conditional_page
def news(request: HttpRequest) -> HttpResponse:
    """Stories of the last two days. Without any it names the front page: none is not allowed."""
    now = timezone.now()
    fresh = PublishedArticle.objects.public(now=now).since(now - NEWS_AGE).newest_first()
    stories = fresh.only("headline", "web_headline", "visible_from")[:NEWS_SIZE]
    absolute = whole_addresses(request)
    found = [_news(absolute, story) for story in stories]
    nothing = [_url(absolute(reverse("front_page")))]
    return _document("urlset", found or nothing)


def _news(absolute: Absolute, story: PublishedArticle) -> str:
    paper = _element("news:name", settings.NEWSROOM_SITE_NAME)
    language = _element("news:language", LANGUAGE.lower())
    parts = [
        f"<news:publication>{paper}{language}</news:publication>",
        _element("news:publication_date", moment(story.visible_from)),
        _element("news:title", story.title),
    ]
    more = f"<news:news>{''.join(parts)}</news:news>"
    return _url(absolute(story.get_absolute_url()), more=more)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    absolute = whole_addresses(request)
    maps = [absolute(reverse(name)) for name in ("sitemap", "news_sitemap")]
    lines = ["User-agent: *", f"Disallow: {reverse('admin:index')}"]
    lines += [f"Sitemap: {address}" for address in maps]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def _url(address: str, *, changed: datetime | None = None, more: str = "") -> str:
    return f"<url>{_element('loc', address)}{_lastmod(changed)}{more}</url>"


def _lastmod(changed: datetime | None) -> str:
    return _element("lastmod", moment(changed)) if changed else ""


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(plain(text))}</{name}>"


def _document(root: str, entries: Iterable[str]) -> HttpResponse:
    head = f'<{root} xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}">'
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head, *entries, f"</{root}>", ""]
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
