"""A day, a week, a month or a year as readers type it: 12月26日, 2023-12-26, 去年12月, 上周."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from articles.text.dates import RELATIVE_YEARS, WEEKDAYS, find
from articles.text.folding import fold
from articles.text.tokens import STOP, solid

BEFORE_TODAY = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2}
WEEK = re.compile(rf"(?P<which>上|本|这)个?(?:周|星期|礼拜)(?P<day>[{WEEKDAYS}天])?")
MONTHS_AGO = {"上月": 1, "上个月": 1, "本月": 0, "这个月": 0}
FIRST_YEAR, LAST_YEAR = 1800, 2999  # beyond them a moment has no UTC
YEARS, MONTHS = 9, 3  # that are looked back; 29 February may be eight years ago
RELATIVE_YEAR = re.compile(rf"(?P<word>{'|'.join(RELATIVE_YEARS)})的?(?P<rest>.*)")


Stretch = tuple[date, date]  # the first and the last day


@dataclass(frozen=True)
class Days:
    """What a date may mean: stretches of days, the latest first, and the solid texts by which
    stories name them. Without its year a date may mean any year's.
    """

    stretches: tuple[Stretch, ...]
    texts: tuple[str, ...]

    @property
    def latest(self) -> Stretch:
        return self.stretches[0]

    @property
    def is_one_day(self) -> bool:
        return self.latest[0] == self.latest[1]


def meant(word: str, *, on: date) -> Days | None:
    """What a word of a question means on a certain day, if it is a date and nothing else."""
    typed = fold(word).text
    stretches, texts = _relative(typed, on), [word]
    if not stretches and (written := _written(typed, on)):
        stretches, printed = written
        texts.append(printed)
    if not stretches:
        return None
    solids = (solid(text).strip(STOP) for text in texts)
    return Days(tuple(stretches), tuple(dict.fromkeys(filter(None, solids))))


def _relative(typed: str, on: date) -> list[Stretch]:
    if typed in BEFORE_TODAY:
        day = on - timedelta(days=BEFORE_TODAY[typed])
        return [(day, day)]
    if typed in MONTHS_AGO:
        return _stretches([_month_before(on, MONTHS_AGO[typed])], None)
    if match := WEEK.fullmatch(typed):
        monday = on - timedelta(days=on.weekday() + 7 * (match["which"] == "上"))
        if not match["day"]:
            return [(monday, monday + timedelta(days=6))]
        day = monday + timedelta(days=WEEKDAYS.index(match["day"].replace("天", "日")))
        return [(day, day)]
    return []


def _written(typed: str, on: date) -> tuple[list[Stretch], str] | None:
    """A date, and how papers write it."""
    relative = RELATIVE_YEAR.fullmatch(typed)
    year = on.year + RELATIVE_YEARS[relative["word"]] if relative else 0
    if relative and not relative["rest"]:
        return _stretches([(year, None)], None), ""
    rest = relative["rest"] if relative else typed
    found = find(fold(rest))
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(rest)) or found[0].is_lunar:
        return None
    one = found[0]
    if relative and one.year:
        return None
    year = year or one.year or 0
    if year:
        tried = [(year, one.month)]
    elif one.month:
        tried = [(on.year - ago, one.month) for ago in range(YEARS)]
    else:
        tried = [_month_before(on, ago) for ago in range(MONTHS)]
    stretches = _stretches(tried, one.day)
    if not year:
        stretches = [stretch for stretch in stretches if stretch[0] <= on]
    parts = ((year, "年"), (one.month, "月"), (one.day, "日"))
    return stretches, "".join(f"{number}{unit}" for number, unit in parts if number)


def _month_before(on: date, ago: int) -> tuple[int, int]:
    year, month = divmod(on.year * 12 + on.month - 1 - ago, 12)
    return year, month + 1


def _stretches(months: Iterable[tuple[int, int | None]], day: int | None) -> list[Stretch]:
    """That day of each month, or all of it, or of the year; none where the calendar has none."""
    found = []
    for year, month in months:
        try:
            first = date(year, month or 1, day or 1)
        except ValueError:
            continue
        if FIRST_YEAR <= year <= LAST_YEAR:
            last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
            found.append((first, last))
    return found
