"""Characters and spaces of a text that comes in, made those that a paper sets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from articles.text.markup import Block, Cell, Char, Table, Text, plain
from articles.text.paste.notes import Kind, Notes
from articles.text.radicals import ordinary

HAN = "[\u3400-\u9fff]"
# A date or time whose parts are set apart: 12 月 24 日 9 时. The spaces around it are of one habit
# with those in it, but for the one after a dateline, which is set.
PART = "[0-9]{1,4} ?[年月日时分秒号]"
DATE = re.compile(rf"(?:(?<={HAN})(?<![讯电]) )?(?<![0-9.])(?:{PART} ?)*{PART}(?: (?={HAN}))?")
CALENDAR = frozenset("年月日时")  # 3 分 may be a score, with a name after it
FULL_WIDTH = {code: code - 0xFEE0 for first, last in ("０９", "ａｚ", "ＡＺ")
              for code in range(ord(first), ord(last) + 1)}  # fmt: skip


def set_as_printed(blocks: Iterable[Block], *, notes: Notes, half_width: bool = False) -> None:
    """Change the text of blocks: ordinary characters for radicals, dates without spaces.

    Full-width digits and letters are folded to half width if `half_width` says so.
    """
    changes = [_without_radicals, _without_spaces_in_dates, *([_half_width] if half_width else [])]
    for text in _texts(blocks):
        for change in changes:
            text.chars = change(text.chars, notes)


def count_full_width(blocks: Iterable[Block]) -> int:
    """How many full-width digits and letters the blocks have."""
    return sum(ord(char.char) in FULL_WIDTH for text in _texts(blocks) for char in text.chars)


def _texts(blocks: Iterable[Block]) -> Iterator[Text | Cell]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.head + block.rows for cell in row)
        elif isinstance(block, Text):
            yield block


def _without_radicals(chars: list[Char], notes: Notes) -> list[Char]:
    return _translated(chars, ordinary, lambda old, new: notes.add(Kind.RADICAL, f"{old}→{new}"))


def _half_width(chars: list[Char], notes: Notes) -> list[Char]:
    return _translated(
        chars,
        lambda text: text.translate(FULL_WIDTH),
        lambda old, new: notes.add(Kind.FULL_WIDTH, f"{old}→{new}"),
    )


def _translated(
    chars: list[Char], translate: Callable[[str], str], note: Callable[[str, str], None]
) -> list[Char]:
    """The characters with others in the place of some, each told to `note`."""
    old = plain(chars)
    new = translate(old)
    if old == new:
        return chars
    for before, after in zip(old, new, strict=True):
        if before != after:
            note(before, after)
    return [char._replace(char=now) for char, now in zip(chars, new, strict=True)]


def _without_spaces_in_dates(chars: list[Char], notes: Notes) -> list[Char]:
    text = plain(chars)
    dropped: set[int] = set()
    for date in DATE.finditer(text):
        inner = date[0].strip()
        if " " in inner:
            begin = date.start() + date[0].index(inner)
            is_date = not CALENDAR.isdisjoint(inner)
            span = date.span() if is_date else (begin, begin + len(inner))
            dropped |= {place for place in range(*span) if text[place] == " "}
            notes.add(Kind.DATE, inner)
    return [char for place, char in enumerate(chars) if place not in dropped] if dropped else chars
