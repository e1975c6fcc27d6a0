"""Dates against the calendar: days it lacks, weekdays of other days, ranges that end too early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.dates import Written
from articles.text.proofs.passages import Note, Story

LATELY = 3  # years before and after the issue that are most often meant
YEARS_AHEAD, YEARS_BACK, YEARS_TO_A_DAY = 50, 300, 5  # beyond these a year is likely mistyped
LASTING = re.compile(r"(?![于在到自从至是为即按以])[\u4e00-\u9fff]")
QUARTER = re.compile(r"第?(?<!\d)[五六七八九5-9]季度")
UNTIL = re.compile(r"(?:\([^()\n]{1,6}\)|[上下中]午|[上下]旬)?(?:起?至|到|—+|--?|~|–)")


def impossible_days(story: Story) -> Iterator[Note]:
    """Days the calendar does not have, weekdays of other days, and years far from the issue's."""
    for passage in story.passages:
        for written in passage.dates:
            if written.is_lunar or _is_duration(passage.folded.text, written, on=story.on):
                continue
            if advice := _advice(written.nearest(story.on), on=story.on):
                yield passage.folded_note(written.start, written.end, FindingKind.DATE, advice)


def impossible_quarters(story: Story) -> Iterator[Note]:
    """第五季度."""
    for passage in story.passages:
        for match in QUARTER.finditer(passage.folded.text):
            advice = _("一年只有四个季度，请核对。")
            yield passage.folded_note(*match.span(), FindingKind.DATE, advice)


def backward_dates(story: Story) -> Iterator[Note]:
    """12月20日至12月18日. A range without years may well reach into the next year."""
    for passage in story.passages:
        for first, last in pairwise(passage.dates):
            between = passage.folded.text[first.end : last.start]
            if UNTIL.fullmatch(between) and _ends_early(first, last):
                advice = _("结束的日期早于开始的日期，请核对两个日期。")
                yield passage.folded_note(first.start, last.end, FindingKind.DATE, advice)


def _ends_early(first: Written, last: Written) -> bool:
    """Whether a range surely ends before it begins: 5月 after 12月 may be of the next year."""
    if first.is_lunar or last.is_lunar or (last.year and not first.year):
        return False
    if first.year and last.year and first.year != last.year:
        return last.year < first.year
    month = last.month or (first.month if last.day else None)
    if first.month == month:
        return bool(first.day and last.day and last.day < first.day)
    return bool(last.year and first.month and month and month < first.month)


def _is_duration(text: str, written: Written, *, on: date) -> bool:
    """Whether a bare year that no story is about is how long something stood: 矗立4300年."""
    if written.month or not written.year or abs(written.year - on.year) <= YEARS_AHEAD:
        return False
    return bool(LASTING.match(text, written.start - 1)) if written.start else False


def _advice(written: Written, *, on: date) -> str:
    """What is wrong with a date whose year is known, or nothing."""
    if not written.is_possible and (written.day or written.year):
        return _("日历上没有这一天。") if written.day else _("没有这个月份。")
    day = written.as_day()
    if day and written.weekday not in {None, day.weekday()}:
        return _("%(day)s是%(weekday)s。") % {
            "day": date_format(day, _("Y年n月j日")),
            "weekday": date_format(day, "l"),
        }
    ahead = YEARS_TO_A_DAY if day else YEARS_AHEAD
    if not written.year or on.year - YEARS_BACK <= written.year <= on.year + ahead:
        return ""
    if written.month or _is_mistyped(written.year, on.year):
        return _("年份离出版日期很远，请核对。")
    return ""


def _is_mistyped(year: int, now: int) -> bool:
    """Whether a year is one of our days with a digit wrong or two swapped: 2204 for 2024; not 2100,
    nor a year of history.
    """
    typed, near = str(year), [str(now + n) for n in range(-LATELY, LATELY + 1)]
    if year % 50 == 0:
        return False
    return any(
        sum(map(str.__ne__, typed, other)) == 1 or sorted(typed) == sorted(other) for other in near
    )
