"""Text as it is compared: the one rule by which two texts are the same, and places are kept.

Each character has the form that articles.text.forms gives it, alone or in its word. White space and
quotation marks are left out, but for one space between two letters or two numbers: 10 20 is not
1020. Dots within a name are left out (· and . between Han); so are commas within a number, 3,000.
What parts sentences stays, and so do marks that mean something: 3.5%, C++.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.text import forms

HAN_RANGES = [
    "々〇",
    "\u1100-\u11ff",  # Hangul, which compatibility decomposition parts into letters
    "\u3041-\u30ff",  # kana
    "\u3105-\u312f",
    "\u3400-\u4dbf",
    "\u4e00-\u9fff",
    "\U00020000-\U000323af",
]
HAN = "".join(HAN_RANGES)
# Chinese lists part numbers by a full-width comma as well (12，300和500), so of those only such are
# taken for a thousand's that can be nothing else: two of them, or before 000.
NUMBER = re.compile(
    r"(?<![\d.])(?<!\d[,，])\d{1,3}(?:(?:[,，]\d{3}){2,}|,\d{3}|，000)(?![\d]|[,，]\d)", re.ASCII
)
COMMA = re.compile("[,，]")
GAP = re.compile(r"[ '·.]+")
IS_HAN = re.compile(f"[{HAN}]")
IS_LETTER = re.compile(rf"[^\W\d_{HAN}]")


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters the place it had in the text as `typed`."""

    text: str
    places: tuple[int, ...]
    typed: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text, not empty, stands in the text as typed."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text`. A line feed stays, for words do not reach from one paragraph into the next."""
    found = list(map(forms.FORMS.__getitem__, text))
    joined = "".join(found)
    is_even = len(joined) == len(text) and "" not in found  # nearly always; then nothing is counted
    places = list(range(len(text)) if is_even else _places(found))
    return Folded(forms.in_words(_plain(joined, places)), tuple(places), text)


def compared(text: str) -> str:
    """The folded text alone, which costs half as much."""
    return forms.in_words(_plain(_joined(text)))


def spelled(text: str) -> str:
    """A text as it is spelled: its characters as they were typed, without white space, quotation
    marks and what shows nothing.
    """
    return "".join(character for character in text if forms.FORMS[character].strip())


def readings(text: str) -> list[str]:
    """Each folded text as which this one may stand in a longer one, first that which it is alone.

    Nearly always one: 著 is 着 in 看著 and 著 in 名著, so that it may be either at the beginning.
    """
    return forms.readings(_plain(_joined(text)))


def is_joined(first: str, second: str) -> bool:
    """Whether two neighbours in folded text are of one Latin word, or of one number."""
    if not (first.isascii() and second.isascii()):
        return False
    return (first.isalpha() and second.isalpha()) or (first.isdigit() and second.isdigit())


Edit = tuple[int, int, str]  # from, to, what stands there instead, which is no longer


def _joined(text: str) -> str:
    return "".join(map(forms.FORMS.__getitem__, text))


def _places(found: Iterable[str]) -> Iterator[int]:
    return (place for place, form in enumerate(found) for _ in form)


def _plain(text: str, places: list[int] | None = None) -> str:
    """The forms of a text's characters as they are compared, but for those that depend on words.

    `places`, one for each character, are changed with it.
    """
    for edits in (_gaps, _commas):
        parts: list[str] = []
        last = gone = 0
        for start, end, new in edits(text):
            parts += [text[last:start], new]
            if places is not None:
                del places[start + len(new) - gone : end - gone]
                gone += end - start - len(new)
            last = end
        text = "".join([*parts, text[last:]]) if last else text
    return text.replace(",", "，")


def _gaps(text: str) -> Iterator[Edit]:
    """What is left of each run of spaces, apostrophes and dots."""
    for found in GAP.finditer(text):
        start, end = found.span()
        new = _gap(found[0], text[start - 1 : start], text[end : end + 1])
        if new != found[0]:
            yield start, end, new


def _gap(run: str, before: str, after: str) -> str:
    if dots := run.count("."):
        if dots == 1 and IS_HAN.match(before) and IS_HAN.match(after):
            return ""  # of a name; no Chinese sentence ends in it
        return "." * dots + (" " if " " in run and before.isdigit() and after.isdigit() else "")
    if before.isdigit() and after.isdigit():
        return "·" if "·" in run else " "  # 3·15 is a day, and not 315
    if IS_LETTER.match(before) and IS_LETTER.match(after):
        return "" if run == "'" else " "
    return ""


def _commas(text: str) -> Iterator[Edit]:
    """The commas within numbers, left out."""
    for number in NUMBER.finditer(text):
        for comma in COMMA.finditer(text, *number.span()):
            yield comma.start(), comma.end(), ""
