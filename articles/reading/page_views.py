"""A printed page on screen. Read from the stand, as everything readers see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Page, PublishedArticle, Region
from articles.models.rows import PublishedArticleQuerySet
from articles.paper.typesetting import typeset


@dataclass
class Seat:
    """A story in a page's reading order: where its region is, and where it goes on, if anywhere."""

    story: PublishedArticle
    region: Region | None = None
    from_page: int | None = None  # 上接
    to_page: int | None = None  # 下转


@require_safe
def page(request: HttpRequest, day: date, number: int) -> HttpResponse:
    """With its image if there is one that readers may see, else set from its stories."""
    public = PublishedArticle.objects.public()
    carrying = Page.objects.carrying(public).with_withheld(PublishedArticle.objects.withheld())
    found = get_object_or_404(carrying.select_related("issue"), issue__date=day, number=number)
    pages = list(carrying.of_issue(found.issue))
    is_shown = bool(found.image) and not found.shows_withheld  # type: ignore[attr-defined]  # annotated
    shown = {"seats": _seats(found, public)} if is_shown else {"bands": _bands(found, public)}
    context = _way(found, pages) | {"is_shown": is_shown} | shown
    return render(request, "articles/page.html", context)


def _way(found: Page, pages: list[Page]) -> dict[str, Any]:
    """The issue's pages, and which come before and after this one."""
    place = pages.index(found)
    return {
        "printed_page": found,
        "issue": found.issue,
        "pages": pages,
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place + 1 < len(pages) else None,
    }


def _bands(found: Page, public: PublishedArticleQuerySet) -> Any:
    return typeset(public.on_page(found).for_sheet())


def _seats(found: Page, public: PublishedArticleQuerySet) -> list[Seat]:
    """The stories of a page with an image, as it is read; those without a region come last."""
    seats: dict[int, Seat] = {}
    elsewhere: dict[int, list[int]] = {}
    for region in Region.objects.for_readers(found, public):
        if region.page_id == found.pk:
            seats[region.article_id] = Seat(region.article.published, region)
        else:
            elsewhere.setdefault(region.article_id, []).append(region.page.number)
    for key, numbers in elsewhere.items():
        before = [number for number in numbers if number < found.number]
        after = [number for number in numbers if number > found.number]
        seats[key].from_page = max(before, default=None)
        seats[key].to_page = min(after, default=None)
    for story in public.on_page(found).for_contents():
        seats.setdefault(story.pk, Seat(story))
    return list(seats.values())
