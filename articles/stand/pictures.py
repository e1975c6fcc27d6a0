"""What readers get of a photo, as data: its files in their sizes, its words, whose it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from articles.enums import Placement, SourceType
from articles.imaging.renditions import CARD, WHOLE
from articles.models import Photo, PhotoUse
from articles.models.photo import MIME_TYPES

Address = Callable[[str], str]  # where a file of that name is got from

CROPS = ["16x9", "4x3", "1x1"]  # for machines: the widest of each


def of_uses(uses: Iterable[PhotoUse], *, in_text: Collection[str]) -> list[dict[str, Any]]:
    """The photos of a story in their order, each with what its use says of it. `in_text` has the
    keys of those that the body places.
    """
    photos = [
        shown(use.photo)
        | {
            "alt": "" if use.photo.is_decorative else use.alt or use.photo.alt,
            "caption": use.caption or use.photo.caption,
            "placement": use.placement,
        }
        for use in uses
    ]
    for place, photo in enumerate(photos):  # what stands on top is not to be waited for
        is_on_top = photo["placement"] == Placement.LEAD and photo["key"] not in in_text
        photo["is_first"] = place == 0 and is_on_top
    return photos


def shown(photo: Photo) -> dict[str, Any]:
    """What readers get of a photo wherever it is used: its files, and whose it is."""
    source_type = SourceType(photo.source_type)
    return files(photo, address=photo.file.storage.url) | {
        "credit": photo.credit,
        "copyright": photo.copyright,
        "label": "" if source_type == SourceType.PHOTOGRAPH else str(source_type.label),
        "source_type": photo.source_type,
    }


def files(photo: Photo, *, address: Address) -> dict[str, Any]:
    """The files of a photo in their sizes, each at its address."""
    return {
        "key": str(photo.guid),
        "src": address(str(photo.file)) if photo.file else "",
        "width": photo.width,
        "height": photo.height,
        "sources": _sources(photo, WHOLE, address),
        "card": _card(photo, address),
        "crops": [_file(crop, address) for cut in CROPS for crop in photo.rendered(cut)[-1:]],
    }


def _card(photo: Photo, address: Address) -> dict[str, Any]:
    """The picture of a list, or the large one where that has not been drawn."""
    jpegs = [file for file in photo.rendered(CARD) if file["format"] == "jpeg"]
    large = {"src": address(str(photo.file)) if photo.file else "", "width": photo.width}
    file = _file(jpegs[-1], address) if jpegs else large | {"height": photo.height}
    return file | {"sources": _sources(photo, CARD, address)}


def _file(rendition: dict[str, Any], address: Address) -> dict[str, Any]:
    measures = {name: rendition[name] for name in ("width", "height")}
    return {"src": address(rendition["name"])} | measures


def _sources(photo: Photo, cut: str, address: Address) -> list[dict[str, str]]:
    """What a browser may choose from, the lightest format first, each with its widths."""
    files: dict[str, list[str]] = {kind: [] for kind in MIME_TYPES.values()}
    for file in photo.rendered(cut):
        files[file["type"]].append(f"{address(file['name'])} {file['width']}w")
    return [{"type": kind, "srcset": ", ".join(found)} for kind, found in files.items() if found]
