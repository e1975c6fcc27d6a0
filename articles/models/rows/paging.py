"""Pages of a newest-first list, found by key: a deep page costs what the first one costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self, overload

from django.utils import timezone

if TYPE_CHECKING:
    from articles.models import PublishedArticle


class BadCursor(ValueError):
    """A cursor that no page of ours has printed."""


@dataclass(frozen=True)
class Cursor:
    """The place of a story in a list: its moment, and its key where moments are equal."""

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


class KeysetPage(Sequence["PublishedArticle"]):
    """The stories on one page of a list, and where the next page starts."""

    def __init__(self, stories: Sequence[PublishedArticle], *, size: int, first: bool) -> None:
        self.stories = stories[:size]
        self.is_first = first
        self.next_cursor = ""
        if len(stories) > size:
            last = self.stories[-1]
            self.next_cursor = str(Cursor(last.visible_from, last.pk))

    @overload
    def __getitem__(self, index: int) -> PublishedArticle: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[PublishedArticle]: ...
    def __getitem__(self, index: int | slice) -> PublishedArticle | Sequence[PublishedArticle]:
        return self.stories[index]

    def __len__(self) -> int:
        return len(self.stories)

    def __iter__(self) -> Iterator[PublishedArticle]:
        return iter(self.stories)
