"""The page of a long list that a reader asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from articles.models.rows.paging import BadCursor, KeysetPage

T = TypeVar("T")


def page_asked(
    request: HttpRequest, page_before: Callable[[str | None], KeysetPage[T]]
) -> KeysetPage[T]:
    """The page that starts where the address says, or the first. Raises BadRequest for a place that
    no page of ours has led to.
    """
    try:
        return page_before(request.GET.get("before"))
    except BadCursor as error:
        raise BadRequest("before") from error
