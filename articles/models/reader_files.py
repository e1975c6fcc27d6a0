"""Where the files lie that readers get, or are to get.

They have one name and two places. A new file lies in the private storage, to which no address
leads; articles.stand.withholding puts it into the public one while something public shows it, and
takes it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.storage import Storage, default_storage, storages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.core.files.base import File


def private_storage() -> Storage:
    """The storage no address leads to."""
    return storages["private"]


class ReaderFiles(Storage):
    """Both places as one: a file is found in either and deleted from both; a new one is private."""

    def places(self) -> Iterator[Storage]:
        """The public one first: a file that is being moved is in at least one of them."""
        yield default_storage
        yield private_storage()

    def url(self, name: str | None) -> str:
        """The address at which readers get the file while it is public."""
        return default_storage.url(name)

    def exists(self, name: str) -> bool:
        return any(place.exists(name) for place in self.places())

    def delete(self, name: str) -> None:
        for place in self.places():
            place.delete(name)

    def size(self, name: str) -> int:
        return self._place(name).size(name)

    def get_modified_time(self, name: str) -> datetime:
        return self._place(name).get_modified_time(name)

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        return self._place(name).open(name, mode)

    def _save(self, name: str, content: File[Any]) -> str:
        return private_storage().save(name, content)

    def _place(self, name: str) -> Storage:
        """Where a file lies; the private one for what is in neither, which will say so."""
        return next((each for each in self.places() if each.exists(name)), private_storage())


def reader_files() -> Storage:
    """For fields of models: made anew by each, as settings have the places."""
    return ReaderFiles()
