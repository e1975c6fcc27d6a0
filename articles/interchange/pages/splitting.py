"""The blocks of a page cut into stories: the cut that asks for the fewest odd things is taken.

Every stretch of blocks is a possible story and has a price: for a headline that is missing, a
byline in the middle, a dateline that is not at the beginning, display lines between paragraphs, a
headline of which the text knows no word. The cheapest way to cut the whole page is found by dynamic
programming, once as if headlines stood above their text and once as if they stood below it, as they
do in the text layers of many page designs; the cheaper of the two is how this page has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.interchange.pages import marks
from articles.interchange.pages.block import Block
from articles.interchange.pages.lines import END, width

LONGEST = 160  # blocks of one story
HEADLINE_SIZE = 1.35  # beside the running text: what is larger is no crosshead
LABEL = 6  # characters of a column's label that has no mark
MOST_DISPLAYS = 24  # blocks of one story that are more than a plain paragraph
SHORT = 4  # characters of a crosshead's label
BRIEF = 4  # paragraphs of a brief at most
BALANCED = 0.6  # of the longer one, the shorter of two lines at least
MOST_HEADS = 4  # lines of a headline with its kicker and subhead


@dataclass(frozen=True)
class Stretch:
    """Blocks that may be one story."""

    blocks: Sequence[Block]

    @cached_property
    def first(self) -> int:
        """Where its first paragraph stands; its length if it has none."""
        return next(self._paragraphs(), len(self.blocks))

    @cached_property
    def last(self) -> int:
        return max(self._paragraphs(), default=-1)

    def _paragraphs(self) -> Iterator[int]:
        return (at for at, block in enumerate(self.blocks) if block.kind == "p")

    @cached_property
    def label(self) -> Block | None:
        """The name of the column it is in: of the display lines above it the first, if that alone
        has a mark, or if it is short and stands apart. A lone one may be the headline.
        """
        above = [block for block in self.blocks[: self.first] if block.kind == "display"]
        if above and above[0].is_label:
            return above[0]
        if len(above) > 1:
            first, second = above[:2]
            is_marked = bool(first.mark) and not second.mark
            return first if is_marked or _is_over(first, second) else None
        return above[0] if above and above[0].mark and self.bottom else None

    @property
    def has_label_apart(self) -> bool:
        """Whether its column's name shows by itself that it may stand over several stories."""
        if not self.label:
            return False
        below = self.top[:1]
        return bool(self.label.mark or self.label.is_label or (below and below[0].gap))

    @cached_property
    def top(self) -> list[Block]:
        """The display lines before its text."""
        above = self.blocks[: self.first]
        return [block for block in above if block.kind == "display" and block is not self.label]

    @cached_property
    def bottom(self) -> list[Block]:
        """The display lines after its text."""
        return [block for block in self.blocks[self.last + 1 :] if block.kind == "display"]

    @cached_property
    def middle(self) -> list[Block]:
        """Everything between its first paragraph and its last."""
        return list(self.blocks[self.first : self.last + 1])

    @cached_property
    def oddness(self) -> float:
        """What is odd about it wherever its headline stands."""
        return _byline_price(self) + _middle_price(self) + _order_price(self)

    @property
    def is_brief(self) -> bool:
        """Whether it may be one of several under the name of a column."""
        return sum(block.kind == "p" for block in self.blocks) <= BRIEF

    @cached_property
    def ends_signed(self) -> bool:
        """Whether a credit in brackets stands at its end, as it does in briefs."""
        below = [block for block in self.blocks[self.last + 1 :] if block.kind == "byline"]
        return any(block.mark for block in below) or any(self.blocks[self.last].tail[1:])

    @cached_property
    def bylines(self) -> list[int]:
        return [at for at, block in enumerate(self.blocks) if block.kind == "byline"]


def _is_over(first: Block, second: Block) -> bool:
    """Whether a line without a mark is the name of a column over a headline: it is short, and the
    headline has a mark, or blank lines stand around it, or both are of very different lengths.
    """
    if first.mark or len(first.text) > LABEL or END.search(first.text):
        return False
    if second.mark:
        return True
    if first.size or second.size:
        return False
    is_word = len(first.text) <= SHORT and not is_balanced(first, second)
    is_word = is_word or bool(marks.COLUMN_NAME.search(first.text))
    return is_word or bool(first.gap and second.gap)


def is_balanced(upper: Block, lower: Block) -> bool:
    """Whether two lines are about equally long, as those of one headline are."""
    shorter, longer = sorted((width(upper.text), width(lower.text)))
    return shorter >= BALANCED * longer


@dataclass(frozen=True)
class Cut:
    """A page in stretches, each with its price, and whether headlines stand below the text."""

    stretches: tuple[Stretch, ...]
    price: float
    heads_below: bool


def cut(blocks: Sequence[Block]) -> Cut:
    """The cheapest way to cut a page into stories. Furniture and captions are not given here."""
    tried: dict[tuple[int, int], Stretch] = {}
    cuts = [_cheapest(blocks, tried, heads_below=below) for below in (False, True)]
    return min(cuts, key=lambda each: each.price)


