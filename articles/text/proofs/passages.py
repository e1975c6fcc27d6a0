"""What the checks read and what they say: the passages of a story, and notes on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from articles.enums import FindingKind, FindingLevel
from articles.text import dates, figures
from articles.text.folding import Folded

ABOVE = ("kicker", "headline", "subhead", "web_headline", "summary")


@dataclass(frozen=True)
class Passage:
    """A stretch of an article that is read by itself: a field, or the caption of a picture.

    The text of the body has a line to each paragraph, crosshead, item and row of a table.
    """

    field: str
    label: str
    text: str
    folded: Folded

    @cached_property
    def dates(self) -> list[dates.Written]:
        """The dates, at places of the folded text."""
        return dates.find(self.folded)

    @cached_property
    def figures(self) -> list[figures.Figure]:
        """The figures that are no part of a date, at places of the folded text."""
        return figures.find(self.folded, outside=((day.start, day.end) for day in self.dates))

    def typed(self, start: int, end: int) -> str:
        """What was typed at two places of the folded text."""
        return self.text[slice(*self.folded.span(start, end))]

    def note(self, start: int, end: int, kind: FindingKind, advice: str) -> Note:
        """A warning at two places of the text as typed."""
        return Note(self, start, end, kind, advice)

    def folded_note(
        self, start: int, end: int, kind: FindingKind, advice: str, context: str = ""
    ) -> Note:
        """A warning at two places of the folded text."""
        return Note(self, *self.folded.span(start, end), kind, advice, context=context)


class Note(NamedTuple):
    """What was found, at two places of the text as typed. `context` is what it was compared with,
    as far as the words of the advice do not tell: when it changes, the finding is another one.
    """

    passage: Passage
    start: int
    end: int
    kind: FindingKind
    advice: str
    level: FindingLevel = FindingLevel.WARN
    context: str = ""


@dataclass(frozen=True)
class Story:
    """The passages of an article in order, and `on`, the day of the issue: what it calls 今天."""

    passages: list[Passage]
    on: date

    @cached_property
    def above(self) -> list[Passage]:
        """What is printed above the story, and its summary."""
        return [passage for passage in self.passages if passage.field in ABOVE]

    @cached_property
    def body(self) -> Passage | None:
        """The body, if there is one yet."""
        return next((passage for passage in self.passages if passage.field == "body"), None)
