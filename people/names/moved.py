"""Addresses of a row that was merged: each leads to the same address of the row that stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from people.models import Merger
from people.models.rows import visible

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _moved(request: HttpRequest, mergers: QuerySet[Merger]) -> HttpResponse:
    """The way there. Raises Http404 where nothing was merged."""
    merger, match = mergers.first(), request.resolver_match
    if merger is None or match is None:
        raise Http404
    to = match.kwargs | {"pk": merger.entity_id or merger.reporter_id}
    return HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=to))


def moved_reporter(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(request, Merger.objects.filter(visible("reporter__"), former=pk))


def moved_entity(request: HttpRequest, pk: int) -> HttpResponse:
    return _moved(request, Merger.objects.filter(visible("entity__"), former=pk))
