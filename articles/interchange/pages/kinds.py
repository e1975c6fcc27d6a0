"""What each line of a page is, as far as it shows by itself and by the lines around it.

Lines whose kind is left open are joined to paragraphs, or are display, by their measure:
blocks.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from articles.interchange.pages import marks
from articles.interchange.pages.block import Kind
from articles.interchange.pages.lines import Line

NARROWEST, WIDEST = 7.5, 46.0  # em: measures of a paper's columns
INDENT = 1.5  # em: from here on a line is indented
LONG = 30.0  # em: a line of a page that is not wrapped at all
SAME_SIZE = 0.06  # of the size: type that differs less is the same
MOST_HEADS = 6  # lines of a headline with the name of its column, kicker and subhead
LABEL = 8.0  # em: the name of a column
FEWEST_FACTS = 3  # lines of a box with figures
FACT = re.compile("[^：，。；“”]{2,8}：[^：。“”]{1,30}[^：。“”，、；]")
MOST_BOX = 8  # lines of an advertisement, or of what the paper has on other pages
HEAD_LINES = 8  # of a page, in which its head stands
SHORT = 12.0  # em: a name of a paper or of a page, or whose paper it is
NO_HEADLINE = re.compile("[。…]|[（(][^（）()]*$|[下上][转接]")  # is in text, or in a jump line
COMMA = re.compile("[，；。]")


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are broken into lines: most longer lines then end within a sentence."""
    longer = [line for line in lines if line.width >= NARROWEST * 1.5]
    return sum(line.ends for line in longer) <= len(longer) / 2


def kinds_of(lines: Sequence[Line]) -> list[Kind | None]:
    """What each line is by its own words; a short one between those of a page's head is of it."""
    kinds: list[Kind | None] = [
        "byline" if _is_lone_signature(lines, at) else _own_kind(line)
        for at, line in enumerate(lines)
    ]
    for at, (upper, lower) in enumerate(pairwise(lines)):
        is_open = kinds[at] is None and kinds[at + 1] is None and not lower.gap
        if is_open and marks.is_cut_byline(upper.text, lower.text):
            kinds[at] = kinds[at + 1] = "byline"
    for at, line in enumerate(lines):
        if marks.BOX.match(line.text):
            for each in _box(lines, kinds, at):
                kinds[each] = "furniture"
    for at in range(min(HEAD_LINES, len(lines) - 1)):
        if at and lines[at].gap:
            break
        is_below = at == 0 or kinds[at - 1] == "furniture"
        is_above = kinds[at + 1] == "furniture" and not lines[at + 1].gap
        if not kinds[at] and is_below and is_above and lines[at].width <= SHORT:
            kinds[at] = "furniture"
    return kinds


def _is_lone_signature(lines: Sequence[Line], at: int) -> bool:
    """Whether a line below the end of a sentence is only a name in brackets."""
    inside = re.fullmatch("[（(]([^（）()]{2,60})[）)]", lines[at].text)
    return bool(inside and at and lines[at - 1].ends and marks.is_signature(inside[1].strip()))


def _box(lines: Sequence[Line], kinds: Sequence[Kind | None], head: int) -> range:
    """The lines of an advertisement or a guide to other pages, of which the first is given; of one
    that has no end before a story begins only the first.
    """
    for at in range(head + 1, min(len(lines), head + MOST_BOX + 1)):
        if lines[at].gap:
            return range(head, at)
        if kinds[at] == "byline" or marks.lead(lines[at].text).dateline:
            return range(head, head + 1)
    return range(head, len(lines) if head + MOST_BOX >= len(lines) else head + 1)


def _own_kind(line: Line) -> Kind | None:
    """What a line is by its own words."""
    if marks.is_scene(line.text):
        return "caption"
    if marks.is_byline(line.text):
        is_small = 0 < line.size < 1 - SAME_SIZE and marks.PHOTO_CREDIT.search(line.text)
        return "caption" if is_small else "byline"
    if marks.jump(line.text):
        return "jump"
    if marks.doubled(line.text):
        return "caption"
    return "furniture" if marks.is_furniture(line.text) else None


def facts(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> frozenset[int]:
    """The lines of boxes: each has a name and a figure, and is a paragraph by itself."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        is_fact = not kinds[at] and not line.ends and bool(FACT.fullmatch(line.text))
        run = [*run, at] if is_fact and run and not line.gap else [at] if is_fact else []
        if len(run) >= FEWEST_FACTS:
            found |= set(run)
    return frozenset(found)


def heads(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> frozenset[int]:
    """Which lines of a plain text are surely a headline, with its kicker and subhead: the few lines
    from a gap to a byline, a dateline or an indented line, none of which ends as text does.
    """
    found: set[int] = set()
    for at, line in enumerate(lines):
        if not line.size and (not at or _may_begin_heads(lines, kinds, at)):
            found |= set(_heads_from(lines, kinds, at))
    return frozenset(found)


def _may_begin_heads(lines: Sequence[Line], kinds: Sequence[Kind | None], at: int) -> bool:
    """Whether a headline may begin at a line: below a gap, where a story or a label has ended."""
    above = lines[at - 1]
    if kinds[at - 1] == "furniture":
        return True
    is_label = above.width <= LABEL and not COMMA.search(above.text)
    return lines[at].gap > 0 and (above.ends or is_label or kinds[at - 1] is not None)


def _heads_from(lines: Sequence[Line], kinds: Sequence[Kind | None], begin: int) -> list[int]:
    """The lines of the headline that may begin with one; none if there is no headline."""
    heads: list[int] = []
    for at in range(begin, min(len(lines), begin + MOST_HEADS + 1)):
        line = lines[at]
        if kinds[at] == "jump":
            continue
        is_under = kinds[at] == "byline" or bool(marks.lead(line.text).dateline)
        if is_under or (heads and INDENT <= line.indent < 2 * INDENT and not line.gap):
            return heads
        is_text = NO_HEADLINE.search(line.text) or line.indent >= INDENT or line.width > LONG
        if kinds[at] or is_text or (heads and line.gap):
            return []
        heads.append(at)
    return []
