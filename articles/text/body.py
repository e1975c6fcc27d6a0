"""The body of a story: a small vocabulary of HTML, parsed once into a value that is passed on.

Blocks: p, h2 (a crosshead; a label stands before a br), blockquote with p, ul, ol, table and
figure[data-photo]; an ol may have a start. Inside them: strong, em, sup, sub, a[href] and br.
Indent and spacing are CSS, never text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape, unescape
from itertools import count, groupby
from typing import TypeGuard

from articles.text import breaking, summaries
from articles.text.counting import length
from articles.text.markup import (
    Block,
    Cell,
    Char,
    Figure,
    Form,
    Table,
    Text,
    inline,
    lines,
    marked,
    plain,
    with_breaks,
    write,
)
from articles.text.paste import read

INLINE_TAG = re.compile(r"</?(?:strong|em|a|sup|sub)\b[^<>]*>")
BLOCK_TAG = re.compile(r"<[^<>]*>")
OUTWARD = ("http://", "https://")


@dataclass(frozen=True)
class Crosshead:
    """A headline inside the body; the label is the word printed above it, such as 探访."""

    label: str
    text: str


@dataclass(frozen=True)
class Link:
    """A stretch of running text that leads somewhere."""

    run: int  # the number of the paragraph, item or cell among those that hold running text
    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Body:
    """A body that has been parsed: its blocks in order. They are never changed, but copied."""

    blocks: tuple[Block, ...]
    source: str | None = field(default=None, compare=False)  # what it was parsed from, if it was

    @cached_property
    def html(self) -> str:
        """The body as it is stored: what it was parsed from, or else its blocks."""
        return write(self.blocks) if self.source is None else self.source

    @cached_property
    def text(self) -> str:
        """The plain text, a line to a block or a row of a table."""
        return "\n".join(line for block in self.blocks for line in _lines(block))

    @property
    def crossheads(self) -> list[Crosshead]:
        """The crossheads in order. A body holds at most one break in each: after its label."""
        heads = ["\n".join(lines(block.chars)) for block in self.blocks if _is(block, "h2")]
        return [Crosshead(*head.rpartition("\n")[::2]) for head in heads]

    @property
    def figures(self) -> list[str]:
        """The keys of the photos the body places, in order."""
        return [block.key for block in self.blocks if isinstance(block, Figure)]

    def without_figures(self, keys: Collection[str]) -> Body:
        """The body without the places of the photos with these keys."""
        kept = (b for b in self.blocks if not (isinstance(b, Figure) and b.key in keys))
        return Body(tuple(kept))

    @property
    def running(self) -> list[list[Char]]:
        """The characters of every paragraph, item and cell, in order; crossheads have none."""
        return [text.chars for block in self.blocks for text in _texts(block) if not _is_head(text)]

    def changed(self, change: Callable[[list[Char]], list[Char]]) -> Body:
        """The body with other characters in every text, crossheads among them."""
        return Body(tuple(_copied(block, lambda text: change(text.chars)) for block in self.blocks))

    def linked(self, links: Iterable[Link]) -> Body:
        """The body with these links in its running text."""
        by_run: dict[int, list[Link]] = {}
        for link in links:
            by_run.setdefault(link.run, []).append(link)
        numbers = count()

        def change(text: Text | Cell) -> list[Char]:
            found = [] if _is_head(text) else by_run.get(next(numbers), [])
            return _with_links(text.chars, found) if found else text.chars

        return Body(tuple(_copied(block, change) for block in self.blocks)) if by_run else self

    def links_beside(self, plain: Body) -> list[Link]:
        """The links that this body has and `plain`, the same text, has not."""
        found = []
        for number, (chars, others) in enumerate(zip(self.running, plain.running, strict=True)):
            place = 0
            pairs = zip(chars, others, strict=True)
            for href, run in groupby(pairs, key=lambda p: p[0].marks.href * (p[0] != p[1])):
                size = len(list(run))
                found += [Link(number, place, place + size, href)] if href else []
                place += size
        return found

    def summary(self, *, limit: int) -> str:
        """The opening, at most `limit` 字: of the first paragraph that says something, or where
        there is no paragraph, of the first quotation or item.
        """
        texts = [block for block in self.blocks if isinstance(block, Text) and block.kind != "h2"]
        own = [text for text in texts if text.kind == "p"]
        return summaries.summary([_line(text) for text in own or texts], limit=limit)

    def render(
        self,
        *,
        dateline: str = "",
        figure: Callable[[str], str],
        runs: Callable[[str], list[list[int]]] = lambda _crosshead: [],
    ) -> str:
        """The body as readers get it: dateline in place, photos put in by `figure`.

        `figure` gets a photo's key and returns trusted markup, or nothing for one it does not know.
        `runs` gets the text of a crosshead and returns where its lines may end (breaking.runs).
        """
        form = _ForReaders(figure, runs)
        if not dateline:
            return write(self.blocks, form)
        span = f'<span class="dateline">{escape(dateline)}</span>'
        for place, block in enumerate(self.blocks):
            if _is(block, "p"):
                opening = f"<p>{span} {inline(block.chars, form)}</p>"
                before, after = self.blocks[:place], self.blocks[place + 1 :]
                return write(before, form) + opening + write(after, form)
        return f"{write(self.blocks, form)}<p>{span}</p>"


class _ForReaders(Form):
    """The form in which readers get a body."""

    def __init__(
        self, figure: Callable[[str], str], runs: Callable[[str], list[list[int]]]
    ) -> None:
        self._figure, self._runs = figure, runs

    def figure(self, key: str) -> str:
        return self._figure(key)

    def crosshead(self, chars: list[Char]) -> str:
        for place, char in enumerate(chars):
            if char.char == "\n":
                label = f'<span class="crosshead-label">{inline(chars[:place], self)}</span>'
                return f"{label} {self._broken(chars[place + 1 :])}"
        return self._broken(chars)

    def running(self, chars: Iterable[Char]) -> Iterable[Char]:
        chars = list(chars)
        return with_breaks(chars, breaking.latin(plain(chars)))

    def _broken(self, chars: list[Char]) -> str:
        """A line of a crosshead with where it may end."""
        found = self._runs(plain(chars))
        html = breaking.in_runs(found, lambda start, end: marked(chars[start:end], self))
        return html or marked(chars, self)

    def link(self, href: str) -> str:
        rel = ' rel="noopener"' if href.lower().startswith(OUTWARD) else ""
        return f'<a href="{escape(href)}"{rel}>'


def parse(html: str) -> Body:
    """The body that any HTML holds, in the vocabulary above, everything else left out."""
    return Body(tuple(read(html)), source=html)


def clean(html: str) -> str:
    """The same text in the vocabulary above, with everything else left out.

    Cleaning twice is cleaning once.
    """
    return write(read(html))


def of_plain(text: str, *, figures: Iterable[str] = ()) -> str:
    """The body that a plain text is, a paragraph to each line that is not empty; cleaned.

    `figures` are the keys of photos that stand below it.
    """
    paragraphs = (f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    placed = (f'<figure data-photo="{escape(key)}"></figure>' for key in figures)
    return clean("".join([*paragraphs, *placed]))


def stored_length(html: str, *, dateline: str = "") -> int:
    """The length in 字 of a body as it is stored, clean, below its dateline, which is plain text.

    Strong, em, a, sup and sub part nothing; any other element stands apart from what is beside it.
    A tenth of the work of parsing it.
    """
    text = unescape(BLOCK_TAG.sub("\n", INLINE_TAG.sub("", html)))
    return length(f"{dateline}\n{text}")


def _is(block: Block, kind: str) -> TypeGuard[Text]:
    return isinstance(block, Text) and block.kind == kind


def _texts(block: Block) -> list[Text | Cell]:
    """What of a block holds text, in order."""
    if isinstance(block, Table):
        return [cell for row in block.head + block.rows for cell in row]
    return [block] if isinstance(block, Text) else []


def _is_head(text: Text | Cell) -> bool:
    return isinstance(text, Text) and text.kind == "h2"


def _copied(block: Block, change: Callable[[Text | Cell], list[Char]]) -> Block:
    if isinstance(block, Text):
        return replace(block, chars=change(block))
    if isinstance(block, Table):
        head, rows = (
            [[replace(cell, chars=change(cell)) for cell in row] for row in part]
            for part in (block.head, block.rows)
        )
        return Table(head, rows)
    return block


def _with_links(chars: list[Char], links: Iterable[Link]) -> list[Char]:
    found = list(chars)
    for link in links:
        for place in range(link.start, link.end):
            char, marks = found[place]
            found[place] = Char(char, marks._replace(href=link.href))
    return found


def _line(text: Text) -> str:
    return " ".join(lines(text.chars))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield _line(block)
    elif isinstance(block, Table):
        for row in block.head + block.rows:
            yield " ".join(filter(None, (" ".join(lines(cell.chars)) for cell in row)))
