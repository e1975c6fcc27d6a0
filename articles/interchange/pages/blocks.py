"""The lines of a page joined into paragraphs; what is no running text stays a line of its own.

The idea: running text shows itself by its measure. A line of a paragraph either fills its column or
ends the paragraph, and then it ends as sentences do. What does neither (a headline, a crosshead, a
caption) is display. So a blank line inside a sentence is the end of a column and no end of a
paragraph, and a short line without a full stop is no line of it.

How a page shows where a paragraph begins (an indent, a blank line, a first line that is two
characters shorter) is counted on the page itself, not assumed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Literal

from articles.interchange.pages import marks, verses
from articles.interchange.pages.lines import FULL_STOP, WITHIN, Line, joined, tidy

Kind = Literal["p", "display", "byline", "jump", "caption", "furniture"]

WINDOW = 6  # lines, within which a column has one measure
NARROWEST, WIDEST = 7.5, 46.0  # em: measures of a paper's columns
RAGGED = 2.2  # em: how far lines of a column may fall short of its measure
INDENT = 1.5  # em: from here on a line is indented
FIRST_LENGTH = 0.5  # em: first lines without their indent are two shorter, give or take that
LONG = 30.0  # em: a line of a page that is not wrapped at all
SAME_SIZE = 0.06  # of the size: type that differs less is the same
MOST_DISPLAY = 3  # lines that may stand together and be no paragraph though they fill the column
SHORTER = 4.5  # em: a first line is never that much shorter than the second
MOST_HEADS = 6  # lines of a headline with the name of its column, kicker and subhead
LABEL = 8.0  # em: the name of a column
FEWEST_FACTS = 3  # lines of a box with figures
FACT = re.compile("[^：，。；“”]{2,8}：[^：。“”]{1,30}[^：。“”，、；]")
MOST_BOX = 8  # lines of an advertisement, or of what the paper has on other pages
PICTURE = 60  # characters of a caption at most
HEAD_LINES = 8  # of a page, in which its head stands
FEWEST_INSIDE = 4  # breaks between paragraphs from which a page's habit is seen
RARE = 0.15  # of them
SHORT = 12.0  # em: a name of a paper or of a page, or whose paper it is
ITEM_END = re.compile("[；;。：:]$")  # how the line before an item of a list ends
QUOTES = re.compile("[“”‘’「」《》 　]")
PARTING = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")
NO_HEADLINE = re.compile("[。…]|[（(][^（）()]*$|[下上][转接]")  # is in text, or in a jump line
GOES_ON = re.compile(rf"{WITHIN.pattern}|[（(][^（）()。]{{0,40}}$")  # a comma, an open bracket
COMMA = re.compile("[，；。]")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a line that is none. `gap` and `size` are its first line's."""

    kind: Kind
    text: str
    gap: int = 0
    size: float = 0
    mark: str = ""  # the bullet before a display line, the brackets around a byline
    second: str = ""  # of a caption that is printed twice, the second print
    is_label: bool = False  # the name of a column, as its place shows
    is_apart: bool = False  # a display line below a gap, on a page whose paragraphs have none
    is_signature: bool = False  # the day under a notice, with which it ends

    @cached_property
    def lead(self) -> marks.Lead:
        return marks.lead(self.text)

    @cached_property
    def tail(self) -> tuple[str, str, str]:
        return marks.tail(self.lead.rest)

    @property
    def closes(self) -> bool:
        """Whether a story ends with it: with a credit, or as a notice does."""
        return self.is_signature or any(self.tail[1:])

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two characters that stand together in it, to see what a text shares with it.

        Quotes and spaces part none; other marks do.
        """
        runs = PARTING.split(QUOTES.sub("", self.text))
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def of_lines(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a page, in its order. Every character of the lines is in one of them."""
    lines = _with_bracketed_bylines(lines)
    joining = _Joining(lines)
    for at in range(len(lines)):
        joining.take(at)
    joining.close()
    done = _with_merged_bylines(_with_signatures(joining.done))
    done = _with_quotes_apart(_with_pictures(done))
    return _with_gaps(_with_lone_names(done))


