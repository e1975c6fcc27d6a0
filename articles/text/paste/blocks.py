"""The tree of a text's HTML read into the blocks of a body.

One pass follows the tree without recursion and knows at each moment where it stands.
"""

from __future__ import annotations

import re
from itertools import groupby

from articles.text import links
from articles.text.characters import visible
from articles.text.markup import (
    Block,
    Cell,
    Char,
    Figure,
    Marks,
    Table,
    Text,
    join_lines,
    split_lines,
    unmarked,
)
from articles.text.paste.elements import HEADINGS, INLINE, MOST_DEEP, TABLE, Element, Styles
from articles.text.paste.notes import Kind, Notes

STRONG, EMPHASIS = {"b", "strong"}, {"i", "em"}
SCRIPTS = {"sup": "sup", "sub": "sub", "super": "sup"}  # elements, and styles as they are written
PHOTO_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SPAN = re.compile(r"[2-9]|[1-9][0-9]")
NUMBER = re.compile(r"[0-9]{1,4}")
# Kinds of numbers that a body's own take the place of: types of a list, and styles of its items.
LETTERED = {"a", "A", "i", "I", "cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"}
LETTERED |= {
    f"{case}-{kind}" for case in ("lower", "upper") for kind in ("alpha", "latin", "roman")
}
BOLD, NOT_BOLD = {"bold", "bolder"}, {"normal", "lighter"}
WEIGHTS, HEAVY = {str(weight) for weight in range(100, 1000, 100)}, 600
KEPT_LINES = {"pre", "pre-wrap", "pre-line", "break-spaces"}


def blocks(root: Element, *, notes: Notes) -> list[Block]:
    """The blocks that a tree holds. Notes links that lead nowhere; no text is lost."""
    reader = _Reader(notes)
    waiting: list[Element | str | None] = [*root.children[::-1]]  # None: an element ends
    while waiting:
        child = waiting.pop()
        if child is None:
            reader.end()
        elif isinstance(child, str):
            reader.text(child)
        else:
            reader.begin(child)
            waiting += [None, *child.children[::-1]]
    reader.flush()
    return reader.blocks


