"""Text as it is compared: what is typing, and not meaning, is left out, and places are kept.

Left out are white space, quotation marks, book marks and invisible characters. Full-width letters,
digits and signs are taken as half-width, capitals as small, and the kinds of middle dot as one.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from articles.text.characters import visible

MARKS = frozenset("“”‘’\"'〝〞「」『』《》〈〉«»‹›")
DOTS = frozenset("·•・‧∙⋅")


@dataclass(frozen=True)
class Folded:
    """Folded text, and for each of its characters the place it had in the text as typed."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text, not empty, stands in the text as typed."""
        return self.places[start], self.places[end - 1] + 1


class _Forms(dict[str, str]):
    """Each character's folded form, worked out once."""

    def __missing__(self, character: str) -> str:
        form = self[character] = _form(character)
        return form


def fold(text: str) -> Folded:
    """Fold `text`. A line feed stays, for words do not reach from one paragraph into the next.

    What stood between two Latin letters or digits stays as one space: 10 20 is not 1020.
    """
    found: list[str] = []
    places: list[int] = []
    is_gap = False
    for place, character in enumerate(text):
        form = FORMS[character]
        if not form:
            is_gap = True
            continue
        if is_gap and found and is_latin(found[-1]) and is_latin(form):
            found.append(" ")
            places.append(place - 1)
        is_gap = False
        found.append(form)
        places.append(place)
    return Folded("".join(found), tuple(places))


def is_latin(character: str) -> bool:
    """Whether a folded character is one of those that are written together as a word."""
    return character.isascii() and character.isalnum()


def _form(character: str) -> str:
    if character == "\n":
        return character
    form = unicodedata.normalize("NFKC", character).casefold()
    # ㎡ stays one character; a Chinese comma parts numbers, where a Latin one may join thousands.
    form = form if len(form) == 1 and character != "，" else character
    if form in MARKS or form.isspace() or not visible(form):
        return ""
    return "·" if form in DOTS else form


FORMS = _Forms()