class _Joining:
    """One pass over the lines, with what the page as a whole tells about them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.kinds = _kinds(lines)
        self.heads = _heads(lines, self.kinds)
        self.verses = verses.places(lines, self.kinds) | _facts(lines, self.kinds)
        self.is_wrapped = _is_wrapped(lines)
        self.before = [self._measure(range(max(0, at - WINDOW), at + 1)) for at in self._all]
        self.after = [
            self._measure(range(at, min(len(lines), at + WINDOW + 1))) for at in self._all
        ]
        self.done: list[Block] = []
        self.held: list[int] = []  # the lines of the paragraph that is being joined
        self.aside: list[Block] = []  # what stood within its sentences and is not of it
        self.indents = self.gaps_part = self.short_first = False
        self._learn()

    @property
    def _all(self) -> range:
        return range(len(self.lines))

    def take(self, at: int) -> None:
        """Put the next line where it belongs."""
        line, kind = self.lines[at], self.kinds[at]
        if at in self.verses:
            self.close()
            self.done.append(Block("p", tidy(line.text), line.gap, line.size))
            return
        is_head = at < HEAD_LINES and (not at or self.kinds[at - 1] == "furniture")
        is_first = kind == "furniture" and self._is_indented(at) and self._is_full(at)
        is_first = is_first and not is_head
        if kind and (is_first or self._is_within(at)):
            kind = None  # a line of a sentence, whatever it looks like
        if kind:
            if not self.held or self._ended() or kind in {"byline", "jump"}:
                self.close()
                self.done.append(_single(kind, line))
            else:
                self.aside.append(_single(kind, line))
        elif self._goes_on_byline(at):
            self.done.append(_byline(line))
        elif self.held and self._interrupts(at):
            self.aside.append(_display(line))
        elif self.held and self._continues(at):
            self.held.append(at)
        else:
            self.close()
            if self._is_display(at):
                self.done.append(_display(line))
            else:
                self.held = [at]

    def _goes_on_byline(self, at: int) -> bool:
        """Whether a line is the rest of a byline that fills the line above."""
        return (
            not self.held
            and at > 0
            and self.kinds[at - 1] == "byline"
            and not self.lines[at].gap
            and self._is_full(at - 1)
            and marks.goes_on_byline(self.lines[at - 1].text, self.lines[at].text)
        )

    def close(self) -> None:
        """Write the paragraph that is being joined, and what stood within it."""
        if self.held:
            first = self.lines[self.held[0]]
            text = joined((self.lines[at].text for at in self.held), marks.parts_names)
            self.done += _without_jumps(text, first)
            self.done += self.aside
            self.held, self.aside = [], []

    def _ended(self) -> bool:
        """Whether what is held is a complete paragraph, as far as its last words tell."""
        last = self.lines[self.held[-1]]
        if last.ends:
            return True
        text = joined(self.lines[at].text for at in self.held[-3:])
        if len(self.held) <= MOST_DISPLAY and marks.IN_BRACKETS.fullmatch(text):
            return True
        return any(marks.tail(text)[1:]) or bool(marks.JUMP_AT_END.search(text))

    def _is_within(self, at: int) -> bool:
        """Whether a line goes on with a full line that ends no sentence."""
        return (
            bool(self.held)
            and not self.lines[at].gap
            and self.held[-1] == at - 1
            and not self._ended()
            and self._is_full(at - 1)
            and not self._differs(at)
        )

    def _interrupts(self, at: int) -> bool:
        """Whether a line stands within a sentence without being of it, as a caption may."""
        if self._ended():
            return False
        if self._differs(at):
            return True
        chunk = self._chunk(at)
        if not self.lines[at].gap or len(chunk) > 2 or not self._is_full(self.held[-1]):
            return False
        if any(self._is_full(each) or COMMA.search(self.lines[each].text) for each in chunk):
            return False
        return not any(self.lines[each].ends for each in chunk) and chunk[-1] + 1 in self._all

    def _continues(self, at: int) -> bool:
        """Whether a line goes on with the paragraph that is held."""
        if self._begins_by_itself(at) or self._differs(at):
            return False
        last = self.held[-1]
        if GOES_ON.search(self.lines[last].text) or self._is_said_next(last, at):
            return True
        if self.lines[last].width > WIDEST and self.lines[last].ends:
            return False  # a whole paragraph in one line
        if not self._is_full(last, is_first=len(self.held) == 1):
            return False
        if not self._ended():
            return True
        return not (self._shows_beginning(at) or self._had_room(last, at) or self._is_display(at))

    def _is_said_next(self, last: int, at: int) -> bool:
        """Whether a line opens with the words that the line above announces."""
        return self.lines[last].text.endswith("：") and self.lines[at].text.startswith("“")

    def _had_room(self, last: int, at: int) -> bool:
        """Whether the sentence that begins with a line would have begun on the line before."""
        if self.indents or self.gaps_part:
            return False
        indent = 2 if self.is_wrapped and self.held == [last] else 0  # which the text has lost
        need = self.lines[last].reach + indent + self.lines[at].first_piece
        measures = [measure for measure in (self.before[last], self.after[last]) if measure]
        return bool(measures) and need <= min(measures) - 0.5

    def _shows_beginning(self, at: int) -> bool:
        """Whether a line after a sentence shows, by a gap or its length, that it is a first one."""
        if self.indents:
            return False
        return bool(self.lines[at].gap and self.gaps_part) or (
            self.short_first and self._is_short_first(at)
        )

    def _begins_by_itself(self, at: int) -> bool:
        """Whether a line shows that a paragraph, or a display line, begins with it."""
        line = self.lines[at]
        if self._is_indented_after_sentence(at) or (self.indents and line.indent >= INDENT):
            return True
        if at in self.heads:
            return True
        is_item = (
            at > 0 and marks.ITEM.match(line.text) and ITEM_END.search(self.lines[at - 1].text)
        )
        return bool(is_item or marks.lead(line.text).dateline or marks.bullet(line.text))

    def _is_indented_after_sentence(self, at: int) -> bool:
        """Whether a line is indented below one that is not, and that ends a sentence: it is a first
        line also where most of the page has no indents.
        """
        if not at or self.lines[at].size:
            return False
        above = self.lines[at - 1]
        return above.ends and above.indent < INDENT <= self.lines[at].indent < 2 * INDENT

    def _is_item(self, at: int) -> bool:
        """Whether an item of a list begins with a line: a number, after what ends as items do."""
        is_numbered = marks.ITEM.match(self.lines[at].text)
        return bool(at and is_numbered and ITEM_END.search(self.lines[at - 1].text))

    def _is_display(self, at: int) -> bool:
        """Whether a line at the beginning of something is no paragraph's first."""
        line, chunk = self.lines[at], self._chunk(at)
        if at in self.heads:
            return True
        if line.size and not line.is_label and abs(line.size - 1) > SAME_SIZE:
            return not marks.lead(line.text).dateline
        if line.is_label or self._follows_credit(at) or self._stops_short(at):
            return True
        if self._is_surely_text(line, chunk):
            return False
        if marks.bullet(line.text):
            return len(chunk) == 1 or not self._is_full(at)
        return (self._is_closed(chunk) and not self._is_indented(at)) or self._looks_like_display(
            at, chunk
        )

    def _follows_credit(self, at: int) -> bool:
        """Whether a story ended, with its credit in brackets, right before a line without a comma:
        the next one begins with its headline.
        """
        if not self.done or COMMA.search(self.lines[at].text) or self.lines[at].ends:
            return False
        last = self.done[-1]
        if last.kind == "byline" and last.mark:
            return [block.kind for block in self.done[-2:-1]] == ["p"]
        return last.kind == "p" and any(last.tail[1:])

    def _stops_short(self, at: int) -> bool:
        """Whether a line, or one right below it, is far shorter than the full line that follows,
        though neither it nor what is between them ends a sentence.
        """
        is_lead = bool(marks.lead(self.lines[at].text).dateline)
        if not self.is_wrapped or self._is_indented(at) or is_lead:
            return False
        for each in range(at, min(at + MOST_DISPLAY, len(self.lines) - 1)):
            line, below = self.lines[each], self.lines[each + 1]
            if line.ends or COMMA.search(line.text) or below.gap or self.kinds[each + 1]:
                return False
            if each + 1 in self.verses or self._begins_by_itself(each + 1):
                return False
            follows = [below.reach]
            if each + 2 in self._all and not (self.lines[each + 2].gap or self.kinds[each + 2]):
                follows.append(self.lines[each + 2].reach)
            if line.reach + SHORTER <= min(max(follows), WIDEST):
                return True
        return False

    def _looks_like_display(self, at: int, chunk: range) -> bool:
        """Whether a line that nothing decides is shaped as display lines are."""
        line = self.lines[at]
        if line.ends or (line.is_bold and len(chunk) <= 2):
            return not COMMA.search(line.text) and not self._is_full(at)
        if self._is_full(at, is_first=True):
            return self._is_wide_display(at, chunk)
        return self.is_wrapped or line.width < LONG

    def _is_surely_text(self, line: Line, chunk: range) -> bool:
        """Whether a line begins with a dateline or is an item of a list, or ends as text does."""
        if marks.lead(line.text).dateline or FULL_STOP.search(line.text):
            return True
        is_note = bool(self.done) and self.done[-1].kind == "p" and not line.gap
        if WITHIN.search(line.text) or (is_note and marks.IN_BRACKETS.fullmatch(line.text)):
            return True  # a note at the end: （作者系……）
        if line.text.endswith("：") and not line.size > 1 + SAME_SIZE:
            return True  # what somebody says follows
        if self._is_item(chunk[0]) and any(COMMA.search(self.lines[each].text) for each in chunk):
            return True
        text = joined(self.lines[each].text for each in chunk)
        return any(marks.tail("。" + text)[1:])

    def _is_wide_display(self, at: int, chunk: range) -> bool:
        """Whether a line that fills its column is a headline all the same."""
        is_sentence = any(
            COMMA.search(self.lines[each].text) or self.lines[each].ends for each in chunk
        )
        is_cut = len(chunk) == 1 and self._goes_on_after_gap(at)
        is_short = len(chunk) <= MOST_DISPLAY
        return is_short and not is_sentence and not is_cut and not self._is_indented(at)

    def _is_indented(self, at: int) -> bool:
        return self.indents and INDENT <= self.lines[at].indent < 2 * INDENT

    def _chunk(self, at: int) -> range:
        """The lines from this one to the next gap, or to the next that begins by itself."""
        end = at + 1
        while (
            end < len(self.lines)
            and end - at <= MOST_DISPLAY
            and not self.lines[end].gap
            and not self.kinds[end]
            and not self._begins_by_itself(end)
            and self.lines[end].size == self.lines[at].size
        ):
            end += 1
        return range(at, end)

    def _is_closed(self, chunk: range) -> bool:
        """Whether a few lines end no sentence although something else begins after them."""
        end = chunk[-1] + 1
        while self.indents and end < len(self.lines) and not self._is_beginning(end):
            end += 1
            if end - chunk[0] > MOST_DISPLAY:
                return False
        chunk = range(chunk[0], end)
        is_text = any(self.lines[each].ends for each in chunk)
        if len(chunk) > MOST_DISPLAY or is_text or self.lines[chunk[-1]].text.endswith("："):
            return False
        last = joined(self.lines[each].text for each in chunk)
        if any(marks.tail(last)[1:]) or marks.JUMP_AT_END.search(last):
            return False
        begins = end == len(self.lines) or self._is_beginning(end)
        return begins and (self.is_wrapped or self.lines[chunk[0]].width < LONG)

    def _is_beginning(self, at: int) -> bool:
        return self.kinds[at] in {"byline", "jump"} or self._begins_by_itself(at)

    def _differs(self, at: int) -> bool:
        """Whether a line is set in other type than the paragraph that is held."""
        line, first = self.lines[at], self.lines[self.held[0]]
        return line.is_label or abs(line.size - first.size) > SAME_SIZE

    def _goes_on_after_gap(self, at: int) -> bool:
        """Whether a column was cut after the first line of a paragraph: the line after the gap
        does not begin as paragraphs of this page do.
        """
        if at + 1 not in self._all or self.kinds[at + 1] or self._begins_by_itself(at + 1):
            return False
        if self.indents:
            return self._is_indented(at)
        below = self.lines[at + 1]
        has_first_length = any(
            abs(measure - 2 - self.lines[at].reach) <= FIRST_LENGTH
            for measure in (self.before[at], self.after[at])
            if measure
        )
        return self.short_first and (has_first_length or below.reach >= self.after[at + 1] - 1)

    def _is_full(self, at: int, *, is_first: bool = False) -> bool:
        """Whether a line fills its column, as far as the next word lets it.

        Where indents are not in the text, the first line of a paragraph is two shorter.
        """
        reach = self.lines[at].reach
        if self._ends_below_longer(at):
            return False
        piece = self.lines[at + 1].first_piece if at + 1 in self._all else 1
        missing = 2 if is_first and not self.indents else 0
        return any(
            reach + missing + max(piece - 1, 0) >= measure - min(RAGGED, measure * 0.14)
            for measure in (self.before[at], self.after[at])
            if measure
        )

    def _ends_below_longer(self, at: int) -> bool:
        """Whether a line ends a sentence far shorter than the line right above it reaches."""
        line = self.lines[at]
        if not line.ends or line.gap or not at or self.kinds[at - 1]:
            return False
        return line.reach + SHORTER <= min(self.lines[at - 1].reach, WIDEST)

    def _is_short_first(self, at: int) -> bool:
        """Whether a line is two short of its measure although a full one follows it."""
        measure, line = self.after[at], self.lines[at]
        return (
            measure > 0
            and 1.4 <= measure - line.reach <= 2.8
            and not line.ends
            and at + 1 in self._all
            and (self.lines[at + 1].reach >= measure - 1 or self.lines[at + 1].ends)
        )

    def _measure(self, around: range) -> float:
        """The width that lines fill: the widest that at least two of them share; 0 if none is."""
        if not self.is_wrapped:
            return 0
        reaches = sorted(
            (self.lines[at].reach for at in around if not self.kinds[at]), reverse=True
        )
        for wide, next_wide in pairwise(reaches):
            if wide - next_wide <= 1.2 and NARROWEST <= wide <= WIDEST:
                return wide
        return 0

    def _learn(self) -> None:
        """Count how the page shows that a paragraph begins, at those that surely begin."""
        sure = [
            at
            for at in self._all[1:]
            if self.lines[at - 1].ends
            and not self._is_full(at - 1)
            and not self.kinds[at]
            and not self._is_display(at)
        ]
        half = len(sure) / 2
        inside = [at for at in self._all[1:] if self._is_full(at - 1) and not self.kinds[at]]
        self.indents = (
            sum(INDENT <= self.lines[at].indent < 2 * INDENT for at in sure) > half
            and sum(self.lines[at].indent < INDENT for at in inside) > len(inside) / 2
        )
        self.gaps_part = sum(self.lines[at].gap > 0 for at in sure) > half
        self.short_first = sum(self._is_short_first(at) for at in sure) > half


