"""Figures and dates above a story that the story itself does not have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text import dates
from articles.text.figures import Figure, Sort
from articles.text.proofs.passages import Note, Passage, Story

DURATIONS = frozenset({"年", "个月", "天", "小时", "个小时"})
LARGE, ROUND = 1000, Decimal("0.01")  # figures that a headline may give in round, and how nearly
OTHERS = 5  # how many figures or dates of the body are named beside one it lacks


def figures_not_in_body(story: Story) -> Iterator[Note]:
    """15家 above a story that says 16家."""
    source = _source(story)
    given = [(passage, figure) for passage in source for figure in passage.figures]
    for passage in story.above if source else []:
        for figure in passage.figures:
            if not figure.is_firm or any(
                figure.agrees(other) or _is_rounded(figure, other) for _passage, other in given
            ):
                continue
            if not _is_worked_out(passage, figure, [other for _passage, other in given]):
                others = _some(
                    place.typed(other.start, other.end)
                    for place, other in given
                    if other.is_firm and figure.is_like(other)
                )
                text = passage.typed(figure.start, figure.end)
                advice = _("正文里没有“%s”这个数。") % text + _instead(others)
                yield passage.folded_note(
                    figure.start, figure.end, FindingKind.NUMBER, advice, others
                )


def dates_not_in_body(story: Story) -> Iterator[Note]:
    """12月26日 above a story that says 12月27日."""
    source = _source(story)
    given = [(passage, written) for passage in source for written in passage.dates]
    text = "\n".join(passage.folded.text for passage in source)
    known = [
        *(written for _passage, written in given),
        *(_as_written(day) for day in dates.relative_days(text, on=story.on)),
        *(dates.Written(0, 0, year) for year in dates.relative_years(text, on=story.on)),
    ]
    if not any(written.year for _passage, written in given):
        known.append(dates.Written(0, 0, story.on.year))  # a story without a year is of its own
    others = _some(passage.typed(other.start, other.end) for passage, other in given)
    for passage in story.above if source else []:
        for written in passage.dates:
            if not _is_supported(written, known) and not _is_reckoned(passage, written):
                date_text = passage.typed(written.start, written.end)
                advice = _("正文里没有“%s”这个日期。") % date_text + _instead(others)
                yield passage.folded_note(
                    written.start, written.end, FindingKind.DATE, advice, others
                )


def _is_rounded(figure: Figure, exact: Figure) -> bool:
    """Whether a large figure is another one in round: 六万元 for 六万零三百元."""
    near = figure.value * ROUND
    return (
        figure.is_like(exact)
        and figure.unit == exact.unit
        and (
            figure.value >= LARGE
            and abs(exact.value - figure.value) <= near
            and len(figure.value.normalize().as_tuple().digits)
            < len(exact.value.normalize().as_tuple().digits)
        )
    )


def _is_worked_out(passage: Passage, figure: Figure, given: list[Figure]) -> bool:
    """Whether a figure may well be the headline's own: 9年如一日, 治水的343天, “85分”之后.

    A duration is often reckoned from the dates of the story; it is compared only with the one
    duration that the story has, if they are of a size.
    """
    after = passage.folded.text[figure.end : figure.end + 3]
    start, end = passage.folded.span(figure.start, figure.end)
    if after.startswith("如一日"):
        return True
    if not figure.unit and passage.text[:start].endswith(("“", "‘")):
        return figure.sort == Sort.COUNT and not passage.text[end:].startswith(("”", "’"))
    if figure.unit not in DURATIONS:
        return False
    like = {other.value for other in given if other.is_firm and other.unit == figure.unit}
    return not (len(like) == 1 and max(like) <= figure.value * 3 <= max(like) * 9)


def _source(story: Story) -> list[Passage]:
    """The body with its dateline; nothing while there is no body."""
    if story.body is None:
        return []
    return [*(p for p in story.passages if p.field == "dateline"), story.body]


def _is_reckoned(passage: Passage, written: dates.Written) -> bool:
    """Whether a month is how long something lasted or cost: 今年2月以来, 一月340元."""
    after = passage.folded.text[written.end : written.end + 3]
    typed = passage.typed(written.start, written.end)
    return after.startswith(("以来", "份以来")) or typed == "一月"


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


def _some(texts: Iterable[str]) -> str:
    """The first few of what the body has, each once."""
    return "、".join(list(dict.fromkeys(texts))[:OTHERS])


def _instead(others: str) -> str:
    """What the body has instead, as a sentence, or nothing if it has nothing of the kind."""
    return _("正文里写的是：%s。") % others if others else ""
