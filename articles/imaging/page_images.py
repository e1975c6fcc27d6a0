"""The files of a printed page that readers get: its image, and its PDF, cleaned.

The image comes from a picture through the door of photos, or is drawn from the clean PDF.
"""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from articles import imaging
from articles.imaging import PhotoRefused
from articles.imaging.pdf import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

LARGE, MEDIUM, SMALL = 3200, 1600, 480  # pixels, the longest side: to read, to see, to choose from
QUALITY = 85
PDF_SECONDS = 20
PDF_RECIPE = 1  # raised when stored PDFs are to be cleaned again, by better rules
ROOT = Path(__file__).parents[2]  # from where our own modules are found
FONTS_NAMED = 8  # of those that a PDF lacks


@dataclass(frozen=True)
class PageImage:
    """A JPEG, in sRGB and without the metadata of the original."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class PageImages:
    """What readers get, all of the same page."""

    large: PageImage
    medium: PageImage
    small: PageImage


def from_picture(file: IO[bytes]) -> PageImages:
    """Raises PhotoRefused."""
    image = imaging.taken_in(file, side=LARGE).image
    return PageImages(*(_drawn(image, side) for side in (LARGE, MEDIUM, SMALL)))


def _drawn(image: Image, side: int) -> PageImage:
    small = image.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return PageImage(out.getvalue(), *small.size)


@dataclass(frozen=True)
class PrintedPage:
    """A page's PDF for readers, and what it looks like."""

    pdf: bytes
    images: PageImages


def from_pdf(file: IO[bytes], *, allow_missing_fonts: bool = False) -> PrintedPage:
    """A PDF of one page, cleaned by articles.imaging.pdf.cleaning and drawn in PDF_SECONDS.

    Raises PhotoRefused for anything else, and for text in fonts that the file does not carry.

    It is read in a process of its own, with bounds on its memory and time: whatever a file does
    to the one that reads it, the desk goes on.
    """
    imaging.refuse_size(file)
    command = [sys.executable, "-s", "-m", "articles.imaging.pdf", str(LARGE), str(PDF_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  # our own program, and numbers
            [*command, *(["any"] if allow_missing_fonts else [])],
            input=file.read(),
            capture_output=True,
            timeout=2 * PDF_SECONDS,
            check=False,
            cwd=ROOT,
            env={},  # nothing of the desk's secrets
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoRefused(_too_complex()) from error
    finally:
        file.seek(0)
    if done.returncode:
        raise PhotoRefused(_refusal(done.returncode, done.stdout.decode()))
    length = int.from_bytes(done.stdout[:8], "big")
    pdf, picture = done.stdout[8 : 8 + length], done.stdout[8 + length :]
    return PrintedPage(pdf, from_picture(io.BytesIO(picture)))


def _too_complex() -> str:
    return _("这个 PDF 太复杂，没能在限定时间内画出来，请另传版面图。")


def _refusal(code: int, said: str) -> str:
    """What the program ended with, in words an editor can act on. `said` is what it wrote."""
    if code == Refusal.FONTS_MISSING:
        return _fonts_missing(said.splitlines())
    if code == -signal.SIGXCPU:
        return _too_complex()
    refusals: dict[int, str] = {
        Refusal.NO_PDF: _("这不是可以识别的 PDF，请重新导出后再传。"),
        Refusal.SEVERAL_PAGES: _("PDF 里不止一页，请上传只含本版的 PDF。"),
        Refusal.NO_PAGE_SHAPE: _("PDF 的页面太窄或太小，不像一个版面。"),
        Refusal.PASSWORD: _("这个 PDF 有打开密码，请去掉密码后再传。"),
        Refusal.DAMAGED: _("PDF 文件已损坏或不完整，请重新导出后再传。"),
    }
    return refusals.get(code, _("这个 PDF 没能画成图片，请重新导出，或另传版面图。"))


def _fonts_missing(names: list[str]) -> str:
    shown = "、".join(names[:FONTS_NAMED]) + (" …" if len(names) > FONTS_NAMED else "")
    return _(
        "PDF 里没有带上这些字体：%(fonts)s。在别的电脑上会缺字或变样。"
        "请导出时选“嵌入所有字体”，或把文字转为曲线后再导出；也可以只传版面图，不传 PDF。"
    ) % {"fonts": shown}
