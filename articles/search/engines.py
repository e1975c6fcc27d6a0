"""Where the grams are kept. An engine finds the newest stories of a match; it ranks nothing.

Another engine needs the four methods of Engine and a line in `engine()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from articles.search.matching import Match, expression, holds

if TYPE_CHECKING:
    from articles.querysets import PublishedArticleQuerySet

FEW = 4_000  # so many proposals are read and sorted; more make a word a common one
WINDOWS = [1_200, 4_800, 19_200]  # newest stories that are read for a common word, step by step


class Engine(Protocol):
    """Writes take part in the transaction they are called in."""

    def write(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Put stories in the index, by key and grams. None of them may be in it."""

    def remove(self, entries: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Take stories out of the index, by key and the grams they were written with."""

    def clear(self) -> None:
        """Take every story out."""

    def newest(self, stories: PublishedArticleQuerySet, match: Match, *, size: int) -> list[int]:
        """The keys of the newest of `stories` that answer the match, newest first."""


class DatabaseEngine:
    """An index in the site's own database: articles_searchindex, which a migration makes."""

    def newest(self, stories: PublishedArticleQuerySet, match: Match, *, size: int) -> list[int]:
        """Rare words by the index, common ones by date: each way is slow for the other's.

        A word that was common once and is no longer is found by neither, and costs a sort.
        """
        answers = stories.filter(holds(match)) if match else stories
        proposed = self._keys(match, limit=FEW + 1) if match else None
        if proposed is not None and len(proposed) <= FEW:
            return list(_sorted(answers.filter(pk__in=proposed), size=size))
        found: list[int] = []
        start = 0
        for window in WINDOWS:
            near = stories.newest_first().values("pk")[start : start + window]
            found += answers.filter(pk__in=near).newest_first().values_list("pk", flat=True)
            start += window
            if len(found) >= size:
                return found[:size]
        return list(_sorted(answers.filter(pk__in=self._all(match)), size=size))

    def _keys(self, match: Match, *, limit: int) -> list[int]:
        sql, parameters = self._query(match)
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT %s", [*parameters, limit])
            return [key for (key,) in cursor.fetchall()]

    def _all(self, match: Match) -> RawSQL:
        sql, parameters = self._query(match)
        return RawSQL(sql, parameters)  # noqa: S611  # constant text, see the engines' _query

    def _query(self, match: Match) -> tuple[str, list[str]]:
        raise NotImplementedError


def _sorted(stories: PublishedArticleQuerySet, *, size: int) -> Iterable[int]:
    """Sorted after they are found. By the plain column a database would walk all stories by date."""
    moment = Coalesce(F("visible_from"), F("published_at"))
    return stories.order_by(moment.desc(), "-pk").values_list("pk", flat=True)[:size]


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

    def _query(self, match: Match) -> tuple[str, list[str]]:
        text = expression(match, all_of=" & ", one_of=" | ", quote="'")
        return "SELECT story_id FROM articles_searchindex WHERE grams @@ %s::tsquery", [text]


ENGINES: dict[str, type[SQLite | PostgreSQL]] = {"sqlite": SQLite, "postgresql": PostgreSQL}


def engine() -> Engine:
    """The engine of the site's database."""
    return ENGINES[connection.vendor]()
