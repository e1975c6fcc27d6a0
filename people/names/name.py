"""A name read out of a text that nobody has entered yet."""

from __future__ import annotations

from dataclasses import dataclass

from people.enums import EntityKind


@dataclass(frozen=True)
class Name:
    """A name where it stands in the text, and what the text says of it.

    `name` is without quotation marks; `unit` is what stands before it as its place; `citation` is
    what a list says of a person; the more `points`, the surer that it is a name.
    """

    name: str
    kind: EntityKind
    start: int
    end: int
    unit: str = ""
    citation: str = ""
    points: int = 0
