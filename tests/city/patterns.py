"""Topics and shared lists of patterns, read from the text files beside this module.

A file is a head of `key: value` lines (topics only), then lists: `== act` and one pattern a line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.city.grammar import Pattern, pattern
from tests.city.lists import HERE, read

PatternLists = Mapping[str, tuple[Pattern, ...]]


@dataclass(frozen=True)
class Role:
    """What a person of the town is called in a story, and how old such people are."""

    name: str
    youngest: int
    oldest: int


@dataclass(frozen=True)
class Topic:
    """A subject the paper writes about, with its own words, bodies, people and patterns."""

    key: str
    name: str
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    roles: tuple[Role, ...]
    near: tuple[str, ...]
    months: tuple[int, ...]
    has_works: bool  # it is about building: works go on, are due and cost money
    lists: PatternLists


@cache
def topics() -> dict[str, Topic]:
    """All topics by their key, in the order of their files' names."""
    return {path.stem: _topic(path) for path in sorted((HERE / "topics").glob("*.txt"))}


@cache
def shared() -> PatternLists:
    """The lists every story may use."""
    lists: dict[str, tuple[Pattern, ...]] = {}
    for path in sorted((HERE / "shared").glob("*.txt")):
        for name, lines in read(path).lines.items():
            lists[name] = lists.get(name, ()) + tuple(map(pattern, lines))
    return lists


def _topic(path: Path) -> Topic:
    found = read(path)
    head = found.head
    lists = {name: tuple(map(pattern, lines)) for name, lines in found.lines.items()}
    first, last = (head.get("months") or "1-12").split("-")
    months = [(int(first) - 1 + n) % 12 + 1 for n in range((int(last) - int(first)) % 12 + 1)]
    return Topic(
        key=path.stem,
        name=head["topic"],
        sections=tuple(head["section"].split()),
        tags=tuple(head["tags"].split()),
        bodies=tuple(head["bodies"].split()),
        places=tuple(head["places"].split()),
        roles=tuple(_role(written) for written in head["who"].split()),
        near=tuple(head.get("near", "").split()),
        months=tuple(months),
        has_works="works" in head,
        lists=lists,
    )


def _role(written: str) -> Role:
    """`茶农45-72` is a role and its ages."""
    name = written.rstrip("0123456789-")
    youngest, _, oldest = written[len(name) :].partition("-")
    return Role(name, int(youngest or 30), int(oldest or 60))
