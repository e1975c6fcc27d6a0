"""The body of a story: a small vocabulary of HTML, cleaned when it enters and when it is rendered.

Blocks: p, h2 (a crosshead; a label stands before a br), blockquote with p, ul, ol, table and
figure[data-photo]. Inside them: strong, em, a[href] and br. Indent and spacing are CSS, never text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TypeGuard

from articles.text.markup import Block, Cell, Char, Figure, Table, Text, lines, write
from articles.text.paste import read

# A run of Latin letters and digits is one 字; so is a number with its decimals.
RUN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]+(?:[.,][0-9]+)*")
UNIT = re.compile(rf"{RUN.pattern}|\S")  # near enough for cutting: a mark that joins others counts
CLAUSE_END = re.compile(r"[，；、]")
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)]*")
PAIRS = ("“”", "‘’", "《》", "（）", "「」")
FIGURE = re.compile(r'<figure data-photo="([^"]*)"></figure>')
LABEL = re.compile(r"<h2>([^<]*)<br>")
OUTWARD = re.compile(r'<a (href="https?://[^"]*")>', re.IGNORECASE)


@dataclass(frozen=True)
class Crosshead:
    """A headline inside the body; the label is the word printed above it, such as 探访."""

    label: str
    text: str


def clean(html: str) -> str:
    """The same text in the vocabulary above, with everything else gone.

    Cleaning twice is cleaning once.
    """
    return write(read(html))


def text(html: str) -> str:
    """The plain text, a line to a block or a row of a table."""
    return "\n".join(line for block in read(html) for line in _lines(block))


def length(text: str, *, punctuation: bool = True) -> int:
    """The length in 字, as a Chinese paper counts.

    Han characters and punctuation marks count one each, a run of Latin letters or digits counts
    one (5G, BIM, 2023, 57.1), white space counts nothing. So 1+3+X is five, 90% is two, an address
    such as a@b.cn is five, and a picture character (😀) is one mark. Without `punctuation`, marks
    and symbols are left out.
    """
    text, runs = RUN.subn("", text)
    return runs + sum(_counts(character, punctuation=punctuation) for character in text)


def summary(html: str, *, limit: int) -> str:
    """The opening, at most `limit` 字: whole sentences if one fits, else whole clauses.

    A sentence that ends inside a quotation that goes on is no place to stop.
    """
    lead = next((_line(block) for block in read(html) if _is(block, "p")), "")
    room = _first(lead, limit)
    if room == lead:
        return lead
    for match in reversed(list(SENTENCE_END.finditer(lead, 0, len(room)))):
        if _is_balanced(lead[: match.end()]):
            return lead[: match.end()]
    room = _first(lead, limit - 1)
    clauses = [match.start() for match in CLAUSE_END.finditer(lead, 0, len(room))]
    return (lead[: clauses[-1]] if clauses else room.rstrip()) + "…"


def crossheads(html: str) -> list[Crosshead]:
    """The crossheads in order. A body holds at most one break in each: after its label."""
    heads = ["\n".join(lines(block.chars)) for block in read(html) if _is(block, "h2")]
    return [Crosshead(*head.rpartition("\n")[::2]) for head in heads]


def figures(html: str) -> list[str]:
    """The keys of the photos the body places, in order."""
    return [block.key for block in read(html) if isinstance(block, Figure)]


def render(
    html: str,
    *,
    dateline: str = "",
    figure: Callable[[str], str],
    link: Callable[[list[list[Char]]], list[list[Char]]] = list,
) -> str:
    """The body as readers get it: cleaned again, dateline in place, photos put in by `figure`.

    `figure` gets a photo's key and returns trusted markup, or nothing for a photo it does not know.
    `link` gets the characters of every paragraph, item and cell, not those of crossheads, and
    returns as many, with links in them.
    """
    blocks = read(html)
    running = list(_running(blocks))
    for text, chars in zip(running, link([text.chars for text in running]), strict=True):
        text.chars = chars
    opening = next((n for n, block in enumerate(blocks) if _is(block, "p")), len(blocks))
    before, rest = write(blocks[:opening]), write(blocks[opening:])
    if dateline:
        span = f'<span class="dateline">{escape(dateline)}</span>'
        rest = f"<p>{span} {rest.removeprefix('<p>')}" if rest else f"<p>{span}</p>"
    markup = LABEL.sub(r'<h2><span class="crosshead-label">\1</span> ', before + rest)
    markup = OUTWARD.sub(r'<a \1 rel="noopener">', markup)
    return FIGURE.sub(lambda match: figure(match[1]), markup)


def _is(block: Block, kind: str) -> TypeGuard[Text]:
    return isinstance(block, Text) and block.kind == kind


def _running(blocks: list[Block]) -> Iterator[Text | Cell]:
    """What holds running text, in order."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell for row in block.head + block.rows for cell in row)
        elif isinstance(block, Text) and block.kind != "h2":
            yield block


def _line(text: Text) -> str:
    return " ".join(lines(text.chars))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Text):
        yield _line(block)
    elif isinstance(block, Table):
        for row in block.head + block.rows:
            yield " ".join(filter(None, (" ".join(lines(cell.chars)) for cell in row)))


def _first(text: str, limit: int) -> str:
    """As much of the beginning as has at most `limit` 字, no run of letters cut."""
    for used, unit in enumerate(UNIT.finditer(text)):
        if used == limit:
            return text[: unit.start()]
    return text


def _is_balanced(text: str) -> bool:
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in PAIRS)


def _counts(character: str, *, punctuation: bool) -> bool:
    category = unicodedata.category(character)[0]
    return category not in "ZCM" and (punctuation or category not in "PS")
