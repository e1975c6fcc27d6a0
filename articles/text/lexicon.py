"""Words to stop at, found in one pass over a text however many there are."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from articles.enums import FindingKind, FindingLevel
from articles.text.folding import Folded, compared, readings, spelled
from articles.text.matching import Matcher

FORMERLY = re.compile("(?:时任|曾任|前任|卸任|前)$")


class Word(NamedTuple):
    """A word of the lexicon as it was typed, with what it asks of a writer."""

    word: str
    level: FindingLevel
    kind: FindingKind
    advice: str
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid(self, on: date) -> bool:
        """Whether the word is looked for in a paper of that day, the office held on it."""
        return (self.valid_from or on) <= on <= (self.valid_until or on)

    @property
    def folded(self) -> str:
        return compared(self.word)

    @property
    def right_spelling(self) -> str:
        """The one spelling of the word that is in order, if only spelling is what it is about: 里
        for 裏, 3千 for ３千. Else nothing.
        """
        typed, right = spelled(self.word), spelled(self.advice)
        if compared(self.advice) == self.folded:
            return right if right != typed else ""
        is_about_spelling = self.kind == FindingKind.ERROR and typed.casefold() != self.folded
        return self.folded if is_about_spelling else ""

    @property
    def right_form(self) -> str:
        """The advice, folded, if it is the word put rightly: 市长李明 for 李明. Else nothing."""
        advice, same = compared(self.advice), self.folded
        return advice if same in advice and same != advice else ""

    def rightly(
        self, text: str, *, start: int = 0, end: int = sys.maxsize
    ) -> Iterator[tuple[int, int]]:
        """Where a folded text has the right form: not in 副市长李明 if that is 市长李明."""
        if right := self.right_form:
            pattern = re.compile(f"(?<![副原代]){re.escape(right)}")
            yield from (match.span() for match in pattern.finditer(text, start, end))


class Hit(NamedTuple):
    """A word where it stands in a folded text."""

    word: Word
    start: int
    end: int


class Lexicon:
    """The words in force, built once for many texts."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words = tuple(words)
        forms = [(form, n) for n, word in enumerate(self.words) for form in readings(word.word)]
        self._numbers = [n for _form, n in forms]
        self._matcher = Matcher(form for form, _n in forms)

    def hits(self, text: Folded, *, on: date) -> list[Hit]:
        """Every word in `text`, a passage of a paper of the day `on`, however spelled, in order.

        Left out are a word in its right spelling or in its own right form, one that begins or ends
        within a Latin word or a number, and one within a longer word that is at least as strict. Of
        a name whose office is not held on that day it is the office with the name that is found.
        """
        found = []
        for index, start, end in self._matcher.matches(text):
            hit = Hit(self.words[self._numbers[index]], start, end)
            if hit.word.is_valid(on):
                found += [] if _is_right(text, hit) else [hit]
            elif hit.word.kind == FindingKind.NAME and (right := _right_form(text, hit)):
                is_former = FORMERLY.search(text.text, max(0, right[0] - 2), right[0])
                found += [] if is_former else [Hit(hit.word, *right)]
        return _outermost(found)


def _is_right(text: Folded, hit: Hit) -> bool:
    """Whether the word is spelled rightly, or stands within its right form."""
    if spelling := hit.word.right_spelling:
        return spelled(text.typed[slice(*text.span(hit.start, hit.end))]) == spelling
    return _right_form(text, hit) is not None


def _right_form(text: Folded, hit: Hit) -> tuple[int, int] | None:
    """Where the right form stands that the word is part of, if it is."""
    room = len(hit.word.right_form)
    spans = hit.word.rightly(text.text, start=max(0, hit.start - room), end=hit.end + room)
    return next((s for s in spans if s[0] <= hit.start and hit.end <= s[1]), None)


def _outermost(hits: list[Hit]) -> list[Hit]:
    reach = {FindingLevel.BLOCK: 0, FindingLevel.WARN: 0}  # how far words so far reach, by level
    found = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        level = hit.word.level
        over = reach[FindingLevel.BLOCK] if level == FindingLevel.BLOCK else max(reach.values())
        if hit.end > over:
            found.append(hit)
        reach[level] = max(reach[level], hit.end)
    return found
