"""The changes that wait, as they concern one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from articles.models import PendingChange
from articles.review.confirmations import holding

if TYPE_CHECKING:
    from people.models import User


class Queue(NamedTuple):
    """What waits for a person; what they asked for and others confirm; and, for who may override,
    what else waits, since they may confirm that alone.
    """

    to_confirm: list[PendingChange]
    asked: list[PendingChange]
    others: list[PendingChange]


def queue(user: User) -> Queue:
    """The longest waiting first, in two queries."""
    found = Queue([], [], [])
    may_override = holding.may_override(user)
    waiting = PendingChange.objects.waiting().select_related("asked_by")
    for change in waiting.prefetch_related("co_authors"):
        if change.asked_by_id == user.pk:
            found.asked.append(change)
        elif not holding.why_not_confirm(change, by=user):
            found.to_confirm.append(change)
        elif may_override:
            found.others.append(change)
    return found


def may_see(change: PendingChange, *, by: User) -> bool:
    """Whether a person has to do with a change, decided or not."""
    had_a_hand = change.asked_by_id == by.pk or by in change.co_authors.all()
    return had_a_hand or holding.may_override(by) or by.has_perms(holding.needed(change))
