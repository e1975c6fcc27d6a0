"""The pictures of one paste, taken into the library by its own door."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile

from articles.photos import library

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from articles.models import Photo
    from people.models import User


class PastedPictures:
    """Takes in pictures as a text that is read comes to them.

    A picture is in its address (data:), or in the files that came along, in their order. What is
    at an address elsewhere is never fetched.
    """

    def __init__(self, files: Iterable[UploadedFile[Any]], *, by: User) -> None:
        self.photos: list[Photo] = []
        self.refusals: list[str] = []  # why a file was not taken, in words
        self._files = list(files)
        self._by = by

    def take(self, address: str, words: str) -> str:
        """The key of the photo that a picture became; nothing if it did not come along."""
        upload: UploadedFile[Any] | None = _contained(address, number=len(self.photos) + 1)
        if upload is None and self._files:
            upload = self._files.pop(0)
        if upload is None:
            return ""
        said = {"alt": words[: library.CAPTION]}
        received = library.receive(upload, by=self._by, said=said)
        photo = received.photo or received.twin
        if photo is None:
            self.refusals.append(received.refusal)
            return ""
        self.photos.append(photo)
        return str(photo.guid)


def _contained(address: str, *, number: int) -> SimpleUploadedFile | None:
    """The file that an address of the form data:image/…;base64,… holds."""
    head, comma, data = address.partition(",")
    if not (comma and head.startswith("data:image/") and head.endswith(";base64")):
        return None
    mime = head.removeprefix("data:").removesuffix(";base64")
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None
    return SimpleUploadedFile(f"paste-{number}.{mime.partition('/')[2]}", content, mime)
