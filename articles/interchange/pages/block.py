"""A piece of a page that belongs together: a paragraph, or a line that is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from articles.interchange.pages import marks

Kind = Literal["p", "display", "byline", "jump", "caption", "furniture"]
QUOTES = re.compile("[“”‘’「」《》 　]")
PARTING = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a line that is none. `gap` and `size` are its first line's."""

    kind: Kind
    text: str
    gap: int = 0
    size: float = 0
    mark: str = ""  # the bullet before a display line, the brackets around a byline
    second: str = ""  # of a caption that is printed twice, the second print
    is_label: bool = False  # the name of a column, as its place shows
    is_apart: bool = False  # a display line below a gap, on a page whose paragraphs have none
    is_signature: bool = False  # the day under a notice, with which it ends

    @cached_property
    def lead(self) -> marks.Lead:
        return marks.lead(self.text)

    @cached_property
    def tail(self) -> tuple[str, str, str]:
        return marks.tail(self.lead.rest)

    @property
    def closes(self) -> bool:
        """Whether a story ends with it: with a credit, or as a notice does."""
        return self.is_signature or any(self.tail[1:])

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two characters that stand together in it, to see what a text shares with it.

        Quotes and spaces part none; other marks do.
        """
        runs = PARTING.split(QUOTES.sub("", self.text))
        return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
