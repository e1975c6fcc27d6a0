"""The one door for pictures: known by their content, measured before they are decoded, drawn anew.

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
from django.utils.translation import gettext_lazy

from articles.imaging import embedded
from articles.imaging.likeness import likeness

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_BYTES = 40 * 1024 * 1024
# What decoding may cost. A JPEG is decoded at a fraction of its size, unless it is progressive:
# then all its coefficients are held at once. The others are decoded whole.
MAX_PIXELS = {"JPEG": 64_000_000, "PROGRESSIVE": 32_000_000}
MAX_PIXELS_WHOLE = 16_000_000
MAX_SCANS = 64  # passes over a progressive JPEG; cameras and editors make ten or so
MAX_MARKS = 1000  # before the picture of a JPEG: the profile may take 255, each with 64 kB
MAX_FILLING = 2**16  # bytes of FF or 0 before a mark
MIN_SIDE = 2  # pixels
SIDE = 2000  # pixels, the longest side of the picture that all renditions are drawn from
HEAD = 32  # bytes that tell a format, and the measures of a WebP
# What Pillow is known to raise for files made to break it.
DAMAGE = (
    *(EOFError, LookupError, MemoryError, OSError, OverflowError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, struct.error, zlib.error),
)
# Files that an editor may well have, known by their first bytes, each with its way out.
KNOWN = [
    ((b"GIF8",), gettext_lazy("这是 GIF，请上传 JPEG、PNG、WebP 或 AVIF 的静止图片。")),
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), gettext_lazy("这是 TIFF，请导出为 JPEG 再传。")),
    ((b"BM",), gettext_lazy("这是 BMP，请导出为 JPEG 或 PNG 再传。")),
    ((b"8BPS",), gettext_lazy("这是 Photoshop 文件，请导出为 JPEG 再传。")),
    ((b"%PDF",), gettext_lazy("这是 PDF，不是图片，请导出为 JPEG 再传。")),
    ((b"PK\x03\x04",), gettext_lazy("这是压缩包或 Office 文件，不是图片，请解压后上传图片。")),
    ((b"<", b"\xef\xbb\xbf<"), gettext_lazy("这是网页、SVG 或脚本，不是照片，不能上传。")),
]
HEIF = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
AVIF = {b"avif", b"avis"}


class PhotoRefused(ValueError):
    """A file that is no picture we take. The message tells an editor why."""


@dataclass(frozen=True)
class Picture:
    """A file that was taken in: the picture upright in sRGB, and what the file says of it."""

    image: Image  # RGB
    ending: str  # of the file's name, by what it is: .jpg, .png, .webp or .avif
    checksum: str  # SHA-256 of the file, in hexadecimal
    likeness: str  # see articles.imaging.likeness
    embedded: embedded.Embedded


def taken_in(file: IO[bytes], *, side: int = SIDE) -> Picture:
    """Read an upload, its longest side at most `side` pixels. Same input, same picture.

    Raises PhotoRefused for anything but a sound, still JPEG, PNG, WebP or AVIF within the limits.
    """
    refuse_size(file)
    with _refusals():
        image = _opened(file)
        image.draft(None, (side, side))
        image.load()
        upright = _upright(_in_srgb(_small(image, side), image.info.get("icc_profile")), like=image)
        upright.info.clear()
        said = embedded.read(image)
    return Picture(upright, ending(file), _checksum(file), likeness(upright), said)


def ending(file: IO[bytes]) -> str:
    """What the name of a picture ends with by its content, whatever it is called: .jpg, .png, .webp
    or .avif; nothing for what may be none.
    """
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return ".webp"
    return ".avif" if _brands(head) & AVIF else ""


def _checksum(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # any file
    file.seek(0)
    return digest


def refuse_size(file: IO[bytes]) -> None:
    """Raises PhotoRefused for a file that is empty or has more than MAX_BYTES."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size == 0:
        raise PhotoRefused(_("文件是空的。"))
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
    from PIL import AvifImagePlugin, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    kind, head = ending(file), file.read(HEAD)
    file.seek(0)
    image: ImageFile
    if kind == ".jpg":
        _refuse_marks(file)
        image = JpegImagePlugin.JpegImageFile(file)
        is_progressive = bool(image.info.get("progressive"))
        _refuse_pixels(*image.size, MAX_PIXELS["PROGRESSIVE" if is_progressive else "JPEG"])
        _refuse_scans(file)
        return image
    if kind == ".png":
        image = PngImagePlugin.PngImageFile(file)
    elif kind == ".webp":
        _refuse_pixels(*_webp_size(head), MAX_PIXELS_WHOLE)
        image = WebPImagePlugin.WebPImageFile(file)
    elif kind == ".avif":
        image = AvifImagePlugin.AvifImageFile(file)
    else:
        raise PhotoRefused(_what_it_is(head))
    _refuse_pixels(*image.size, MAX_PIXELS_WHOLE)
    if getattr(image, "is_animated", False):
        raise PhotoRefused(_("这是动图，请上传静止的图片。"))
    return image


