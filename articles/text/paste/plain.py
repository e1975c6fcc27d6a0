"""Lines that a page broke, joined again; and plain text read into paragraphs, a line each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from statistics import median

from articles.text.characters import visible
from articles.text.markup import INDENT, Block, Char, Text, join_lines, plain, split_lines
from articles.text.paste.notes import Kind, Notes

ENDS = tuple("。！？!?…”’」』）)：:；;")
FEWEST = 3  # lines from which on one may see that they were broken
NARROW, WIDE = 10, 70  # characters in the line of a column or a page
RAGGED = 3  # characters by which full lines differ


def blocks_of_plain(text: str, *, notes: Notes) -> list[Block]:
    """The paragraphs of a plain text: its lines, those that a page broke joined again."""
    lines = [[Char(char) for char in line.replace("\t", " ")] for line in _lines(text)]
    paragraphs = (split_lines(line) for line in _unbroken(lines, notes))
    return [Text("p", join_lines(parts)) for parts in paragraphs if any(parts)]


def join_broken_lines(blocks: Iterable[Block], *, notes: Notes) -> None:
    """Join the lines of paragraphs that a page broke: PDF viewers copy them with a br at each."""
    for block in blocks:
        if isinstance(block, Text) and block.kind == "p" and Char("\n") in block.chars:
            lines = [list(line) for end, line in groupby(block.chars, key=_is_end) if not end]
            unbroken = _unbroken(lines, notes)
            block.chars = join_lines([part for line in unbroken for part in split_lines(line)])


def _lines(text: str) -> list[str]:
    return visible(text).split("\n")


def _is_end(char: Char) -> bool:
    return char.char == "\n"


def _unbroken(lines: list[list[Char]], notes: Notes) -> list[list[Char]]:
    """The lines, those that go on in the next joined with it as broken source lines are.

    A text copied from a PDF has its line ends where the page had them: a line goes on until one is
    short, the next is indented, or an empty one comes. Each join is noted.
    """
    texts = [plain(line) for line in lines]
    full = _full_length(texts)
    found: list[list[Char]] = []
    goes_on = False
    for line, text, following in zip(lines, texts, [*texts[1:], ""], strict=True):
        if goes_on:
            found[-1] += [Char("\r"), *line]
            notes.add(Kind.LINE_END)
        else:
            found.append([*line])
        goes_on = bool(full) and _goes_on(text, following, full)
    return found


def _full_length(lines: list[str]) -> int:
    """How long the full lines of a page are; 0 if the lines are paragraphs of their own."""
    lengths = [len(line.strip()) for line in lines if line.strip()]
    if len(lengths) < FEWEST:
        return 0
    full = int(median(sorted(lengths)[len(lengths) // 2 :]))
    near = [length for length in lengths if abs(length - full) <= RAGGED]
    unended = [line for line in lines if line.strip() and not line.strip().endswith(ENDS)]
    has_sentences = any("。" in line for line in lines)  # a list of names has none
    is_broken = NARROW <= full <= WIDE and 2 * len(near) > len(lengths) and unended
    return full if is_broken and has_sentences else 0


def _goes_on(line: str, following: str, full: int) -> bool:
    """Whether a line of a page goes on in the next."""
    if not (line.strip() and following.strip()) or following.startswith((*INDENT, "    ")):
        return False
    return len(line.strip()) >= full - RAGGED