def _is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether paragraphs are broken into lines: most longer lines then end within a sentence."""
    longer = [line for line in lines if line.width >= NARROWEST * 1.5]
    return sum(line.ends for line in longer) <= len(longer) / 2


def _kinds(lines: Sequence[Line]) -> list[Kind | None]:
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


def _facts(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> frozenset[int]:
    """The lines of boxes: each has a name and a figure, and is a paragraph by itself."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        is_fact = not kinds[at] and not line.ends and bool(FACT.fullmatch(line.text))
        run = [*run, at] if is_fact and run and not line.gap else [at] if is_fact else []
        if len(run) >= FEWEST_FACTS:
            found |= set(run)
    return frozenset(found)


def _heads(lines: Sequence[Line], kinds: Sequence[Kind | None]) -> frozenset[int]:
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


def _single(kind: Kind, line: Line) -> Block:
    if kind == "byline":
        return _byline(line)
    text = " ".join(line.text.split())
    if kind == "caption":
        half = marks.doubled(line.text)
        if not half:
            return Block(kind, tidy(line.text), line.gap, line.size)
        return Block(kind, tidy(half), line.gap, line.size, second=half)
    return Block(kind, text, line.gap, line.size)


def _byline(line: Line) -> Block:
    """A byline, without the brackets around it."""
    inside = re.fullmatch(r"[（(]([^（）()]+)[）)]", line.text)
    text = inside[1].strip() if inside else line.text
    text = " ".join(text.split(" "))
    return Block("byline", text, line.gap, line.size, mark="（）" if inside else "")


