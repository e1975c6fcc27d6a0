"""What is said of every answer on its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

if TYPE_CHECKING:
    from collections.abc import Callable

# By RFC 9111 these may be kept without leave, and browsers keep a 301 and a 410 for good. But a
# draft is published, a withdrawn story comes back, and a tag stops being another's synonym.
MAY_CHANGE = {
    301: {"no_cache": True},
    308: {"no_cache": True},
    404: {"no_store": True},
    410: {"no_store": True},
}


def absences_are_not_kept(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say of every answer that an address has nothing, or leads on, that it holds for now alone."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        said = MAY_CHANGE.get(response.status_code)
        if said and "Cache-Control" not in response:
            patch_cache_control(response, **said)
        return response

    return answer
