"""Many rows read and written a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from django.db.models import Model, QuerySet

# What so many stories name together stays below the 1,000 rows that SQLite asks for at once.
SIZE = 50
Row = TypeVar("Row", bound=Model)


def batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    rest = rows.iterator(chunk_size=SIZE)
    while batch := list(islice(rest, SIZE)):
        yield batch
