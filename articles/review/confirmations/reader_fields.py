"""The list: every field that reaches a reader, who may change it, and whether it waits.

What waits is asked for by one person at the desk and confirmed by another; until then readers have
the old. Waits: words, pictures and facts that readers get without a review of their own. Does not
wait: what only arranges things that were passed, and what passed another gate; each says why. A
column that no reader's page reads is named as well, so that a new one is decided upon:
tests/articles/review/test_reader_fields.py fails for a field that stands nowhere here, and for one
that a reader's page reads although it is not called a reader's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from articles.models import Column, FormerAddress, Section, SitePage

if TYPE_CHECKING:
    from django.db.models import Model

ARRANGES = "It only arranges what was passed: no word, picture or fact changes."
STAMP = "The clock sets it; it is put back with the fields that wait."


@dataclass(frozen=True)
class ReaderFields:
    """What readers get of a model.

    `waits`: fields whose change a second person confirms. `at_once`: those that readers get
    without, each with the reason. `desk`: those that no reader's page reads. `rows_wait`: whether
    a new or a deleted row waits as well. `permission`: what whoever confirms has to hold; where
    empty, Django's own for adding, changing or deleting such a row. `is_part`: the row is part of
    the one whose form it stands in, and the permission for that one is enough.
    """

    model: type[Model]
    waits: tuple[str, ...] = ()
    at_once: Mapping[str, str] = field(default_factory=dict)
    desk: tuple[str, ...] = ()
    rows_wait: bool = True
    permission: str = ""
    is_part: bool = False

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def marks_new(self) -> bool:
        """Whether a new row stands in its table while it waits, left out of readers' pages."""
        return any(column.name == "is_waiting" for column in self.model._meta.concrete_fields)

    def needed(self, action: str) -> set[str]:
        """The permissions that whoever confirms needs: `action` is add, change or delete."""
        if self.is_part:
            return set()
        opts = self.model._meta
        return {self.permission or f"{opts.app_label}.{action}_{opts.model_name}"}


LIST = (
    ReaderFields(
        Section,
        waits=("name", "slug", "description"),
        at_once={"order": ARRANGES},
        desk=("is_waiting",),
    ),
    ReaderFields(Column, waits=("name", "description"), desk=("is_waiting",)),
    ReaderFields(
        SitePage,
        waits=("slug", "title", "body"),
        at_once={"updated_at": STAMP},
        desk=("is_waiting",),
    ),
    # Deleting one frees an address that readers may have kept.
    ReaderFields(
        FormerAddress, waits=("slug", "section", "site_page"), desk=("left_at",), is_part=True
    ),
)
BY_LABEL = {entry.label: entry for entry in LIST}


def of(model: type[Model]) -> ReaderFields | None:
    """What the list says of a model; None if no reader's page reads it."""
    return BY_LABEL.get(model._meta.label_lower)
