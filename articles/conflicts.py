"""Two saves of one article, laid on each other: what I typed, what a colleague stored, what was.

Works on what the browser sent, before any form has read it, so that nothing typed can get lost
between them. Names of fields are those of the story form and its rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from articles import body, revisions
from articles.difference import Line
from articles.revisions import LINKS, RELATED, ROWS, Row, Snapshot
from articles.tags import split_tags

# What the form's rows hold. A photo use has an alt text too, which the form does not show.
PARTS = {
    "bylines": ["reporter", "role", "title_as_printed", "order"],
    "photo_uses": ["photo", "placement", "caption", "order"],
    "mentions": ["entity", "relation", "is_confirmed"],
}
KEY = re.compile(r"[0-9]{1,18}")
ON = "on"  # what a ticked box sends
AGAIN = "_save_on_newest"  # the button that saves on the edition it names


def edition_sent(sent: QueryDict, key: str = "opened_edition") -> int:
    """The edition a page says it shows; 0, which none has, if it does not say."""
    value = _value(sent, key)
    return int(value) if KEY.fullmatch(value) else 0


@dataclass(frozen=True)
class FieldConflict:
    """One field in its three states: what it was, and how each of us changed it."""

    label: str
    base: tuple[Line, ...]
    theirs: tuple[Line, ...]
    mine: tuple[Line, ...]
    is_theirs: bool
    is_mine: bool

    @property
    def is_both(self) -> bool:
        return self.is_mine and self.is_theirs


@dataclass(frozen=True)
class Conflict:
    """A refused save: the fields that differ, and what the form goes on with.

    `rebased` is what was typed, with the colleague's text in the fields I left alone.
    """

    fields: list[FieldConflict]
    rebased: QueryDict


@dataclass
class TypedRow:
    """A row of the form as sent: the key of the stored row, if any, and the values, unread."""

    row: str
    values: dict[str, str]
    is_deleted: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether the row would be stored: an empty new one would not."""
        related = next(iter(self.values))
        return not self.is_deleted and bool(self.row or self.values[related])


@dataclass(frozen=True)
class Known:
    """What keys stand for: rows of other tables by field and key, the article's own by name."""

    related: dict[tuple[str, str], Row]
    own: dict[tuple[str, str], Row]


def find(
    sent: QueryDict, *, fields: Collection[str], base: Snapshot | None, theirs: Snapshot
) -> Conflict:
    """Lay what was sent on what is stored now, from the state both began with.

    `fields` names what the form holds beside its rows. Without a known beginning every difference
    counts as mine, and nothing is taken over.
    """
    base = theirs if base is None else base
    typed = {name: _typed_rows(sent, name) for name in ROWS if f"{name}-TOTAL_FORMS" in sent}
    held = [name for name in revisions.names() if name in typed or name in fields]
    mine = base | _mine(sent, held, typed, known=_known(sent, typed, [base, theirs]))
    rebased = sent.copy()
    for name in held:
        if name in typed:
            _rebase_rows(rebased, name, typed[name], base=base[name], theirs=theirs[name])
        elif _differs(name, base, theirs) and not _differs(name, base, mine):
            rebased.setlist(name, _sent(name, theirs[name]))
    return Conflict(
        [_field(n, base, theirs, mine) for n in held if _differs(n, mine, theirs)], rebased
    )


def _field(name: str, base: Snapshot, theirs: Snapshot, mine: Snapshot) -> FieldConflict:
    was = revisions.field_change(name, base, base)
    return FieldConflict(
        label=was.label,
        base=was.lines,
        theirs=revisions.field_change(name, base, theirs).lines,
        mine=revisions.field_change(name, base, mine).lines,
        is_theirs=_differs(name, base, theirs),
        is_mine=_differs(name, base, mine),
    )


# ---- What was typed ---------------------------------------------------------------------------


def _mine(
    sent: QueryDict,
    held: list[str],
    typed: dict[str, list[TypedRow]],
    *,
    known: Known,
) -> Snapshot:
    """What was sent, as far as the form holds it, read as a snapshot."""
    mine: Snapshot = {}
    for name in held:
        if name in typed:
            kept = [row for row in typed[name] if row.is_kept]
            mine[name] = [
                known.own.get((name, row.row), {})
                | {part: _read(part, value, known) for part, value in row.values.items()}
                for row in sorted(kept, key=_place)
            ]
        elif name == "tags":
            tags = split_tags(_value(sent, name))
            mine[name] = [{"key": None, "name": tag} for tag in tags]
        elif name in LINKS:
            mine[name] = [_read(name, str(key), known) for key in sent.getlist(name)]
        else:
            mine[name] = _read(name, _value(sent, name), known)
    return mine


def _value(sent: QueryDict, key: str) -> str:
    return str(sent.get(key, ""))


