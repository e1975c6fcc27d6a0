"""Pictures of withdrawn stories and hidden people, and of pages that show either: out of the public
storage, whoever serves it.

A front server or an object store gives out whatever lies in the public storage without asking us.
So a picture that withdrawn stories or hidden people alone have is moved to the private storage,
under its own name, and comes back when something public shows it again. Where the file lies is
the only record.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from articles.models import Page, Photo, PublishedArticle, Unmasked
from articles.models.issue import FOLDER as PAGE_FOLDER
from articles.models.photo import WEB_FOLDER, private_storage
from articles.stand import masking
from people.models import Entity, Reporter

logger = logging.getLogger(__name__)


@dataclass
class Moved:
    """How many files were moved."""

    withheld: int = 0
    restored: int = 0


def move_photos(photos: Iterable[int]) -> Moved:
    """Put the public files of each of these photos (keys) where they belong now. Safe to repeat."""
    moved = Moved()
    for key in sorted(set(photos)):
        with transaction.atomic():
            photo = Photo.objects.select_for_update().exclude(file="").filter(pk=key).first()
            if photo is None:
                continue
            public, private = photo.file.storage, private_storage()
            names = photo.public_names
            if _is_shown(photo):
                moved.restored += sum(_move(name, private, public) for name in names)
            elif _is_taken_back(photo):
                moved.withheld += sum(_move(name, public, private) for name in names)
    return moved


def move_all_photos() -> Moved:
    """The same for every photo that was taken back and every file that is withheld."""
    withdrawn = Photo.objects.filter(published_articles__withdrawn_at__isnull=False)
    moved = (withdrawn, Photo.objects.showing_hidden(), _withheld())
    return move_photos(key for rows in moved for key in rows.values_list("pk", flat=True))


def move_pages(pages: Iterable[int]) -> Moved:
    """The same for the image and the PDF of each of these printed pages (keys), which show every
    story of the page: one that is withdrawn, or has a name hidden, takes them along.
    """
    moved = Moved()
    for key in sorted(set(pages)):
        with transaction.atomic():
            page = Page.objects.select_for_update().get(pk=key)
            public, private = page.image.storage, private_storage()
            if PublishedArticle.objects.unlike_print().seen_on(page).exists():
                moved.withheld += sum(_move(name, public, private) for name in page.public_files)
            else:
                moved.restored += sum(_move(name, private, public) for name in page.public_files)
    return moved


def move_all_pages() -> Moved:
    """The same for every page with such a story and every one whose files are withheld."""
    names = [f"{PAGE_FOLDER}/{file}" for file in _listed(PAGE_FOLDER)[1]]
    withheld = Page.objects.filter(Q(image__in=names) | Q(pdf__in=names))
    showing = Page.objects.carrying(PublishedArticle.objects.unlike_print())
    return move_pages(page.pk for page in [*withheld, *showing])


def discard(names: Iterable[str]) -> None:
    """Delete files that no row names any more, wherever they lie."""
    for name in names:
        for storage in (default_storage, private_storage()):
            storage.delete(name)


def move_photos_on_commit(photos: Iterable[int]) -> None:
    """The same once the rows are safe. A storage that fails is logged; the command move_photos
    does it again.
    """
    _on_commit(move_photos, photos, what="photos")


def move_pages_on_commit(pages: Iterable[int]) -> None:
    """The same for pages."""
    _on_commit(move_pages, pages, what="files of pages")


def _on_commit(move: Callable[[Iterable[int]], Moved], keys: Iterable[int], *, what: str) -> None:
    wanted = set(keys)

    def move_and_log() -> None:
        moved = move(wanted)
        if moved != Moved():
            logger.info("%s: %s withheld, %s restored", what, moved.withheld, moved.restored)

    if wanted:
        transaction.on_commit(move_and_log, robust=True)


def _withheld() -> QuerySet[Photo]:
    """Photos that have files there: in a folder that is named as the photo is."""
    return Photo.objects.filter(guid__in=_listed(WEB_FOLDER)[0])


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder of the private storage."""
    try:
        return private_storage().listdir(folder)
    except FileNotFoundError:  # nothing was ever withheld
        return [], []


def _is_shown(photo: Photo) -> bool:
    """Whether something that readers see, or will see by time alone, has this photo."""
    if PublishedArticle.objects.standing().filter(pictures=photo).exists():
        return True
    return _is_portrait(photo) and not masking.has_hidden(photo)


def _is_taken_back(photo: Photo) -> bool:
    """Whether readers had it, and have it no longer: its story is withdrawn, or whom it shows is
    hidden.
    """
    return (
        PublishedArticle.objects.taken_off().filter(pictures=photo).exists()
        or Unmasked.objects.filter(pictures=photo).exists()
        or (_is_portrait(photo) and masking.has_hidden(photo))
    )


def _is_portrait(photo: Photo) -> bool:
    return any(named.objects.filter(portrait=photo).exists() for named in (Entity, Reporter))


def _move(name: str, source: Storage, target: Storage) -> bool:
    """Move a file unless it has been. A copy that was cut short is as the file begins."""
    if not source.exists(name):
        return False
    data, there = read(source, name), read(target, name) if target.exists(name) else None
    if there is None or not there.startswith(data):
        if there is not None:
            target.delete(name)
        target.save(name, ContentFile(data))
    source.delete(name)
    return True


def read(storage: Storage, name: str) -> bytes:
    """A file's bytes. Raises FileNotFoundError."""
    with storage.open(name) as file:
        data: bytes = file.read()
        return data
