"""Pictures through one door: told by content, measured before they are decoded, drawn anew.

Pillow's own `Image.open` is passed by: it warns instead of refusing, makes an animation of the
several JPEGs that phones put in one file, and lets WebP set memory aside before anyone can measure.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_BYTES = 40 * 1024 * 1024
# What decoding may cost: a JPEG is decoded at a fraction of its size, the others are not.
MAX_PIXELS = {"JPEG": 80_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
HEAD = 30  # bytes that tell a format, and the measures of a WebP
WEB_SIDE = 1600  # pixels, the longest side of what readers get
WEB_QUALITY = 85
ORIENTATION = 0x0112
# What Pillow is known to raise for files made to break it.
DAMAGE = (
    *(EOFError, LookupError, MemoryError, OSError, OverflowError, SyntaxError, TypeError),
    *(ValueError, struct.error, zlib.error),
)


class PhotoRefused(ValueError):
    """A file that is no picture we take. The message tells an editor why."""


@dataclass(frozen=True)
class WebCopy:
    """What readers get: a JPEG upright, in sRGB, without the metadata of the original."""

    data: bytes
    width: int
    height: int


def checksum(file: IO[bytes]) -> str:
    """SHA-256 of the whole file, in hexadecimal."""
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(2**20):
        digest.update(chunk)
    return digest.hexdigest()


def web_copy(file: IO[bytes], *, side: int = WEB_SIDE) -> WebCopy:
    """Draw a picture anew, its longest side at most `side` pixels. Same input, same bytes.

    Raises PhotoRefused for anything but a sound, still JPEG, PNG or WebP within the limits.
    """
    refuse_large_file(file)
    with _refusals():
        image = _opened(file)
        image.draft(None, (side * 2, side * 2))
        image.load()
        small = _opaque(image)
        small.thumbnail((side, side))
        upright = _upright(_in_srgb(small, profile=image.info.get("icc_profile")), like=image)
        upright.info.clear()
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=WEB_QUALITY, progressive=True, optimize=True)
    return WebCopy(out.getvalue(), *upright.size)


def refuse_large_file(file: IO[bytes]) -> None:
    """Raises PhotoRefused for more than MAX_BYTES."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MAX_BYTES:
        raise PhotoRefused(
            _("文件有 %(size)d MB，超过 %(limit)d MB 的上限，请缩小后再传。")
            % {"size": size // 2**20, "limit": MAX_BYTES // 2**20}
        )


@contextmanager
def _refusals() -> Iterator[None]:
    """Whatever Pillow says of a bad file, say it in words an editor can act on."""
    try:
        yield
    except PhotoRefused:
        raise
    except DAMAGE as error:
        raise PhotoRefused(_("图片文件已损坏或不完整，请重新导出后再传。")) from error


def _opened(file: IO[bytes]) -> ImageFile:
    """The picture, measured and found still, but not decoded."""
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    head = file.read(HEAD)
    file.seek(0)
    image: ImageFile
    if head.startswith(b"\xff\xd8\xff"):
        image = JpegImagePlugin.JpegImageFile(file)
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        image = PngImagePlugin.PngImageFile(file)
    elif head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        _refuse_many_pixels("WEBP", *_webp_size(head))
        image = WebPImagePlugin.WebPImageFile(file)
    else:
        raise PhotoRefused(_("这不是可以识别的图片，请上传 JPEG、PNG 或 WebP。"))
    _refuse_many_pixels(image.format or "", *image.size)
    if getattr(image, "is_animated", False):
        raise PhotoRefused(_("这是动图，请上传静止的图片。"))
    return image


def _refuse_many_pixels(format: str, width: int, height: int) -> None:
    if width * height > MAX_PIXELS[format]:
        raise PhotoRefused(
            _("图片有 %(pixels)d 万像素，超过 %(limit)d 万的上限，请缩小后再传。")
            % {"pixels": width * height // 10_000, "limit": MAX_PIXELS[format] // 10_000}
        )


def _webp_size(head: bytes) -> tuple[int, int]:
    """Width and height from the first chunk: https://developers.google.com/speed/webp/docs/riff_container."""
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _opaque(image: Image) -> Image:
    """On white where the picture is see-through: paper is what shows through on paper."""
    from PIL import Image as Pillow

    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Pillow.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    if image.mode.startswith("I"):  # 16 bits a pixel, which Pillow would cut at 8, not scale
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _in_srgb(image: Image, *, profile: bytes | None) -> Image:
    """The colours the profile means, or the plain ones where it does not fit the picture."""
    from PIL import ImageCms

    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            return image.convert("RGB")
        return converted or image
    return image.convert("RGB")


def _upright(image: Image, *, like: Image) -> Image:
    """Turned as the camera says it was held."""
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    turn = turns.get(like.getexif().get(ORIENTATION, 1))
    return image if turn is None else image.transpose(turn)
