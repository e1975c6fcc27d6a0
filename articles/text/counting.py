"""How long a Chinese text is: its 字, as a paper counts them."""

from __future__ import annotations

import re
import unicodedata

from articles.text.characters import IGNORED, LINE_ENDS

# A run of letters and digits is one 字: Latin with or without accents, Greek, Cyrillic, full-width;
# so is a number with its decimals, or with digits that are set high or low (10⁸, m²).
LETTERS = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏḀ-ỿΑ-ώЀ-ҁҊ-ԯ"
DIGITS = "0-9０-９⁰¹²³⁴-⁹₀-₉"
ACCENTS = "\u0300-\u036f"
RUN = re.compile(rf"[{LETTERS}{DIGITS}][{LETTERS}{DIGITS}{ACCENTS}]*(?:[.,．][{DIGITS}]+)*")
HAN = re.compile("[一-鿿]+")
PICTURES = re.compile("[\U0001f000-\U0001faff]")  # marks, though this Python may not know them yet


def length(text: str, *, punctuation: bool = True) -> int:
    """The length in 字, as a Chinese paper counts.

    Han characters and punctuation marks count one each, a run of letters or digits counts one (5G,
    BIM, 2023, 57.1, café), white space, accents and what shows nothing count nothing. So 1+3+X is
    five, 90% is two, an address such as a@b.cn is five, and a picture character (😀) is one mark.
    Without `punctuation`, marks and symbols are left out.

    newsroom/static/newsroom/js/length.js counts by the same rule while a story is written.
    """
    text, runs = RUN.subn("", IGNORED.sub("", LINE_ENDS.sub("\n", text)))
    others = HAN.sub("", text)  # told apart for speed alone: a Han character always counts
    counted = sum(_counts(character, punctuation=punctuation) for character in others)
    return runs + len(text) - len(others) + counted


def _counts(character: str, *, punctuation: bool) -> bool:
    category = unicodedata.category(character)
    if category[0] in "ZM" or category == "Cc":
        return False
    return punctuation or not (category[0] in "PS" or PICTURES.match(character))