def _cheapest(
    blocks: Sequence[Block], tried: dict[tuple[int, int], Stretch], *, heads_below: bool
) -> Cut:
    """The cheapest cut if headlines stand so. `tried` keeps what both ways ask of a stretch."""

    def of(begin: int, end: int) -> Stretch:
        if (begin, end) not in tried:
            tried[begin, end] = Stretch(blocks[begin:end])
        return tried[begin, end]

    best = [0.0]
    begun = [0]
    may_begin = [at == 0 or _may_part(blocks[at - 1], blocks[at]) for at in range(len(blocks))]
    for end in range(1, len(blocks) + 1):
        if end < len(blocks) and not may_begin[end]:
            best.append(float("inf"))
            begun.append(end - 1)
            continue
        prices = [
            (best[begin] + price(of(begin, end), heads_below=heads_below), begin)
            for begin in _beginnings(blocks, end)
            if may_begin[begin]
        ]
        least, begin = min(prices, default=(best[-1], end - 1))
        best.append(least)
        begun.append(begin)
    stretches: list[Stretch] = []
    end = len(blocks)
    while end:
        stretches.append(Stretch(blocks[begun[end] : end]))
        end = begun[end]
    return Cut(tuple(reversed(stretches)), best[-1], heads_below)


def _beginnings(blocks: Sequence[Block], end: int) -> Iterator[int]:
    """Where a stretch may begin that ends here: one block that is in no story, or one with text."""
    displays, has_text = 0, False
    for begin in range(end - 1, max(0, end - LONGEST) - 1, -1):
        displays += blocks[begin].kind != "p" or _signs(blocks[begin])
        has_text = has_text or blocks[begin].kind == "p"
        if displays > MOST_DISPLAYS:
            return
        if has_text or begin == end - 1:
            yield begin


def _may_part(before: Block, after: Block) -> bool:
    """Whether one story may end and another begin between two blocks: two paragraphs that show
    nothing of it are of one story.
    """
    if before.kind != "p" or after.kind != "p":
        return True
    return bool(after.lead.dateline or before.closes)


def price(story: Stretch, *, heads_below: bool) -> float:
    """What is odd about a stretch if it is one story."""
    if story.last < 0:
        return LOOSE[story.blocks[0].kind]
    return 1.0 + _head_price(story, heads_below=heads_below) + story.oddness


# Of a line that would be in no story.
LOOSE = {"display": 2.1, "byline": 4.5, "jump": 1.5, "p": 0, "caption": 0, "furniture": 0}


def _head_price(story: Stretch, *, heads_below: bool) -> float:
    right, wrong = (story.bottom, story.top) if heads_below else (story.top, story.bottom)
    heads = right or wrong
    odd = 0.0 if right and not wrong else 4.0 if not heads else 3.0 if not right else 4.0
    odd += 1.5 * max(0, len(heads) - MOST_HEADS)
    if not heads:
        return odd
    sizes = [block.size for block in heads]
    if max(sizes) and max(sizes) < 1.2:
        odd += 2.0
    text = [block for block in story.middle if block.kind == "p"][:4]
    return odd + 3.0 * (1 - min(1.0, 1.5 * shared(heads, text)))


def shared(heads: Sequence[Block], text: Sequence[Block]) -> float:
    """How much of the pairs of characters of some lines a text has too, 0 to 1."""
    pairs = frozenset[str]().union(*(block.pairs for block in heads))
    known = sum(any(pair in block.pairs for block in text) for pair in pairs)
    return known / len(pairs) if pairs else 0.0


def _byline_price(story: Stretch) -> float:
    inside = [at for at in story.bylines if story.first < at < story.last]
    signed = story.bylines or any(_signs(block) for block in story.middle if block.kind == "p")
    bracketed = [at for at in story.bylines if at < story.first and story.blocks[at].mark]
    text = [block for block in story.middle if block.kind == "p"]
    credits = len(story.bylines) + sum(bool(each.lead.byline) + bool(each.tail[1]) for each in text)
    odd = 5.0 * max(0, credits - 1) + 5.0 * len(inside) + (0.0 if signed else 2.5)
    first = next((at for at, block in enumerate(story.blocks) if block.kind == "display"), 0)
    odd += 3.0 * sum(at < first < story.first for at in story.bylines)  # over the headline
    return odd + 4.0 * len(bracketed)  # a byline in brackets ends a story


def _signs(block: Block) -> bool:
    return bool(block.lead.dateline or block.closes)


def _middle_price(story: Stretch) -> float:
    """Display lines between paragraphs: crossheads cost little, what looks like a headline much."""
    odd, run = 0.0, 0
    for at, block in enumerate(story.middle):
        run = run + 1 if block.kind == "display" else 0
        if not run:
            continue
        is_shown = block.mark or marks.NUMBERED.match(block.text) or len(block.text) <= SHORT
        odd += 0.2 if is_shown else 0.9
        odd += 5.0 if block.size >= HEADLINE_SIZE or block.is_label else 0.0
        odd += 3.0 if at and block.gap and _ends_signed(story.middle[at - 1]) else 0.0
        odd += 4.0 if block.is_apart else 1.0 if run == 1 and block.gap > 1 else 0.0
        odd += 1.2 if run > 2 or (run == 2 and not _is_label(story.middle[at - 1], block)) else 0.0
    return odd


def _ends_signed(block: Block) -> bool:
    """Whether a story ends with a block: its credit in brackets, or a paragraph with one."""
    return bool(block.mark) if block.kind == "byline" else block.kind == "p" and block.closes


def _is_label(first: Block, second: Block) -> bool:
    """Whether the first of two crosshead lines is the label of the second: a word or two."""
    return len(first.text) <= SHORT < len(second.text)


def _order_price(story: Stretch) -> float:
    """Datelines stand first, credits and jumps to another page last."""
    odd = 0.0
    for at, block in enumerate(story.blocks):
        if block.kind == "p":
            odd += 5.0 if block.lead.dateline and at != story.first else 0.0
            odd += 4.0 if block.closes and at != story.last else 0.0
        elif block.kind == "jump":
            found = marks.jump(block.text)
            comes = found is not None and found["way"] == "上"
            odd += 9.0 if comes and at > story.first else 0.0
            odd += 3.0 if not comes and at < story.last else 0.0
    return odd
