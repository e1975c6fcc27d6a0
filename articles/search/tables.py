"""Indexes of grams in the site's own database, which migrations make: one a room.

An index says which rows have all the grams of a match. Whether a text has the words themselves its
own row decides, see matching.holds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import RawSQL

from articles.search.matching import Clause, Match, expression
from articles.text.tokens import STOP

STAND = "articles_searchindex"
DESK = "articles_deskindex"
ENTRIES = {STAND: "articles_searchentry", DESK: "articles_deskentry"}
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
        if not rows:
            return
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
    """The entries themselves, with a GIN index on the grams of their solid texts, which a function
    in the database cuts (articles_grams): they are kept nowhere else, and follow the entries.
    """

    def write(self, entries: Entries) -> None:
        """The index follows the entries."""

    def remove(self, entries: Entries) -> None:
        """The same."""

    def clear(self) -> None:
        """The same."""

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {ENTRIES[self.name]}")

    def count(self, match: Match) -> int:
        """The planner's own estimate. Counting would read every row, and GIN cannot stop early.

        More than ENOUGH where it would rather read all entries, for that is to cut them all again.
        """
        sql, parameters = self.query(match)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
            plan = cursor.fetchone()[0]
        found = plan[0]["Plan"]
        count: int = ENOUGH + 1 if found["Node Type"] == "Seq Scan" else found["Plan Rows"]
        return count

    def query(self, match: Match) -> tuple[str, list[str]]:
        """What must all hold is one look into the index, each choice is another."""
        alone = [clause[0] for clause in match if len(clause) == 1]
        # An opened word has no space behind it (see matching), and would take the stop for its own.
        looks: list[Clause] = [(f" {STOP} ".join(alone),)] if alone else []
        looks += [clause for clause in match if len(clause) > 1]
        holds = "articles_grams(solid) @> articles_grams(%s, true)"
        selects = [
            f"SELECT story_id FROM {ENTRIES[self.name]}"  # noqa: S608  # constant text
            f" WHERE {' OR '.join([holds] * len(look))}"
            for look in looks
        ]
        return " INTERSECT ".join(selects), [text for look in looks for text in look]


TABLES: dict[str, type[SQLiteTable | PostgreSQLTable]] = {
    "sqlite": SQLiteTable,
    "postgresql": PostgreSQLTable,
}


def table(name: str) -> GramTable:
    """The table of that name in the site's database, STAND or DESK."""
    return TABLES[connection.vendor](name)
