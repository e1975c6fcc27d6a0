"""Tables of grams in the site's own database, which migrations make: one a room.

A table says which rows have all the grams of a match. Whether a text has the words themselves its
own row decides, see matching.holds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL

from articles.search.matching import Match, expression

STAND = "articles_searchindex"
DESK = "articles_deskindex"
ENOUGH = 10_000  # rows a count goes to

Entries = Iterable[tuple[int, Sequence[str]]]  # keys, each with its grams


def keep_others_from_writing(model: type[Model]) -> None:
    """Let nobody else write rows of this table until the transaction ends; they may be read.

    For who writes all of its rows. Who has written one of many would else wait for the other, and
    the other for it. SQLite has one writer at a time.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


class GramTable(ABC):
    """Writes take part in the transaction they are called in. `name` is one of the constants."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def write(self, entries: Entries) -> None:
        """Put rows in. None of them may be in it."""

    @abstractmethod
    def remove(self, entries: Entries) -> None:
        """Take rows out, each with the grams it was written with."""

    @abstractmethod
    def clear(self) -> None:
        """Take every row out."""

    @abstractmethod
    def tidy(self) -> None:
        """Make searching quick again after many writes."""

    @abstractmethod
    def count(self, match: Match) -> int:
        """About how many rows have the grams of a match; exact up to ENOUGH at best."""

    @abstractmethod
    def query(self, match: Match) -> tuple[str, list[str]]:
        """What selects the keys of the rows that have the grams of a match, and its parameters."""

    def proposed(self, match: Match) -> RawSQL:
        sql, parameters = self.query(match)
        return RawSQL(sql, parameters)  # noqa: S611  # constant text


class SQLiteTable(GramTable):
    """An FTS5 table that holds no text and no places, only which row has which gram."""

    def write(self, entries: Entries) -> None:
        rows = [(key, " ".join(grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name}(rowid, grams) VALUES (%s, %s)",  # noqa: S608  # a constant
                rows,
            )

    def remove(self, entries: Entries) -> None:
        rows = [(key, " ".join(grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name}({self.name}, rowid, grams)"  # noqa: S608  # a constant
                " VALUES ('delete', %s, %s)",
                rows,
            )

    def clear(self) -> None:
        self._command("delete-all")

    def tidy(self) -> None:
        self._command("optimize")

    def _command(self, command: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.name}({self.name}) VALUES (%s)",  # noqa: S608  # a constant
                [command],
            )

    def count(self, match: Match) -> int:
        sql, parameters = self.query(match)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM ({sql} LIMIT %s)",  # noqa: S608  # constant text
                [*parameters, ENOUGH + 1],
            )
            count: int = cursor.fetchone()[0]
        return count

    def query(self, match: Match) -> tuple[str, list[str]]:
        text = expression(match, all_of=" AND ", one_of=" OR ", quote='"')
        sql = f"SELECT rowid FROM {self.name} WHERE {self.name} MATCH %s"  # noqa: S608  # a constant
        return sql, [text]


class PostgreSQLTable(GramTable):
    """A tsvector of grams without places, under GIN. Needs no extension and no dictionary."""

    def write(self, entries: Entries) -> None:
        rows = [(key, " ".join(f"'{gram}'" for gram in grams)) for key, grams in entries]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {self.name} (story_id, grams)"  # noqa: S608  # a constant
                " VALUES (%s, %s::tsvector)"
                " ON CONFLICT (story_id) DO UPDATE SET grams = EXCLUDED.grams",
                rows,
            )

    def remove(self, entries: Entries) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {self.name} WHERE story_id = ANY(%s)",  # noqa: S608  # a constant
                [[key for key, _ in entries]],
            )

    def clear(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.name}")  # noqa: S608  # a constant

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.name}")

    def count(self, match: Match) -> int:
        """The planner's own estimate. Counting would read every row, and GIN cannot stop early."""
        sql, parameters = self.query(match)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            plan = cursor.fetchone()[0]
        count: int = plan[0]["Plan"]["Plan Rows"]
        return count

    def query(self, match: Match) -> tuple[str, list[str]]:
        text = expression(match, all_of=" & ", one_of=" | ", quote="'")
        sql = f"SELECT story_id FROM {self.name} WHERE grams @@ %s::tsquery"  # noqa: S608  # a constant
        return sql, [text]


TABLES: dict[str, type[SQLiteTable | PostgreSQLTable]] = {
    "sqlite": SQLiteTable,
    "postgresql": PostgreSQLTable,
}


def table(name: str) -> GramTable:
    """The table of that name in the site's database, STAND or DESK."""
    return TABLES[connection.vendor](name)
