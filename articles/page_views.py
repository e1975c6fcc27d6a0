"""A printed page on screen. Read from the stand, as everything readers see."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Page, PublishedArticle
from articles.typesetting import typeset


@require_safe
def page(request: HttpRequest, day: date, number: int) -> HttpResponse:
    public = PublishedArticle.objects.public()
    carrying = Page.objects.carrying(public).select_related("issue")
    found = get_object_or_404(carrying, issue__date=day, number=number)
    pages = list(Page.objects.of_issue(found.issue).carrying(public))
    place = next((n for n, each in enumerate(pages) if each == found), 0)
    context = {
        "printed_page": found,
        "issue": found.issue,
        "pages": pages,
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place + 1 < len(pages) else None,
        "bands": typeset(public.on_page(found).for_sheet()),
    }
    return render(request, "articles/page.html", context)
