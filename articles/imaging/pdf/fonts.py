"""Whether a font of a PDF is in the file, or text in it would be drawn with another, or not."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from articles.imaging.pdf.names import spelt

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("/FontFile", "/FontFile2", "/FontFile3")
# The fonts that every viewer has (ISO 32000-1, 9.6.2.2), and what programs on Windows call them.
STANDARD = re.compile(
    r"(Courier|Helvetica)(-(Bold|Oblique|BoldOblique))?"
    r"|Times-(Roman|Bold|Italic|BoldItalic)|Symbol|ZapfDingbats"
    r"|(Arial|CourierNew|TimesNewRoman)(PS)?(MT)?([,-](Bold|Italic|BoldItalic)(MT)?)?"
)
SUBSET = re.compile(r"[A-Z]{6}\+")
LONGEST = 60  # characters of a name


def missing(font: Object | None, *, name: str) -> str:
    """What to call a font that is not in the file; empty for one that is, or that all have.

    `name` is how the page asks for it, for a font that is not there at all. A Chinese font is in
    the file or missing: who has none draws empty boxes, or nothing.
    """
    if not isinstance(font, Dictionary):
        return _readable(name)
    kind = font.get("/Subtype")
    if kind == Name.Type3:  # drawn by the page's own means
        return ""
    called = _readable(spelt(font.get("/BaseFont")) or name)
    if kind == Name.Type0:
        descendants = font.get("/DescendantFonts")
        described = descendants[0] if isinstance(descendants, Array) and len(descendants) else None
        return "" if _is_there(described) else called
    is_standard = STANDARD.fullmatch(called) and not _has_file(font)
    return "" if is_standard or _is_there(font) else called


def _is_there(font: Object | None) -> bool:
    """Whether one of its files can be opened, by what the page will be drawn with."""
    return any(_opens(file) for file in _files(font))


def _has_file(font: Object) -> bool:
    return any(True for _ in _files(font))


def _files(font: Object | None) -> Iterator[Stream]:
    descriptor = font.get("/FontDescriptor") if isinstance(font, Dictionary) else None
    if isinstance(descriptor, Dictionary):
        for key in FILES:
            if isinstance(file := descriptor.get(key), Stream):
                yield file


def _opens(file: Stream) -> bool:
    from PIL import ImageFont

    try:
        ImageFont.truetype(io.BytesIO(file.read_bytes()), layout_engine=ImageFont.Layout.BASIC)
    except (OSError, pikepdf.PdfError):
        return False
    return True


def _readable(name: str) -> str:
    """A font's name as an editor knows it. Chinese programs write it in GB 18030."""
    said = name.removeprefix("/")
    data = said.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            said = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    seen = "".join(each for each in said if unicodedata.category(each)[0] != "C")
    return SUBSET.sub("", seen)[:LONGEST] or "?"
