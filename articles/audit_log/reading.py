"""The log as it is read and searched. Every question finds its lines by an index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.audit_log.chain import FIELDS, moment
from articles.models import LogLine

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK = 500  # lines fetched at a time


@dataclass(frozen=True)
class Asked:
    """Which lines somebody wants to see; what is empty asks for nothing."""

    by: str = ""  # a login
    event: str = ""
    model: str = ""  # as `articles.article`
    key: str = ""  # of a row of that model
    since: date | None = None
    until: date | None = None  # that day included

    def lines(self) -> QuerySet[LogLine]:
        """The lines, the newest first."""
        asked = {"by_login": self.by, "event": self.event, "model": self.model, "key": self.key}
        found = LogLine.objects.filter(**{name: value for name, value in asked.items() if value})
        if self.since:
            found = found.filter(number__gte=_first_since(_midnight(self.since)))
        if self.until:
            found = found.filter(number__lt=_first_since(_midnight(self.until + timedelta(days=1))))
        return found.order_by("-number")

    def older_than(self, number: int | None) -> QuerySet[LogLine]:
        """Those before the line of that number, or all of them."""
        return self.lines().filter(number__lt=number) if number else self.lines()

    def chunks(self) -> Iterator[list[LogLine]]:
        """All of them, some hundred at a time."""
        number = None
        while chunk := list(self.older_than(number)[:CHUNK]):
            yield chunk
            number = chunk[-1].number


def has_acted(login: str) -> bool:
    """Whether the log names somebody who acted under this login."""
    return LogLine.objects.filter(by_login=login).exists()


def as_data(line: LogLine, *, is_shown: bool) -> dict[str, Any]:
    """A line as a file has it. Of what its reader may not see, neither name nor details."""
    data = {name: getattr(line, name) for name in (*FIELDS, "hash")} | {"at": moment(line.at)}
    return data if is_shown else data | {"text": None, "details": None, "is_withheld": True}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _first_since(at: datetime) -> int:
    """The number of the first line of that moment or later, or of the line to come. Lines are
    numbered in the order of their moments, so that a range of days is one of numbers.
    """
    later = LogLine.objects.filter(at__gte=at).order_by("at", "number")
    first = later.values_list("number", flat=True).first()
    if first is None:
        last = LogLine.objects.order_by("number").values_list("number", flat=True).last()
        first = (last or 0) + 1
    return first
