"""Which files lie in the public storage: those of photos and printed pages that readers see now.

A front server or an object store gives out whatever lies in the public storage without asking us.
So a file lies there only while something public shows it; else it lies in the private storage,
under its own name. Where the file lies is the only record.

What readers see is decided by the clock, and needs no job: a picture whose story has just become
visible is given out from the private storage (`opened_if_seen`), until it is moved.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.utils import timezone

from articles.enums import REVIEWS
from articles.models import Page, PendingChange, Photo, PublishedArticle
from articles.models.issue import FOLDER as PAGE_FOLDER
from articles.models.photo import WEB_FOLDER
from articles.models.reader_files import private_storage
from people.models import Entity, Reporter

if TYPE_CHECKING:
    from django.core.files.base import File

    from articles.models.rows import PageQuerySet, PhotoQuerySet

DUE = timedelta(hours=1)  # how long after it became visible a story's files are looked after
AT_ONCE = 500  # keys in one query

logger = logging.getLogger(__name__)


@dataclass
class Moved:
    """How many files were moved: out of the public storage, and into it."""

    withheld: int = 0
    restored: int = 0


# ---- What readers see -------------------------------------------------------------------------


def seen_photos(*, now: datetime | None = None) -> PhotoQuerySet:
    """The photos that something public shows at `now`: a story, or the page of somebody."""
    return Photo.objects.shown_by(PublishedArticle.objects.public(now=now))


def seen_pages(*, now: datetime | None = None) -> PageQuerySet:
    """The printed pages whose files readers get at `now`: every story of theirs that is on the
    stand is public as it was printed, and there is one.
    """
    stories = PublishedArticle.objects
    pages = Page.objects.carrying(stories.public(now=now))
    return pages.exclude(pk__in=Page.objects.carrying(stories.withheld(now=now)).values("pk"))


def readers_have(photo: Photo) -> bool:
    """Whether a photo is on the stand, seen or withdrawn, or the portrait of somebody."""
    is_portrait = any(n.objects.filter(portrait=photo).exists() for n in (Entity, Reporter))
    return is_portrait or PublishedArticle.objects.showing(photo).exists()


def change_waits(photo: Photo) -> bool:
    """Whether a photo is not changed by one person alone: readers have it, who reviews a story is
    shown it, or somebody is asked to confirm it as a portrait.
    """
    in_review = photo.uses.filter(article__stage__in=REVIEWS)
    return readers_have(photo) or in_review.exists() or _is_asked_for(photo)


def _is_asked_for(photo: Photo) -> bool:
    """Whether a change that waits makes a photo the portrait of somebody."""
    waiting = PendingChange.objects.waiting().values_list("rows", flat=True)
    return any(row["after"].get("portrait") == photo.pk for asked in waiting for row in asked)


def readers_had(page: Page) -> bool:
    """Whether a story has been public that is printed on a page, or runs on to it. A page whose
    stories are withdrawn comes back with them.
    """
    due = PublishedArticle.objects.filter(visible_from__lte=timezone.now())
    return Page.objects.carrying(due).filter(pk=page.pk).exists()


def opened_if_seen(name: str) -> File[Any]:
    """A file that lies in the private storage though readers see what shows it.

    Raises FileNotFoundError for any other name, and SuspiciousFileOperation as storages do.
    """
    storage = private_storage()
    if not storage.exists(name) or not _is_seen(name):
        raise FileNotFoundError(name)
    return storage.open(name)


def _is_seen(name: str) -> bool:
    folder, _slash, rest = name.partition("/")
    if folder == PAGE_FOLDER:
        return seen_pages().naming(name).exists()
    if folder == WEB_FOLDER and (guid := _guid(rest.partition("/")[0])):
        photo = seen_photos().filter(guid=guid).first()
        return photo is not None and name in photo.public_names
    return False


# ---- Moving -----------------------------------------------------------------------------------


def move_photos(photos: Iterable[int]) -> Moved:
    """Put the files of each of these photos (keys) where they belong now. Safe to repeat."""
    moved = Moved()
    for key in sorted(set(photos)):
        with transaction.atomic():
            photo = Photo.objects.select_for_update().exclude(file="").filter(pk=key).first()
            if photo:
                is_seen = seen_photos().filter(pk=key).exists()
                _move_all(photo.public_names, is_public=is_seen, moved=moved)
    return moved


def move_pages(pages: Iterable[int]) -> Moved:
    """The same for the images and the PDF of each of these printed pages (keys), which show every
    story of the page: one that readers may not see as it was printed takes them along.
    """
    moved = Moved()
    for key in sorted(set(pages)):
        with transaction.atomic():
            page = Page.objects.select_for_update().filter(pk=key).first()
            if page:
                is_seen = seen_pages().filter(pk=key).exists()
                _move_all(page.public_files, is_public=is_seen, moved=moved)
    return moved


def move_all_photos() -> Moved:
    """The same for every photo that has a file where it does not belong."""
    public, private = _photo_folders(default_storage), _photo_folders(private_storage())
    seen = set(seen_photos().order_by().values_list("guid", flat=True))
    misplaced = sorted((public - seen) | (private & seen))
    moved = Moved()
    for start in range(0, len(misplaced), AT_ONCE):
        part = Photo.objects.filter(guid__in=misplaced[start : start + AT_ONCE])
        done = move_photos(part.values_list("pk", flat=True))
        moved.withheld += done.withheld
        moved.restored += done.restored
    return moved


def move_all_pages() -> Moved:
    """The same for every page."""
    places = (default_storage, private_storage())
    public, private = ({f"{PAGE_FOLDER}/{n}" for n in _listed(s, PAGE_FOLDER)[1]} for s in places)
    seen = set(seen_pages().order_by().values_list("pk", flat=True))
    return move_pages(
        page.pk
        for page in Page.objects.exclude(image="", pdf="").order_by()
        if (private if page.pk in seen else public) & set(page.public_files)
    )


def move_due(*, now: datetime | None = None) -> Moved:
    """Put the files of stories into the public storage that have become visible by time alone."""
    now = now or timezone.now()
    fresh = PublishedArticle.objects.public(now=now).since(now - DUE)
    photos = move_photos(fresh.order_by().values_list("pictures", flat=True).exclude(pictures=None))
    pages = move_pages(Page.objects.carrying(fresh).order_by().values_list("pk", flat=True))
    return Moved(photos.withheld + pages.withheld, photos.restored + pages.restored)


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


def _photo_folders(storage: Storage) -> set[UUID]:
    """The photos that have files in a storage: each in a folder that is named as the photo is."""
    return {
        guid
        for folder in _listed(storage, WEB_FOLDER)[0]
        if (guid := _guid(folder)) and _listed(storage, f"{WEB_FOLDER}/{folder}")[1]
    }


def _guid(text: str) -> UUID | None:
    try:
        guid = UUID(text)
    except ValueError:
        return None
    return guid if str(guid) == text else None


def _listed(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files in a folder."""
    try:
        return storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever stored there
        return [], []


def _move_all(names: Iterable[str], *, is_public: bool, moved: Moved) -> None:
    public, private = default_storage, private_storage()
    if is_public:
        moved.restored += sum(_move(name, private, public) for name in names)
    else:
        moved.withheld += sum(_move(name, public, private) for name in names)


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
