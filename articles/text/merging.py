"""Two changes of one text brought together, where neither touches what the other changed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

from articles.text import markup
from articles.text.paste import read

Item = TypeVar("Item", bound=Hashable)


class Change(NamedTuple):
    """The items from start to end of the base gave way to others."""

    start: int
    end: int
    items: tuple[str, ...]


def merged_body(base: str, mine: str, theirs: str) -> str | None:
    """The body with the paragraphs each of us changed, or nothing if we changed the same ones."""
    was, ours, others = (markup.pieces(read(html)) for html in (base, mine, theirs))
    changes = sorted({*_changes(was, ours), *_changes(was, others)})
    found, place = list[str](), 0
    for number, change in enumerate(changes):
        if number and _clash(changes[number - 1], change):
            return None
        found += [*was[place : change.start], *change.items]
        place = change.end
    return "".join([*found, *was[place:]])


def merged_set(base: Iterable[Item], mine: Iterable[Item], theirs: Iterable[Item]) -> list[Item]:
    """Theirs, with what I added and without what I took away."""
    was, ours, others = dict.fromkeys(base), dict.fromkeys(mine), dict.fromkeys(theirs)
    kept = [item for item in others if item in ours or item not in was]
    return kept + [item for item in ours if item not in was and item not in others]


def _changes(base: Sequence[str], other: Sequence[str]) -> list[Change]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [
        Change(start, end, tuple(other[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _clash(one: Change, later: Change) -> bool:
    """Whether two changes meet in one place: the same paragraphs, or additions at one point."""
    return later.start < one.end or one.start == later.start
