"""Whose a photo is: its credit said in one line, and photographers whom files name and whom the
list of reporters does not have yet.

What is changed here readers get at once, wherever the photo stands; who may do so is decided by
articles.review.duties.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imaging.embedded import one_line
from articles.models import Photo
from articles.photos import files as photo_files
from articles.photos.library import SHORT
from articles.review import duties
from articles.review.confirmations import holding
from articles.stand import locking, publishing, withholding
from articles.text.pinyin import sort_key
from people.enums import ReporterKind
from people.models import Reporter

if TYPE_CHECKING:
    from people.models import User

CORRESPONDENT = "通讯员"  # the title of somebody registered here, until somebody gives another
CREDIT_MARK = "图/"  # before a reporter's name in a credit line
BETWEEN_NAMES = re.compile(r"[、，,；;/&]")


class CreditRefused(Exception):
    """A credit that cannot be given. The message is for the person who tried it."""


@dataclass(frozen=True)
class Registered:
    """A photographer who is a reporter now, and the photos that are credited to them since."""

    reporter: Reporter
    is_new: bool
    photos: list[Photo]


@transaction.atomic
def credit(key: int, *, line: str, by: User) -> Photo:
    """Credit the photo of that key: to the reporter whose name the line is, with 图/ before it or
    without; else with the line as its source. Returns the photo.

    Raises CreditRefused for an empty or too long line, for a name that several reporters have, and
    for a photo whose credit others decide.
    """
    line = one_line(line)
    if not line:
        raise CreditRefused(_("每张图片都要有署名：写记者姓名，或写来源，如“市文明办供图”。"))
    if len(line) > SHORT:
        raise CreditRefused(_("署名最多 %d 个字。") % SHORT)
    photo = _locked(key, by=by)
    reporter = _reporter_named(line.removeprefix(CREDIT_MARK).strip())
    if (reporter, "" if reporter else line) != (photo.reporter, photo.source):
        photo.reporter, photo.source = reporter, "" if reporter else line
        _save(photo)
    return photo


@transaction.atomic
def register(key: int, *, by: User) -> Registered:
    """Make a reporter of the photographer whom the photo's file names, unless there is one of that
    name, and credit the photo to them; the same for other photos with the same printed line, as far
    as `by` may change them. Somebody new waits for a second person, or for a story with the photo.

    Raises CreditRefused if `by` may not register reporters, if the file names nobody or several
    people, if several reporters have the name, and for a photo whose credit others decide.
    """
    photo = _locked(key, by=by)
    name = photo.photographer
    if not photo.has_unregistered:
        raise CreditRefused(_("这张图片已经署名给记者，或文件里没有写摄影者，不用登记。"))
    if BETWEEN_NAMES.search(name):
        raise CreditRefused(_("文件里的“%s”像是不止一个人，请直接填写署名。") % name)
    reporter = _reporter_named(name)
    is_new = reporter is None
    if reporter is None:
        if not by.has_perm("people.add_reporter"):
            raise CreditRefused(_("您不能登记记者，可以请编辑登记。"))
        reporter = Reporter.objects.create(
            name=name,
            kind=ReporterKind.CORRESPONDENT,
            title=CORRESPONDENT,
            sort_key=sort_key(name, is_person=True),
        )
    photos = [photo, *_alike(photo, by=by)]
    for each in photos:
        each.reporter = reporter
        each.source = "" if each.source == name else each.source
        each.registration_asked_at = each.registration_asked_by = None
        _save(each)
    if is_new:
        holding.hold_new(reporter, by=by)
    return Registered(reporter, is_new, photos)


def ask(key: int, *, by: User) -> None:
    """Ask whoever may register reporters to register the photographer of a photo; once is enough.

    Raises CreditRefused where there is nobody to register.
    """
    waiting = Photo.objects.with_unregistered().filter(pk=key)
    if not waiting.exists():
        raise CreditRefused(_("这张图片已经署名给记者，或文件里没有写摄影者，不用登记。"))
    asked = {"registration_asked_at": timezone.now(), "registration_asked_by": by}
    waiting.filter(registration_asked_at=None).update(**asked)


def decline(key: int) -> None:
    """Drop the request to register the photographer of a photo; the credit stays as printed."""
    asked = {"registration_asked_at": None, "registration_asked_by": None}
    Photo.objects.filter(pk=key).update(**asked)


def may_register(user: User) -> bool:
    """Whether somebody may register photographers: change photos, and add reporters."""
    return user.has_perms(["articles.change_photo", "people.add_reporter"])


def count_asked(*, of: User) -> int:
    """How many photos wait for this person to register their photographer; none for who may not."""
    return Photo.objects.registration_asked().count() if may_register(of) else 0


def _locked(key: int, *, by: User) -> Photo:
    """The photo of that key, to be changed. Raises CreditRefused if that is for others."""
    locking.lock_stand()  # before the photo
    photo = Photo.objects.select_for_update(of=("self",)).select_related("reporter").get(pk=key)
    if "source" in duties.photo_fields_kept_from(photo, by=by):
        raise CreditRefused(str(duties.WHY_PHOTO_IS_KEPT))
    return photo


def _alike(photo: Photo, *, by: User) -> list[Photo]:
    """Other photos whose files name the same photographer with the same printed line."""
    same = Photo.objects.with_unregistered().exclude(pk=photo.pk)
    same = same.filter(photographer=photo.photographer, source=photo.source)
    found = same.select_for_update().order_by("pk")
    return [each for each in found if not duties.photo_fields_kept_from(each, by=by)]


def _save(photo: Photo) -> None:
    """Store a photo whose credit was changed; it is written into its files and onto the stand."""
    photo.edition += 1
    photo.recipe = 0
    photo.save()
    publishing.show_photo(photo)
    withholding.move_photos_on_commit([photo.pk])
    if photo.original:
        photo_files.finish(photo)


def _reporter_named(name: str) -> Reporter | None:
    """The reporter of that name, None if there is none. Raises CreditRefused if several have it."""
    found = list(Reporter.objects.filter(name=name)[:2])
    if len(found) > 1:
        raise CreditRefused(
            _("记者名单里有不止一位“%s”，请打开图片资料，在“摄影者”里选定。") % name
        )
    return found[0] if found else None
