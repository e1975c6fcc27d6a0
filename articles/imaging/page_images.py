"""The image of a printed page: from a picture through the door of photos, or drawn from its PDF."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from articles import imaging
from articles.imaging import PhotoRefused

if TYPE_CHECKING:
    from PIL.Image import Image

LARGE, MEDIUM, SMALL = 3200, 1600, 480  # pixels, the longest side: to read, to see, to choose from
QUALITY = 85
PDF_SECONDS = 20
DRAWER = Path(__file__).with_name("pdf_drawing.py")


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


def from_pdf(file: IO[bytes]) -> PageImages:
    """Raises PhotoRefused for anything but a PDF of one page that is drawn in PDF_SECONDS.

    It is drawn in a process of its own, with bounds on its memory and time: whatever a file does
    to the one that reads it, the desk goes on.
    """
    imaging.refuse_size(file)
    command = [sys.executable, "-I", str(DRAWER), str(LARGE), str(PDF_SECONDS)]
    try:
        drawn = subprocess.run(  # noqa: S603  # our own file, and numbers
            command,
            input=file.read(),
            capture_output=True,
            timeout=2 * PDF_SECONDS,
            check=False,
            env={},  # nothing of the desk's secrets
        )
    except subprocess.TimeoutExpired as error:
        raise PhotoRefused(_("这个 PDF 太复杂，没能在限定时间内画出来，请另传版面图。")) from error
    finally:
        file.seek(0)
    if drawn.returncode:
        raise PhotoRefused(_refusal(drawn.returncode))
    return from_picture(io.BytesIO(drawn.stdout))


def _refusal(code: int) -> str:
    """What the drawer's last word means, in words an editor can act on."""
    return {
        3: _("这不是可以识别的 PDF，或者它有密码。"),
        4: _("PDF 里不止一页，请上传只含本版的 PDF。"),
        5: _("PDF 的页面太窄或太小，不像一个版面。"),
    }.get(code, _("这个 PDF 没能画成图片，请重新导出，或另传版面图。"))
