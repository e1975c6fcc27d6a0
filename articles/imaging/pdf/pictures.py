"""Encoded pictures inside a PDF without what cameras and programs wrote into them.

The pixels stay byte for byte: a JPEG (ITU-T T.81, B.1) keeps its tables and scans, a JPEG 2000
(ISO/IEC 15444-1, annex I) its header and code stream. What is not understood is left as it is.
"""

from __future__ import annotations

import zlib

START, END, SCAN, ADOBE = 0xD8, 0xD9, 0xDA, 0xEE
ALONE = {0x01, *range(0xD0, 0xD8)}  # marks without a length
DROPPED = {*range(0xE0, 0xF0), 0xFE} - {ADOBE}  # of programs, and comments
# What a decoder may take colours from, without the thumbnail that may stand in it.
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
JPX_KEPT = {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}
MOST_INFLATED = 2**20  # bytes at a time


def bare_jpeg(data: bytes) -> bytes:
    """The JPEG without Exif, XMP, captions, comments, thumbnails and whatever follows it."""
    if not data.startswith(b"\xff\xd8"):
        return data
    kept, place = [data[:2]], 2
    while (found := _segment(data, place)) is not None:
        mark, start, end = found
        if mark == 0xE0 and data[start + 4 : start + 9] == b"JFIF\0":
            kept.append(JFIF)
        elif mark not in DROPPED:
            kept.append(data[start:end])
        if mark == END:
            return b"".join(kept)
        place = _after_scan(data, end) if mark == SCAN else end
        kept.append(data[end:place])
    return data


def _segment(data: bytes, place: int) -> tuple[int, int, int] | None:
    """The mark at a place, and from where to where what belongs to it goes."""
    start = place
    while data[place : place + 2] == b"\xff\xff":  # filling
        place += 1
    if place + 1 >= len(data) or data[place] != 0xFF:
        return None
    mark = data[place + 1]
    if mark in ALONE or mark == END:
        return mark, start, place + 2
    length = int.from_bytes(data[place + 2 : place + 4], "big")
    end = place + 2 + length
    return None if length < 2 or end > len(data) else (mark, place, end)


def _after_scan(data: bytes, place: int) -> int:
    """Where the coded pixels end: in them FF is followed by 00 or by a restart."""
    while (place := data.find(b"\xff", place)) >= 0:
        after = data[place + 1] if place + 1 < len(data) else END
        if after and not 0xD0 <= after < 0xD8:
            return place
        place += 2
    return len(data)


def bare_jpx(data: bytes) -> bytes:
    """The JPEG 2000 without boxes of XML, of programs and of rights."""
    kept, place = [], 0
    while place < len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if length == 1:
            length = int.from_bytes(data[place + 8 : place + 16], "big")
        end = len(data) if length == 0 else place + length
        if end > len(data) or end < place + 8:
            return data  # a bare code stream, or damaged
        if kind in JPX_KEPT:
            kept.append(data[place:end])
        place = end
    return b"".join(kept)


def bare_flate(data: bytes) -> bytes:
    """The compressed data without what follows its end."""
    inflater, rest = zlib.decompressobj(), data
    try:
        while rest and not inflater.eof:
            inflater.decompress(rest, MOST_INFLATED)
            rest = inflater.unconsumed_tail
    except zlib.error:
        return data
    return data[: len(data) - len(inflater.unused_data)]
