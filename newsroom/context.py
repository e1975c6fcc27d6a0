from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import IntegerField, Value
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.interchange.outward import whole_addresses
from articles.models import Section, SitePage


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page says of the paper and of itself; what it does not show is not worked out."""
    furniture = SimpleLazyObject(_furniture)
    return {
        "site_name": settings.NEWSROOM_SITE_NAME,
        "sections": SimpleLazyObject(lambda: furniture[0]),
        "site_pages": SimpleLazyObject(lambda: furniture[1]),
        "canonical": lambda: whole_addresses(request)(request.path),
    }


def _furniture() -> tuple[list[Section], list[SitePage]]:
    """The sections in their order and the paper's own pages, as links, in one query."""
    first, then = Value(0, IntegerField()), Value(1, IntegerField())
    sections = Section.objects.confirmed().order_by().values_list(first, "order", "name", "slug")
    pages = SitePage.objects.confirmed().order_by().values_list(then, "pk", "title", "slug")
    rows = sorted(sections.union(pages, all=True), key=lambda row: row[:3])
    return (
        [Section(name=name, slug=slug) for kind, _place, name, slug in rows if kind == 0],
        [SitePage(title=name, slug=slug) for kind, _place, name, slug in rows if kind == 1],
    )
