"""The index in the site's own database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.functions import Coalesce

from articles.search.engines.base import Stretch
from articles.search.matching import Match, holds
from articles.search.tables import ENOUGH, STAND, Entries, table

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet

FEW = ENOUGH  # proposals that are sorted; a word with more is a common one
RECENT = 10_000  # stories that are read by date for a common word


class DatabaseEngine:
    """An index in the site's own database."""

    kind = ""

    def __init__(self) -> None:
        self.table = table(STAND)

    def write(self, entries: Entries) -> None:
        self.table.write(entries)

    def remove(self, entries: Entries) -> None:
        self.table.remove(entries)

    def moved(self, keys: Iterable[int]) -> None:
        """The table holds neither."""

    def clear(self) -> None:
        self.table.clear()

    def tidy(self) -> None:
        self.table.tidy()

    def drain(self) -> int:
        """Nothing is ever to be sent: the index is written with the story. Always 0."""
        return 0

    def is_whole(self) -> bool:
        """It is written in the transaction that writes the rows."""
        return True

    def newest(
        self,
        stories: PublishedArticleQuerySet,
        match: Match,
        *,
        within: Stretch,
        size: int,
        columns: Sequence[str],
    ) -> list[tuple[Any, ...]]:
        """A rare word is found by the index and sorted; for a common one stories are read by date.

        Each way is slow for the other's words. A word that was common once, and is not in what
        stands newest, is sorted after all.
        """
        stories = within.of(stories)
        if not match:
            return list(stories.newest_first().values_list(*columns)[:size])
        if self.table.count(match) > FEW:
            recent = _recent(stories)
            answers = recent.filter(holds(match)).newest_first()
            found = list(answers.values_list(*columns)[:size])
            if len(found) == size or recent is stories:
                return found
        proposed = self.table.proposed(match)
        answers = stories.filter(holds(match, proposed=True), pk__in=proposed)
        # By the plain column a database would read all stories by date to find the few.
        moment = Coalesce(F("visible_from"), F("published_at"))
        return list(answers.order_by(moment.desc(), "-pk").values_list(*columns)[:size])


def _recent(stories: PublishedArticleQuerySet) -> PublishedArticleQuerySet:
    """About the RECENT newest of `stories`; `stories` itself if there are no more."""
    edge = list(stories.newest_first().values_list("visible_from", flat=True)[RECENT : RECENT + 1])
    return stories.filter(visible_from__gt=edge[0]) if edge else stories
