"""A text with its words and what kind of word each is, asked about by place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from articles.text.name_words import words as listed
from articles.text.segmenting import tagged

CITIES = listed("cities")
# What no word begins or ends with: 佛堂镇寺前街 is cut 佛堂|镇寺|前|街, 从市场监管局 从市|场监管局.
UNIT_FIRST = re.compile("[镇乡村](?![长上里民区委办内外校政亲])")
LEVEL_LAST = re.compile(
    ".?[从经由在到向被给让与和据对请往赴受凭原以为于因就按是及将跟靠该][省市县区]"
)


class Word:
    """A word of a text: where it stands, and its tag in the People's Daily scheme (nr, ns, v …)."""

    __slots__ = ("end", "is_part", "start", "tag", "text")

    def __init__(self, text: str, tag: str, start: int, *, is_part: bool = False) -> None:
        self.text = text
        self.tag = tag
        self.start = start
        self.end = start + len(text)
        self.is_part = is_part  # whether the segmenter's word goes on

    def until(self, place: int) -> Word:
        """The word as far as a place within it or at its end."""
        if place == self.end:
            return self
        return Word(self.text[: place - self.start], self.tag, self.start, is_part=True)


class TaggedText:
    """A text and its words. Every place of the text lies within one word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[Word] = []
        self._at: list[int] = []  # for each place, the number of its word
        for word, tag in _joined(_parted(tagged(text))):
            self._at += [len(self.words)] * len(word)
            self.words.append(Word(word, tag, len(self._at) - len(word)))

    def number(self, place: int) -> int:
        """The number of the word at a place."""
        return self._at[place]

    def word(self, place: int) -> Word:
        return self.words[self._at[place]]

    def is_edge(self, place: int) -> bool:
        """Whether a word ends and another begins at a place."""
        return place in (0, len(self.text)) or self.word(place).start == place

    def is_clause_end(self, place: int) -> bool:
        """Whether a mark or the end of the text follows."""
        return place == len(self.text) or not self.text[place].isalnum()

    def between(self, start: int, end: int) -> list[Word]:
        """The words that a stretch touches."""
        return self.words[self._at[start] : self._at[end - 1] + 1]


def _parted(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The words of a text, those cut in two that only the segmenter took for one."""
    for word, tag in words:
        is_unit = tag in {"ns", "nr", "nz", "x", "n"} and len(word) < 4 and UNIT_FIRST.match(word)
        if len(word) > 1 and is_unit:
            yield word[0], "n"
            yield word[1:], tag
        elif LEVEL_LAST.fullmatch(word):
            yield word[:-1], "p"
            yield word[-1], "n"
        elif tag == "ns" and word[-1] == "省" and len(word) > 2 and word[:-1] not in CITIES:
            yield word[:-1], "v"
            yield word[-1], "n"
        else:
            yield word, tag


def _joined(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The words of a text, a district after its city in one: 南京市|鼓楼|区 is 南京市|鼓楼区."""
    found: list[tuple[str, str]] = []
    for word, tag in words:
        if word in {"区", "县"} and len(found) > 1 and found[-2][1] == "ns":
            name, kind = found[-1]
            if kind[0] == "n" and 1 < len(name) < 4 and found[-2][0][-1] in "市省州":
                found[-1] = (name + word, "ns")
                continue
        found.append((word, tag))
    yield from found
