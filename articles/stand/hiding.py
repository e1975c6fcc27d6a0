"""Hiding a person or body from readers everywhere, and showing it again just as it was."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Column, Photo, Section
from articles.stand import locking, masking, publishing, withholding
from people.models import Entity, Hiding, Reporter
from people.names.masking import Mask, longer_names

if TYPE_CHECKING:
    from people.models import User

logger = logging.getLogger(__name__)


class HidingRefused(Exception):
    """Why a name cannot be hidden or shown, worded for the editor."""


@dataclass(frozen=True)
class Foreseen:
    """What hiding somebody would change: how many stories on the stand may hold the name, how many
    photos would go out of readers' reach; and which other names that hold it would stay.
    """

    stories: int
    photos: int
    names: list[str]


def foreseen(of: Entity | Reporter) -> Foreseen:
    """What hiding a row would change, as far as can be told now."""
    own = _names(of)
    stories = masking.holding(own, of=of).filter(withdrawn_at=None)
    names = [name for name in remains(of) if name not in own]
    return Foreseen(stories.count(), len(set(masking.photos_of(of))), names)


@transaction.atomic
def hide(of: Entity | Reporter, *, by: User, reason: str) -> Hiding:
    """Take a name from every page, list, feed, file and search at once, published text included.

    The desk keeps its text. Raises HidingRefused if `by` may not hide, if the name is hidden, or
    without a reason.
    """
    if not by.has_perm("people.add_hiding"):
        raise HidingRefused(_("您没有隐藏人物的权限。"))
    if not reason.strip():
        raise HidingRefused(_("请写明隐藏的原因。"))
    locked = _locked(of)
    if locked.hidden:
        raise HidingRefused(_("“%s”已经隐藏。") % locked)
    now = timezone.now()
    whose = {"entity": locked} if isinstance(locked, Entity) else {"reporter": locked}
    hiding = Hiding.objects.create(reason=reason.strip(), hidden_at=now, hidden_by=by, **whose)
    changed = _set(locked, hidden=True)
    _log(locked, _("已对读者隐藏，原因见隐藏记录。"), by=by)
    record(Event.HIDDEN, by=by, about=locked, details={"reason": reason.strip()})
    logger.info("%s: hidden by %s, %s stories changed", hiding, by.pk, changed)
    return hiding


@transaction.atomic
def show(hiding: Hiding, *, by: User, reason: str) -> Hiding:
    """Give the name back to readers, in the very bytes they had.

    Raises HidingRefused if `by` may not, if it was shown already, or without a reason.
    """
    if not by.has_perm("people.change_hiding"):
        raise HidingRefused(_("您没有恢复显示的权限。"))
    if not reason.strip():
        raise HidingRefused(_("请写明恢复的原因。"))
    kept = Hiding.objects.select_for_update().get(pk=hiding.pk)
    if kept.shown_at or kept.of is None:
        raise HidingRefused(_("“%s”已经恢复显示。") % kept)
    kept.shown_at, kept.shown_by, kept.show_reason = timezone.now(), by, reason.strip()
    kept.save(update_fields=["shown_at", "shown_by", "show_reason"])
    changed = _set(of := _locked(kept.of), hidden=False)
    _log(of, _("已恢复显示，原因见隐藏记录。"), by=by)
    record(Event.SHOWN, by=by, about=of, details={"reason": reason.strip()})
    logger.info("%s: shown by %s, %s stories changed", kept, by.pk, changed)
    return kept


def follow(of: Entity | Reporter) -> int:
    """Hide what somebody who is hidden is called by now; say how many stories were changed.

    Call it in the transaction that changed the names, which has locked the stand for itself.
    """
    _draw_again(of)
    return publishing.mask(masking.holding(_names(of), of=of).only("pk"))


def remains(of: Entity | Reporter) -> list[str]:
    """Names readers still see that hold the hidden one: other people's, honours', columns'.

    They are names of their own, and may be hidden or changed by somebody who has looked at them.
    """
    names = _names(of)
    mask = Mask(names)
    columns = Column.objects.values_list("name", flat=True)
    sections = Section.objects.values_list("name", flat=True)
    held = (name for name in [*columns, *sections] if mask.hides(name))
    return sorted({*longer_names(names), *held})


def _locked(of: Entity | Reporter) -> Entity | Reporter:
    locking.lock_stand(alone=True)
    model = type(of)
    return model.objects.select_for_update(of=("self",)).get(pk=of.pk)


def _set(of: Entity | Reporter, *, hidden: bool) -> int:
    """Write it down, and change every story that is on the stand; say how many were changed."""
    of.hidden = hidden
    of.save(update_fields=["hidden"])
    if isinstance(of, Entity):
        now = timezone.now()
        Entity.objects.filter(pk=of.pk).update(edition=F("edition") + 1, updated_at=now)
    withholding.move_photos_on_commit(masking.photos_of(of))
    return follow(of)


def _log(of: Entity | Reporter, said: str, *, by: User) -> None:
    LogEntry.objects.log_actions(by.pk, [of], CHANGE, said, single_object=True)


def _draw_again(of: Entity | Reporter) -> None:
    """Files that tell the name, of who took or gave a picture, are drawn anew by `renditions`."""
    tells = Q(reporter=of) if isinstance(of, Reporter) else Q()
    drawn, mask = Photo.objects.exclude(original=""), Mask(_names(of))
    for field in ("source", "rights"):
        said = drawn.order_by().values_list(field, flat=True).distinct()
        tells |= Q(**{f"{field}__in": [words for words in said.iterator() if mask.hides(words)]})
    drawn.filter(tells).update(recipe=0)


def _names(of: Entity | Reporter) -> list[str]:
    others = [other.name for other in of.other_names.all()] if isinstance(of, Entity) else []
    return [of.name, *others]