class _Reader:
    """Follows a tree, told of every element that begins and ends and of the text between."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.blocks: list[Block] = []
        self.line: list[Char] = []
        self.marks = [Marks()]
        self.keeps_lines = [False]
        self.open: list[str] = []  # what each open element changed, to be undone at its end
        self.lists: list[str] = []
        self.begun: list[bool] = []  # which of those lists have an item to nest others in
        self.starts: list[int] = []  # the number each of them begins with
        self.headings = self.quotes = self.tables = self.group = 0
        self.table = Table()
        self.cell: Cell | None = None
        self.figures: list[Block] = []  # of the table that is being read

    def text(self, data: str) -> None:
        end = "\n\n" if self.keeps_lines[-1] else "\r"
        self.line += [Char(c, self.marks[-1]) for c in visible(data).replace("\n", end)]

    def begin(self, element: Element) -> None:
        if element.tag == "br":
            self.line.append(Char("\n", self.marks[-1]))
        elif element.tag == "hr":
            self.end_line()
        self.marks.append(self.marks_of(element))
        space = element.style.get("white-space", "pre" if element.tag == "pre" else "")
        self.keeps_lines.append(space in KEPT_LINES if space else self.keeps_lines[-1])
        self.open.append(self.enter(element))

    def end(self) -> None:
        self.marks.pop()
        self.keeps_lines.pop()
        self.leave(self.open.pop())

    def marks_of(self, element: Element) -> Marks:
        """How text inside an element is set: as around it, but for what the element says."""
        around, tag, style = self.marks[-1], element.tag, element.style
        href = around.href
        if tag == "a" and "href" in element.attributes:
            href = links.address(typed := element.attributes["href"])
            if not (href or typed.startswith("#")):  # a link within the page is a trace
                self.notes.add(Kind.LINK, element.text)
        script = SCRIPTS.get(tag, around.script)
        script = SCRIPTS.get(style.get("vertical-align", ""), script)
        return Marks(
            _is_bold(style, default=around.strong or tag in STRONG),
            _is_italic(style, default=around.em or tag in EMPHASIS),
            href,
            script,
        )

    def enter(self, element: Element) -> str:
        tag, attributes = element.tag, element.attributes
        if tag in INLINE or tag in {"br", "hr"}:
            return "inline"
        if tag in TABLE:
            return self.enter_table(tag, attributes)
        if tag == "figure" and PHOTO_KEY.fullmatch(key := attributes.get("data-photo", "").strip()):
            self.place(Figure(key))
        role = self.container(tag)
        if role == "line":
            self.end_line()
            if tag == "ol":
                self.notes.add(Kind.NUMBERING)
            return role
        self.flush()
        if role == "list":
            self.enter_list(tag, attributes)
        elif role == "quotes":
            self.group += not self.quotes
            self.quotes += 1
        elif role == "headings":
            self.headings += 1
        elif role == "item":
            self.number(element)
        return role

    def container(self, tag: str) -> str:
        """What an element is where it stands: a cell or a crosshead holds nothing but lines."""
        if self.cell or self.headings:
            return "line"
        if tag in {"ul", "ol"}:
            return "list" if len(self.lists) < MOST_DEEP else "line"
        if self.lists:
            return "item" if tag == "li" else "line"
        return "quotes" if tag == "blockquote" else "headings" if tag in HEADINGS else "line"

    def enter_list(self, tag: str, attributes: dict[str, str]) -> None:
        self.group += not self.lists
        self.lists.append(tag)
        self.begun.append(False)
        start = attributes.get("start", "").strip()
        self.starts.append(int(start) if tag == "ol" and NUMBER.fullmatch(start) else 1)
        if attributes.get("type") in LETTERED:
            self.notes.add(Kind.NUMBERING)

    def number(self, item: Element) -> None:
        """An item that says its number: the list begins with it, or counts on past it."""
        value = item.attributes.get("value", "").strip()
        if self.lists[-1] != "ol":
            return
        if item.style.get("list-style-type", "") in LETTERED and not self.begun[-1]:
            self.notes.add(Kind.NUMBERING)
        if NUMBER.fullmatch(value):
            if self.begun[-1]:
                self.notes.add(Kind.NUMBERING, value)
            else:
                self.starts[-1] = int(value)

    def enter_table(self, tag: str, attributes: dict[str, str]) -> str:
        if tag == "table":
            self.tables += 1
            if self.tables > 1:
                self.end_line()
            else:
                self.flush()
                self.table = Table()
            return "tables"
        if self.tables == 1 and self.cell is None:
            self.flush()
            if tag == "tr":
                # Only rows before any other can head a table.
                is_head = self.open[-1] == "thead" and not self.table.rows
                (self.table.head if is_head else self.table.rows).append([])
            elif tag in {"td", "th"}:
                self.cell = Cell(tag, _spans(attributes))
                return "cell"
            return tag
        self.end_line()
        return "line"

    def leave(self, role: str) -> None:
        if role == "cell" and self.cell:
            self.cell.chars = join_lines(split_lines(self.line))
            rows = self.table.rows or self.table.head
            rows[-1].append(self.cell)
            self.cell, self.line = None, []
        elif role == "tables":
            self.leave_table()
        elif role in {"list", "item", "quotes", "headings"}:
            self.flush()
            if role == "list":
                for of_each_list in (self.lists, self.begun, self.starts):
                    of_each_list.pop()
            elif role != "item":
                setattr(self, role, getattr(self, role) - 1)
        elif role != "inline":
            self.end_line()

    def leave_table(self) -> None:
        self.tables -= 1
        if self.tables:
            self.end_line()
            return
        self.flush()
        self.begun = [False] * len(self.lists)
        cells = [cell for row in self.table.head + self.table.rows for cell in row]
        if len(cells) == 1:  # a frame around the text, not a table
            # Each of its lines was a paragraph.
            self.line = [c for char in cells[0].chars for c in [char] * (1 + (char.char == "\n"))]
            self.flush()
        elif any(cell.chars for cell in cells):
            self.blocks.append(self.table)
        self.blocks += self.figures
        self.figures = []

    def place(self, figure: Figure) -> None:
        if self.cell:
            self.figures.append(figure)
        else:
            self.flush()
            self.begun = [False] * len(self.lists)
            self.blocks.append(figure)

    def note_links(self, chars: list[Char]) -> None:
        """Note the links of a crosshead, which holds none."""
        for href, linked in groupby(chars, key=lambda char: char.marks.href):
            if href:
                self.notes.add(Kind.CROSSHEAD_LINK, "".join(map(unmarked, linked)))

    def end_line(self) -> None:
        if self.cell or self.headings or self.lists:
            self.line.append(Char("\n"))
        else:
            self.flush()

    def flush(self) -> None:
        """Make blocks of the text read since the last one."""
        lines, self.line = split_lines(self.line), []
        if self.headings and any(lines):
            self.note_links([char for line in lines for char in line])
            plain = [[Char(unmarked(char)) for char in line] for line in lines if line]
            rest = [char for line in plain[1:] for char in [Char(" "), *line]]
            self.blocks.append(Text("h2", join_lines([plain[0], rest[1:]])))
        elif self.lists and any(lines):
            around = [tag for tag, begun in zip(self.lists, self.begun, strict=True) if begun]
            nesting = around if self.begun[-1] else [*around, self.lists[-1]]
            start = 1 if self.begun[-1] else self.starts[-1]
            self.begun[-1] = True
            item = Text("li", join_lines(lines), self.group, tuple(nesting), start)
            self.blocks.append(item)
        elif any(lines):
            kind, group = ("quote", self.group) if self.quotes else ("p", 0)
            for has_text, run in groupby(lines, key=bool):
                if has_text:
                    self.blocks.append(Text(kind, join_lines(list(run)), group))


def _spans(attributes: dict[str, str]) -> dict[str, str]:
    """How many columns and rows a cell takes, where it takes more than one."""
    found = ((name, attributes.get(name, "").strip()) for name in ("colspan", "rowspan"))
    return {name: value for name, value in found if SPAN.fullmatch(value)}


def _is_bold(style: Styles, *, default: bool) -> bool:
    if not style:
        return default
    weights = {style.get("font-weight", ""), *style.get("font", "").split()[:3]}
    numbers = [int(weight) for weight in weights if weight in WEIGHTS]
    if weights & BOLD or any(number >= HEAVY for number in numbers):
        return True
    return default and not (numbers or style.get("font-weight") in NOT_BOLD)


def _is_italic(style: Styles, *, default: bool) -> bool:
    if not style:
        return default
    slants = {style.get("font-style", ""), *style.get("font", "").split()[:3]}
    if slants & {"italic", "oblique"}:
        return True
    return default and style.get("font-style") != "normal"
