from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Ordered(Protocol):
    pk: int
    order: int

    def save(self, *, update_fields: list[str]) -> None: ...


def renumber(rows: Iterable[Ordered]) -> None:
    """Number rows from 1 in the order given; those without a number come last, as added."""
    in_order = sorted(rows, key=lambda row: (row.order == 0, row.order, row.pk))
    for number, row in enumerate(in_order, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])
