"""The rows of the story form as a browser sends them: read, laid on stored ones, written anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from articles.history.revisions import LINKS, Row

# What the form's rows hold.
PARTS = {
    "bylines": ["reporter", "role", "title_as_printed", "order"],
    "photo_uses": ["photo", "placement", "caption", "alt", "order"],
    "mentions": ["entity", "relation", "is_confirmed"],
}
NUMBER = re.compile(r"[0-9]{1,18}")
ON = "on"  # what a ticked box sends


@dataclass
class TypedRow:
    """A row of the form as sent: the key of the stored row, if any, and the values, unread."""

    row: str
    values: dict[str, str]
    is_deleted: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the form would store the row: not one that is marked to be deleted, nor a new one
        that names nothing.
        """
        related = next(iter(self.values))
        return not self.is_deleted and bool(self.row or self.values[related])

    @property
    def place(self) -> int:
        """Rows without a number come last, as they do when saved."""
        order = self.values.get("order", "0")
        return int(order) if NUMBER.fullmatch(order) and int(order) else 10**18


def value(sent: QueryDict, key: str) -> str:
    return str(sent.get(key, ""))


def as_sent(name: str, stored: Any) -> list[str]:
    """A stored value as the form would send it."""
    if name == "tags":
        return ["，".join(tag["name"] for tag in stored)]
    if name in LINKS:
        return [str(ref["key"]) for ref in stored]
    if isinstance(stored, bool):
        return [ON if stored else ""]
    if isinstance(stored, dict):
        return [str(stored["key"])]
    return ["" if stored is None else str(stored)]


def read(sent: QueryDict, name: str) -> list[TypedRow]:
    places = re.compile(rf"{re.escape(name)}-([0-9]+)-")
    numbers = {int(found[1]) for key in sent if (found := places.match(key))}
    return [
        TypedRow(
            row=value(sent, f"{name}-{n}-id"),
            values={part: value(sent, f"{name}-{n}-{part}") for part in PARTS[name]},
            is_deleted=f"{name}-{n}-DELETE" in sent,
        )
        for n in sorted(numbers)
    ]


def rebase(
    data: QueryDict, name: str, typed: list[TypedRow], *, base: list[Row], theirs: list[Row]
) -> None:
    """Write the rows anew: the stored ones first and in their order, then the new ones.

    Django pairs the rows of a form with the stored rows by place, so they have to agree.
    """
    was, now = _stored(name, base), _stored(name, theirs)
    by_key = {row.row: row for row in typed if row.row}
    stored = [_merged(by_key.get(key), was.get(key), row) for key, row in now.items()]
    added = [row.values for key, row in now.items() if key not in was]
    new = [*_brought_back(by_key, was, now), *_new(typed, added)]
    for key in [key for key in data if re.match(rf"{re.escape(name)}-[0-9]+-", key)]:
        del data[key]
    data[f"{name}-INITIAL_FORMS"] = str(len(stored))
    data[f"{name}-TOTAL_FORMS"] = str(len(stored) + len(new))
    for number, row in enumerate([*stored, *new]):
        parts = row.values | {"id": row.row, "DELETE": ON if row.is_deleted else ""}
        for part, sent in parts.items():
            if sent or part not in {"DELETE", "is_confirmed"}:
                data[f"{name}-{number}-{part}"] = sent


def without_gone(data: QueryDict, name: str, stored: list[Row]) -> None:
    """Where a row that was sent is not stored any more, as two of them were merged into one, write
    the rows anew: what it says that no stored row says goes on as a new one.
    """
    typed = read(data, name)
    keys = {str(row["row"]) for row in stored}
    if all(row.row in keys for row in typed if row.row):
        return
    said = {_names(name, row) for row in typed if row.row in keys}
    kept = []
    for row in typed:
        if row.row and row.row not in keys:
            if row.is_deleted or _names(name, row) in said:
                continue
            row.row = ""
        kept.append(row)
    rebase(data, name, kept, base=stored, theirs=stored)


def _names(name: str, row: TypedRow) -> tuple[str, ...]:
    """What there is one row of in a story: a name and what it did there."""
    return tuple(row.values[part] for part in PARTS[name][:2])


def clash(name: str, typed: list[TypedRow], *, base: list[Row], theirs: list[Row]) -> bool:
    """Whether we changed the same part of the same row, or one changed what the other deleted."""
    was, now = _stored(name, base), _stored(name, theirs)
    for row in typed:
        if row.row not in was:
            continue
        mine = _changed(None if row.is_deleted else row, was[row.row])
        others = _changed(now.get(row.row), was[row.row])
        if mine != others and (mine.keys() & others.keys()):
            return True
        if mine != others and mine and others and (row.is_deleted or row.row not in now):
            return True
    return False


def _changed(row: TypedRow | None, was: TypedRow) -> dict[str, str]:
    """What is different in a row, order aside; in a deleted one, that it is gone."""
    if row is None:
        return {"DELETE": ON}
    return {p: v for p, v in row.values.items() if v != was.values[p] and p != "order"}


def _stored(name: str, rows: list[Row]) -> dict[str, TypedRow]:
    """Stored rows as the form would send them, by key."""
    return {
        str(row["row"]): TypedRow(
            str(row["row"]), {part: as_sent(part, row[part])[0] for part in PARTS[name]}
        )
        for row in rows
    }


def _merged(mine: TypedRow | None, was: TypedRow | None, theirs: TypedRow) -> TypedRow:
    """A stored row with what I changed in it."""
    if mine is None or was is None:
        return mine or theirs
    changed = {part: v for part, v in mine.values.items() if v != was.values[part]}
    return TypedRow(theirs.row, theirs.values | changed, is_deleted=mine.is_deleted)


def _brought_back(
    mine: dict[str, TypedRow], was: dict[str, TypedRow], now: dict[str, TypedRow]
) -> Iterator[TypedRow]:
    """Rows a colleague deleted while I was changing them: mine go on as new ones."""
    for key, row in mine.items():
        untouched = key in was and row.values == was[key].values
        if key not in now and not row.is_deleted and not untouched:
            yield TypedRow("", row.values)


def _new(typed: Iterable[TypedRow], added: list[dict[str, str]]) -> Iterator[TypedRow]:
    """Rows I added, but for those that say nothing a colleague's new row does not say."""
    for row in typed:
        said = {(part, sent) for part, sent in row.values.items() if sent and part != "order"}
        if not row.row and not any(said <= theirs.items() for theirs in added):
            yield row