def _brands(head: bytes) -> set[bytes]:
    """The brands a file of the ISO base media format (ISO/IEC 14496-12) says it keeps to."""
    if head[4:8] != b"ftyp":
        return set()
    length = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12]} | {head[place : place + 4] for place in range(16, length - 3, 4)}


def _what_it_is(head: bytes) -> str:
    if _brands(head) & HEIF:
        return _(
            "这是苹果手机的 HEIC，请导出为 JPEG 再传；也可在手机“设置-相机-格式”里选“兼容性最佳”。"
        )
    for starts, message in KNOWN:
        if head.startswith(starts):
            return str(message)
    return _("这不是可以识别的图片，请上传 JPEG、PNG、WebP 或 AVIF。")


def _refuse_pixels(width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise PhotoRefused(
            _("图片有 %(pixels)d 万像素，超过 %(limit)d 万的上限，请缩小后再传。")
            % {"pixels": width * height // 10_000, "limit": limit // 10_000}
        )
    if min(width, height) < MIN_SIDE:
        raise PhotoRefused(_("图片只有一条线那么窄，请检查文件。"))


def _refuse_marks(file: IO[bytes]) -> None:
    """What stands before the picture is read mark by mark, and Exif joined anew with each: a file
    of a million would keep the desk busy for an hour."""
    data, place = file.read(), 2
    file.seek(0)
    for _mark in range(MAX_MARKS):
        filled = data[place : place + MAX_FILLING]
        begun = filled.lstrip(b"\xff\0")
        if not begun and len(filled) == MAX_FILLING:
            break
        place += len(filled) - len(begun)
        if not begun or data[place] == 0xDA:
            return
        # The mark itself, and its length with what belongs to it.
        has_length = data[place] >= 0xC0 and not 0xD0 <= data[place] < 0xD9
        length = int.from_bytes(data[place + 1 : place + 3], "big")
        place += 1 + (length if has_length else 0)
    raise PhotoRefused(_("图片文件的结构不正常，请重新导出后再传。"))


def _refuse_scans(file: IO[bytes]) -> None:
    """A small JPEG may ask for a thousand passes over a large picture; in a scan FF is followed
    by 00 or a restart, so that the mark of a scan can be counted without reading it."""
    place = file.tell()
    file.seek(0)
    scans = file.read().count(b"\xff\xda")
    file.seek(place)
    if scans > MAX_SCANS:
        raise PhotoRefused(_("图片文件的结构不正常，请重新导出后再传。"))


def _webp_size(head: bytes) -> tuple[int, int]:
    """Width and height from the first chunk: https://developers.google.com/speed/webp/docs/riff_container."""
    if head[12:16] == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _small(image: Image, side: int) -> Image:
    """At most `side` long and opaque: on paper, paper is what shows through."""
    if image.mode in {"1", "P", "PA"} or "transparency" in image.info:
        is_opaque = image.mode != "PA" and "transparency" not in image.info
        image = image.convert("RGB" if is_opaque else "RGBA")
    elif image.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"} and not image.mode.startswith("I"):
        image = image.convert("RGB")
    if max(image.size) > side:
        image.thumbnail((side, side))
    if image.mode.startswith("I"):  # 16 bits a pixel, which Pillow would cut at 8, not scale
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    return _on_paper(image) if image.mode in {"RGBA", "LA"} else image


def _on_paper(image: Image) -> Image:
    from PIL import Image as Pillow

    paper = Pillow.new("RGB", image.size, "white")
    paper.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image, profile: bytes | None) -> Image:
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


def _upright(image: Image, *, like: ImageFile) -> Image:
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
    turn = turns.get(embedded.orientation(like))
    return image if turn is None else image.transpose(turn)
