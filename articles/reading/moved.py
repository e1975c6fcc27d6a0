"""Former addresses of sections and of pages about the paper: each leads on to the same address of
the row as it is called now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.stand import former_addresses

if TYPE_CHECKING:
    from articles.stand.former_addresses import Addressed


def moved(request: HttpRequest, model: type[Addressed], slug: str) -> HttpResponse:
    """The way there, with whatever the address asked for. Raises Http404 if nothing was there."""
    row, match = former_addresses.holder(model, slug), request.resolver_match
    if row is None or match is None:
        raise Http404
    address = reverse(match.view_name, kwargs=match.kwargs | {"slug": row.slug})
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{asked}" if asked else address)
