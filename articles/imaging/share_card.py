"""The picture that goes with a shared story which has no photograph: its headline, on paper.

It is drawn with a Chinese font of the machine's own. Where there is none there is no picture:
boxes in place of characters would be worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

SIZE = (1200, 630)  # pixels; what https://ogp.me/ readers crop to 1.91:1
# What a headline is set in, the best first.
FONTS = [
    *["NotoSerifCJK-Bold*", "NotoSerifCJK*", "SourceHanSerif*Bold*", "NotoSerifSC*", "Songti*"],
    *["NotoSansCJK-Bold*", "NotoSansCJK*", "SourceHanSans*Bold*", "wqy-*", "simsun*", "msyh*"],
]
PAPER, INK, MUTED, ACCENT = "#fbfaf6", "#1b1a18", "#5d5950", "#b1251c"
MARGIN = 80
ROOM = SIZE[0] - 2 * MARGIN
HEADLINES = [(96, 3), (80, 3), (64, 4)]  # sizes to try, each with as many lines as it may take
CLOSING = set("，。、；：？！”’）》】〉」』…·%％")  # begin no line
OPENING = set("“‘（《【〈「『")  # end none


def font_file() -> tuple[str, int] | None:
    """A Chinese font of this machine: its file, and which of the fonts in it."""
    return _font_file_in(tuple(settings.FONT_FOLDERS))


@lru_cache
def _font_file_in(folders: tuple[str, ...]) -> tuple[str, int] | None:
    for pattern in FONTS:
        for folder in folders:
            for path in sorted(Path(folder).rglob(f"{pattern}.[to]t[cf]")):
                return str(path), _simplified(path)
    return None


def _simplified(path: Path) -> int:
    """Which font of a collection has the forms of the mainland; the first, if none says so."""
    from PIL import ImageFont

    for index in range(8 if path.suffix == ".ttc" else 0):
        try:
            family = ImageFont.truetype(str(path), 16, index=index).getname()[0] or ""
        except OSError:  # there are no more
            break
        if family.endswith("SC"):
            return index
    return 0


def draw(*, headline: str, kicker: str, paper: str, day: str) -> bytes | None:
    """A PNG, or None on a machine without a Chinese font."""
    from PIL import Image, ImageDraw

    if font_file() is None:
        return None
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    width, height = SIZE
    pen.rectangle((MARGIN, 70, width - MARGIN, 75), fill=INK)
    pen.rectangle((MARGIN, 80, width - MARGIN, 81), fill=INK)
    font, lines = _fitted(headline)
    leading = round(font.size * 1.35)
    top = 90 + (height - 220 - leading * len(lines) - (60 if kicker else 0)) // 2
    if kicker:
        pen.text((MARGIN, top), _cut(kicker, _font(34)), font=_font(34), fill=MUTED)
        top += 60
    for n, line in enumerate(lines):
        hangs = round(font.size * 0.5) if line[:1] in OPENING else 0  # the mark is half empty
        pen.text((MARGIN - hangs, top + n * leading), line, font=font, fill=INK)
    pen.rectangle((MARGIN, height - 100, MARGIN + 12, height - 60), fill=ACCENT)
    pen.text((MARGIN + 32, height - 80), paper, font=_font(34), fill=INK, anchor="lm")
    pen.text((width - MARGIN, height - 80), day, font=_font(28), fill=MUTED, anchor="rm")
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _font(size: int) -> FreeTypeFont:
    return _opened(*(font_file() or ("", 0)), size)


@lru_cache
def _opened(path: str, index: int, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(path, size, index=index)


def _fitted(headline: str) -> tuple[FreeTypeFont, list[str]]:
    """A headline as large as it may be: in its printed lines if they fit, else in lines of our
    own; what is longer than all is cut.
    """
    printed = headline.splitlines()
    for size, most in HEADLINES:
        font = _font(size)
        if len(printed) <= most and all(font.getlength(line) <= ROOM for line in printed):
            return font, printed
        lines = balanced("".join(printed), font=font)
        if len(lines) <= most:
            return font, lines
    return font, [*lines[: most - 1], _cut("".join(lines[most - 1 :]), font)]


def balanced(text: str, *, font: FreeTypeFont) -> list[str]:
    """The text in as few lines as the card's width takes, all about as long: none of one 字."""
    for number in range(max(1, math.ceil(font.getlength(text) / ROOM)), len(text) + 1):
        lines = list(_lines(text, number))
        if all(font.getlength(line) <= ROOM for line in lines):
            return lines
    return list(text)  # of nothing but marks that no line may begin with


def _lines(text: str, number: int) -> Iterator[str]:
    for left in range(number, 0, -1):
        end = math.ceil(len(text) / left)
        while 0 < end < len(text) and (text[end] in CLOSING or text[end - 1] in OPENING):
            end += 1
        if text:
            yield text[:end].strip()
        text = text[end:]


def _cut(text: str, font: FreeTypeFont) -> str:
    if font.getlength(text) <= ROOM:
        return text
    while font.getlength(f"{text}…") > ROOM:
        text = text[:-1]
    return f"{text}…"
