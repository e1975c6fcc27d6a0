"""The sentences of a story that answer a query, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.text.summaries import CLAUSE_END, SENTENCE_END
from articles.text.tokens import placed, solid

LENGTH = 90  # characters of an excerpt


class Piece(NamedTuple):
    text: str
    is_marked: bool = False


def marked(text: str, words: Iterable[str]) -> list[Piece]:
    """The text cut where the solid words begin and end. A hit covers the quotes inside it."""
    found: list[Piece] = []
    end = 0
    for start, stop in _spans(text, words):
        found += [Piece(text[end:start])] if start > end else []
        found.append(Piece(text[start:stop], is_marked=True))
        end = stop
    return [*found, Piece(text[end:])] if end < len(text) else found


def marked_html(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """The pieces as HTML, those that were searched for in a mark element."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", t) if is_hit else t,) for t, is_hit in pieces)
    )


def excerpt(text: str, words: Sequence[str]) -> list[Piece]:
    """About LENGTH characters of whole sentences: the one with most of the words, or the opening.

    Sentences that follow it in its paragraph are taken along while there is room.
    """
    first, *others = _best(text, words) or [""]
    chosen = _cut(first, words)
    for sentence in others:
        if len(chosen) + len(sentence) > LENGTH:
            break
        chosen += sentence
    return marked(chosen, words)


def _best(text: str, words: Sequence[str]) -> list[str]:
    """The sentences of a paragraph from the first on that has most of the words; no text has none.

    Nothing is read after one that has all of them: to fold a long story is most of a search's cost.
    """
    best: list[str] = []
    most = -1
    for line in text.splitlines():
        sentences = _sentences(line)
        for number, sentence in enumerate(sentences):
            folded = solid(sentence)
            held = sum(word in folded for word in words)
            if held > most:
                best, most = sentences[number:], held
            if most == len(words):
                return best
    return best


def _sentences(line: str) -> list[str]:
    """The sentences of a paragraph, with their ends."""
    ends = [0, *(match.end() for match in SENTENCE_END.finditer(line)), len(line)]
    pieces = (line[start:stop].strip() for start, stop in pairwise(ends))
    return [piece for piece in pieces if piece]


def _cut(sentence: str, words: Sequence[str]) -> str:
    """A long sentence cut at its clauses around the first hit, with … where something is gone."""
    if len(sentence) <= LENGTH:
        return sentence
    first = next(iter(_spans(sentence, words)), (0, 0))
    ends = [0, *(match.end() for match in CLAUSE_END.finditer(sentence)), len(sentence)]
    start = max(end for end in ends if end <= first[0])
    if first[1] - start > LENGTH:
        start = max(0, first[0] - LENGTH // 3)
    room = [end for end in ends if first[1] <= end <= start + LENGTH]
    stop = room[-1] if room else start + LENGTH
    before, after = "…" if start else "", "…" if stop < len(sentence) else ""
    return f"{before}{sentence[start:stop].rstrip('，；、' if after else '')}{after}"


def _spans(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand, in order, those that touch or overlap as one."""
    solid_text, origins = placed(text)
    hits = []
    for word in words:
        bare = len(word) - len(word.lstrip(" ")), len(word) - len(word.rstrip(" "))
        for match in re.finditer(f"(?={re.escape(word)})", solid_text):
            first = match.start() + bare[0]
            last = match.start() + len(word) - 1 - bare[1]
            hits.append((origins[first], origins[last] + 1))
    span: tuple[int, int] | None = None
    for start, stop in sorted(hits):
        if span and start <= span[1]:
            span = (span[0], max(span[1], stop))
        else:
            yield from [span] if span else []
            span = (start, stop)
    yield from [span] if span else []
