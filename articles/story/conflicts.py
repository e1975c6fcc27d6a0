"""Two saves of one article, laid on each other: what I typed, what a colleague stored, what was.

Works on what the browser sent, before any form has read it, so that nothing typed can get lost
between them. Names of fields are those of the story form and its rows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from articles.history import revisions
from articles.history.revisions import LINKS, RELATED, ROWS, TIMES, Row, Snapshot
from articles.saving.guard import BASED_ON
from articles.story import rows as typed_rows
from articles.story.rows import NUMBER, ON, PARTS, TypedRow, value
from articles.text import body, merging
from articles.text.difference import Run
from articles.text.fields import SplitMoment
from articles.text.tags import split_tags

AGAIN = "_save_on_newest"  # the button that saves on the edition it names
Typed = dict[str, list[TypedRow]]


@dataclass(frozen=True)
class FieldConflict:
    """One field in its three states: what it was, and how each of us changed it."""

    label: str
    base: list[Run]
    theirs: list[Run]
    mine: list[Run]
    is_theirs: bool
    is_mine: bool
    is_merged: bool

    @property
    def is_clash(self) -> bool:
        """Both changed it, and only one text can stand: a person has to choose."""
        return self.is_mine and self.is_theirs and not self.is_merged


@dataclass(frozen=True)
class Conflict:
    """A refused save: the fields that differ, and what the form goes on with.

    `rebased` is what was typed, with the colleague's text in what I left alone: whole fields,
    paragraphs of the body, tags, parts of rows.
    """

    fields: list[FieldConflict]
    rebased: QueryDict
    is_own: bool = False  # it was saved by the same user, from another window

    @property
    def is_clash(self) -> bool:
        return any(field.is_clash for field in self.fields)


@dataclass(frozen=True)
class Known:
    """What keys stand for: rows of other tables by field and key, the article's own by name."""

    related: dict[tuple[str, str], Row]
    own: dict[tuple[str, str], Row]


@dataclass(frozen=True)
class Sides:
    """The three states of the article."""

    base: Snapshot
    theirs: Snapshot
    mine: Snapshot

    def is_mine(self, name: str) -> bool:
        return _differs(name, self.base, self.mine)

    def is_theirs(self, name: str) -> bool:
        return _differs(name, self.base, self.theirs)

    def is_open(self, name: str) -> bool:
        return _differs(name, self.mine, self.theirs)


def edition_sent(sent: QueryDict, key: str = BASED_ON) -> int:
    """The edition a page says it shows; 0, which none has, if it does not say."""
    found = value(sent, key)
    return int(found) if NUMBER.fullmatch(found) else 0


def find(
    sent: QueryDict, *, fields: Collection[str], base: Snapshot | None, theirs: Snapshot
) -> Conflict:
    """Lay what was sent on what is stored now, from the state both began with.

    `fields` names what the form holds beside its rows. Without a known beginning every difference
    counts as mine, and nothing is taken over.
    """
    base = theirs | (base or {})  # a field newer than what was kept has what it has now
    typed = {name: typed_rows.read(sent, name) for name in ROWS if f"{name}-TOTAL_FORMS" in sent}
    held = [name for name in revisions.names() if name in typed or name in fields]
    mine = _mine(sent, held, typed, known=_known(sent, typed, [base, theirs]))
    sides = Sides(base, theirs, base | mine)
    rebased = sent.copy()
    merged = {name for name in held if _rebase(rebased, name, sides, typed)}
    differing = [name for name in held if sides.is_open(name)]
    return Conflict([_field(n, sides, is_merged=n in merged) for n in differing], rebased)


def _rebase(data: QueryDict, name: str, sides: Sides, typed: Typed) -> bool:
    """Put the colleague's text where I changed nothing; say whether both texts found room."""
    was, theirs, mine = sides.base[name], sides.theirs[name], sides.mine[name]
    if name in typed:
        typed_rows.rebase(data, name, typed[name], base=was, theirs=theirs)
        return not typed_rows.clash(name, typed[name], base=was, theirs=theirs)
    if not sides.is_mine(name):
        if sides.is_theirs(name):
            _send(data, name, theirs)
        return True
    if not sides.is_theirs(name):
        return True
    if name == "body" and (both := merging.merged_body(was, mine, theirs)) is not None:
        data[name] = both
        return True
    if name in LINKS:
        data.setlist(name, _merged_links(name, sides))
        return True
    return False


