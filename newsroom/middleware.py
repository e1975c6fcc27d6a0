"""What is done to every request on its way in, and said of every answer on its way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.cache import patch_cache_control

from articles import rates
from articles.clients import client_network
from articles.text.characters import visible

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

NOT_ASKED_FOR = [  # what a page could ask a browser for, and none of ours does
    *["accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid"],
    *["magnetometer", "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking"],
]
LENT_TO_NOBODY = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_ASKED_FOR),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Pages have the policy of the settings; what has none is a file, of static/ for example.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}


def nothing_is_lent(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say of every answer, files and refusals too, that no other site may use it; a view that lends
    something (a picture, to readers of feeds) has said so itself.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in LENT_TO_NOBODY.items():
            response.headers.setdefault(name, value)
        return response

    return answer


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


SEARCHES = {"/search/": "search", "/search/suggest/": "suggest"}
# Of the six threads that README gives a process, three are left to readers of pages.
line = rates.Line(places=3, patience=5)


def searches_are_bounded(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Searches of a process are done one at a time, page and all. Refuse a client that searches too
    often, or finds no place in the line, before anything else is done for it: who floods the site
    gets most answers, and they must cost least.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if what := SEARCHES.get(request.path_info):
            try:
                rates.count(what, client=client_network(request))
                with line.turn():
                    return get_response(request)
            except rates.TooOften as refusal:
                return rates.too_often(request, refusal, what=what)
            except rates.Busy:
                return rates.busy()
        return get_response(request)

    return answer


UNNAMED = "file"  # a file of whose name nothing is left


class TypedText:
    """Takes characters that show nothing out of what is typed, before any view reads it: out of
    forms, searches and filters, and the names of files, of colleagues and of readers. Passwords
    stay as they are.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        request.GET = _visible(request.GET)  # type: ignore[assignment]  # as Django's own
        if request.method == "POST":
            request.POST = _visible(request.POST)  # type: ignore[assignment]  # as Django's own
            for _field, files in request.FILES.lists():
                for file in files:
                    file.name = visible(file.name or "") or UNNAMED


def _visible(sent: QueryDict) -> QueryDict:
    """The same object where nothing is to be taken out."""
    shown = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        is_secret = "password" in name
        shown.setlist(visible(name), values if is_secret else list(map(visible, map(str, values))))
    if shown == sent:
        return sent
    shown._mutable = False
    return shown
