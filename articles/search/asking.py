"""A reader's question as the address has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from urllib.parse import urlencode

from django.utils import timezone

from articles.models.rows.paging import BadCursor, Cursor
from articles.search.days import FIRST_YEAR, LAST_YEAR
from articles.search.matching import LONGEST
from articles.text.keys import KEY

SORTS = ("", "date")


class BadQuestion(ValueError):
    """An address that no form or link of ours leads to. The message is the parameter's name."""


@dataclass(frozen=True)
class Place:
    """Where a page of results starts: after the story at `story`, which scored `score`.

    Results are ranked as they stood at `as_of`, so that no later story pushes one to the next page.
    """

    as_of: datetime
    score: int
    story: Cursor

    def __str__(self) -> str:
        return f"{self.as_of.timestamp():.6f}_{self.score}_{self.story}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises BadCursor."""
        parts = text.split("_")
        if len(parts) != 3 or not KEY.fullmatch(parts[1]):
            raise BadCursor(text)
        return cls(Cursor.read(f"{parts[0]}-0").moment, int(parts[1]), Cursor.read(parts[2]))


@dataclass(frozen=True)
class Question:
    """What is asked for, and how the answer is cut and sorted. The names are the address's."""

    q: str = ""
    section: int | None = None
    reporter: int | None = None
    entity: int | None = None
    tag: int | None = None
    since: date | None = None
    until: date | None = None
    photo: bool = False
    sort: str = ""
    after: Place | None = None

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Raises BadQuestion. A field left empty is a field not asked for."""
        found: dict[str, Any] = {}
        for name, reader in READERS.items():
            if text := given.get(name, ""):
                try:
                    found[name] = reader(text)
                except ValueError as error:
                    raise BadQuestion(name) from error
        return cls(q=given.get("q", "").strip()[:LONGEST], **found)

    def address(self, **changes: object) -> str:
        """The query string of this question with some of it changed, from its first page on."""
        asked = replace(self, **({"after": None} | changes))  # type: ignore[arg-type]  # checked by read
        given = {field.name: getattr(asked, field.name) for field in fields(asked)}
        values = {name: 1 if value is True else value for name, value in given.items() if value}
        return f"?{urlencode(values)}"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        ties = (self.section, self.reporter, self.entity, self.tag, self.since, self.until)
        return self.photo or any(tie is not None for tie in ties)

    @property
    def from_moment(self) -> datetime | None:
        return midnight(self.since) if self.since else None

    @property
    def to_moment(self) -> datetime | None:
        """The first moment that is too late."""
        return midnight(self.until + timedelta(days=1)) if self.until else None


def _key(text: str) -> int:
    if not KEY.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def _sort(text: str) -> str:
    if text not in SORTS:
        raise ValueError(text)
    return text


def _photo(text: str) -> bool:
    if text != "1":
        raise ValueError(text)
    return True


READERS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("section", "reporter", "entity", "tag"), _key),
    **dict.fromkeys(("since", "until"), _day),
    "photo": _photo,
    "sort": _sort,
    "after": Place.read,
}


def midnight(day: date) -> datetime:
    """The first moment of a day here."""
    return timezone.make_aware(datetime.combine(day, time.min))
