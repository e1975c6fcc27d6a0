"""The lines of a page, as text or as a PDF gives them: each with what its shape tells.

Widths are in em: a Han character is one wide, a Latin letter or a digit half of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from articles.text.radicals import ordinary

END = re.compile(r"[。！？!?…](?:[”’」』）)》]|\s)*$")  # how a sentence ends
FULL_STOP = re.compile(r"[。…](?:[”’」』）)》]|\s)*$")
WITHIN = re.compile("[，、；;]$")  # how a line ends that ends neither a sentence nor a paragraph
# What no line end may cut: a number or word, with the quotes before it and the marks after it.
PIECE = re.compile(r"[“‘（《「『]*(?:[0-9A-Za-z.%+-]+|.)[，。、；：！？”’）》」』…%℃]*")
EM_SPACE = "\u2003"
HAN_BESIDE_LATIN = re.compile(
    r"(?<=[\u3400-\u9fff]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) +(?=[\u3400-\u9fff])"
)


@dataclass(frozen=True)
class Line:
    """One printed line, without the white space around it.

    `gap` is how many blank lines stand before it, `indent` and `width` are in em. Of a PDF `size`
    is the type's size beside the running text's (1.0 the same) and `is_bold` whether it is set in
    another face; of plain text the size is 0, for unknown. `is_label` says that its place shows it
    to be the name of a column, over a headline.
    """

    text: str
    gap: int = 0
    indent: float = 0
    width: float = 0
    size: float = 0
    is_bold: bool = False
    is_label: bool = False

    @property
    def reach(self) -> float:
        """How far the line reaches into its column."""
        return self.indent + self.width

    @property
    def ends(self) -> bool:
        """Whether it ends as sentences end."""
        return bool(END.search(self.text))

    @property
    def first_piece(self) -> float:
        """The width of what the line before would have had to take whole."""
        found = PIECE.match(self.text)
        return width(found[0]) if found else 0


def of_text(text: str) -> list[Line]:
    """The lines of a plain text; blank ones are the gap of the next."""
    found: list[Line] = []
    gap = 0
    for raw in ordinary(text).split("\n"):
        stripped = raw.strip()
        if stripped:
            before = raw[: len(raw) - len(raw.lstrip())]
            found.append(Line(stripped, gap, width(before), width(stripped)))
            gap = 0
        else:
            gap += 1
    return found


def width(text: str) -> float:
    """In em."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" or c == EM_SPACE else 0.5 for c in text
    )


def joined(parts: Iterable[str], parted: Callable[[str, str], bool] = lambda *_: False) -> str:
    """The lines of one paragraph as one: a break stands for a space between Latin words, and where
    `parted` says so of the text before it and the line after it.
    """
    text = ""
    for part in parts:
        is_between_words = re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", part)
        text += " " + part if is_between_words or parted(text, part) else part
    return tidy(text)


def tidy(text: str) -> str:
    """White space folded: none between Han and a Latin letter or digit, single spaces else."""
    return HAN_BESIDE_LATIN.sub("", " ".join(text.split()))