def _display(line: Line) -> Block:
    mark = marks.bullet(line.text)
    text = tidy(line.text[len(mark) :])
    if in_brackets := marks.COLUMN_BRACKETS.fullmatch(text):
        mark, text = mark + "【】", in_brackets[1]
    if not text:
        return Block("furniture", mark, line.gap, line.size)
    if marks.CAPTION.match(line.text) or (0 < line.size < 1 - SAME_SIZE):
        return Block("caption", tidy(line.text), line.gap, line.size)
    return Block("display", text, line.gap, line.size, mark=mark, is_label=line.is_label)


def _without_jumps(text: str, first: Line) -> list[Block]:
    """A paragraph, and the jump line that it begins or ends with, as blocks of their own."""
    found: list[Block] = []
    if begun := marks.JUMP_AT_START.match(text):
        found.append(Block("jump", begun[0].strip(), first.gap, first.size))
        text = text[begun.end() :].strip()
    ended = marks.JUMP_AT_END.search(text)
    if ended:
        text = text[: ended.start()].strip()
    if text:
        kind: Kind = "caption" if marks.CAPTION.match(text) and len(text) < 120 else "p"
        found.append(Block(kind, text, first.gap, first.size))
    if ended:
        found.append(Block("jump", ended[0].strip(), 0, first.size))
    return found


