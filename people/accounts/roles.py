"""What an account may do: given on the command line, confirmed by a second person, taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import ChangeKind, Event
from articles.models import PendingChange
from articles.review import duties, notices, workflow
from articles.review.confirmations import powers
from articles.review.confirmations.holding import Applied, after_confirming
from people.accounts import passwords, second_factor
from people.models import Reporter, User

if TYPE_CHECKING:
    from articles.review.confirmations.rows import Values


def give(user: User, role: Group) -> None:
    """Give a role at once, past the confirmation by a second person: who may run commands on the
    server is a superuser of everything. Whoever gets it is told, and it is written down.
    """
    with transaction.atomic():
        user.groups.add(role)
        said = _("服务器上的命令给了您“%s”的角色。") % role
        notices.powers_changed(User.objects.filter(pk=user.pk), said, by=None)
        record(Event.POWERS_GIVEN, by=None, about=user, details={"role": str(role)})


def note_taken(user: User, *, before: Values, after: Values, by: User) -> None:
    """Tell somebody, and write down, that they may do less from now on. It waits for nobody."""
    lost = [
        *duties.deciding_roles().filter(pk__in=set(before["groups"]) - set(after["groups"])),
        *duties.deciding_permissions().filter(
            pk__in=set(before["user_permissions"]) - set(after["user_permissions"])
        ),
    ]
    names = [str(each) for each in lost]
    if before["is_superuser"] and not after["is_superuser"]:
        names.append(_("超级用户"))
    if names:
        said = _("不再有：%s") % "、".join(names)
        notices.powers_changed(User.objects.filter(pk=user.pk), said, by=by)
        record(Event.POWERS_REMOVED, by=by, about=user, details={"roles": names})
    if any(before[name] and not after[name] for name in ("is_active", "is_staff")):
        record(Event.ACCOUNT_LOCKED, by=by, about=user)
    elif any(after[name] and not before[name] for name in ("is_active", "is_staff")):
        record(Event.ACCOUNT_UNLOCKED, by=by, about=user)


@after_confirming(Reporter)
def _whose_account(done: list[Applied]) -> None:
    """The stories that a reporter signs are the new account's, as whoever asked for it said."""
    for applied in done:
        if "user" in applied.held["after"] and applied.held["action"] == "change":
            asked = PendingChange.objects.waiting().about(applied.row)
            change = asked.filter(kind=ChangeKind.POWERS).first()
            if change:
                workflow.note_account(cast("Reporter", applied.row), by=change.asked_by)


@after_confirming(User)
def _confirmed(done: list[Applied]) -> None:
    """What belongs to a new password and to a phone that is lost, once two people are for it."""
    for applied in done:
        account = cast("User", applied.row)
        if powers.UNSHOWN in applied.held["after"]:
            passwords.note_reset(account, by=None)
        if "second_factor_at" in applied.held["after"]:
            second_factor.remove(account, by=None)
