"""Many words looked for in one pass over a folded text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from articles.text.folding import Folded, is_joined


class Match(NamedTuple):
    """The number of a word, and where the word stands in the folded text."""

    number: int
    start: int
    end: int


class Matcher:
    """Folded words, built once for many texts."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = AhoCorasick(list(words))

    def matches(self, text: Folded) -> Iterator[Match]:
        """Every place of every word, but for those that begin or end within a Latin word or number.

        Matches may overlap and stand within each other.
        """
        for found in self._automaton.find_matches_as_indexes(text.text, overlapping=True):
            match = Match(*found)
            if _is_whole(text.text, match):
                yield match


def _is_whole(text: str, match: Match) -> bool:
    return not any(
        0 < edge < len(text) and is_joined(text[edge - 1], text[edge])
        for edge in (match.start, match.end)
    )
