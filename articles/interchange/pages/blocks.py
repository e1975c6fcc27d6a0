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
from itertools import pairwise

from articles.interchange.pages import marks, verses
from articles.interchange.pages.block import Block, Kind
from articles.interchange.pages.kinds import (
    COMMA,
    HEAD_LINES,
    INDENT,
    LONG,
    NARROWEST,
    SAME_SIZE,
    WIDEST,
    facts,
    heads,
    is_wrapped,
    kinds_of,
)
from articles.interchange.pages.lines import FULL_STOP, WITHIN, Line, joined, tidy
from articles.interchange.pages.neighbours import (
    MOST_DISPLAY,
    with_bracketed_bylines,
    with_gaps,
    with_lone_names,
    with_merged_bylines,
    with_pictures,
    with_quotes_apart,
    with_signatures,
)

WINDOW = 6  # lines, within which a column has one measure
RAGGED = 2.2  # em: how far lines of a column may fall short of its measure
FIRST_LENGTH = 0.5  # em: first lines without their indent are two shorter, give or take that
SHORTER = 4.5  # em: a first line is never that much shorter than the second
ITEM_END = re.compile("[；;。：:]$")  # how the line before an item of a list ends
GOES_ON = re.compile(rf"{WITHIN.pattern}|[（(][^（）()。]{{0,40}}$")  # a comma, an open bracket


def of_lines(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a page, in its order. Every character of the lines is in one of them."""
    lines = with_bracketed_bylines(lines)
    joining = _Joining(lines)
    for at in range(len(lines)):
        joining.take(at)
    joining.close()
    done = with_merged_bylines(with_signatures(joining.done))
    done = with_quotes_apart(with_pictures(done))
    return with_gaps(with_lone_names(done))


class _Joining:
    """One pass over the lines, with what the page as a whole tells about them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.kinds = kinds_of(lines)
        self.heads = heads(lines, self.kinds)
        self.verses = verses.places(lines, self.kinds) | facts(lines, self.kinds)
        self.is_wrapped = is_wrapped(lines)
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
