"""Many rows read and written a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

# What so many stories name together stays below the 1,000 rows that SQLite asks for at once.
SIZE = 50
Row = TypeVar("Row", bound=Model)


def batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    rest = rows.iterator(chunk_size=SIZE)
    while batch := list(islice(rest, SIZE)):
        yield batch


def hold(rows: QuerySet[Any], keys: Iterable[int]) -> list[int]:
    """Lock these of the rows, in a transaction; their keys, without those of rows that somebody
    else is writing at the moment. Never waits, so that who waits for nobody can go first.
    """
    locked = rows.filter(pk__in=keys).select_for_update(skip_locked=True, of=("self",))
    return list(locked.order_by("pk").values_list("pk", flat=True))