def _typed_rows(sent: QueryDict, name: str) -> list[TypedRow]:
    places = re.compile(rf"{name}-([0-9]+)-")
    numbers = {int(found[1]) for key in sent if (found := places.match(key))}
    return [
        TypedRow(
            row=_value(sent, f"{name}-{n}-id"),
            values={part: _value(sent, f"{name}-{n}-{part}") for part in PARTS[name]},
            is_deleted=f"{name}-{n}-DELETE" in sent,
        )
        for n in sorted(numbers)
    ]


def _place(row: TypedRow) -> int:
    """Rows without a number come last, as they do when saved."""
    order = row.values.get("order", "0")
    return int(order) if KEY.fullmatch(order) and int(order) else 10**9


def _known(sent: QueryDict, typed: dict[str, list[TypedRow]], snapshots: list[Snapshot]) -> Known:
    """What the keys that were sent stand for; what no snapshot says takes a query a table."""
    found = {
        (name, str(ref["key"])): ref
        for snapshot in snapshots
        for name, refs in revisions.named(snapshot).items()
        for ref in refs
    }
    values = [(name, str(key)) for name in RELATED for key in sent.getlist(name)]
    values += [item for rows in typed.values() for row in rows for item in row.values.items()]
    for name in RELATED:
        new = {v for part, v in values if part == name and KEY.fullmatch(v)}
        new -= {key for part, key in found if part == name}
        found |= {(name, key): ref for key, ref in revisions.references(name, new).items()}
    own = {
        (name, str(row["row"])): row
        for snapshot in snapshots
        for name in ROWS
        for row in snapshot[name]
    }
    return Known(found, own)


def _read(name: str, value: str, known: Known) -> Any:
    if name in RELATED:
        return known.related.get((name, value), {"key": value, "name": value}) if value else None
    if name == "body":
        return body.clean(value)
    if name == "is_confirmed":
        return value == ON
    if name in {"order", "page_order"}:
        return int(value) if KEY.fullmatch(value) else value
    return value


# ---- What differs -----------------------------------------------------------------------------


def _differs(name: str, one: Snapshot, other: Snapshot) -> bool:
    return bool(_sign(name, one[name]) != _sign(name, other[name]))


def _sign(name: str, value: Any) -> Any:
    """A value without what does not count: names beside keys, blanks that a form would drop."""
    if name == "tags":
        return sorted(tag["name"].casefold() for tag in value)
    if name in LINKS:
        return sorted(str(ref["key"]) for ref in value)
    if name in ROWS:
        return [
            [_sign(part, row[part]) for part in PARTS[name] if part != "order"] for row in value
        ]
    if isinstance(value, dict):
        return str(value["key"])
    return "\n".join(map(str.strip, value.splitlines())).strip() if type(value) is str else value


# ---- Going on from theirs ---------------------------------------------------------------------


def _sent(name: str, value: Any) -> list[str]:
    """A stored value as the form would send it."""
    if name == "tags":
        return ["，".join(tag["name"] for tag in value)]
    if name in LINKS:
        return [str(ref["key"]) for ref in value]
    if isinstance(value, bool):
        return [ON if value else ""]
    if isinstance(value, dict):
        return [str(value["key"])]
    return ["" if value is None else str(value)]


def _rebase_rows(
    data: QueryDict, name: str, typed: list[TypedRow], *, base: list[Row], theirs: list[Row]
) -> None:
    """Write the rows anew: the stored ones first and in their order, then the new ones.

    Django pairs the rows of a form with the stored rows by place, so they have to agree.
    """
    was, now = _stored_rows(name, base), _stored_rows(name, theirs)
    by_key = {row.row: row for row in typed if row.row}
    stored = [_merged(by_key.get(key), was.get(key), row) for key, row in now.items()]
    added = [row.values for key, row in now.items() if key not in was]
    new = [*_brought_back(by_key, was, now), *_new(typed, added)]
    for key in [key for key in data if re.match(rf"{name}-[0-9]+-", key)]:
        del data[key]
    data[f"{name}-INITIAL_FORMS"] = str(len(stored))
    data[f"{name}-TOTAL_FORMS"] = str(len(stored) + len(new))
    for number, row in enumerate([*stored, *new]):
        parts = row.values | {"id": row.row, "DELETE": ON if row.is_deleted else ""}
        for part, value in parts.items():
            if value or part not in {"DELETE", "is_confirmed"}:
                data[f"{name}-{number}-{part}"] = value


def _stored_rows(name: str, rows: list[Row]) -> dict[str, TypedRow]:
    """Stored rows as the form would send them, by key."""
    return {
        str(row["row"]): TypedRow(
            str(row["row"]), {part: _sent(part, row[part])[0] for part in PARTS[name]}
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
        said = {(part, value) for part, value in row.values.items() if value and part != "order"}
        if not row.row and not any(said <= theirs.items() for theirs in added):
            yield row
