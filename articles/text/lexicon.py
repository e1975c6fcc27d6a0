"""Words to stop at, found in one pass over a text however many there are."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from articles.enums import FindingKind, FindingLevel
from articles.text.folding import Folded, fold
from articles.text.matching import Matcher


class Word(NamedTuple):
    """A word of the lexicon, folded, with what it asks of a writer."""

    folded: str
    level: FindingLevel
    kind: FindingKind
    advice: str

    @property
    def right_form(self) -> str:
        """The advice, folded, if it is the word put rightly: 市长李明 for 李明. Else nothing."""
        advice = fold(self.advice).text
        return advice if self.folded in advice and self.folded != advice else ""

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
        self._matcher = Matcher(word.folded for word in self.words)

    def hits(self, text: Folded) -> list[Hit]:
        """Every word in `text`, in order.

        Left out are a word that stands in its own right form, one that begins or ends within a
        Latin word or a number, and one within a longer word that is at least as strict.
        """
        found = []
        for index, start, end in self._matcher.matches(text):
            hit = Hit(self.words[index], start, end)
            if not _is_right(text.text, hit):
                found.append(hit)
        return _outermost(found)


def _is_right(text: str, hit: Hit) -> bool:
    """Whether the word stands within its right form."""
    room = len(hit.word.right_form)
    spans = hit.word.rightly(text, start=max(0, hit.start - room), end=hit.end + room)
    return any(start <= hit.start and hit.end <= end for start, end in spans)


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
