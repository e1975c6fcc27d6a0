"""Dates as Chinese papers write them, and the days they mean."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from articles.text.folding import Folded

YEAR = r"(?:\d{4}|[〇零一二三四五六七八九]{4})"
SMALL = r"(?:\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
WEEKDAYS = "一二三四五六日"
WEEKDAY = r"(?:星期|礼拜|周)[一二三四五六日天]"
# Day and month alone are read only where they are no duration (3日内, 18月龄) and no label (3号楼).
DATE = re.compile(
    rf"""(?P<lunar>[农阴旧]历)?(?<![0-9a-z.])(?<!\d:)(?:
        (?P<year1>\d{{4}})(?P<sign>[-./])(?P<month1>\d{{1,2}})(?P=sign)(?P<day1>\d{{1,2}})(?!\d)
      | (?:(?P<year2>{YEAR})年)?(?P<month2>{SMALL})月(?P<day2>{SMALL})[日号]
      | (?P<year3>{YEAR})年(?:(?P<month3>{SMALL})月)?
        (?!前|来|间|后|以|之|的?历史|古|如一日)
      | (?P<month4>{SMALL})月(?![龄薪嫂子])
      | (?P<day5>\d{{1,2}})日(?![元本报均常夜内游])
    )""",
    re.VERBOSE,
)
AFTER = re.compile(
    rf"(?P<open>\()?(?:[,，](?=星期|礼拜))?(?P<weekday>{WEEKDAY})(?![至到、—\-~末])(?(open)\)?)"
)
BEFORE = re.compile(rf"(?<![至到、—\-~每])(?P<weekday>{WEEKDAY})(?P<open>\()?$")
RELATIVE_YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "年内": 0, "明年": 1}
RELATIVE_DAYS = re.compile("(前|昨|今|明|后)[天日晚早晨]|今[晨早]")
DAYS_FROM_NOW = {"前": -2, "昨": -1, "今": 0, "明": 1, "后": 2}
DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Written:
    """A date as far as it is written: at least one of year, month and day.

    `start` and `end` are places in the folded text, the weekday, if any, included.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    is_lunar: bool = False

    def nearest(self, to: date) -> Written:
        """With the year, and the month if it is missing, that lie nearest to `to`."""
        if self.year or (self.month is None and self.day is None):
            return self
        if self.month:
            years = [to.year + n for n in (-1, 0, 1)]
            return min(
                (self._with(year, self.month) for year in years), key=lambda d: d._distance(to)
            )
        months = [divmod(to.year * 12 + to.month - 1 + n, 12) for n in (-1, 0, 1)]
        return min((self._with(y, m + 1) for y, m in months), key=lambda d: d._distance(to))

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has such a day; a date without a year has the best year's."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None or self.month is None:
            return self.day is None or 1 <= self.day <= 31
        return 1 <= self.day <= monthrange(self.year or 2000, self.month)[1]

    def as_day(self) -> date | None:
        """The day, if all of it is written and the calendar has it."""
        if self.year and self.month and self.day and self.is_possible:
            return date(self.year, self.month, self.day)
        return None

    def _with(self, year: int, month: int) -> Written:
        return Written(
            self.start, self.end, year, month, self.day, self.weekday, is_lunar=self.is_lunar
        )

    def _distance(self, to: date) -> int:
        days = ((self.year or to.year) - to.year) * 365 + ((self.month or 1) - to.month) * 30
        return abs(days + (self.day or 15) - to.day)


def find(folded: Folded) -> list[Written]:
    """The dates in a text, in order. One after 农历 is marked, for its calendar is another."""
    text = folded.text
    found = []
    for match in DATE.finditer(text):
        parts = {name[:-1]: value for name, value in match.groupdict().items() if value}
        year, month, day = (_number(parts.get(name)) for name in ("year", "month", "day"))
        start, end, weekday = match.start(), match.end(), None
        if day and (after := AFTER.match(text, end)):
            end, weekday = after.end(), after["weekday"]
        elif day and (before := BEFORE.search(text, max(0, start - 6), start)):
            start, weekday = before.start(), before["weekday"]
            end += bool(before["open"]) and text[end : end + 1] == ")"
        number = WEEKDAYS.index(weekday[-1].replace("天", "日")) if weekday else None
        is_lunar = match["lunar"] is not None
        found.append(Written(start, end, year, month, day, number, is_lunar=is_lunar))
    return found


def relative_years(text: str, *, on: date) -> set[int]:
    """The years a text of that day calls 今年, 去年 and so on."""
    return {on.year + n for word, n in RELATIVE_YEARS.items() if word in text}


def relative_days(text: str, *, on: date) -> set[date]:
    """The days a text of that day calls 昨日, 今天 and so on."""
    words = {match[0][0] for match in RELATIVE_DAYS.finditer(text)}
    return {date.fromordinal(on.toordinal() + DAYS_FROM_NOW[word]) for word in words}


def _number(written: str | None) -> int | None:
    if written is None:
        return None
    if written.isdecimal():
        return int(written)
    if "十" not in written:
        return int("".join(str(DIGITS[digit]) for digit in written))
    tens, ones = written.split("十")
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(ones, 0)
