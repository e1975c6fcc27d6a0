"""The lists of words and characters that names are made of, from name_words.txt."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from people.enums import EntityKind

FILE = Path(__file__).with_name("name_words.txt")
HEADING = re.compile("== (.+)")


def _lists() -> dict[str, list[str]]:
    """The lines of each list under its name."""
    found: dict[str, list[str]] = defaultdict(list)
    name = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        heading = HEADING.fullmatch(line)
        if heading:
            name = heading[1]
        elif name and not line.startswith("#"):
            found[name] += line.split()
    return dict(found)


LISTS = _lists()


def words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(LISTS[name])


def characters(name: str) -> frozenset[str]:
    """The characters of a list."""
    return frozenset("".join(LISTS[name]))


def either(name: str) -> str:
    """A pattern for any word of a list, the longest that fits."""
    return "|".join(map(re.escape, sorted(LISTS[name], key=len, reverse=True)))


# The last words of names of bodies and places, and what kind of thing each is.
HEADS = {head: kind for kind in EntityKind for head in LISTS.get(f"heads: {kind.value}", [])}
