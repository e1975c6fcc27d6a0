"""The blocks a body is made of, and how they are written as HTML.

A body is a row of blocks, not a tree: a paragraph stands in nothing but a quotation and cannot hold
another. Text is kept a character at a time with its marks, so that any HTML has one way to be
written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import NamedTuple

INDENT = ("\u3000\u3000", "\u2003\u2003", "\xa0\xa0\xa0\xa0")
WIDE = re.compile("[\u2018-\u201d\u2026\u2014\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
# Digits that are set high or low, where marks have no place.
PLAIN, HIGH, LOW = "0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎"
SCRIPTS = {
    "sup": dict(zip(PLAIN, HIGH, strict=True)),
    "sub": dict(zip(PLAIN, LOW, strict=True)),
}


class Marks(NamedTuple):
    strong: bool = False
    em: bool = False
    href: str = ""
    script: str = ""  # sup or sub


class Char(NamedTuple):
    """One character and how it is set. A line feed is a br; a return is a broken source line."""

    char: str
    marks: Marks = Marks()


def plain(chars: Iterable[Char]) -> str:
    """The text of characters, without their marks."""
    return "".join(char.char for char in chars)


def lines(chars: Iterable[Char]) -> list[str]:
    """The same, a string a line; digits that are set high or low stay so: 10⁸ is not 108."""
    return "".join(map(unmarked, chars)).split("\n")


def unmarked(char: Char) -> str:
    """A character as it stands where no marks are."""
    return SCRIPTS.get(char.marks.script, {}).get(char.char, char.char)


@dataclass
class Text:
    """A block of text: p, h2, quote (a paragraph of a quotation) or li."""

    kind: str
    chars: list[Char]
    group: int = 0  # which quotation or list it stands in
    lists: tuple[str, ...] = ()  # the lists around an item, outermost first, each with an item
    start: int = 1  # the number of an item that begins a numbered list


@dataclass
class Figure:
    key: str


@dataclass
class Cell:
    tag: str
    attributes: dict[str, str]
    chars: list[Char] = field(default_factory=list)


@dataclass
class Table:
    head: list[list[Cell]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


Block = Text | Figure | Table


BREAK = "\x1f"  # a control, which no text holds: here a line may end within what is one word else


class Form:
    """How what may look different to readers is written: here, as it is stored."""

    def running(self, chars: Iterable[Char]) -> Iterable[Char]:
        """The characters of running text, with a BREAK where a line may end besides."""
        return chars

    def figure(self, key: str) -> str:
        """The place of the photo with that key."""
        return f'<figure data-photo="{escape(key)}"></figure>'

    def crosshead(self, chars: list[Char]) -> str:
        """What stands inside the h2 of a crosshead, whose first line may be a label."""
        return inline(chars, self)

    def link(self, href: str) -> str:
        """The start tag of a link."""
        return f'<a href="{escape(href)}">'


STORED = Form()


def write(blocks: Iterable[Block], form: Form = STORED) -> str:
    """The blocks as HTML. articles.text.paste reads the stored form again as the same blocks."""
    return "".join(
        _write_group(kind, list(run), form)
        for (kind, _), run in groupby(blocks, key=lambda b: (_kind(b), getattr(b, "group", 0)))
    )


def pieces(blocks: Iterable[Block]) -> list[str]:
    """The same HTML, a string to what stands on its own: a paragraph, a table, a whole list."""
    groups = groupby(
        enumerate(blocks),
        key=lambda item: getattr(item[1], "group", 0) or -item[0],
    )
    return [write([block for _, block in group]) for _, group in groups]


def split_lines(chars: list[Char]) -> list[list[Char]]:
    """The lines parted by br, blanks folded; an empty one before each that begins a paragraph."""
    lines: list[list[Char]] = [[]]
    for char in chars:
        if char.char == "\n":
            lines.append([])
        else:
            lines[-1].append(char)
    found: list[list[Char]] = []
    for line in lines:
        if plain(line[:9]).lstrip("\r\t ").startswith(INDENT):
            found.append([])
        found.append(_folded(line))
    return found


def _folded(line: list[Char]) -> list[Char]:
    """Blanks inside are one space, blanks at the ends nothing.

    A source line broken beside a Han character was broken by an editor, and is no space at all.
    """
    found: list[Char] = []
    blanks: list[Char] = []
    for char in line:
        if char.char.isspace() and (char.char != "\u3000" or not found):
            blanks.append(char)
            continue
        if found and blanks:
            beside_han = WIDE.match(found[-1].char) or WIDE.match(char.char)
            if not (beside_han and any(blank.char == "\r" for blank in blanks)):
                found.append(Char(" ", blanks[0].marks))
        blanks = []
        found.append(char)
    while found and found[-1].char.isspace():
        found.pop()
    return found


def join_lines(lines: list[list[Char]]) -> list[Char]:
    found: list[Char] = []
    for line in filter(None, lines):
        found += [Char("\n", line[0].marks)] if found else []
        found += line
    return found


def _kind(block: Block) -> str:
    return block.kind if isinstance(block, Text) else ""


def _write_group(kind: str, blocks: list[Block], form: Form) -> str:
    texts = [block for block in blocks if isinstance(block, Text)]
    if kind == "li":
        return "".join(_write_list(texts, form))
    if kind == "quote":
        written = (f"<p>{inline(text.chars, form)}</p>" for text in texts)
        return f"<blockquote>{''.join(written)}</blockquote>"
    return "".join(_write_block(block, form) for block in blocks)


def _write_block(block: Block, form: Form) -> str:
    if isinstance(block, Figure):
        return form.figure(block.key)
    if isinstance(block, Text):
        is_crosshead = block.kind == "h2"
        text = form.crosshead(block.chars) if is_crosshead else inline(block.chars, form)
        return f"<{block.kind}>{text}</{block.kind}>"
    parts = [("thead", block.head), ("tbody", block.rows)]
    return f"<table>{''.join(_write_rows(tag, rows, form) for tag, rows in parts if rows)}</table>"


def _write_rows(tag: str, rows: list[list[Cell]], form: Form) -> str:
    written = ("".join(_write_cell(cell, form) for cell in row) for row in rows)
    return f"<{tag}>{''.join(f'<tr>{cells}</tr>' for cells in written)}</{tag}>"


def _write_cell(cell: Cell, form: Form) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in cell.attributes.items())
    return f"<{cell.tag}{attributes}>{inline(cell.chars, form)}</{cell.tag}>"


def _write_list(items: list[Text], form: Form) -> Iterator[str]:
    open_lists: list[str] = []
    for item in items:
        tag, depth = item.lists[-1], len(item.lists)
        while len(open_lists) > depth or (len(open_lists) == depth and open_lists[-1] != tag):
            yield f"</li></{open_lists.pop()}>"
        if len(open_lists) == depth:
            yield "</li><li>"
        else:
            open_lists.append(tag)
            yield f'<{tag} start="{item.start}"><li>' if item.start != 1 else f"<{tag}><li>"
        yield inline(item.chars, form)
    while open_lists:
        yield f"</li></{open_lists.pop()}>"


def inline(chars: Iterable[Char], form: Form = STORED) -> str:
    """Running text with its marks, always nested a, strong, em, and sup or sub."""
    return marked(form.running(chars), form)


def marked(chars: Iterable[Char], form: Form) -> str:
    """Characters and breaks with their marks, nested in that way."""
    found = []
    for marks, run in groupby(chars, key=lambda c: c.marks):
        found.append((marks, escape(plain(run), quote=False)))
    html = ""
    for href, linked in groupby(found, key=lambda piece: piece[0].href):
        inside = ""
        for strong, pieces in groupby(linked, key=lambda piece: piece[0].strong):
            text = "".join(_emphasised(pieces))
            inside += f"<strong>{text}</strong>" if strong else text
        html += f"{form.link(href)}{inside}</a>" if href else inside
    return html.replace("\n", "<br>").replace(BREAK, "<wbr>")


def with_breaks(chars: Sequence[Char], places: Iterable[int]) -> list[Char]:
    """The characters with a BREAK before each of these places."""
    found, start = [], 0
    for place in places:
        found += [*chars[start:place], Char(BREAK, chars[place - 1].marks)]
        start = place
    return [*found, *chars[start:]]


def _emphasised(pieces: Iterable[tuple[Marks, str]]) -> Iterator[str]:
    """Pieces of text within em, sup and sub, as they are marked."""
    for em, run in groupby(pieces, key=lambda piece: piece[0].em):
        texts = (f"<{m.script}>{t}</{m.script}>" if m.script else t for m, t in run)
        text = "".join(texts)
        yield f"<em>{text}</em>" if em else text
