"""A file as an answer: what readers get of a photo or a printed page, and who may see it before."""

from __future__ import annotations

import mimetypes
from posixpath import normpath
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404

from articles.models.reader_files import reader_files

if TYPE_CHECKING:
    from django.core.files.base import File

FOR_GOOD = "public, max-age=31536000, immutable"
NOT_AT_ALL = "private, no-store"


def answer(file: File[Any], name: str, *, kept: str) -> FileResponse:
    """The bytes of a file, as what the end of its name says; it runs nothing, wherever it is
    opened. `kept` says to browsers and servers between how long it may be kept.
    """
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=content_type)
    response["Cache-Control"] = kept
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def private(name: str, *, folder: str) -> FileResponse:
    """A file that readers get, or would get, wherever it lies, for somebody who may see it before.

    Raises Http404 for one that is not there or not in that folder.
    """
    try:
        if not name.startswith(f"{folder}/") or normpath(name) != name:
            raise FileNotFoundError(name)
        file = reader_files().open(name)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404(name) from error
    return answer(file, name, kept=NOT_AT_ALL)
