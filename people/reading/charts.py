"""Figures as a drawing: where its bars stand. A template writes it as SVG, with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STEP, WIDTH = 56, 36  # from bar to bar, and of a bar, in units of the drawing
HEIGHT, HEAD, FOOT = 120, 24, 28  # of the tallest bar; room for its figure, and for its year


@dataclass(frozen=True)
class Bar:
    year: int
    count: int
    x: int
    y: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def above(self) -> int:
        """Where the figure over the bar stands."""
        return self.y - 7


@dataclass(frozen=True)
class Chart:
    """Bars of equal width on one base line."""

    bars: list[Bar]
    bar_width: int = WIDTH

    @property
    def width(self) -> int:
        return STEP * len(self.bars)

    @property
    def base(self) -> int:
        return HEAD + HEIGHT

    @property
    def height(self) -> int:
        return self.base + FOOT

    @property
    def label_at(self) -> int:
        return self.height - 7


def by_year(counts: Mapping[int, int]) -> Chart | None:
    """A bar for each year from the first to the last, those with none too; one year is no chart."""
    if len(counts) < 2:
        return None
    tallest = max(*counts.values(), 1)
    bars = []
    for place, year in enumerate(range(min(counts), max(counts) + 1)):
        count = counts.get(year, 0)
        height = round(HEIGHT * count / tallest)
        x = place * STEP + (STEP - WIDTH) // 2
        bars.append(Bar(year, count, x, HEAD + HEIGHT - height, height))
    return Chart(bars)
