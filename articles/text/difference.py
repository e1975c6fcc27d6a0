"""What changed between two texts, to the character or number.

A text is a row of paragraphs, a paragraph a row of units: mostly one character and how it is set,
but a number, a Latin word or a picture character of several parts is one unit: of 3.5 that becomes
3.8 the whole number is marked.
Equal paragraphs are laid against each other first; what stands between is compared unit by unit,
by a longest common subsequence, so that no more is marked than has to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, groupby
from typing import Literal, NamedTuple

from articles.text.counting import RUN
from articles.text.markup import Block, Cell, Char, Figure, Table, plain
from articles.text.paste import read

LINE_END = "⏎"  # a break inside a paragraph
PARAGRAPH_END = "¶"
PREFIXES = {"p": "", "h2": "【小标题】", "quote": "【引文】", "ul": "【列表】", "ol": "【编号】"}
# What is seen as one: a number with its decimals and per cent, a Latin word, a flag, a character
# with the accents, selectors and other pictures that join it.
PICTURES = "\u2190-\u2bff\U0001f000-\U0001faff"
JOINING = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
UNIT = re.compile(
    rf"(?:{RUN.pattern}[%％‰]?|[\U0001f1e6-\U0001f1ff]{{2}}|.)[{JOINING}]*"
    rf"(?:\u200d[{PICTURES}][{JOINING}]*)*",
    re.DOTALL,
)
# Rows and columns of units that may be compared at once: 40 MB of bits, far beyond any story.
MAX_CELLS = 320_000_000

Kind = Literal["same", "del", "ins"]


class Unit(NamedTuple):
    """What is compared as one: a character, number or word as it is set, or a sign for what is
    none.
    """

    text: str
    strong: bool = False
    em: bool = False
    script: str = ""  # sup or sub


END = Unit(PARAGRAPH_END)
Paragraph = tuple[Unit, ...]


class Piece(NamedTuple):
    """A run of text that is the same on both sides, or on one side only."""

    kind: Kind
    text: str
    strong: bool = False
    em: bool = False
    script: str = ""


Line = tuple[Piece, ...]


@dataclass
class Edit:
    """Units on both sides: the same ones, or some that gave way to others."""

    old: list[Unit]
    new: list[Unit]
    is_same: bool = False

    @property
    def size(self) -> int:
        """In characters."""
        return max(sum(len(unit.text) for unit in units) for units in (self.old, self.new))


def paragraphs(text: str) -> list[Paragraph]:
    """Plain text as one paragraph; its line breaks are shown, so that a moved one is seen."""
    units = tuple(_units(LINE_END.join(text.splitlines())))
    return [units] if units else []


def body_paragraphs(html: str, *, photos: dict[str, str]) -> list[Paragraph]:
    """A body as paragraphs. `photos` names the photos by the keys the body places them by."""
    found: list[Paragraph] = []
    before: Block | None = None
    for block in read(html):
        found.extend(_block(block, before=before, photos=photos))
        before = block
    return found


def lines(old: list[Paragraph], new: list[Paragraph]) -> list[Line]:
    """Both texts in one, a line to a paragraph, every difference marked."""
    return _lines(_edits(old, new))


def is_changed(line: Line) -> bool:
    return any(piece.kind != "same" for piece in line)


class Run(NamedTuple):
    """Lines that stand together; folded ones are shown only when asked for."""

    lines: tuple[Line, ...]
    is_folded: bool


def runs(lines: Iterable[Line]) -> list[Run]:
    """The lines in runs, those without a change folded wherever there are any with one."""
    parts = [(changed, tuple(run)) for changed, run in groupby(lines, key=is_changed)]
    return [Run(run, is_folded=len(parts) > 1 and not changed) for changed, run in parts]


def _block(block: Block, *, before: Block | None, photos: dict[str, str]) -> Iterator[Paragraph]:
    if isinstance(block, Figure):
        yield tuple(_units(f"【图片】{photos.get(block.key) or block.key}"))
    elif isinstance(block, Table):
        for number, row in enumerate(block.head + block.rows):
            start = "【表头】" if number < len(block.head) else "【表格】"
            cells = chain.from_iterable((Unit(" ｜ "), *_cell(cell)) for cell in row)
            yield (Unit(start), *list(cells)[1:])
    else:
        goes_on = before is not None and _group(before) == _group(block) != ("", 0)
        sign = PREFIXES[block.lists[-1] if block.lists else block.kind]
        indent = "　" * (len(block.lists) - 1)
        start = f"〔start={block.start}〕" if block.start != 1 else ""
        prefix = [Unit(indent + sign + start)] if sign and not goes_on else []
        yield (*prefix, *([Unit(indent + "· ")] if goes_on else []), *_chars(block.chars))


def _group(block: Block) -> tuple[str, int]:
    """Which list or quotation a block stands in; nothing for what stands alone."""
    if isinstance(block, Figure | Table) or block.kind not in {"quote", "li"}:
        return ("", 0)
    return ("/".join([block.kind, *block.lists]), block.group)


def _cell(cell: Cell) -> list[Unit]:
    signs = [Unit(f"〔{name}={value}〕") for name, value in cell.attributes.items()]
    return [*signs, *_chars(cell.chars)]


def _chars(chars: list[Char]) -> Iterator[Unit]:
    """Characters as they are set; a link's address follows the linked words, as one unit."""
    for href, linked in groupby(chars, key=lambda char: char.marks.href):
        for marks, run in groupby(linked, key=lambda char: char.marks):
            for unit in _units(plain(run).replace("\n", LINE_END)):
                yield Unit(unit.text, marks.strong, marks.em, marks.script)
        if href:
            yield Unit(f"〔{href}〕")


