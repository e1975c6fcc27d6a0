"""Whose a photo is: its credit said in one line, and photographers whom files name and whom the
list of reporters does not have yet.

Of a photo that readers have, the new credit waits for a second person (articles.photos.confirming).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imaging.embedded import one_line
from articles.models import Photo
from articles.photos import confirming
from articles.photos import files as photo_files
from articles.photos.library import SHORT
from articles.review.confirmations import holding, rows
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import locking, withholding
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
class Credited:
    """A photo, its credit as it was if the new one waits for a second person."""

    photo: Photo
    is_waiting: bool = False


@dataclass(frozen=True)
class Registered:
    """A photographer who is a reporter now; the photos that are credited to them since, and those
    that will be once a second person has confirmed it.
    """

    reporter: Reporter
    is_new: bool
    photos: list[Photo]
    waiting: list[Photo]


@transaction.atomic
def credit(key: int, *, line: str, by: User) -> Credited:
    """Credit the photo of that key: to the reporter whose name the line is, with 图/ before it or
    without; else with the line as its source.

    Raises CreditRefused for an empty or too long line, for a name that several reporters have, and
    if another credit that somebody asked for waits.
    """
    line = one_line(line)
    if not line:
        raise CreditRefused(_("每张图片都要有署名：写记者姓名，或写来源，如“市文明办供图”。"))
    if len(line) > SHORT:
        raise CreditRefused(_("署名最多 %d 个字。") % SHORT)
    photo = _locked(key)
    reporter = _reporter_named(line.removeprefix(CREDIT_MARK).strip())
    source = "" if reporter else line
    if (reporter, source) == (photo.reporter, photo.source):
        return Credited(photo)
    if withholding.change_waits(photo):
        with _refusals():
            confirming.ask(photo, by=by, reporter=reporter.pk if reporter else None, source=source)
        return Credited(photo, is_waiting=True)
    photo.reporter, photo.source = reporter, source
    _save(photo)
    return Credited(photo)


@transaction.atomic
def register(key: int, *, by: User) -> Registered:
    """Make a reporter of the photographer whom the photo's file names, unless there is one of that
    name, and credit the photo to them; the same for other photos with the same printed line.

    A new reporter has a page once a second person has confirmed it, or a story with a photo of
    theirs has passed its reviews. Raises CreditRefused if `by` may not register reporters, if the
    file names nobody or several people, if several reporters have the name, and if another credit
    that somebody asked for waits.
    """
    photo = _locked(key)
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
    asked = [rows.held(reporter, "add", after=rows.values(reporter))] if is_new else []
    done = Registered(reporter, is_new, [], [])
    for each in [photo, *_alike(photo)]:
        source = "" if each.source == name else each.source
        each.registration_asked_at = each.registration_asked_by = None
        if withholding.change_waits(each):
            each.save(update_fields=["registration_asked_at", "registration_asked_by"])
            asked.append(confirming.held(each, reporter=reporter.pk, source=source))
            done.waiting.append(each)
        else:
            each.reporter, each.source = reporter, source
            _save(each)
            done.photos.append(each)
    if asked:
        with _refusals():
            holding.hold(reporter if is_new else photo, asked, by=by)
    return done


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


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be held is said as a credit that cannot be given."""
    try:
        yield
    except ConfirmationRefused as refusal:
        raise CreditRefused(str(refusal)) from refusal


def _locked(key: int) -> Photo:
    """The photo of that key, to be changed."""
    locking.lock_stand()  # before the photo
    return Photo.objects.select_for_update(of=("self",)).select_related("reporter").get(pk=key)


def _alike(photo: Photo) -> list[Photo]:
    """Other photos whose files name the same photographer with the same printed line."""
    same = Photo.objects.with_unregistered().exclude(pk=photo.pk)
    same = same.filter(photographer=photo.photographer, source=photo.source)
    return list(same.select_for_update().order_by("pk"))


def _save(photo: Photo) -> None:
    """Store a photo whose credit was changed; it is written into its files."""
    photo.edition += 1
    photo.recipe = 0
    photo.save()
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
