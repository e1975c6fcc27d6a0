"""One way to cut text for every engine, of stories and of queries alike.

A text becomes *solid*: folded, each Latin word, each number and the marks after it set between two
spaces, and every other mark a stop (。). A query is found where its solid form is part of the
story's solid form, so a hit never crosses a stop, and “李祖乡遇”共富工坊 is found by
李祖乡遇共富工坊.

An engine holds the *grams* of the solid form: pairs of neighbouring Han, single Han, and words. It
proposes stories; their solid text decides.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from functools import cache
from itertools import pairwise

from articles.text import forms
from articles.text.folding import HAN, IS_HAN, compared, fold, readings

STOP = "。"
WORD_LENGTH = 64  # PostgreSQL takes no lexeme of more than 2,046 bytes
SHORTEST_BEGINNING = 2  # letters of a Latin word by which it is looked up
OTHER = rf"(?:[^\w{HAN}]|_)"
# A mark after a letter or a digit means something, 3.5%, C++, A+; elsewhere it parts sentences.
PIECE = re.compile(
    rf"(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W\d_{HAN}]+|\d+(?:[.·]\d+)*|(?<=[^\W_{HAN}])(?:[%‰°]+|[+#]+))"
    rf"|(?P<stop>(?! ){OTHER}{OTHER}*)"
)


@cache
def version(engine: str = "") -> str:
    """Which tokenizer this is, and for which engine. A text cut by another has to be cut again.

    It begins with g and a letter for the engine; those of the first tokenizer had neither.
    """
    rules = f"{sorted(forms.SAME.items())}{forms.IN_WORDS}{unicodedata.unidata_version}"
    return f"g{zlib.crc32(engine.encode()) % 16:x}{zlib.crc32(rules.encode()):08x}"[:8]


def solid(text: str) -> str:
    """The text as it is compared."""
    return _solid(compared(text))


def solids(text: str) -> list[str]:
    """Each solid text as which this one may stand in a longer one, see folding.readings."""
    return list(map(_solid, readings(text)))


def _solid(folded: str) -> str:
    return "".join(map(_piece, PIECE.finditer(folded))).replace("  ", " ")


def placed(text: str) -> tuple[str, list[int]]:
    """The solid text, and for each of its characters the place in `text` it comes from."""
    typed = fold(text)
    found, origins = "", []
    for match in PIECE.finditer(typed.text):
        piece, places = _piece(match), list(range(*match.span()))
        if piece[0] == " ":
            kept = [place for place in places if typed.text[place] != "·"][: len(piece) - 2]
            places = [kept[0], *kept, kept[-1]]
        overlap = found.endswith(" ") and piece[0] == " "
        found += piece[overlap:]
        origins += [typed.places[place] for place in places[overlap : len(piece)]]
    return found, origins


def _piece(match: re.Match[str]) -> str:
    if match.lastgroup == "han":
        return match[0]
    if match.lastgroup == "stop":
        return STOP
    # To readers 3·15 is 315; to who reads figures it is not.
    return f" {match[0].replace('·', '')[:WORD_LENGTH]} "


def grams(solid_text: str, *, is_query: bool = False) -> list[str]:
    """What an engine looks the text up by, each once, in order: pairs of Han, Han, words.

    A text has the beginnings of its Latin words as well, so that China finds Chinagoods. A query of
    two Han or more needs no single ones: the pairs hold them. A mark is looked up by nobody.
    """
    found: dict[str, None] = {}
    for run in re.split(rf"[ {STOP}]+", solid_text):
        if IS_HAN.match(run):
            found |= dict.fromkeys(first + second for first, second in pairwise(run))
            if not is_query or len(run) == 1:
                found |= dict.fromkeys(run)
        elif any(map(str.isalnum, run)):
            found[run] = None
            if run.isalpha() and not is_query:
                sizes = range(SHORTEST_BEGINNING, len(run))
                found |= dict.fromkeys(run[:size] for size in sizes)
    return list(found)


def written_grams(solid_text: str, *, by: str, engine: str = "") -> list[str]:
    """The grams of a solid text that the tokenizer of the version `by` wrote for this engine."""
    if by[:2] == version(engine)[:2]:
        return grams(solid_text)
    if by.startswith("g") or engine:  # it wrote them for another
        return []
    words = set(re.split(rf"[ {STOP}]+", solid_text))  # the first one wrote no beginnings of words
    return [gram for gram in grams(solid_text) if IS_HAN.match(gram) or gram in words]
