"""Read the text of a PDF's one page, with its places: a program that pdf.py runs apart from the
desk.

Reads the PDF from its input and writes JSON: the page's width, and a list of pieces of lines in the
order of the file, each as [left, right, baseline from above, size, font, text]. Ends with 3 for
what is no readable PDF, 4 for more pages than one, 5 for a page without text, 6 for too much text,
7 for a PDF that has a password. Imports nothing of ours.
"""

from __future__ import annotations

import ctypes
import json
import math
import resource
import sys
import unicodedata
from itertools import pairwise
from statistics import median
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

NO_PDF, PAGES, NO_TEXT, TOO_MUCH, PASSWORD = 3, 4, 5, 6, 7
LEVEL = 0.2  # of the size: characters whose baselines differ less are in one line
APART = 0.75  # em between two characters of one piece at most
SPACE = 0.18  # em by which a gap between Han characters is wider than the others of its line
STEP = (0.8, 1.8)  # em from one character to the next of a line that runs downwards
FEWEST_DOWN = 3  # characters of such a line

Piece = list[Any]  # what is written out: see above


def main() -> int:
    memory, seconds, most = (int(argument) for argument in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(document) != 1:
            return PAGES
        page = document[0]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        return PASSWORD if "assword" in str(error) else NO_PDF
    count = text.count_chars()
    if count > most:
        return TOO_MUCH
    width, height = page.get_size()
    pieces = _running_down(_pieces(text.raw, count, height))
    if not any(str(piece[5]).strip() for piece in pieces):
        return NO_TEXT
    json.dump({"width": width, "pieces": pieces}, sys.stdout)
    return 0


class _Run:
    """Characters that follow each other on one baseline, in one size and font."""

    def __init__(self, place: Piece) -> None:
        self.characters = [place]
        self.spaced = [False]  # before which of them pdfium sees a space

    def takes(self, place: Piece) -> bool:
        """Whether a character goes on with it."""
        last = self.characters[-1]
        size = last[3]
        return bool(
            abs(size - place[3]) < 0.05 * size
            and abs(last[2] - place[2]) < LEVEL * size
            and -0.7 * size < place[0] - last[1] < APART * size
        )

    def piece(self) -> Piece:
        """As one piece, with the spaces that the eye sees.

        A justified line has wider gaps everywhere, and letters of a headline may be set apart: a
        space is what is wider than the other gaps of the same line.
        """
        gaps = [(after[0] - before[1]) / before[3] for before, after in pairwise(self.characters)]
        han = [
            gap
            for gap, (before, after) in zip(gaps, pairwise(self.characters), strict=True)
            if _is_wide(before) and _is_wide(after)
        ]
        usual = max(0.0, median(han)) if len(han) > 2 else 0.0
        text = str(self.characters[0][5])
        for at, gap in enumerate(gaps):
            before, after = self.characters[at : at + 2]
            if _is_wide(before) and _is_wide(after):
                is_space = gap - usual > SPACE
            else:
                is_space = self.spaced[at + 1]
            text += " " * is_space + str(after[5])
        first = self.characters[0]
        return [first[0], max(each[1] for each in self.characters), *first[2:5], text]


def _is_wide(place: Piece) -> bool:
    return unicodedata.east_asian_width(place[5]) in "WFA"


def _pieces(page: object, count: int, height: float) -> list[Piece]:
    """The runs of a page, in the order of the file."""
    runs: list[_Run] = []
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    high, is_spaced = 0, False
    for at in range(count):
        code = pdfium.FPDFText_GetUnicode(page, at)
        if 0xD800 <= code < 0xDC00:  # the first half of a character beyond the basic plane
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00), 0
        if pdfium.FPDFText_IsGenerated(page, at) == 1 or code < 32 or 0xD800 <= code < 0xE000:
            is_spaced = is_spaced or code == 32
            continue
        pdfium.FPDFText_GetCharOrigin(page, at, x, y)
        pdfium.FPDFText_GetMatrix(page, at, matrix)
        size = pdfium.FPDFText_GetFontSize(page, at) * math.hypot(matrix.c, matrix.d) or 1.0
        length = pdfium.FPDFText_GetFontInfo(page, at, name, 80, flags)
        font = name.raw[: min(length, 80)].rstrip(b"\0").decode("utf-8", "replace")
        wide = size * (1.0 if unicodedata.east_asian_width(chr(code)) in "WFA" else 0.5)
        place = [x.value, x.value + wide, height - y.value, size, font, chr(code)]
        if runs and runs[-1].takes(place):
            runs[-1].characters.append(place)
            runs[-1].spaced.append(is_spaced)
        else:
            runs.append(_Run(place))
        is_spaced = False
    return [piece for piece in (run.piece() for run in runs) if piece[5].strip()]


def _running_down(pieces: list[Piece]) -> list[Piece]:
    """Single characters that stand below each other as one piece, at the place of the first."""
    found: list[Piece] = []
    run: list[Piece] = []

    def close() -> None:
        if len(run) >= FEWEST_DOWN:
            found.append([*run[0][:5], "".join(str(piece[5]) for piece in run)])
        else:
            found.extend(run)
        run.clear()

    for piece in pieces:
        if run and not (len(piece[5]) == 1 and _is_below(run[-1], piece)):
            close()
        if len(piece[5]) == 1:
            run.append(piece)
        else:
            found.append(piece)
    close()
    return found


def _is_below(upper: Piece, lower: Piece) -> bool:
    """Whether a character stands right below another."""
    size = lower[3]
    step = (lower[2] - upper[2]) / size
    return bool(abs(lower[0] - upper[0]) < LEVEL * size and STEP[0] < step < STEP[1])


if __name__ == "__main__":
    sys.exit(main())
