"""The sizes and crops that readers get, each file carrying whose the picture is.

A rendition's name is worked out from all that goes into it: same input, same bytes, same name.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = 1  # of this module: one more whenever it would draw other bytes
DIGITS = 16  # hexadecimal digits of a name
SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
# Each format's qualities, the best first: the first whose file keeps the budget is taken, so that
# foliage and confetti do not weigh on a reader's phone.
QUALITIES = {"avif": (58, 50, 42), "webp": (76, 68, 60), "jpeg": (82, 74, 66)}
BUDGET = {"avif": 0.13, "webp": 0.16, "jpeg": 0.3}  # bytes a pixel
OPTIONS: dict[str, dict[str, Any]] = {
    "avif": {"speed": 9, "max_threads": 1},  # one thread: the same bytes on any machine
    "webp": {"method": 2},
    "jpeg": {"progressive": True, "optimize": True},
}
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
{fields}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


class Cut(NamedTuple):
    """A crop of a ratio, or the whole picture, and its widths in pixels in each format."""

    ratio: tuple[int, int] | None
    widths: dict[str, tuple[int, ...]]


WHOLE, CARD = "whole", "card"
RESPONSIVE = (480, 800, 1200, 1600)
CUTS = {
    WHOLE: Cut(None, {"avif": RESPONSIVE, "webp": (800,), "jpeg": (800, 1600)}),
    CARD: Cut((3, 2), {"avif": (480, 960), "webp": (480,), "jpeg": (480,)}),
    # For search engines, apps and those who share a page: the three ratios they ask for.
    "16x9": Cut((16, 9), {"jpeg": (1200,)}),
    "4x3": Cut((4, 3), {"jpeg": (1200,)}),
    "1x1": Cut((1, 1), {"jpeg": (320, 1200)}),
}


@dataclass(frozen=True)
class Rights:
    """Whose a picture is and how it came to be, as every file of it says."""

    creator: str
    credit: str
    copyright: str
    source_type: str  # an address in https://cv.iptc.org/newscodes/digitalsourcetype/


@dataclass(frozen=True)
class Plan:
    """One file to draw."""

    cut: str
    format: str
    width: int
    height: int
    part: tuple[float, float, float, float]  # of the picture, see `box`
    xmp: bytes
    digest: str

    @property
    def name(self) -> str:
        return f"{self.cut}-{self.width}-{self.digest}.{SUFFIXES[self.format]}"


@dataclass(frozen=True)
class Drawn:
    plan: Plan
    content: bytes


def plans(
    size: tuple[int, int], *, checksum: str, focal: tuple[int, int], rights: Rights
) -> list[Plan]:
    """What to draw of a picture of `size`. Nothing is drawn larger than the picture is."""
    xmp = _packet(rights)
    found = []
    for cut, (ratio, formats) in CUTS.items():
        part = left, top, right, bottom = box(size, ratio=ratio, focal=focal)
        for format, widths in formats.items():
            for width in sorted({min(width, int(right - left)) for width in widths}):
                height = max(1, round(width * (bottom - top) / (right - left)))
                inputs = (RECIPE, checksum, cut, format, width, height, part, xmp)
                digest = hashlib.sha256(repr(inputs).encode()).hexdigest()[:DIGITS]
                found.append(Plan(cut, format, width, height, part, xmp, digest))
    return found


def drawn(image: Image, wanted: list[Plan]) -> Iterator[Drawn]:
    """Draw files of a picture, from `articles.imaging.taken_in`, one after the other."""
    sizes: dict[tuple[str, int], Image] = {}
    for plan in wanted:
        key = plan.cut, plan.width
        if key not in sizes:
            size = (plan.width, plan.height)
            sizes[key] = image.resize(size, box=plan.part, reducing_gap=3)
        yield Drawn(plan, _encoded(sizes[key], plan))


def box(
    size: tuple[int, int], *, ratio: tuple[int, int] | None, focal: tuple[int, int]
) -> tuple[float, float, float, float]:
    """The largest part of a picture in a ratio, its middle as near to the focus as the edges let.

    Left, top, right and bottom in pixels, not rounded, so that the ratio is exact.
    """
    width, height = map(float, size)
    if ratio is None:
        return (0.0, 0.0, width, height)
    across, down = ratio
    part_width = min(width, height * across / down)
    part_height = part_width * down / across
    left = min(max(width * focal[0] / 100 - part_width / 2, 0.0), width - part_width)
    top = min(max(height * focal[1] / 100 - part_height / 2, 0.0), height - part_height)
    return (left, top, left + part_width, top + part_height)


def _encoded(image: Image, plan: Plan) -> bytes:
    budget = BUDGET[plan.format] * plan.width * plan.height
    for quality in QUALITIES[plan.format]:
        file = io.BytesIO()
        options = OPTIONS[plan.format] | {"quality": quality, "xmp": plan.xmp}
        image.save(file, plan.format.upper(), **options)
        if file.tell() - len(plan.xmp) <= budget:
            break
    return file.getvalue()


def _packet(rights: Rights) -> bytes:
    """An XMP packet (ISO 16684-1) with the four fields, each left out where it is empty."""
    shapes = [
        ("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>", rights.creator),
        (
            '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>',
            rights.copyright,
        ),
        ("<photoshop:Credit>{}</photoshop:Credit>", rights.credit),
        (
            "<Iptc4xmpExt:DigitalSourceType>{}</Iptc4xmpExt:DigitalSourceType>",
            rights.source_type,
        ),
    ]
    fields = "".join(f"{shape.format(escape(text))}\n" for shape, text in shapes if text)
    return XMP.format(fields=fields).encode()
