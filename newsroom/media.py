"""Uploaded files, for when no front server or object store has them.

What lies in the public folder a front server may give out by itself; what it does not find there it
asks here, for a story that has just become visible may still have its pictures elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from articles.reading import files
from articles.stand import withholding

if TYPE_CHECKING:
    from django.core.files.base import File


@require_safe
def media(_request: HttpRequest, name: str) -> FileResponse:
    """A file by its random name. Names never come back with other bytes, so keep them for good."""
    try:
        file = _opened(name)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404(name) from error
    response = files.answer(file, name, kept=files.FOR_GOOD)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feeds show pictures elsewhere
    return response


def _opened(name: str) -> File[Any]:
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return withholding.opened_if_seen(name)
