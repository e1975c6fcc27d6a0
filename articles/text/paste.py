"""Any HTML, pasted from Word, WPS, WeChat or anywhere, read into the blocks of a body.

nh3 makes it safe and well formed; then one pass follows it without recursion, so that depth costs
nothing.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import groupby

import nh3

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
    plain,
    split_lines,
)

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
STRONG, EMPHASIS = {"b", "strong"}, {"i", "em"}
INLINE = STRONG | EMPHASIS | {"a", "span"}
TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
# Elements that end a line wherever they begin and end, and mean nothing more to us.
BREAKS = (
    {"address", "article", "aside", "center", "div", "footer", "form", "header", "main", "nav"}
    | {"dd", "details", "dl", "dt", "fieldset", "figcaption", "hr", "p", "pre", "section"}
    | {"summary"}
)
ALLOWED = BREAKS | HEADINGS | INLINE | TABLE | {"br", "blockquote", "ul", "ol", "li", "figure"}
DANGEROUS = (
    {"applet", "audio", "button", "canvas", "embed", "iframe", "math", "noembed", "noframes"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title"}
    | {"video", "xml"}
)
ATTRIBUTES = {
    "*": {"style"},
    "a": {"href"},
    "figure": {"data-photo"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
PHOTO_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SPAN = re.compile(r"[2-9]|[1-9][0-9]")
STYLES = {
    "hidden": re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE),
    "bullet": re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE),
    "bold": re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE),
    "plain": re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)", re.IGNORECASE),
}


def read(html: str) -> list[Block]:
    """The blocks of any HTML, everything dangerous or unknown left out and no text lost."""
    safe = nh3.clean(
        html.encode(errors="ignore").decode(),  # nh3 takes no lone surrogates
        tags=ALLOWED,
        clean_content_tags=DANGEROUS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    reader = _Reader()
    reader.feed(safe)
    reader.close()
    reader.flush()
    return reader.blocks


class _Reader(HTMLParser):
    """Follows the well-formed HTML that nh3 gives, knowing at each moment where it stands."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.line: list[Char] = []
        self.marks = [Marks()]
        self.open: list[str] = []  # what each open element changed, to be undone at its end
        self.lists: list[str] = []
        self.begun: list[bool] = []  # which of those lists have an item to nest others in
        self.headings = self.quotes = self.tables = self.group = self.start = 0
        self.table = Table()
        self.cell: Cell | None = None
        self.figures: list[Block] = []  # of the table that is being read

    def handle_data(self, data: str) -> None:
        if not self.marks[-1].hidden:
            data = visible(data).replace("\n", "\r")
            self.line += [Char(char, self.marks[-1]) for char in data]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        style = attributes.pop("style", "")
        if tag == "br":
            self.line += [Char("\n", self.marks[-1])] * (not self.marks[-1].hidden)
        elif tag == "hr":
            self.end_line()
        else:
            self.marks.append(_marks(self.marks[-1], tag, style, attributes))
            self.open.append(self.enter(tag, style, attributes))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "hr"}:
            self.marks.pop()
            self.leave(self.open.pop())

    def enter(self, tag: str, style: str, attributes: dict[str, str]) -> str:
        if tag in INLINE:
            self.start = len(self.line) if style == "bullet" else self.start
            return "bullet" if style == "bullet" else "inline"
        if tag in TABLE:
            return self.enter_table(tag, attributes)
        if tag == "figure" and "data-photo" in attributes and not self.marks[-1].hidden:
            self.place(Figure(attributes["data-photo"]))
        role = self.container(tag)
        if role == "line":
            self.end_line()
            return role
        self.flush()
        if role == "list":
            self.group += not self.lists
            self.lists.append(tag)
            self.begun.append(False)
        elif role == "quotes":
            self.group += not self.quotes
            self.quotes += 1
        elif role == "headings":
            self.headings += 1
        return role

    def container(self, tag: str) -> str:
        """What an element is where it stands: a cell or a crosshead holds nothing but lines."""
        if self.cell or self.headings:
            return "line"
        if tag in {"ul", "ol"}:
            return "list"
        if self.lists:
            return "item" if tag == "li" else "line"
        return "quotes" if tag == "blockquote" else "headings" if tag in HEADINGS else "line"

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
                self.cell = Cell(tag, attributes)
                return "cell"
            return tag
        self.end_line()
        return "line"

    def leave(self, role: str) -> None:
        if role == "bullet":  # Word writes the dot of a list into the text; a number has two signs
            if len(plain(self.line[self.start :]).strip()) == 1:
                del self.line[self.start :]
        elif role == "cell" and self.cell:
            self.cell.chars = join_lines(split_lines(self.line))
            rows = self.table.rows or self.table.head
            rows[-1].append(self.cell)
            self.cell, self.line = None, []
        elif role == "tables":
            self.leave_table()
        elif role in {"list", "item", "quotes", "headings"}:
            self.flush()
            if role == "list":
                self.lists.pop()
                self.begun.pop()
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

    def end_line(self) -> None:
        if self.cell or self.headings or self.lists:
            self.line.append(Char("\n"))
        else:
            self.flush()

    def flush(self) -> None:
        """Make blocks of the text read since the last one."""
        lines, self.line = split_lines(self.line), []
        if self.headings and any(lines):
            plain = [[Char(c.char) for c in line] for line in lines if line]
            rest = [char for line in plain[1:] for char in [Char(" "), *line]]
            self.blocks.append(Text("h2", join_lines([plain[0], rest[1:]])))
        elif self.lists and any(lines):
            around = [tag for tag, begun in zip(self.lists, self.begun, strict=True) if begun]
            nesting = around if self.begun[-1] else [*around, self.lists[-1]]
            self.begun[-1] = True
            self.blocks.append(Text("li", join_lines(lines), self.group, tuple(nesting)))
        elif any(lines):
            kind, group = ("quote", self.group) if self.quotes else ("p", 0)
            for has_text, run in groupby(lines, key=bool):
                if has_text:
                    self.blocks.append(Text(kind, join_lines(list(run)), group))


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return next((word for word, style in STYLES.items() if style.search(value)), None)
    if name == "href":
        return links.address(value) or None
    value = value.strip()
    pattern = PHOTO_KEY if name == "data-photo" else SPAN
    return value if pattern.fullmatch(value) else None


def _marks(around: Marks, tag: str, style: str, attributes: dict[str, str]) -> Marks:
    strong = (around.strong or tag in STRONG or style == "bold") and style != "plain"
    href = attributes.get("href", "") if tag == "a" else around.href
    em = around.em or tag in EMPHASIS
    return Marks(strong, em, href, hidden=around.hidden or style == "hidden")
