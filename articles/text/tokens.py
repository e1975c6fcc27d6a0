"""One way to cut text for every engine, of stories and of queries alike.

A text becomes *solid*: folded (width, case, accents, Traditional to Simplified), its quotes, book
marks and the spaces between Han dropped, each Latin word or number set between two spaces, and
every other mark a stop (。). A query is found where its solid form is part of the story's solid
form, so a hit never crosses a stop, and “李祖乡遇”共富工坊 is found by 李祖乡遇共富工坊.

An engine holds the *grams* of the solid form: pairs of neighbouring Han, single Han, and words. It
proposes stories; their solid text decides.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import opencc

STOP = "。"
WORD_LENGTH = 64  # PostgreSQL takes no lexeme of more than 2,046 bytes
HAN_RANGES = [
    "々〇",
    "\u1100-\u11ff",  # Hangul, which compatibility decomposition parts into letters
    "\u3041-\u30ff",  # kana
    "\u3105-\u312f",
    "\u3400-\u4dbf",
    "\u4e00-\u9fff",
    "\U00020000-\U000323af",
]
HAN = f"[{''.join(HAN_RANGES)}]"
PIECE = re.compile(rf"{HAN}+|{STOP}[{STOP} ]*|[^ {STOP}{HAN[1:-1]}]+")
IS_HAN = re.compile(HAN)
POINT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")  # what is not a decimal point
DROPPED = frozenset("“”‘’\"'＂＇`´《》〈〉「」『』﹁﹂﹃﹄·•・‧˙")
LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")


@cache
def _simplified() -> dict[str, str]:
    """Each Traditional character's Simplified one.

    One character at a time: 乾 is 干 in 乾燥 and stays in 乾隆, but a part of a word must fold as
    the whole word does, or it would not be found in it.
    """
    convert = opencc.OpenCC("t2s").convert
    spans = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))
    every = [chr(code) for first, last in spans for code in range(first, last + 1)]
    once = convert("\n".join(every))
    pairs = zip(every, convert(once).split("\n"), strict=True)
    return {before: after for before, after in pairs if before != after}


@cache
def version(engine: str = "") -> str:
    """Which tokenizer this is, and for which engine. A text cut by another has to be cut again."""
    rules = (
        f"1{engine}" + "".join(map("".join, _simplified().items())) + unicodedata.unidata_version
    )
    return f"{zlib.crc32(rules.encode()):08x}"


class _Fold(dict[int, str]):
    """What each character folds to, worked out once; for str.translate."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(char: str) -> str:
    if char in DROPPED:
        return ""
    if char in LINE_ENDS:
        return STOP
    return "".join(map(_one, unicodedata.normalize("NFKD", char)))


def _one(char: str) -> str:
    category = unicodedata.category(char)
    if IS_HAN.match(char):
        return _simplified().get(char, char)
    if category[0] in "LN":
        return char.casefold()
    if category[0] == "M" or category == "Cf":
        return ""
    if category == "Zs" or char == "\t":
        return " "
    return "." if char == "." else STOP


FOLD = _Fold()


def solid(text: str) -> str:
    """The text as it is compared."""
    return "".join(piece for piece, _ in _pieces(POINT.sub(STOP, text.translate(FOLD)))).replace(
        "  ", " "
    )


def placed(text: str) -> tuple[str, list[int]]:
    """The solid text, and for each of its characters the place in `text` it comes from."""
    folded = [FOLD[ord(char)] for char in text]
    places = [place for place, piece in enumerate(folded) for _ in piece]
    found, origins = "", []
    for piece, start in _pieces(POINT.sub(STOP, "".join(folded))):
        if piece[0] == " ":
            run = [start, *range(start, start + len(piece) - 2), start + len(piece) - 3]
        else:
            run = list(range(start, start + len(piece)))
        overlap = found.endswith(" ") and piece[0] == " "
        found += piece[overlap:]
        origins += [places[index] for index in run[overlap:]]
    return found, origins


def _pieces(folded: str) -> Iterator[tuple[str, int]]:
    """The pieces of the solid text, each with its place in the folded one."""
    for match in PIECE.finditer(folded):
        piece = match[0]
        if piece[0] == STOP:
            yield STOP, match.start()
        elif IS_HAN.match(piece):
            yield piece, match.start()
        else:
            yield f" {piece[:WORD_LENGTH]} ", match.start()


def grams(solid_text: str, *, is_query: bool = False) -> list[str]:
    """What an engine looks the text up by, each once, in order.

    A query of two Han or more needs no single ones: the pairs hold them.
    """
    found: dict[str, None] = {}
    for run in re.split(rf"[ {STOP}]+", solid_text):
        if not IS_HAN.match(run):
            found[run] = None
            continue
        found |= dict.fromkeys(first + second for first, second in pairwise(run))
        if not is_query or len(run) == 1:
            found |= dict.fromkeys(run)
    found.pop("", None)
    return list(found)
