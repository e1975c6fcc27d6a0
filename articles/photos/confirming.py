"""A change of a photo that readers have: asked for by one person, confirmed by another.

What waits is what was typed, and an original that lies beside the one in use; what readers get is
drawn when it is confirmed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles import imaging
from articles.models import Photo, PhotoUse
from articles.photos import files as photo_files
from articles.review.confirmations import holding, rows
from articles.review.confirmations.holding import (
    Applied,
    ConfirmationRefused,
    after_confirming,
    after_giving_up,
)
from articles.stand import publishing, withholding

if TYPE_CHECKING:
    from articles.models import PendingChange
    from articles.review.confirmations.rows import HeldRow
    from people.models import User

# What goes into the files, or decides how they are cut.
IN_FILES = {"reporter", "source", "rights", "source_type", "focal_x", "focal_y"}
WORDS = ("caption", "alt")


def held(photo: Photo, **given: Any) -> HeldRow:
    """What is asked for in a photo, its row untouched: these fields, relations as keys."""
    before = {name: value for name, value in rows.values(photo).items() if name in given}
    return rows.held(photo, "change", before=before, after=given)


def ask(photo: Photo, *, by: User, **given: Any) -> PendingChange:
    """Hold a change of a photo that readers have. Raises ConfirmationRefused."""
    return holding.hold(photo, [held(photo, **given)], by=by)


def keep_words(photo: Photo, before: dict[str, Any]) -> None:
    """Leave the words that a photo had with every use of it that reviewers have read."""
    words = {name: before.get(name) or "" for name in WORDS}
    PhotoUse.objects.keep_words(photo, **words)


@after_confirming(Photo)
def give_to_readers(done: list[Applied]) -> None:
    """Draw what was confirmed, and show it wherever readers have the photo."""
    for photo, asked in done:
        if isinstance(photo, Photo):
            _give(photo, asked)


def _give(photo: Photo, asked: HeldRow) -> None:
    changed = asked["after"].keys()
    if not changed.isdisjoint(WORDS):
        keep_words(photo, rows.values(photo) | asked["before"])
    with photo_files.kept_if_saved(photo):
        if "original" in changed and photo.original:
            photo_files.put(photo, _read(photo))
        photo.recipe = 0 if IN_FILES & changed else photo.recipe
        photo.edition += 1
        photo.save()
    publishing.show_photo(photo)
    withholding.move_photos_on_commit([photo.pk])
    if photo.original and not photo.recipe:
        photo_files.finish(photo)


def _read(photo: Photo) -> imaging.Picture:
    """The picture of an original. Raises ConfirmationRefused if it was lost or spoilt meanwhile."""
    try:
        with photo.original.open() as file:
            return imaging.taken_in(file)
    except (OSError, imaging.PhotoRefused) as error:
        said = _("图片文件读不出来，可能已经损坏。请退回，由提出人重新上传。")
        raise ConfirmationRefused(said) from error


@after_giving_up(Photo)
def delete_originals(asked: list[HeldRow]) -> None:
    """Delete the originals that were asked for, once it is certain that they are nobody's."""
    names = {str(row["after"].get("original", "")) for row in asked} - {""}
    kept = Photo.objects.filter(original__in=names).values_list("original", flat=True)
    unused = names - set(kept)
    transaction.on_commit(lambda: withholding.discard(unused), robust=True)
