"""The way of a picture file into the library: checked, compared, completed, stored."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles import imaging
from articles.audit_log.writing import record
from articles.enums import Event, SourceType
from articles.imaging.embedded import one_line
from articles.models import Photo
from articles.models.photo import FILE_NAME
from articles.photos import files as photo_files
from articles.stand import locking
from people.models import Reporter

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from people.models import User

SIMILAR_SHOWN = 3
CAPTION, SHORT = 300, 100  # characters that a photo's long and short fields hold


@dataclass(frozen=True)
class Received:
    """What became of one file of an upload: a new photo, or why there is none."""

    name: str
    photo: Photo | None = None
    refusal: str = ""
    twin: Photo | None = None  # the library has this very file
    similar: list[Photo] = field(default_factory=list)


def receive(upload: UploadedFile[Any], *, by: User, said: dict[str, Any]) -> Received:
    """Store one file with what was said of the batch, and what the file says where that is silent.

    The library keeps a file once: for one it has, nothing is stored. Never raises for a bad file.
    """
    name = str(upload.name)
    try:
        picture = imaging.taken_in(upload)
    except imaging.PhotoRefused as refusal:
        return Received(name, refusal=str(refusal))
    twin = Photo.objects.same_file(picture.checksum).first()
    if twin:
        return Received(name, twin=twin)
    similar = Photo.objects.looking_like(picture.likeness)[:SIMILAR_SHOWN]
    photo = Photo(original=upload, uploaded_by=by, **said)
    fill_in(photo, picture.embedded, file_name=name)
    credit_uploader(photo, picture.embedded, by=by)
    try:
        with photo_files.kept_if_saved(photo):
            photo_files.name_original(photo, picture)
            photo_files.put(photo, picture)
            with transaction.atomic():
                _store(photo)
                record(Event.ADDED, by=by, about=photo)
    except _Twin as found:
        return Received(name, twin=found.photo)
    return Received(name, photo=photo, similar=similar)


class _Twin(Exception):
    """The same file has come in meanwhile, by a second click."""

    def __init__(self, photo: Photo) -> None:
        super().__init__()
        self.photo = photo


def _store(photo: Photo) -> None:
    """Save the row, unless the same file came first. Raises _Twin."""
    locking.lock_file(photo.checksum)
    if twin := Photo.objects.same_file(photo.checksum).first():
        raise _Twin(twin)
    photo.save()
    photo_files.finish(photo)


def fill_in(photo: Photo, embedded: imaging.Embedded, *, file_name: str) -> None:
    """Fill what nobody said of a photo with what its file says, for an editor to check.

    What the file is called, and whom it names as its photographer, is kept as it stands there.
    """
    photo.file_name = _file_name(file_name)
    if photo.photographer != (creator := embedded.creator[:SHORT]):
        photo.photographer = creator
        photo.registration_asked_at = photo.registration_asked_by = None
    photo.caption = photo.caption or embedded.caption[:CAPTION]
    photo.alt = photo.alt or embedded.alt[:CAPTION]
    photo.place = photo.place or embedded.place[:SHORT]
    photo.rights = photo.rights or embedded.rights[:CAPTION]
    photo.taken_on = photo.taken_on or embedded.taken_on
    if photo.source_type == SourceType.PHOTOGRAPH:
        photo.source_type = embedded.source_type
    if not (photo.reporter or photo.source):
        photo.reporter = _only_reporter(embedded.creator)
        if photo.reporter is None:
            photo.source = _credit(embedded)[:SHORT]


def credit_uploader(photo: Photo, embedded: imaging.Embedded, *, by: User) -> None:
    """Credit a photograph that nobody else is credited for to whoever uploads it, if that is a
    reporter: so it is with what comes from a telephone.
    """
    is_photograph = photo.source_type == SourceType.PHOTOGRAPH
    if is_photograph and not (photo.credit or embedded.creator or embedded.credit):
        photo.reporter = Reporter.objects.filter(user=by).first()


def _file_name(name: str) -> str:
    """A file's own name without what cannot be seen in it; of a long one the end, which tells."""
    seen = (each for each in one_line(name) if unicodedata.category(each) != "Cf")
    return "".join(seen)[-FILE_NAME:]


def _credit(embedded: imaging.Embedded) -> str:
    """Who took it and for whom, as a paper prints it: 王小明/新华社. Each is named once."""
    creator, credit = embedded.creator, embedded.credit
    if creator in credit or credit in creator:
        return max(creator, credit, key=len)
    return f"{creator}/{credit}"


def _only_reporter(name: str) -> Reporter | None:
    """The reporter of that name, if there is just one."""
    found = list(Reporter.objects.filter(name=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None
