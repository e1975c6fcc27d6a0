"""A printed page set from its stories: which stand side by side, how wide, how large their heads.

Stories keep their printed order. They are cut into bands, a band into piles that stand side by
side, and of all ways to do so the one is taken that leaves the least white (dynamic programming
over the places where a band may end). Heights are estimated from the number of 字; the browser
sets the type, and where it has no room for a sheet the same stories are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from articles.models import PublishedArticle

UNITS = 12  # of a sheet's width
# How wide the piles of one band may be.
WIDTHS: dict[int, list[tuple[int, ...]]] = {
    1: [(12,)],
    2: [(8, 4), (6, 6), (7, 5), (9, 3), (5, 7), (4, 8)],
    3: [(4, 4, 4), (6, 3, 3), (3, 6, 3), (3, 3, 6)],
    4: [(3, 3, 3, 3)],
}
MOST_IN_BAND = 5
# What is to be avoided, in the white it is worth: units of width times px.
WHOLE_WIDTH = 2500  # a story across the sheet
TALL, RIBBON = 1150, 6  # px after which each px more makes a story a ribbon down the sheet
# Sizes of headlines in rem, as sheet.css has them by the same numbers.
SIZES = (3.25, 2.75, 2.25, 1.875, 1.625, 1.375, 1.25)

# What sheet.css sets, in px at the width it is designed for.
UNIT, GUTTER, MARGIN = 98.7, 32, 34
EM, LINE = 15, 25.5
COLUMN, COLUMN_GAP = 165, 18
PICTURE = 2 / 3  # height of a picture to its width
CAPTION = 45
BESIDE = 9  # wider than so many units, a story has its picture beside the text, else above it
PHOTOS = re.compile(r"(?:\s*<figure\b.*?</figure>)*", re.DOTALL)  # that stand before the text
CROSSHEAD = re.compile(r"<(/?)h2\b")


@dataclass(frozen=True)
class Measure:
    """As much of a story as its place on a sheet depends on."""

    head: tuple[int, ...]  # characters of each line of the headline
    furniture: int  # lines above and below the headline
    length: int  # 字 of the body
    paragraphs: int
    crossheads: int
    has_photo: bool
    cap: int  # the largest of SIZES it may have
    column: int | None  # stories next to each other under one label stand together


@dataclass(frozen=True)
class SetStory:
    """A story in its place: the number of its headline's size, its photos and its text apart."""

    story: PublishedArticle
    size: int

    @property
    def photos(self) -> SafeString:
        return _trusted(_cut(self.story)[0])

    @property
    def text(self) -> SafeString:
        """Crossheads stand below the headline, which is no longer the page's only one."""
        return _trusted(CROSSHEAD.sub(r"<\1h3", _cut(self.story)[1]))


@dataclass(frozen=True)
class Block:
    """Stories under one column's label, or one story alone."""

    stories: list[SetStory]

    @property
    def is_group(self) -> bool:
        return self.stories[0].story.column_id is not None


@dataclass(frozen=True)
class Pile:
    """Blocks one below the other, and how many of the sheet's twelve units they are wide."""

    width: int
    blocks: list[Block]


def typeset(stories: Iterable[PublishedArticle]) -> list[list[Pile]]:
    """The bands of a sheet from top to bottom, each its piles from left to right.

    Read in that order, the stories come as they were printed. They are to be whole, as
    PublishedArticle.objects.for_sheet() has them.
    """
    stories = list(stories)
    blocks = [list(block) for block in _blocks(stories)]
    measures = [tuple(measure(s, is_lead=s is stories[0]) for s in block) for block in blocks]
    bands, rest = [], iter(zip(blocks, measures, strict=True))
    for band in plan(tuple(measures)):
        piles = [Pile(width, [_set(*next(rest), width) for _ in range(n)]) for width, n in band]
        bands.append(piles)
    return bands


def measure(story: PublishedArticle, *, is_lead: bool) -> Measure:
    photos, text = _cut(story)
    parts = [story.kicker, story.subhead, story.byline_text, story.source, story.corrected_at]
    return Measure(
        head=tuple(map(len, story.headline_lines)),
        furniture=sum(map(bool, parts)),
        length=story.length,
        paragraphs=text.count("<p>"),
        crossheads=text.count("<h2>"),
        has_photo=bool(photos),
        cap=_cap(story.length, is_lead=is_lead),
        column=story.column_id,
    )


Blocks = tuple[tuple[Measure, ...], ...]
Plan = tuple[tuple[int, int], ...]  # of each pile of a band, its width and number of blocks


@lru_cache(maxsize=512)
def plan(blocks: Blocks) -> tuple[Plan, ...]:
    """The bands that leave the least white, for any number of blocks."""
    best: list[tuple[float, tuple[Plan, ...]]] = [(0, ())]
    for end in range(1, len(blocks) + 1):
        ways = []
        for start in range(max(0, end - MOST_IN_BAND), end):
            cost, band = _band(blocks[start:end], is_first=start == 0)
            ways.append((best[start][0] + cost, (*best[start][1], band)))
        best.append(min(ways))
    return best[-1][1]