def _send(data: QueryDict, name: str, stored: Any) -> None:
    """Put a stored value into what the form gets; a moment is sent as a day and a time."""
    if name not in TIMES:
        data.setlist(name, typed_rows.as_sent(name, stored))
        return
    at = timezone.localtime(datetime.fromisoformat(stored)) if stored else None
    for part, layout in enumerate(["%Y-%m-%d", "%H:%M:%S"]):
        data[f"{name}_{part}"] = at.strftime(layout) if at else ""


def _merged_links(name: str, sides: Sides) -> list[str]:
    key = "name" if name == "tags" else "key"
    keys = (
        [str(ref[key]) for ref in side[name]] for side in (sides.base, sides.mine, sides.theirs)
    )
    merged = merging.merged_set(*keys)
    return ["，".join(merged)] if name == "tags" else merged


def _field(name: str, sides: Sides, *, is_merged: bool) -> FieldConflict:
    was = revisions.field_change(name, sides.base, sides.base)
    return FieldConflict(
        label=was.label,
        base=[Run(was.lines, is_folded=name == "body")],
        theirs=revisions.field_change(name, sides.base, sides.theirs).runs,
        mine=revisions.field_change(name, sides.base, sides.mine).runs,
        is_theirs=sides.is_theirs(name),
        is_mine=sides.is_mine(name),
        is_merged=is_merged,
    )


# ---- What was typed ---------------------------------------------------------------------------


def _mine(sent: QueryDict, held: list[str], typed: Typed, *, known: Known) -> Snapshot:
    """What was sent, as far as the form holds it, read as a snapshot."""
    mine: Snapshot = {}
    for name in held:
        if name in typed:
            kept = [row for row in typed[name] if row.is_kept]
            mine[name] = [
                known.own.get((name, row.row), {})
                | {part: _read(part, sent_value, known) for part, sent_value in row.values.items()}
                for row in sorted(kept, key=lambda row: row.place)
            ]
        elif name == "tags":
            mine[name] = [{"key": None, "name": tag} for tag in split_tags(value(sent, name))]
        elif name in LINKS:
            mine[name] = [_read(name, str(key), known) for key in sent.getlist(name)]
        elif name in TIMES:
            mine[name] = _moment([value(sent, f"{name}_0"), value(sent, f"{name}_1")])
        else:
            mine[name] = _read(name, value(sent, name), known)
    return mine


def _moment(parts: list[str]) -> str | None:
    """A day and a time as the form reads them; what it cannot read, as it was typed."""
    try:
        return revisions.moment(SplitMoment(required=False).clean(parts))
    except ValidationError:
        return " ".join(parts).strip()


def _known(sent: QueryDict, typed: Typed, snapshots: list[Snapshot]) -> Known:
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
        new = {key for part, key in values if part == name and NUMBER.fullmatch(key)}
        new -= {key for part, key in found if part == name}
        found |= {(name, key): ref for key, ref in revisions.references(name, new).items()}
    own = {
        (name, str(row["row"])): row
        for snapshot in snapshots
        for name in ROWS
        for row in snapshot[name]
    }
    return Known(found, own)


def _read(name: str, typed: str, known: Known) -> Any:
    if name in RELATED:
        return known.related.get((name, typed), {"key": typed, "name": typed}) if typed else None
    if name == "body":
        return body.clean(typed)
    if name == "is_confirmed":
        return typed == ON
    if name in {"order", "page_order"}:
        return int(typed) if NUMBER.fullmatch(typed) else typed
    return typed


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
        parts = [part for part in PARTS[name] if part != "order"]
        return [[_sign(part, row[part]) for part in parts] for row in value]
    if isinstance(value, dict):
        return str(value["key"])
    return "\n".join(map(str.strip, value.splitlines())).strip() if type(value) is str else value
