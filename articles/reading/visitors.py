"""Where a reader's request comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The network address. A front server is believed in this where it is in HTTPS, and what it
    saw itself stands last; what stands before that anybody can write.
    """
    seen: str = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or seen
    return seen


def was_sent_from_elsewhere(request: HttpRequest) -> bool:
    """Whether a page of another site made the browser send this. https://www.w3.org/TR/fetch-metadata/"""
    return request.headers.get("Sec-Fetch-Site") == "cross-site"
