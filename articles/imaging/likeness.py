"""A picture as it looks, in 64 bits, to find the same photograph in another size or quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

ROWS = 8
DIGITS = 16  # hexadecimal digits of a likeness
BAND = 4  # digits that are looked up together
NEAR = 3  # bits that two copies may differ in: then one of the four bands at least is the same


def likeness(image: Image) -> str:
    """Whether each of 8 × 8 fields is brighter than its right neighbour: a difference hash."""
    from PIL.Image import Resampling

    small = image.convert("L").resize((ROWS + 1, ROWS), Resampling.BOX)
    light = small.tobytes()
    bits = 0
    for row in range(ROWS):
        for place in range(row * (ROWS + 1), row * (ROWS + 1) + ROWS):
            bits = bits << 1 | (light[place] > light[place + 1])
    return f"{bits:0{DIGITS}x}"


def distance(one: str, other: str) -> int:
    """The number of fields in which two likenesses differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
