"""Figures and dates that do not agree: with the calendar, or above a story with its body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.enums import FindingKind, FindingLevel
from articles.text import dates, figures
from articles.text.folding import Folded

YEARS_AHEAD, YEARS_BACK, YEARS_TO_A_DAY = 50, 300, 5  # beyond these a year is likely mistyped
OTHERS = 5  # how many figures or dates of the body are named beside one it lacks


class Passage(NamedTuple):
    """A stretch of an article that is read by itself."""

    field: str
    label: str
    text: str
    folded: Folded

    def typed(self, start: int, end: int) -> str:
        """What was typed at two places of the folded text."""
        return self.text[slice(*self.folded.span(start, end))]


class Note(NamedTuple):
    """What was found, at two places of the folded text. `context` is what it was compared with."""

    passage: Passage
    start: int
    end: int
    level: FindingLevel
    kind: FindingKind
    advice: str
    context: str = ""


def calendar(passages: Iterable[Passage], *, on: date) -> Iterator[Note]:
    """Days the calendar does not have, weekdays of other days, and years far from `on`."""
    for passage in passages:
        for written in dates.find(passage.folded):
            if not written.is_lunar and (advice := _calendar_advice(written.nearest(on), on=on)):
                yield _dated(passage, written, advice)


def unsupported_figures(display: Iterable[Passage], source: Sequence[Passage]) -> Iterator[Note]:
    """Figures above the story that the story does not have."""
    given = [(passage, figure) for passage in source for figure in _figures(passage)]
    for passage in display:
        for figure in _figures(passage):
            if figure.is_firm and not any(figure.agrees(other) for _passage, other in given):
                others = _listed(
                    place.typed(other.start, other.end)
                    for place, other in given
                    if other.is_firm and figure.is_like(other)
                )
                text = passage.typed(figure.start, figure.end)
                advice = _("正文里没有“%s”这个数。") % text + others
                level, kind = FindingLevel.WARN, FindingKind.NUMBER
                yield Note(passage, figure.start, figure.end, level, kind, advice, others)


def unsupported_dates(
    display: Iterable[Passage], source: Sequence[Passage], *, on: date
) -> Iterator[Note]:
    """Dates above the story that the story does not have. `on` is what it calls 今天."""
    given = [(passage, written) for passage in source for written in dates.find(passage.folded)]
    text = "\n".join(passage.folded.text for passage in source)
    known = [
        *(written for _passage, written in given),
        *(_as_written(day) for day in dates.relative_days(text, on=on)),
        *(dates.Written(0, 0, year) for year in dates.relative_years(text, on=on)),
    ]
    if not any(written.year for _passage, written in given):
        known.append(dates.Written(0, 0, on.year))  # a story that names no year is of its own
    others = _listed(passage.typed(other.start, other.end) for passage, other in given)
    for passage in display:
        for written in dates.find(passage.folded):
            if not _is_supported(written, known):
                date_text = passage.typed(written.start, written.end)
                advice = _("正文里没有“%s”这个日期。") % date_text + others
                yield _dated(passage, written, advice, others)


def _figures(passage: Passage) -> list[figures.Figure]:
    written = dates.find(passage.folded)
    return figures.find(passage.folded, outside=((day.start, day.end) for day in written))


def _dated(passage: Passage, written: dates.Written, advice: str, context: str = "") -> Note:
    level, kind = FindingLevel.WARN, FindingKind.DATE
    return Note(passage, written.start, written.end, level, kind, advice, context)


def _calendar_advice(written: dates.Written, *, on: date) -> str:
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
    if written.year and not on.year - YEARS_BACK <= written.year <= on.year + ahead:
        return _("年份离出版日期很远，请核对。")
    return ""


def _is_supported(written: dates.Written, known: Iterable[dates.Written]) -> bool:
    """Whether each part of a date is given somewhere, day and month together."""
    known = list(known)
    if written.year and written.year not in {other.year for other in known}:
        return False
    if written.day is None:
        return written.month is None or written.month in {other.month for other in known}
    return any(
        other.day == written.day
        and (None in {other.month, written.month} or other.month == written.month)
        for other in known
    )


def _as_written(day: date) -> dates.Written:
    return dates.Written(0, 0, day.year, day.month, day.day)


def _listed(texts: Iterable[str]) -> str:
    """What the body has instead, as a sentence, or nothing if it has nothing of the kind."""
    others = list(dict.fromkeys(texts))[:OTHERS]
    return _("正文里写的是：%s。") % "、".join(others) if others else ""
