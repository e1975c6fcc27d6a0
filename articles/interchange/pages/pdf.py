"""The text layer of a PDF as the lines of a page, read in a process of its own.

Whatever a file does to the one that reads it, the desk goes on: the process has bounds on its
memory and time, and nothing of the desk's secrets.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from articles.interchange.pages import columns
from articles.interchange.pages.columns import Piece
from articles.interchange.pages.contents import Unreadable
from articles.interchange.pages.decoding import MOST_CHARACTERS
from articles.interchange.pages.lines import Line
from articles.text.characters import visible
from articles.text.radicals import ordinary

MOST_BYTES = 40_000_000  # of a PDF
MEMORY = 380 * 2**20  # bytes of addresses
SECONDS = 20
MOST_PIECES = 6000  # of lines: a page has a thousand or two
READER = Path(__file__).with_name("pdf_text.py")


def lines_of(data: bytes) -> list[Line]:
    """The lines of its one page in reading order. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("这个 PDF 超过 40 MB。请把图片压缩后再导出，或另存本版的文字再导入。"))
    command = [sys.executable, "-I", str(READER), str(MEMORY), str(SECONDS), str(MOST_CHARACTERS)]
    try:
        read = subprocess.run(  # noqa: S603  # our own file, and numbers
            command, input=data, capture_output=True, timeout=2 * SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_refusal(0)) from error
    if read.returncode:
        raise Unreadable(_refusal(read.returncode))
    pieces = [
        Piece(left, right, base, size, font, ordinary(visible(text)))
        for left, right, base, size, font, text in json.loads(read.stdout)["pieces"]
    ]
    if len(pieces) > MOST_PIECES:
        raise Unreadable(_refusal(0))
    found = columns.lines_of([piece for piece in pieces if piece.text.strip()])
    if not found:
        raise Unreadable(_refusal(5))
    return found


def _refusal(code: int) -> str:
    """What the reader's last word means, in words an editor can act on."""
    return {
        3: _("这不是可以识别的 PDF，或者文件已损坏。请重新导出后再试。"),
        4: _("PDF 里不止一页，请只导出本版再导入。"),
        5: _(
            "这个 PDF 里没有文字（也许是扫描的图片）。请从排版软件导出带文字的 PDF，或另存纯文本。"
        ),
        6: _("这个 PDF 的字比一个版多得多。请只导出本版再导入。"),
        7: _("这个 PDF 有密码。请导出没有密码的 PDF 再导入。"),
    }.get(code, _("这个 PDF 太复杂，没能在限定时间内读完。请重新导出，或另存本版的文字再导入。"))