def _with_gaps(blocks: Sequence[Block]) -> list[Block]:
    """Which display lines a gap parts from the text above them, if gaps mean something here."""
    inside = [below.gap > 0 for above, below in pairwise(blocks) if above.kind == below.kind == "p"]
    fewest = FEWEST_INSIDE if any(inside) else 2
    if len(inside) < fewest or sum(inside) > RARE * len(inside):
        return list(blocks)
    return [
        replace(block, is_apart=block.kind == "display" and block.gap > 0 and not block.mark)
        for block in blocks
    ]


def _with_signatures(blocks: Sequence[Block]) -> list[Block]:
    """Who gives notice, and the day, at the end of a notice: paragraphs of it."""
    found = list(blocks)
    for at, day in enumerate(blocks):
        if day.gap or not marks.DATE.fullmatch(day.text):
            continue
        if at and _is_name_below_notice(found[at - 1]):
            found[at] = replace(day, kind="p", is_signature=True)
        begin = at
        while begin and at - begin < MOST_DISPLAY and _is_of_signature(found[begin - 1]):
            begin -= 1
        if begin < at and begin and found[begin - 1].kind == "p":
            found[begin:at] = [replace(block, kind="p") for block in found[begin:at]]
            found[at] = replace(day, kind="p", is_signature=True)
    return found