def _units(text: str) -> Iterator[Unit]:
    return (Unit(part) for part in UNIT.findall(text))


def _edits(old: list[Paragraph], new: list[Paragraph]) -> Iterator[Edit]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = _flat(old[i1:i2]), _flat(new[j1:j2])
        if tag == "equal":
            yield Edit(before, after, is_same=True)
        else:
            yield from _readable(_compared(before, after))


def _flat(paragraphs: Iterable[Paragraph]) -> list[Unit]:
    return list(chain.from_iterable((*paragraph, END) for paragraph in paragraphs))


def _compared(old: list[Unit], new: list[Unit]) -> list[Edit]:
    """The units that stay, and between them those that went and came."""
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    edits = [Edit(old[:start], new[:start], is_same=True)]
    i = j = 0
    for k, m in [*_matches(middle_old, middle_new), (len(middle_old), len(middle_new))]:
        edits.append(Edit(middle_old[i:k], middle_new[j:m]))
        edits.append(Edit(middle_old[k : k + 1], middle_new[m : m + 1], is_same=True))
        i, j = k + 1, m + 1
    edits.append(Edit(old[len(old) - end :], new[len(new) - end :], is_same=True))
    return _joined(edits)


def _common(old: Sequence[Unit], new: Sequence[Unit]) -> int:
    pairs = zip(old, new, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _matches(old: list[Unit], new: list[Unit]) -> list[tuple[int, int]]:
    """The places of a longest common subsequence, in order.

    Bit-parallel after Hyyrö (2004): a whole row of the table is one integer, in which a zero
    marks where the length grows. 10,000 characters against 10,000 take about 50 ms.
    """
    if not old or not new or len(old) * len(new) > MAX_CELLS:
        return []
    places: dict[Unit, int] = {}
    for place, unit in enumerate(old):
        places[unit] = places.get(unit, 0) | 1 << place
    full = (1 << len(old)) - 1
    row, rows = full, [full]
    for unit in new:
        hits = row & places.get(unit, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    found = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _joined(edits: Iterable[Edit]) -> list[Edit]:
    """Neighbours of one sort as one edit, empty ones left out."""
    found: list[Edit] = []
    for edit in edits:
        if not edit.size:
            continue
        if found and found[-1].is_same == edit.is_same:
            last = found.pop()
            found.append(Edit(last.old + edit.old, last.new + edit.new, is_same=edit.is_same))
        else:
            found.append(edit)
    return found


def _readable(edits: list[Edit]) -> list[Edit]:
    """Chance matches inside rewritten text given up: 的 between two new clauses tells nothing.

    Only what is shorter than half of the edit on either side is given up, so that two small
    changes near each other stay two.
    """
    found: list[Edit] = []
    for edit in edits:
        found.append(edit)
        while len(found) > 2 and _is_chance(*found[-3:]):
            before, between, after = found[-3:]
            found[-3:] = [
                Edit(before.old + between.old + after.old, before.new + between.new + after.new)
            ]
    return found


def _is_chance(before: Edit, between: Edit, after: Edit) -> bool:
    if not between.is_same or END in between.old:
        return False
    return 2 * between.size < min(before.size, after.size)


def _lines(edits: Iterable[Edit]) -> list[Line]:
    found: list[Line] = []
    line: list[Piece] = []
    for edit in edits:
        same: list[tuple[Kind, list[Unit]]] = [("same", edit.old)]
        sides: list[tuple[Kind, list[Unit]]] = [("del", edit.old), ("ins", edit.new)]
        for kind, units in same if edit.is_same else sides:
            for unit in units:
                # A line that is new or gone as a whole needs no sign of its end.
                if unit != END or (kind != "same" and {piece.kind for piece in line} != {kind}):
                    line.append(Piece(kind, *unit))
                if unit == END:
                    found.append(_run(line))
                    line = []
    return [*found, _run(line)] if line else found


def _run(pieces: list[Piece]) -> Line:
    """Neighbouring pieces that are set alike, as one."""
    return tuple(
        Piece(kind, "".join(piece.text for piece in run), *marks)
        for (kind, *marks), run in groupby(pieces, key=lambda p: (p.kind, *p[2:]))
    )
