"""Where the grams are kept. An engine finds the newest stories of a match; it ranks nothing.

Another engine needs the five methods of Engine and a line in `engine()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from articles.search.matching import Match, expression, holds

if TYPE_CHECKING:
    from articles.querysets import PublishedArticleQuerySet

FEW = 10_000  # proposals that are sorted; a word with more is a common one
RECENT = 10_000  # stories that are read by date for a common word


class Engine(Protocol):
    """Writes take part in the transaction they are called in."""

    def write(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Put stories in the index, by key and grams. None of them may be in it."""

    def remove(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take stories out of the index, by key and the grams they were written with."""

    def clear(self) -> None:
        """Take every story out."""

    def tidy(self) -> None:
        """Make searching quick again after many writes."""

    def newest(
        self, stories: PublishedArticleQuerySet, match: Match, *, size: int, columns: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """Columns of the newest of `stories` that answer the match, newest first."""


class DatabaseEngine:
    """An index in the site's own database: articles_searchindex, which a migration makes."""

    def newest(
        self, stories: PublishedArticleQuerySet, match: Match, *, size: int, columns: Sequence[str]
    ) -> list[tuple[Any, ...]]:
        """A rare word is found by the index and sorted; for a common one stories are read by date.

        Each way is slow for the other's words. A word that was common once, and is not in what
        stands newest, is sorted after all.
        """
        if self._count(match) > FEW:
            recent = _recent(stories)
            answers = recent.filter(holds(match)).newest_first()
            found = list(answers.values_list(*columns)[:size])
            if len(found) == size or recent is stories:
                return found
        answers = stories.filter(holds(match, proposed=True), pk__in=self._proposed(match))
        # By the plain column a database would read all stories by date to find the few.
        moment = Coalesce(F("visible_from"), F("published_at"))
        return list(answers.order_by(moment.desc(), "-pk").values_list(*columns)[:size])

    def _count(self, match: Match) -> int:
        """About how many stories have the grams of a match; it only chooses between two ways."""
        raise NotImplementedError

    def _proposed(self, match: Match) -> RawSQL:
        sql, parameters = self._query(match)
        return RawSQL(sql, parameters)  # noqa: S611  # constant text

    def _query(self, match: Match) -> tuple[str, list[str]]:
        """What selects the keys of the stories that have the grams of a match."""
        raise NotImplementedError


def _recent(stories: PublishedArticleQuerySet) -> PublishedArticleQuerySet:
    """About the RECENT newest of `stories`; `stories` itself if there are no more."""
    edge = list(stories.newest_first().values_list("visible_from", flat=True)[RECENT : RECENT + 1])
    return stories.filter(visible_from__gt=edge[0]) if edge else stories


class SQLite(DatabaseEngine):
    """An FTS5 table that holds no text and no places, only which stories have which gram."""

    def write(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        rows = [(key, " ".join(grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchindex(rowid, grams) VALUES (%s, %s)", rows
            )

    def remove(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        rows = [(key, " ".join(grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchindex(articles_searchindex, rowid, grams)"
                " VALUES ('delete', %s, %s)",
                rows,
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_searchindex(articles_searchindex) VALUES ('delete-all')"
            )

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO articles_searchindex(articles_searchindex) VALUES ('optimize')"
            )

    def _count(self, match: Match) -> int:
        sql, parameters = self._query(match)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({sql} LIMIT %s)",  # noqa: S608  # constant text
                [*parameters, FEW + 1],
            )
            count: int = cursor.fetchone()[0]
        return count

    def _query(self, match: Match) -> tuple[str, list[str]]:
        text = expression(match, all_of=" AND ", one_of=" OR ", quote='"')
        sql = "SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s"
        return sql, [text]


class PostgreSQL(DatabaseEngine):
    """A tsvector of grams without places, under GIN. Needs no extension and no dictionary."""

    def write(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        rows = [(key, " ".join(f"'{gram}'" for gram in grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO articles_searchindex (story_id, grams) VALUES (%s, %s::tsvector)"
                " ON CONFLICT (story_id) DO UPDATE SET grams = EXCLUDED.grams",
                rows,
            )

    def remove(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM articles_searchindex WHERE story_id = ANY(%s)",
                [[key for key, _ in entries]],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM articles_searchindex")

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_searchindex")

    def _count(self, match: Match) -> int:
        """The planner's own estimate. Counting would read every row, and GIN cannot stop early."""
        sql, parameters = self._query(match)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            plan = cursor.fetchone()[0]
        count: int = plan[0]["Plan"]["Plan Rows"]
        return count

    def _query(self, match: Match) -> tuple[str, list[str]]:
        text = expression(match, all_of=" & ", one_of=" | ", quote="'")
        return "SELECT story_id FROM articles_searchindex WHERE grams @@ %s::tsquery", [text]


ENGINES: dict[str, type[SQLite | PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine() -> Engine:
    """The engine of the site's database."""
    return ENGINES[connection.vendor]()