def _is_name_below_notice(block: Block) -> bool:
    """Whether an indented line of its own names who gives a notice."""
    is_short = len(block.text) <= SHORT + INDENT and not block.gap
    return block.kind == "p" and is_short and not re.search("[，。：；！？]", block.text)


def _is_of_signature(block: Block) -> bool:
    return block.kind == "display" and not block.gap and not block.mark


def _with_lone_names(blocks: Sequence[Block]) -> list[Block]:
    """A name alone between a headline and the text signs it, as commentaries are signed."""
    found = list(blocks)
    for at in range(1, len(found) - 1):
        above, block, below = found[at - 1 : at + 2]
        is_between = above.kind == block.kind == "display" and (
            below.kind == "p" or [each.kind for each in found[at + 1 : at + 3]] == ["display", "p"]
        )
        is_plain = not above.mark and not block.mark
        if is_between and is_plain and _is_like_name(block, below):
            found[at] = replace(block, kind="byline")
    return found


def _is_like_name(block: Block, below: Block) -> bool:
    """Whether a line is a name by itself; four characters, or a line above others, may be more."""
    if not marks.is_name(block.text):
        return False
    if below.kind != "p":
        return marks.is_full_name(block.text)
    return len(block.text) < 4 or marks.is_full_name(block.text)


