"""Merging tags of which readers have stories takes two: one asks and says why, one confirms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from articles.enums import ChangeKind
from articles.models import PendingChange, Tag
from articles.review.confirmations import holding, reader_fields, rows
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import merging_tags

if TYPE_CHECKING:
    from people.models import User


def waits(tags: Sequence[Tag]) -> bool:
    """Whether readers have anything of the tags that become one, so that a second person confirms
    it: a synonym leads them to the page of its tag.
    """
    return any(map(reader_fields.BY_LABEL["articles.tag"].is_seen, tags))


def merge(
    tags: Sequence[Tag], *, into: Tag, by: User, reason: str
) -> tuple[PendingChange | None, int]:
    """Merge tags of which readers have nothing, and say how many stories `into` gained; ask for the
    merger of others. Raises MergeRefused and ConfirmationRefused.
    """
    if not waits([*tags, into]):
        return None, merging_tags.merge(tags, into=into, by=by, reason=reason)
    merging_tags.refuse_unfit(into=into, reason=reason)
    after = {"main": into.pk}
    asked = [rows.held(tag, "change", before={"main": tag.main_id}, after=after) for tag in tags]
    with transaction.atomic():
        kind = ChangeKind.MERGER
        return holding.hold(into, asked, by=by, kind=kind, note=reason), 0


@holding.applies(ChangeKind.MERGER)
def _merge(change: PendingChange) -> None:
    """Do what was asked for, in the name of who asked. Raises ConfirmationRefused."""
    found = Tag.objects.in_bulk([int(change.key), *(row["key"] for row in change.rows)])
    into = found.pop(int(change.key), None)
    if into is None:
        raise ConfirmationRefused(holding.gone(change.text))
    try:
        merging_tags.merge(list(found.values()), into=into, by=change.asked_by, reason=change.note)
    except merging_tags.MergeRefused as refusal:
        raise ConfirmationRefused(str(refusal)) from refusal
