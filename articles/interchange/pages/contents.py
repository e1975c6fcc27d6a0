"""What a printed page was read into: its stories, and every line that belongs to none."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal


class Unreadable(ValueError):
    """The file cannot be read as a page. The message tells an editor why, and what to do."""


@dataclass(frozen=True)
class Paragraph:
    """One line of plain text: `p` is running text, `h2` a crosshead, which may have a label."""

    kind: Literal["p", "h2"]
    label: str
    text: str


@dataclass(frozen=True)
class Story:
    """One story as it was printed. `confidence` gives each field that is filled 0 to 1."""

    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    column: str = ""
    dateline: str = ""
    byline: str = ""  # the printed line, with its marks
    source: str = ""
    body: tuple[Paragraph, ...] = ()
    captions: tuple[str, ...] = ()
    jumps: tuple[str, ...] = ()
    confidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class PageReading:
    """The stories in the order of the page; lines nobody could place; lines of no story."""

    stories: tuple[Story, ...] = ()
    unassigned: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """The reading as plain lists and dictionaries, for JSON."""
        return asdict(self)