@lru_cache(maxsize=4096)
def height(block: tuple[Measure, ...], width: int) -> float:
    """How high a block stands, in px, if it is so many units wide."""
    if len(block) == 1 and block[0].column is None:
        return _height(block[0], _inner(width))
    side_by_side = 2 if width >= 6 else 1
    room = (_inner(width) - GUTTER * (side_by_side - 1)) / side_by_side
    heights = [_height(story, room) for story in block]
    rows = [heights[n : n + side_by_side] for n in range(0, len(heights), side_by_side)]
    return LINE * 1.5 + sum(map(max, rows))


@lru_cache(maxsize=4096)
def size(story: Measure, width: int) -> int:
    """The number of the largest size in which no line breaks; in a narrow pile one line may."""
    return _size(story, _inner(width))


def _size(story: Measure, room: float) -> int:
    longest = max(story.head, default=1)
    if len(story.head) == 1 and room < _inner(6):
        longest = -(-longest // 2)
    fits = (n for n, rem in enumerate(SIZES, 1) if n >= story.cap and longest * rem * 16 <= room)
    return next(fits, len(SIZES))


def _height(story: Measure, room: float) -> float:
    rem = SIZES[_size(story, room) - 1]
    rows = sum(-(-line * rem * 16 // room) for line in story.head)
    head = MARGIN + rows * rem * 16 * 1.3 + story.furniture * LINE
    columns = max(1, int((room + COLUMN_GAP) // (COLUMN + COLUMN_GAP)))
    measure = (room - COLUMN_GAP * (columns - 1)) / columns
    lines = story.length / (measure // EM) + story.paragraphs * 0.45 + story.crossheads * 2.2
    if not story.has_photo:
        return head + (lines / columns + 0.5) * LINE
    if room > _inner(BESIDE):  # the picture takes half, beside the text
        return head + max(room / 2 * PICTURE + CAPTION, (lines / (columns // 2) + 0.5) * LINE)
    return head + room * PICTURE + CAPTION + (lines / columns + 0.5) * LINE


def _band(blocks: Blocks, *, is_first: bool) -> tuple[float, Plan]:
    """The best way to set these blocks as one band, and what it costs."""
    ways = [
        (_cost(blocks, counts, widths, is_first=is_first), tuple(zip(widths, counts, strict=True)))
        for counts in _counts(len(blocks))
        for widths in WIDTHS.get(len(counts), [])
    ]
    return min(ways)


def _cost(
    blocks: Blocks, counts: tuple[int, ...], widths: tuple[int, ...], *, is_first: bool
) -> float:
    """The white that is left, in units times px, and what a designer would not do besides."""
    rest = iter(blocks)
    piles = [
        [(width, block, height(block, width)) for block in (next(rest) for _ in range(count))]
        for width, count in zip(widths, counts, strict=True)
    ]
    heights = [sum(h for _width, _block, h in pile) for pile in piles]
    white = sum(w * (max(heights) - h) for w, h in zip(widths, heights, strict=True))
    faults = 0.0
    for width, block, high in (placed for pile in piles for placed in pile):
        faults += RIBBON * max(0, high - TALL)
        faults += WHOLE_WIDTH * (width == UNITS)
        faults += 1500 * (high < 260 and width > 6)  # a short story stretched over the page
        faults += sum(300 * (size(story, width) - story.cap) for story in block)
    faults += 6000 * (is_first and widths[0] < 7)  # the lead is the widest
    return white + faults


def _counts(number: int) -> list[tuple[int, ...]]:
    """Every way to cut a row of blocks into at most four piles: 3 is 3, 1+2, 2+1 or 1+1+1."""
    cuts: list[tuple[int, ...]] = [(number,)]
    for first in range(1, number):
        cuts += [(first, *others) for others in _counts(number - first)]
    return [cut for cut in cuts if len(cut) <= max(WIDTHS)]


def _cap(length: int, *, is_lead: bool) -> int:
    if is_lead:
        return 1
    return next((cap for cap, least in [(2, 1200), (4, 600), (5, 300)] if length >= least), 6)


def _inner(width: int) -> float:
    return width * UNIT - GUTTER


def _blocks(stories: Iterable[PublishedArticle]) -> Iterator[list[PublishedArticle]]:
    for column, group in groupby(stories, key=lambda story: story.column_id):
        if column is None:
            yield from ([story] for story in group)
        else:
            yield list(group)


def _set(stories: list[PublishedArticle], measures: tuple[Measure, ...], width: int) -> Block:
    halved = width // 2 if len(stories) > 1 and width >= 6 else width
    sizes = [size(measure, halved) for measure in measures]
    return Block([SetStory(story, n) for story, n in zip(stories, sizes, strict=True)])


def _cut(story: PublishedArticle) -> tuple[str, str]:
    """The photos before the text, and the text."""
    before = PHOTOS.match(story.body_html)
    cut = before.end() if before else 0
    return story.body_html[:cut], story.body_html[cut:]


def _trusted(markup: str) -> SafeString:
    return mark_safe(markup)  # noqa: S308  # rendered by publishing, as PublishedArticle says