def _with_merged_bylines(blocks: Sequence[Block]) -> list[Block]:
    """Bylines of several lines as one."""
    merged: list[Block] = []
    for block in blocks:
        is_role = block.kind == "display" and marks.is_role(block.text)
        is_more = block.kind == "byline" or is_role
        if is_more and merged and merged[-1].kind == "byline":
            above = merged.pop()
            merged.append(replace(above, text=marks.byline_joined(above.text, block.text)))
        else:
            merged.append(block)
    return merged


def _with_bracketed_bylines(lines: Sequence[Line]) -> list[Line]:
    """A byline in brackets that fills two lines, and nothing else, as one line."""
    found: list[Line] = []
    for line in lines:
        if found and not line.gap and (text := _bracketed(found[-1].text, line.text)):
            found[-1] = replace(found[-1], text=text)
        else:
            found.append(line)
    return found


def _bracketed(upper: str, lower: str) -> str:
    """Two lines as one, if they are a byline in brackets together; else nothing."""
    if not re.match(r"[（(][^（）()]+$", upper) or not re.match(r"[^（）()]+[）)]$", lower):
        return ""
    text = joined((upper, lower), marks.parts_names)
    inside = text[1:-1].strip()
    return text if marks.is_credit(inside) or marks.is_signature(inside) else ""


def _with_pictures(blocks: Sequence[Block]) -> list[Block]:
    """A sentence apart from the text, with who took the picture, is its caption; so is one between
    the credit that ends a story and the next headline.
    """
    found: list[Block] = []
    for block, below in pairwise([*blocks, Block("display", "")]):
        above = found[-1] if found else None
        if above and marks.is_photo_credit(block.text) and not block.gap and _is_apart(found):
            credit = f"（{block.text}）" if block.mark else f" {block.text}"
            found[-1] = replace(above, kind="caption", text=above.text + credit)
            continue
        if marks.is_photo_credit(block.text) and block.mark and _is_signed(found):
            found.append(replace(block, kind="caption", text=f"（{block.text}）", mark=""))
            continue
        found.append(block)
        is_ended = above is not None and above.kind == "p" and any(above.tail[1:])
        is_over = is_ended and below.kind == "display"
        if _is_apart(found) and (marks.is_photo_credit(block.tail[1]) or is_over):
            found[-1] = replace(block, kind="caption")
    return found


def _is_signed(blocks: Sequence[Block]) -> bool:
    """Whether the story of which these are the last blocks has a byline above its text."""
    for block in reversed(blocks):
        if block.closes or (block.kind == "display" and block.gap):
            return False
        if block.kind == "byline" or block.lead.byline:
            return not block.mark
    return False


def _is_apart(blocks: Sequence[Block]) -> bool:
    """Whether the last block is a short text of its own, below a gap and not below a headline."""
    last = blocks[-1]
    is_short = last.kind == "p" and len(last.text) <= PICTURE and not last.lead.dateline
    is_short = is_short and last.text.count("。") < 2
    return is_short and last.gap > 0 and len(blocks) > 1 and blocks[-2].kind != "display"


def _with_quotes_apart(blocks: Sequence[Block]) -> list[Block]:
    """Words out of the text that are printed once more, apart and larger, are no part of it."""
    found = list(blocks)
    for at, block in enumerate(blocks):
        words = QUOTES.sub("", block.text)
        is_quote = block.kind == "p" and re.fullmatch("“[^“”]{6,48}”", block.text)
        if is_quote and any(
            words in QUOTES.sub("", other.text) for other in blocks if other is not block
        ):
            found[at] = replace(block, kind="caption")
    return found
