"""The bytes of a text file as text, whichever of the encodings of Chinese desks it is in."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from articles.interchange.pages.contents import Unreadable
from articles.text.characters import visible

MOST_BYTES = 1_000_000  # of a file of text: sixty full pages
MOST_CHARACTERS = 40_000  # of a page: three times the fullest broadsheet
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
GUESSES = ("gb18030", "utf-16-le", "utf-16-be")
CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
# What pages of a paper are made of: ASCII, Han, and the marks that stand with Han.
USUAL = re.compile(
    r"[\t\n\r\x20-\x7e\xb7\u2010-\u203b\u2103\u2160-\u217f\u2190-\u21ff\u2460-\u24ff\u2500-\u27bf"
    r"\u2e80-\u303f\u3400-\u9fff\ue000-\uf8ff\uff00-\uffef]"
)
# The most frequent characters of running Chinese. The right encoding shows many of them.
FREQUENT = re.compile("[的一在是了和有中为，。、]")
LEAST_USUAL = 0.9


def decode(data: bytes) -> str:
    """The text, line ends as line feeds. Raises Unreadable for what is no text, or too much."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            _("这个文件太大，不像一个版的文字。请只存本版的文字（不超过 1 MB）再导入。")
        )
    text = visible(_decoded(data)).expandtabs(4)
    if not text.strip():
        raise Unreadable(_("文件里没有文字。"))
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(_("这个文件有 %d 个字，比一个版多得多。请一次导入一个版。") % len(text))
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            if (text := _strictly(data, encoding)) is not None:
                return text
            raise _not_text()
    text = _strictly(data, "utf-8")  # what is valid in it by chance is very short
    if text is not None and not CONTROLS.search(text):
        return text
    readings = [text for each in GUESSES if (text := _strictly(data, each)) is not None]
    likely = [text for text in readings if _share(USUAL, text) >= LEAST_USUAL]
    if not likely:
        raise _not_text()
    return max(likely, key=lambda text: _share(FREQUENT, text))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _share(kind: re.Pattern[str], text: str) -> float:
    """How much of the beginning of a text is of a kind, 0 to 1; an empty text is all of it."""
    sample = text[:20_000]
    return len(kind.findall(sample)) / len(sample) if sample else 1.0


def _not_text() -> Unreadable:
    return Unreadable(
        _("认不出这个文件的文字。请把版面文字另存为 UTF-8 的纯文本（.txt），或导出带文字的 PDF。")
    )
