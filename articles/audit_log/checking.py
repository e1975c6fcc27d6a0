"""Whether the log is as it was written: no line changed, removed, put elsewhere or cut off."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from articles.audit_log import chain
from articles.models import LogLine

CHUNK = 2000  # lines in memory at once
HEAD = re.compile("([0-9]{1,18}):([0-9a-f]{64})")

logger = logging.getLogger("newsroom.audit_log")


@dataclass(frozen=True, order=True)
class Head:
    """The end of the log at some moment: the number of its last line, and that line's hash.

    Kept elsewhere, it shows later that nothing up to that line was cut off or written anew.
    """

    number: int
    hash: str

    @classmethod
    def read(cls, text: str) -> Self:
        """A head as `str` writes it, `812:5f…`. Raises ValueError for anything else."""
        found = HEAD.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        return cls(int(found[1]), found[2])

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def head() -> Head:
    """The end of the log now; of an empty one, number 0."""
    last = LogLine.objects.order_by("number").values_list("number", "hash").last()
    return Head(*last) if last else Head(0, chain.START)


def tell_head() -> Head:
    """Write the head to the process log, which lies where the database cannot reach."""
    now = head()
    logger.info("head of the log: %s", now)
    return now


def faults(heads: Collection[Head] = ()) -> Iterator[str]:
    """What is wrong with the log, a sentence a fault; nothing if it is as it was written.

    `heads` are ends that it is known to have had.
    """
    kept = {known.number: [h for h in heads if h.number == known.number] for known in heads}
    last = Head(0, chain.START)
    for line in LogLine.objects.order_by("number").iterator(chunk_size=CHUNK):
        if line.number != last.number + 1:
            yield f"lines {last.number + 1} to {line.number - 1} are missing"
        elif line.hash != chain.digest(line, before=last.hash):
            yield f"line {line.number} is not what was written there"
        last = Head(line.number, line.hash)
        if any(known != last for known in kept.get(line.number, [])):
            yield f"line {line.number} was written anew: its hash was another"
    for known in sorted(h for h in heads if h.number > last.number):
        yield f"the log ends at line {last.number}, but it had line {known.number}"
