"""Calendar months of the paper, in its own time zone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils import timezone

WRITTEN = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")


class NoMonth(ValueError):
    """A text that names no month."""


@dataclass(frozen=True, order=True)
class Month:
    year: int
    number: int  # 1 to 12

    @classmethod
    def read(cls, text: str) -> Self:
        """The month of an ISO 8601 text such as 2023-12. Raises NoMonth."""
        match = WRITTEN.fullmatch(text)
        if match is None:
            raise NoMonth(text)
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, moment: datetime) -> Self:
        local = timezone.localtime(moment, timezone.get_default_timezone())
        return cls(local.year, local.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def start(self) -> datetime:
        """The first moment of the month."""
        midnight = datetime(self.year, self.number, 1)  # noqa: DTZ001  # made aware in the same line
        return timezone.make_aware(midnight, timezone.get_default_timezone())

    @property
    def previous(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    @property
    def next(self) -> Month:
        return Month(self.year + (self.number == 12), self.number % 12 + 1)

    def back_to(self, first: Month) -> Iterator[Month]:
        """This month and those before it as far as `first`, newest first."""
        month = self
        while month >= first:
            yield month
            month = month.previous
