"""Pages of a newest-first list, found by key: a deep page costs what the first one costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar, overload

from django.db.models import Q
from django.utils import timezone

T = TypeVar("T")


class BadCursor(ValueError):
    """A cursor that no page of ours has printed."""


@dataclass(frozen=True)
class Cursor:
    """The place of a row in a list: its moment, and its key where moments are equal."""

    moment: datetime
    key: int

    def __str__(self) -> str:
        return f"{self.moment.timestamp():.6f}-{self.key}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadCursor."""
        seconds, _, key = text.partition("-")
        try:
            moment = datetime.fromtimestamp(float(seconds), tz=timezone.get_default_timezone())
            cursor = cls(moment, int(key))
        except (ValueError, OverflowError, OSError) as error:
            raise BadCursor(text) from error
        if not 0 <= cursor.key < 2**63:
            raise BadCursor(text)
        return cursor


def after(place: Cursor, *, by: str) -> Q:
    """What comes after a place in a list that is newest first by this column, then by key."""
    return Q(**{f"{by}__lte": place.moment}) & (
        Q(**{f"{by}__lt": place.moment}) | Q(pk__lt=place.key)
    )


class KeysetPage(Sequence[T], Generic[T]):
    """The rows on one page of a list, and where the next page starts.

    `rows` are as many as there are from the page's first, `size` + 1 at most; `place` gives the
    place of one.
    """

    def __init__(
        self, rows: Sequence[T], *, size: int, is_first: bool, place: Callable[[T], Cursor]
    ) -> None:
        self.rows = rows[:size]
        self.is_first = is_first
        self.next_cursor = str(place(self.rows[-1])) if len(rows) > size else ""

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)
