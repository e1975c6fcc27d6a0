"""Shapes on a printed page: read, checked, measured. Coordinates are percent of the page's sides.

A shape is written as SVG writes points: "0,0 50,0 50,33.5 0,33.5". All areas are percent of the
page. Overlap and cover are measured on lines a quarter of a percent apart, which no eye sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from django.utils.translation import gettext as _

Point = tuple[float, float]
Polygon = tuple[Point, ...]

MOST_POINTS = 40
LEAST_AREA = 0.1  # percent of the page: less was not meant
NUMBER = r"\d{1,3}(?:\.\d{1,2})?"
POINTS = re.compile(rf"{NUMBER},{NUMBER}(?: {NUMBER},{NUMBER})*")
STEPS = 400  # lines on which overlap and cover are measured


class BadPolygon(ValueError):
    """What was drawn is no shape on the page. The message tells an editor why."""


def read(points: str) -> Polygon:
    """The shape, without points that say nothing. Raises BadPolygon."""
    text = " ".join(points.split())
    if not POINTS.fullmatch(text):
        raise BadPolygon(_("区域的坐标写得不对，应如“0,0 50,0 50,30 0,30”。"))
    corners = [(float(x), float(y)) for x, y in (pair.split(",") for pair in text.split(" "))]
    if len(corners) > MOST_POINTS:
        raise BadPolygon(_("区域最多有 %d 个角。") % MOST_POINTS)
    if any(value > 100 for corner in corners for value in corner):
        raise BadPolygon(_("区域不能伸出版面：坐标都在 0 到 100 之间。"))
    polygon = _without_straight(corners)
    if polygon and _crosses_itself(polygon):  # first: a bow tie has no area either
        raise BadPolygon(_("区域的边不能互相交叉。"))
    if not polygon or area(polygon) < LEAST_AREA:
        raise BadPolygon(_("区域太小，看不出来。"))
    return polygon


def write(polygon: Iterable[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in polygon)


def area(polygon: Sequence[Point]) -> float:
    """Percent of the page, by the shoelace formula."""
    following = [*polygon[1:], polygon[0]]
    twice = sum(x * b - a * y for (x, y), (a, b) in zip(polygon, following, strict=True))
    return abs(twice) / 200


def overlap(one: Polygon, other: Polygon) -> float:
    """How much of the page both cover, in percent of it."""
    return sum(_common(_spans(one, y), _spans(other, y)) for y in _lines()) / STEPS


def cover(polygons: Sequence[Polygon]) -> float:
    """How much of the page is covered by any of them, in percent of it."""
    covered = 0.0
    for y in _lines():
        reached = 0.0
        for start, end in sorted(span for polygon in polygons for span in _spans(polygon, y)):
            covered += max(0, end - max(start, reached))
            reached = max(reached, end)
    return covered / STEPS


def _lines() -> Iterable[float]:
    return ((step + 0.5) * 100 / STEPS for step in range(STEPS))


def _spans(polygon: Polygon, y: float) -> list[tuple[float, float]]:
    """Where a level line runs inside the shape, from left to right."""
    crossed = sorted(
        x + (y - top) * (a - x) / (b - top)
        for (x, top), (a, b) in zip(polygon, (*polygon[1:], polygon[0]), strict=True)
        if (top > y) != (b > y)
    )
    return list(zip(crossed[::2], crossed[1::2], strict=True))


def _common(some: list[tuple[float, float]], others: list[tuple[float, float]]) -> float:
    return sum(max(0, min(b, d) - max(a, c)) for a, b in some for c, d in others)


def _without_straight(corners: list[Point]) -> Polygon:
    """The corners at which a shape turns: none twice, none in the middle of a side."""
    pairs = zip(corners, corners[-1:] + corners[:-1], strict=True)
    kept = [corner for corner, before in pairs if corner != before]
    around = zip(kept[-1:] + kept[:-1], kept, kept[1:] + kept[:1], strict=True)
    return tuple(corner for before, corner, after in around if _turn(before, corner, after))


def _turn(a: Point, b: Point, c: Point) -> float:
    """Positive if a, b and c turn one way, negative if the other, 0 if they lie on a line."""
    return round((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]), 6)


def _crosses_itself(polygon: Polygon) -> bool:
    sides = list(enumerate(zip(polygon, (*polygon[1:], polygon[0]), strict=True)))
    return any(
        _meet(*one, *other)
        for (m, one), (n, other) in combinations(sides, 2)
        if n - m not in {1, len(polygon) - 1}
    )


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two sides that are not neighbours touch."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = [(c, a, b), (d, a, b), (a, c, d), (b, c, d)]
    return any(not turn and _between(*end) for turn, end in zip(turns, ends, strict=True))


def _between(point: Point, a: Point, b: Point) -> bool:
    return all(min(p, q) <= value <= max(p, q) for value, p, q in zip(point, a, b, strict=True))
