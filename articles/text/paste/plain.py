"""Plain text read into paragraphs: a line each, or the lines of a page joined again."""

from __future__ import annotations

from statistics import median

from articles.text.characters import visible
from articles.text.markup import INDENT, Block, Char, Text, join_lines, split_lines
from articles.text.paste.notes import Kind, Notes

ENDS = tuple("。！？!?…”’」』）)：:；;")
FEWEST = 3  # lines from which on one may see that they were broken
NARROW, WIDE = 10, 70  # characters in the line of a column or a page
RAGGED = 3  # characters by which full lines differ


def blocks_of_plain(text: str, *, notes: Notes) -> list[Block]:
    """The paragraphs of a plain text.

    A text copied from a PDF has its line ends where the page had them: such lines are joined until
    one is short, the next is indented, or an empty one comes. Each join is noted.
    """
    lines = visible(text).split("\n")
    found: list[Block] = []
    is_joined = False
    full = _full_length(lines)
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        chars = [Char(char) for char in line.replace("\t", " ")]
        if is_joined:
            _append(found[-1], chars)
            notes.add(Kind.LINE_END)
        elif line.strip():
            found += [Text("p", join_lines(parts)) for parts in [split_lines(chars)]]
        is_joined = bool(full) and _goes_on(line, following, full)
    return found


def _full_length(lines: list[str]) -> int:
    """How long the full lines of a page are; 0 if the lines are paragraphs of their own."""
    lengths = [len(line.strip()) for line in lines if line.strip()]
    if len(lengths) < FEWEST:
        return 0
    full = int(median(sorted(lengths)[len(lengths) // 2 :]))
    near = [length for length in lengths if abs(length - full) <= RAGGED]
    unended = [line for line in lines if line.strip() and not line.strip().endswith(ENDS)]
    is_broken = NARROW <= full <= WIDE and 2 * len(near) > len(lengths) and unended
    return full if is_broken else 0


def _goes_on(line: str, following: str, full: int) -> bool:
    """Whether a line of a page goes on in the next."""
    if not (line.strip() and following.strip()) or following.startswith((*INDENT, "    ")):
        return False
    return len(line.strip()) >= full - RAGGED


def _append(block: Block, chars: list[Char]) -> None:
    """Put a line after those of a paragraph, as a broken source line is joined."""
    if isinstance(block, Text):
        block.chars = join_lines(split_lines([*block.chars, Char("\r"), *chars]))
