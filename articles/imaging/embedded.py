"""What a picture file says of itself, for an editor to check: XMP first, then IPTC-IIM, then EXIF.

https://iptc.org/std/photometadata/specification/ says where each field is kept.
"""

from __future__ import annotations

import codecs
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from articles.enums import SourceType
from articles.text.characters import visible

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

DC = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
AIGC = "{http://www.tc260.org.cn/ns/AIGC/1.0/}AIGC"  # GB 45438-2025, the mark of generated content
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
UTF8 = b"\x1b%G"  # what IIM's 1:90 says for UTF-8
MAX_XMP = 1_000_000  # bytes
MADE = {
    "trainedAlgorithmicMedia": SourceType.GENERATED,
    "compositeWithTrainedAlgorithmicMedia": SourceType.GENERATED,
    "algorithmicMedia": SourceType.GENERATED,
    "digitalCreation": SourceType.ILLUSTRATION,
    "digitalArt": SourceType.ILLUSTRATION,
}
# Metadata is read for convenience: whatever is wrong with it, the picture is not.
UNREADABLE = (
    *(AttributeError, EOFError, LookupError, OSError, OverflowError, SyntaxError, TypeError),
    *(ValueError, struct.error, ET.ParseError),
)
Fields = dict[str, str]


@dataclass(frozen=True)
class Embedded:
    """What the file tells; each field is empty where it tells nothing."""

    caption: str = ""
    alt: str = ""  # for who cannot see it
    creator: str = ""  # who took it
    credit: str = ""  # whom to name, if it is not the creator
    rights: str = ""
    place: str = ""
    taken_on: date | None = None
    source_type: str = SourceType.PHOTOGRAPH


def read(image: ImageFile) -> Embedded:
    """Raises nothing: metadata that cannot be read is passed over."""
    found: Fields = {}
    for reader in (_exif, _iptc, _xmp):
        try:
            found |= {name: text for name, text in reader(image).items() if text}
        except UNREADABLE:
            continue
    return Embedded(
        caption=found.get("caption", ""),
        alt=found.get("alt", ""),
        creator=found.get("creator", ""),
        credit=found.get("credit", ""),
        rights=found.get("rights", ""),
        place=found.get("place", ""),
        taken_on=_day(found.get("taken_on", "")),
        source_type=found.get("source_type", SourceType.PHOTOGRAPH),
    )


def orientation(image: ImageFile) -> int:
    """How the camera was held, in EXIF's numbers; 1, upright, where that cannot be read."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except UNREADABLE:
        return 1


def _exif(image: ImageFile) -> Fields:
    exif = image.getexif()
    names = {0x010E: "caption", 0x013B: "creator", 0x8298: "rights"}
    found = {
        name: one_line(_text([str(exif.get(tag, "")).encode("latin-1", "ignore")])[0])
        for tag, name in names.items()
    }
    taken = exif.get_ifd(0x8769).get(0x9003) or exif.get(0x0132) or ""
    return found | {"taken_on": str(taken)}


def _iptc(image: ImageFile) -> Fields:
    from PIL import IptcImagePlugin

    records: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    names = {
        (2, 120): "caption",
        (2, 80): "creator",
        (2, 110): "credit",
        (2, 115): "source",
        (2, 116): "rights",
        (2, 90): "city",
        (2, 92): "location",
        (2, 55): "taken_on",
    }
    values = [(name, each) for key, name in names.items() for each in _values(records.get(key))]
    is_utf8 = UTF8 in _values(records.get((1, 90)))
    texts = _text([each for _name, each in values], is_utf8=is_utf8)
    found: dict[str, list[str]] = {}
    for (name, _each), text in zip(values, texts, strict=True):
        found.setdefault(name, []).append(one_line(text))
    creators = "、".join(filter(None, found.pop("creator", [])))  # alone may be there again
    return _settled({name: said[0] for name, said in found.items()} | {"creator": creators})


def _xmp(image: ImageFile) -> Fields:
    packet = image.info.get("xmp", b"")
    packet = packet.encode() if isinstance(packet, str) else packet
    text = packet[:MAX_XMP].decode("utf-8").strip("\0\ufeff \n")
    if "<!" in text.replace("<!--", ""):  # no packet needs a DTD, and entities can be bombs
        return {}
    descriptions = list(ET.fromstring(text).iter(f"{RDF}Description")) if text else []  # noqa: S314  # no DTD
    names = {
        f"{DC}description": "caption",
        f"{CORE}AltTextAccessibility": "alt",
        f"{DC}creator": "creator",
        f"{DC}rights": "rights",
        f"{PHOTOSHOP}Credit": "credit",
        f"{PHOTOSHOP}Source": "source",
        f"{PHOTOSHOP}City": "city",
        f"{CORE}Location": "location",
        f"{PHOTOSHOP}DateCreated": "taken_on",
        f"{EXT}DigitalSourceType": "source_type",
        AIGC: "aigc",
    }
    found = {name: one_line(_value(descriptions, key)) for key, name in names.items()}
    found["source_type"] = MADE.get(found["source_type"].rpartition("/")[2], "")
    if found.pop("aigc"):
        found["source_type"] = SourceType.GENERATED
    return _settled(found)


def _settled(found: Fields) -> Fields:
    """City and location are one place; a source is whom to name where no credit line says it."""
    source = found.pop("source", "")
    place = [found.pop("city", ""), found.pop("location", "")]
    return found | {
        "credit": found.get("credit") or source,
        "place": "".join(dict.fromkeys(place)),
    }


def _value(descriptions: Iterable[ET.Element], name: str) -> str:
    """A property's text, written as an attribute, as an element, or as a list in one."""
    for description in descriptions:
        if name in description.attrib:
            return description.attrib[name]
        element = description.find(name)
        if element is not None:
            items = [item.text or "" for item in element.iter(f"{RDF}li")]
            return "、".join(items) or element.text or ""
    return ""


def _values(found: Any) -> list[bytes]:
    """What a record says: Pillow gives bytes, or a list of them where it is there again."""
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, bytes)]


def _text(values: Iterable[bytes], *, is_utf8: bool = False) -> list[str]:
    """UTF-8 where all of it is, though the last may be cut within a character; else GB18030."""
    values = list(values)
    try:
        return [codecs.getincrementaldecoder("utf-8")().decode(value) for value in values]
    except UnicodeDecodeError:
        return [value.decode("utf-8" if is_utf8 else "gb18030", "ignore") for value in values]


def one_line(text: str) -> str:
    """What stands before a NUL, in one line and without other control characters, which no field
    of ours takes.
    """
    text = text.partition("\0")[0]
    shown = (" " if unicodedata.category(each) == "Cc" else each for each in text)
    return " ".join(visible("".join(shown)).split())


def _day(text: str) -> date | None:
    """The day from 20231225, 2023:12:25 10:00:00 or 2023-12-25T10:00:00+08:00."""
    digits = "".join(each for each in text[:10] if each.isascii() and each.isdigit())
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
