"""Quotation marks, book marks and brackets that are not closed, not opened, or crossed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.enums import FindingKind
from articles.text.proofs.passages import Note, Passage, Story

PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "「": "」", "『": "』", "（": "）", "【": "】"}
NAMES = {
    "“": gettext_lazy("左双引号"),
    "”": gettext_lazy("右双引号"),
    "‘": gettext_lazy("左单引号"),
    "’": gettext_lazy("右单引号"),
    "《": gettext_lazy("左书名号"),
    "》": gettext_lazy("右书名号"),
    "〈": gettext_lazy("左单书名号"),
    "〉": gettext_lazy("右单书名号"),
    "（": gettext_lazy("左括号"),
    "）": gettext_lazy("右括号"),
    **{mark: mark for mark in "「」『』【】"},
}
OPENING = {closing: opening for opening, closing in PAIRS.items()}
LIKE = {"(": "（", ")": "）"}  # half-width brackets pair with full-width ones
QUOTES = "“‘「『"
WITHIN_LINE = "《〈【"  # the others may reach over paragraphs, as in a letter
MARK = re.compile("[“”‘’《》〈〉「」『』（）()【】\n]")
ITEM = re.compile(r"(?:^|[\s。；;，,：:、])[0-9０-９A-Za-z一二三四五六七八九十]{1,3}$")  # 1）
DEPTH = 12  # marks within marks, before the first of them counts as not closed
AHEAD = 200  # characters in which a quotation within a quotation is looked for
SHOWN = 8  # characters beside a mark that are shown with it
EDGE = re.compile(r"[，。；：！？、“”‘’《》（）()\s]")


class Open(NamedTuple):
    """A mark that waits for its partner."""

    mark: str
    place: int


def unpaired_marks(story: Story) -> Iterator[Note]:
    """《民法典规定, 全力推进”. A quotation of several paragraphs may open each of them anew."""
    for passage in story.passages:
        yield from _unpaired(passage)


def _unpaired(passage: Passage) -> Iterator[Note]:
    text = passage.text
    stack: list[Open] = []
    is_nesting_told = False  # once: who sets them so sets them so throughout
    for match in MARK.finditer(text):
        mark, place = LIKE.get(match[0], match[0]), match.start()
        if mark == "\n":
            yield from (_not_closed(passage, o) for o in stack if o.mark in WITHIN_LINE)
            stack = [o for o in stack if o.mark not in WITHIN_LINE]
            if stack and stack[-1].mark in QUOTES and text.startswith(stack[-1].mark, place + 1):
                stack.pop()  # opened anew by the next paragraph
        elif mark in PAIRS:
            outer = next((o for o in stack if o.mark == mark), None)
            if outer and mark in QUOTES and not _is_nested(text, place, mark):
                yield _not_closed(passage, outer)
                stack.remove(outer)
            elif outer and mark in QUOTES and not is_nesting_told:
                is_nesting_told = True
                end = text.find(PAIRS[mark], place) + 1
                advice = _("引号里面再用引号，要用单引号‘ ’。")
                yield passage.note(place, end, FindingKind.MARK, advice)
            stack.append(Open(mark, place))
            if len(stack) > DEPTH:
                yield _not_closed(passage, stack.pop(0))
        elif not _is_no_partner(text, place, stack):
            yield from _close(passage, stack, mark, place)
    yield from (_not_closed(passage, waiting) for waiting in stack)


def _close(passage: Passage, stack: list[Open], mark: str, place: int) -> Iterator[Note]:
    """Take the partner of a closing mark from the stack."""
    opening = OPENING[mark]
    if stack and stack[-1].mark == opening:
        stack.pop()
    elif any(waiting.mark == opening for waiting in stack):
        inner = stack.pop()
        advice = _("%(inner)s和%(mark)s交叉了，请核对哪个标点放错了位置。")
        words = {"inner": NAMES[inner.mark], "mark": NAMES[mark]}
        yield passage.note(inner.place, place + 1, FindingKind.MARK, advice % words)
        while stack.pop().mark != opening:
            pass
    else:
        start = _reach_back(passage.text, place)
        advice = _("这里的%(mark)s前面没有配对的%(partner)s，请补上或删去。")
        words = {"mark": NAMES[mark], "partner": NAMES[opening]}
        yield passage.note(start, place + 1, FindingKind.MARK, advice % words)


def _is_nested(text: str, place: int, mark: str) -> bool:
    """Whether a quotation within another of its own kind is closed, and the other after it."""
    closing = PAIRS[mark]
    rest = text[place + 1 : place + AHEAD].partition("\n")[0]
    marks = [character for character in rest if character in (mark, closing)]
    depth = 1
    for character in marks:
        depth += 1 if character == mark else -1
        if depth < 0:
            return True
    return False


def _not_closed(passage: Passage, waiting: Open) -> Note:
    end = _reach(passage.text, waiting.place)
    advice = _("这里的%(mark)s后面没有配对的%(partner)s，请补上或删去。")
    words = {"mark": NAMES[waiting.mark], "partner": NAMES[PAIRS[waiting.mark]]}
    return passage.note(waiting.place, end, FindingKind.MARK, advice % words)


def _is_no_partner(text: str, place: int, stack: list[Open]) -> bool:
    """Whether a closing mark needs no opening one: it’s, 90’s, 1）."""
    before = text[max(0, place - 4) : place]
    if text[place] == "’":
        return bool(re.search(r"[A-Za-z0-9]$", before)) and all(o.mark != "‘" for o in stack)
    is_bracket = text[place] in "）)" and all(o.mark != "（" for o in stack)
    return is_bracket and bool(ITEM.search(before))


def _reach(text: str, place: int) -> int:
    """The end of the words after an opening mark that are shown with it."""
    edge = EDGE.search(text, place + 1, place + 1 + SHOWN)
    return edge.start() if edge else min(len(text), place + 1 + SHOWN)


def _reach_back(text: str, place: int) -> int:
    """The start of the words before a closing mark that are shown with it."""
    before = text[max(0, place - SHOWN) : place]
    edges = list(EDGE.finditer(before))
    return place - len(before) + (edges[-1].end() if edges else 0)
