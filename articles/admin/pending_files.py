"""A picture or a page's file that somebody asked for, and the one in its place, for who decides."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles import imaging
from articles.admin.requests import staff
from articles.models import PendingChange
from articles.models.issue import FOLDER as PAGE_FOLDER
from articles.models.reader_files import private_storage
from articles.reading import files
from articles.review.confirmations import reader_fields
from articles.review.confirmations.queue import may_see

if TYPE_CHECKING:
    from articles.review.confirmations.rows import HeldRow

SHOWN = 1200  # pixels, the longest side


@require_safe
def file(request: HttpRequest, pk: int, row: int, field: str, side: str) -> FileResponse:
    """The file that a row of a change has in a field, `before` or `after` it."""
    change = get_object_or_404(PendingChange.objects.prefetch_related("co_authors"), pk=pk)
    if not may_see(change, by=staff(request)) or row >= len(change.rows):
        raise Http404
    name = _name(change.rows[row], field, side)
    return files.private(name, folder=PAGE_FOLDER) if "/" in name else _drawn(name)


def _name(asked: HeldRow, field: str, side: str) -> str:
    """What the file is called. Raises Http404 where none is shown."""
    entry = reader_fields.BY_LABEL.get(asked["model"])
    values = {"before": asked["before"], "after": asked["after"]}.get(side, {})
    if entry is None or field not in entry.pictures or not values.get(field):
        raise Http404
    return str(values[field])


def _drawn(name: str) -> FileResponse:
    """A photo's original, drawn as a JPEG without what its file says of itself."""
    out = io.BytesIO()
    try:
        with private_storage().open(name) as original:
            imaging.taken_in(original, side=SHOWN).image.save(out, "JPEG", quality=85)
    except (OSError, imaging.PhotoRefused) as error:
        raise Http404(name) from error
    return files.answer(ContentFile(out.getvalue()), "photo.jpg", kept=files.NOT_AT_ALL)
