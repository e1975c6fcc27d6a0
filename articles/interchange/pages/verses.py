"""The lines of a poem: each is a paragraph of its own and none is joined with the next.

Verse shows itself below a title and a name by lines that are short, of uneven length and hardly
ever with a mark within them; running text has marks wherever its lines happen to be cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.interchange.pages import marks
from articles.interchange.pages.lines import FULL_STOP, Line

LONGEST = 16.0  # em
MOST_LINES = 120  # of a poem on a page
FEWEST = 4  # lines of a poem
FEWEST_OF_STANZA = 2
MARK_WITHIN = re.compile("[，。；：！？].")
EVEN = 1.0  # em: lines that differ less are of one measure


def places(lines: Sequence[Line], kinds: Sequence[str | None]) -> frozenset[int]:
    """At which of a page's lines there is verse."""
    found: set[int] = set()
    for at in range(1, len(lines) - FEWEST):
        if at not in found and _signs(lines, kinds, at):
            poem = _poem(lines, kinds, at + 1)
            if _is_verse([lines[each] for each in poem]):
                found |= set(poem)
    return frozenset(found)


def _signs(lines: Sequence[Line], kinds: Sequence[str | None], at: int) -> bool:
    """Whether a line is the name or the byline under a title."""
    title = lines[at - 1]
    is_signed = kinds[at] == "byline" or (not kinds[at] and marks.is_name(lines[at].text))
    return is_signed and not kinds[at - 1] and title.width <= LONGEST and not title.ends


def _poem(lines: Sequence[Line], kinds: Sequence[str | None], begin: int) -> list[int]:
    """The stanzas that stand from here on."""
    found: list[int] = []
    for stanza in _stanzas(lines, begin):
        is_plain = all(
            not kinds[at] and lines[at].width <= LONGEST and not marks.bullet(lines[at].text)
            for at in stanza
        )
        is_next_title = any(_signs(lines, kinds, at) for at in stanza[1:])
        if len(stanza) < FEWEST_OF_STANZA or not is_plain or is_next_title:
            break
        found += stanza
    return found


def _stanzas(lines: Sequence[Line], begin: int) -> Iterator[list[int]]:
    """The lines from one on, in groups that blank lines part."""
    stanza = [begin]
    for at in range(begin + 1, min(len(lines), begin + MOST_LINES)):
        if lines[at].gap:
            yield stanza
            stanza = []
        stanza.append(at)
    yield stanza


def _is_verse(lines: Sequence[Line]) -> bool:
    if len(lines) < FEWEST:
        return False
    marked = sum(bool(MARK_WITHIN.search(line.text)) for line in lines)
    closed = sum(bool(FULL_STOP.search(line.text)) for line in lines)
    even = sum(abs(upper.width - lower.width) < EVEN for upper, lower in pairwise(lines))
    return marked <= len(lines) / 4 and max(closed, even) <= len(lines) / 2
