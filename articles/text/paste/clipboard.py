"""Text that comes in from outside, whatever made it: one function for pastes, files, imports."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.text.markup import Block, Figure, Table, Text, lines, plain, write
from articles.text.paste.blocks import blocks
from articles.text.paste.elements import Element, parse, refuse_depth
from articles.text.paste.notes import Note, Notes
from articles.text.paste.plain import blocks_of_plain, join_broken_lines
from articles.text.paste.sources import Picture, resolve
from articles.text.paste.typesetting import count_full_width, set_as_printed

HEADLINE = 40  # characters of a line that may be a headline
SENTENCE = re.compile("[。！？；…：，,:;]$|。")
NO_HEADLINE = re.compile(
    "[□■▢◇◆●▲△]|本报|新华社|记者|通讯员|[文图][/／]|图[一二三四五六七八九0-9]|(?<![0-9])[0-9]+[.．、]"
)


@dataclass(frozen=True)
class Pasted:
    """What came in: its blocks, what was left out or changed, and what an editor may choose."""

    blocks: list[Block]
    notes: tuple[Note, ...]
    headline: str  # the first line, where it seems to be a headline; it stands in the blocks too
    full_width: int  # digits and letters of full width that stayed so

    @property
    def html(self) -> str:
        """The body as it is stored."""
        return write(self.blocks)

    @property
    def plain(self) -> str:
        """The text alone, a line to a paragraph or a row of a table."""
        return "\n".join(line for block in self.blocks for line in _lines(block))


def read(html: str, *, notes: Notes | None = None, picture: Picture | None = None) -> list[Block]:
    """The blocks of any HTML in the vocabulary of a body.

    What is stored comes back as it is. What is left out is told to `notes`; `picture` takes in a
    picture by its address (mostly data:) and its words and gives the key of the photo it became.
    """
    return _read(parse(html), Notes() if notes is None else notes, picture)


def take_in(
    html: str, *, plain: str = "", half_width: bool = False, picture: Picture | None = None
) -> Pasted:
    """What HTML from outside holds, set as a paper sets it; its plain text, if it holds nothing.

    `half_width` folds full-width digits and letters. Raises TooDeep.
    """
    refuse_depth(html)
    notes = Notes()
    found = read(html, notes=notes, picture=picture)
    if not found and not list(notes):
        found = blocks_of_plain(plain, notes=notes)
    join_broken_lines(found, notes=notes)
    set_as_printed(found, notes=notes, half_width=half_width)
    return Pasted(found, tuple(notes), _headline(found), count_full_width(found))


def _read(root: Element, notes: Notes, picture: Picture | None) -> list[Block]:
    resolve(root, notes=notes, picture=picture)
    return blocks(root, notes=notes)


def _lines(block: Block) -> list[str]:
    if isinstance(block, Text):
        return [" ".join(lines(block.chars))]
    rows = block.head + block.rows if isinstance(block, Table) else []
    return [" ".join(" ".join(lines(cell.chars)) for cell in row) for row in rows]


def _headline(found: list[Block]) -> str:
    """The first line, if it is a heading or as short as one and text follows it; else nothing."""
    texts = [block for block in found if isinstance(block, Text)]
    if len(texts) < 2 or isinstance(found[0], Figure) or texts[0] is not found[0]:
        return ""
    first, following = texts[0], plain(texts[1].chars)
    line = " ".join(lines(first.chars))
    if first.kind not in {"p", "h2"} or len(line) > HEADLINE or NO_HEADLINE.match(line):
        return ""
    if first.kind == "h2":
        return line
    is_text = bool(SENTENCE.search(following)) or len(following) > HEADLINE
    return "" if SENTENCE.search(line) or not is_text else line
