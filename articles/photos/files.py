"""A photo's files: stored, drawn in every size, swept away when nothing shows them.

Files are written before the row that names them and deleted after it is gone, so that no row ever
names a file that is not there. What a crash leaves behind, `prune` finds. New files lie where no
reader comes, until articles.stand.withholding finds that something public shows them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from articles import imaging
from articles.imaging.renditions import CARD, WHOLE, Plan
from articles.models import Photo, PublishedArticle, Unmasked
from articles.models.photo import WEB_FOLDER, web_path
from articles.models.reader_files import private_storage
from articles.stand import locking, publishing, withholding
from articles.tasks import task
from people.names.masking import current

if TYPE_CHECKING:
    from django.core.files.storage import Storage
    from PIL.Image import Image

logger = logging.getLogger(__name__)

DRAWN_FIELDS = ["file", "width", "height", "renditions", "recipe", "former_files"]
ORPHANED_AFTER = timedelta(hours=1)  # longer than any upload that is still being saved


class Overtaken(Exception):
    """The photo was changed by somebody while it was being drawn."""


@contextmanager
def kept_if_saved(photo: Photo) -> Iterator[None]:
    """Delete the files that are written within if their row is not saved."""
    before = _names(photo)
    try:
        yield
    except BaseException:
        withholding.discard(_names(photo) - before)
        raise


def put(photo: Photo, picture: imaging.Picture) -> None:
    """Draw what a first look at a new picture needs, for a row that is saved next.

    The files of the picture it had stay until they are pruned: a story may show them.
    """
    if photo.file:
        photo.former_files = sorted(photo.public_names)
    photo.checksum, photo.likeness = picture.checksum, picture.likeness
    photo.renditions = []
    _draw(photo, picture.image, everything=False)


def name_original(photo: Photo, picture: imaging.Picture) -> None:
    """Have an upload that is stored next end as what it is, whatever it was called."""
    photo.original.name = f"original{picture.ending}"  # `original_path` takes its end


def finish(photo: Photo) -> None:
    """Leave the rest to the worker. Call it in the transaction that saves the row: both or none."""
    draw.enqueue(photo.pk)


@task()
def draw(key: int) -> None:
    """Draw what is missing of the photo of that key, unless it is gone or has just been changed.

    Raises OSError or PhotoRefused where the original is lost or spoilt.
    """
    photo = Photo.objects.select_related("reporter").filter(pk=key).first()
    if photo:
        with suppress(Overtaken):  # whoever changed it has it drawn
            redraw(photo)


def draw_missing() -> dict[str, int]:
    """Draw what is missing of every photo, after an upgrade for example.

    Returns how many were `drawn`, and how many are `spoilt`: the log names these.
    """
    done = {"drawn": 0, "spoilt": 0}
    for key in list(Photo.objects.to_draw().values_list("pk", flat=True)):
        try:
            draw.call(key)
        except (OSError, imaging.PhotoRefused) as error:
            logger.warning("Photo %s cannot be drawn: %s", key, error)
            done["spoilt"] += 1
        else:
            done["drawn"] += 1
    return done


def redraw(photo: Photo) -> None:
    """Draw what is missing of a photo, and show it to readers.

    Raises Overtaken if the photo was changed meanwhile: whoever changed it draws it. Raises
    OSError or PhotoRefused where the original is lost or spoilt.
    """
    with photo.original.open() as file:
        picture = imaging.taken_in(file)
    with kept_if_saved(photo):
        _draw(photo, picture.image, everything=True)
        with transaction.atomic():
            locking.lock_stand()  # before the photo
            stored = Photo.objects.select_for_update().get(pk=photo.pk)
            if (stored.edition, stored.checksum) != (photo.edition, photo.checksum):
                raise Overtaken
            photo.save(update_fields=DRAWN_FIELDS)
            publishing.show_photo(photo)
            withholding.move_photos_on_commit([photo.pk])


def discard_on_commit(photo: Photo) -> None:
    """Delete every file of a photo once its row is gone."""
    names = _names(photo)
    transaction.on_commit(lambda: withholding.discard(names))


def prune() -> int:
    """Delete files for readers that no row and no story names any more; say how many."""
    places = (default_storage, private_storage())
    return sum(_prune(place, folder) for place in places for folder in _folders(place))


@transaction.atomic
def _prune(storage: Storage, folder: str) -> int:
    photo = Photo.objects.select_for_update().filter(guid=folder).first()
    place = f"{WEB_FOLDER}/{folder}"
    names = {f"{place}/{name}" for name in storage.listdir(place)[1]}
    unused = {name for name in names - _shown(photo) if _is_old(storage, name)}
    if photo and photo.former_files:
        photo.former_files = sorted(set(photo.former_files) - unused)
        photo.save(update_fields=["former_files"])
    for name in unused:
        storage.delete(name)
    return len(unused)


def _draw(photo: Photo, image: Image, *, everything: bool) -> None:
    """Draw the renditions a photo lacks; the row is for the caller to save."""
    wanted = imaging.plans(
        image.size,
        checksum=photo.checksum,
        focal=(photo.focal_x, photo.focal_y),
        rights=_told(photo),
    )
    if not everything:
        wanted = [plan for plan in wanted if plan.format == "jpeg" and plan.cut in {WHOLE, CARD}]
    there = {rendition["name"]: rendition for rendition in photo.renditions}
    new = [plan for plan in wanted if web_path(photo, plan.name) not in there]
    for drawn in imaging.drawn(image, new):
        name = _store(photo, drawn.plan, drawn.content)
        there[name] = _record(drawn.plan, name)
        photo.renditions = [*there.values()]  # at once: should the next fail, this one is swept
    names = {web_path(photo, plan.name) for plan in wanted}
    photo.former_files = sorted({*photo.former_files, *(there.keys() - names)} - names)
    photo.renditions = [there[web_path(photo, plan.name)] for plan in wanted]
    whole = next(
        r for r in reversed(photo.renditions) if (r["cut"], r["format"]) == (WHOLE, "jpeg")
    )
    photo.file.name = whole["name"]
    photo.width, photo.height = whole["width"], whole["height"]
    photo.recipe = imaging.RECIPE if everything else 0


def _told(photo: Photo) -> imaging.Rights:
    """What the files say of whose the picture is, without the names of who is hidden."""
    rights, mask = photo.rights_told, current()
    said = {name: mask.text(getattr(rights, name)) for name in ("creator", "credit", "copyright")}
    return replace(rights, **said)


def _store(photo: Photo, plan: Plan, content: bytes) -> str:
    """The name says all that went into the file: what lies there is the same, or was cut short."""
    name, storage = web_path(photo, plan.name), photo.file.storage
    if storage.exists(name):
        if withholding.read(storage, name) == content:  # readers may have it
            return name
        storage.delete(name)
    stored: str = storage.save(name, ContentFile(content))
    return stored


def _record(plan: Plan, name: str) -> dict[str, Any]:
    return {
        "cut": plan.cut,
        "format": plan.format,
        "width": plan.width,
        "height": plan.height,
        "name": name,
    }


def _names(photo: Photo) -> set[str]:
    """Every file of a photo, the original among them."""
    return photo.public_names | ({photo.original.name} if photo.original.name else set())


def _folders(storage: Storage) -> list[str]:
    """The folders that are named as photos are."""
    try:
        folders = storage.listdir(WEB_FOLDER)[0]
    except FileNotFoundError:  # nothing was ever uploaded
        return []
    return [folder for folder in folders if _is_guid(folder)]


def _is_guid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _shown(photo: Photo | None) -> set[str]:
    """The files that the library and readers' pages name."""
    if photo is None:
        return set()
    names = {photo.file.name, *(rendition["name"] for rendition in photo.renditions)}
    if not photo.former_files:
        return names
    stories = PublishedArticle.objects.filter(pictures=photo).values_list("photos", flat=True)
    hidden = Unmasked.objects.filter(pictures=photo).values_list("fields__photos", flat=True)
    named = str([*stories, *hidden])
    return names | {name for name in photo.former_files if name in named}


def _is_old(storage: Storage, name: str) -> bool:
    return storage.get_modified_time(name) < timezone.now() - ORPHANED_AFTER
