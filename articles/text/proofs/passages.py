"""What the checks read and what they say: the passages of a story, and notes on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from articles.enums import FindingKind, FindingLevel
from articles.text import dates, figures
from articles.text.folding import Folded

# What is said of a word that is quoted: “再接再励”是错的.
CITES = re.compile(
    r"写成|写作|误作|误[写读]|错[写读]|应[为是写该]|[是就]错|错的|有误|[别错]字|不能说|不该说|不[叫说]“"
    r"|[读念]成|混淆|写法|说法|改[成为]"
)
CITED = 24  # characters of a quotation that is an example
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


def is_cited(note: Note) -> bool:
    """Whether a note is about a short quotation that its sentence speaks of as a word."""
    text = note.passage.text
    opening = text.rfind("“", max(0, note.start - CITED), note.start + 1)
    closing = text.find("”", note.end - 1, note.end + CITED)
    if opening < 0 or closing < 0 or re.search("[”\n]", text[opening : note.end - 1]):
        return False
    begin = max(text.rfind(mark, 0, opening) for mark in "。！？\n") + 1
    end = re.compile("[。！？\n]|$").search(text, closing)
    rest = text[closing : end.start() if end else None]
    quoted = text[opening + 1 : closing]
    others = re.findall("“([^”\n]+)”", text[begin:opening] + rest[1:])
    return bool(CITES.search(text[begin:opening] + "“" + rest)) or any(
        len(other) == len(quoted) and sum(map(str.__ne__, other, quoted)) <= len(quoted) // 2
        for other in others  # “寻人启事”与“寻人启示”
    )
