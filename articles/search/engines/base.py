"""What finds the newest stories of a match. It ranks nothing.

What readers may see is not an engine's business: it is handed the stories that may be found, and
their rows decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from articles.search.matching import Match
from articles.search.tables import Entries

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet
    from articles.models.rows.paging import Cursor


@dataclass(frozen=True)
class Stretch:
    """The part of the list of all stories, newest first, that is looked through."""

    latest: datetime
    earliest: datetime | None = None
    before: Cursor | None = None  # what comes after this place

    def of(self, stories: PublishedArticleQuerySet) -> PublishedArticleQuerySet:
        stories = stories.filter(visible_from__lte=self.latest)
        if self.earliest:
            stories = stories.since(self.earliest)
        return stories.before(self.before) if self.before else stories

    def past(self, place: Cursor) -> Stretch:
        return replace(self, before=place)


class Engine(Protocol):
    """Writes take part in the transaction they are called in."""

    kind: str  # what is written for one kind another knows nothing of

    def write(self, entries: Entries) -> None:
        """Put stories in the index, by key and grams. None of them may be in it."""

    def remove(self, entries: Entries) -> None:
        """Take stories out of the index, by key and the grams they were written with."""

    def moved(self, keys: Iterable[int]) -> None:
        """The moment or the standing of these stories is another, and their text is not."""

    def clear(self) -> None:
        """Take every story out: a rebuild begins, in a transaction. Raises EngineDown."""

    def tidy(self) -> None:
        """The rebuild has written every story: make searching it quick."""

    def drain(self) -> int:
        """Send a server of its own every change that it has not got or has lost; return how many.

        Raises EngineDown.
        """

    def is_whole(self) -> bool:
        """Whether the index has all that was written to it, as far as the engine can tell."""

    def newest(
        self,
        stories: PublishedArticleQuerySet,
        match: Match,
        *,
        within: Stretch,
        size: int,
        columns: Sequence[str],
    ) -> list[tuple[Any, ...]]:
        """Columns of the newest of `stories` that answer the match, newest first.

        Raises EngineDown where the engine is another server, and does not answer.
        """


class EngineDown(Exception):
    """The search server does not answer, or not with what was asked."""
