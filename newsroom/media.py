"""Uploaded files, for when no front server or object store serves them."""

from __future__ import annotations

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe


@require_safe
def media(_request: HttpRequest, name: str) -> FileResponse:
    """A file by its random name. Names never come back with other bytes, so keep them for good."""
    try:
        file = default_storage.open(name)
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404(name) from error
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=content_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feeds show pictures elsewhere
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
