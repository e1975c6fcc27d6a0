"""The tables of 稿件考核: what its pages show and its CSV files hold."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from io import StringIO
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from articles.scores import statistics
from articles.scores.statistics import FIGURES, Figure, Line, Row, shown
from articles.text.months import Month
from people.enums import ReporterKind
from people.models import Reporter

BY_NAME = "name"
BEST_FIRST = "-score"
# What the report may be sorted by; a minus puts the last name, or the greatest amount, first.
SORTS = [sign + key for key in (BY_NAME, *FIGURES) for sign in ("", "-")]
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads a CSV in the machine's own encoding
# What makes a spreadsheet take a cell for a formula, in full width too.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = dict[str, Any]
Table = list[list[str]]


def name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")


def address(
    suffix: str,
    *,
    month: Month,
    reporter: Reporter | None = None,
    figure: Figure | None = None,
    sort: str = "",
) -> str:
    """Where a page of the statistics stands: the report, or the one named by its suffix."""
    query = {
        "month": str(month),
        "reporter": str(reporter.pk) if reporter else "",
        "figure": figure.key if figure else "",
        "sort": sort,
    }
    given = {key: value for key, value in query.items() if value}
    return reverse(f"admin:articles_statistics{suffix}", query=given)


# ---- The report ---------------------------------------------------------------------------------


def columns(month: Month, sort: str) -> list[Cell]:
    """The heads of the report, each with the address that sorts by it, or turns the order."""
    heads: list[Cell] = [{"key": BY_NAME, "group": "", "label": _("记者")}]
    heads += [{"key": f.key, "group": f.group, "label": f.label} for f in FIGURES.values()]
    for head in heads:
        rising, falling = head["key"], f"-{head['key']}"
        first, second = (rising, falling) if rising == BY_NAME else (falling, rising)
        head["href"] = address("", month=month, sort=second if sort == first else first)
        head["sorted"] = {rising: "ascending", falling: "descending"}.get(sort, "")
    return heads


def rows(month: Month, people: list[Row], sort: str) -> list[Cell]:
    return [
        {
            "reporter": row.reporter,
            "is_staff": row.reporter.kind == ReporterKind.STAFF,
            "href": address("_articles", month=month, reporter=row.reporter),
            "cells": cells(month, row.amounts, reporter=row.reporter),
        }
        for row in _sorted(people, sort)
    ]


def cells(
    month: Month, amounts: dict[str, Fraction], *, reporter: Reporter | None = None
) -> list[Cell]:
    """A figure each, with the address of the stories behind it, if there are any."""
    return [
        {
            "figure": figure,
            "text": shown(amounts[key]),
            "href": amounts[key]
            and address("_articles", month=month, reporter=reporter, figure=figure),
        }
        for key, figure in FIGURES.items()
    ]


def month_table(people: list[Row], sort: str) -> Table:
    heads = [_("记者"), _("类别"), *(str(figure.label) for figure in FIGURES.values())]
    return [heads] + [
        [str(row.reporter), row.reporter.get_kind_display(), *map(shown, row.amounts.values())]
        for row in _sorted(people, sort)
    ]


def _sorted(people: list[Row], sort: str) -> list[Row]:
    """Rows that come in the order of names, put in another; equal ones stay in that of names."""
    key, falling = sort.removeprefix("-"), sort.startswith("-")
    if key == BY_NAME:
        return people[::-1] if falling else people
    return sorted(people, key=lambda row: -row.amounts[key] if falling else row.amounts[key])


# ---- The stories behind a figure ----------------------------------------------------------------


def amounts(line: Line, *, share: Callable[[Fraction], str]) -> list[tuple[str, str]]:
    """The amounts of a line under their heads; `share` writes what may be a fraction."""
    return [
        (_("篇数"), share(line.articles)),
        (_("字数"), shown(line.length)),
        (_("图片"), share(line.photos)),
        (_("分值"), shown(Fraction(line.rate or 0))),
        (_("得分"), shown(line.score)),
    ]


def sums(lines: list[Line]) -> list[tuple[str, str]]:
    """The same of many lines; points by rule have no sum."""
    total = statistics.totals(lines)
    return [
        (_("篇数"), shown(total["articles"])),
        (_("字数"), shown(total["length"])),
        (_("图片"), shown(total["photos"])),
        (_("分值"), ""),
        (_("得分"), shown(total["score"])),
    ]


def lines_table(lines: list[Line]) -> Table:
    heads = [_("见报"), _("稿件"), _("记者"), _("体裁"), _("分工")]
    return [heads + [head for head, _sum in sums(lines)]] + [
        [
            timezone.localdate(line.story.visible_from).isoformat(),
            line.story.title,
            str(line.reporter),
            line.story.get_kind_display(),
            str(line.work),
            *(text for _head, text in amounts(line, share=shown)),
        ]
        for line in lines
    ]


# ---- CSV ----------------------------------------------------------------------------------------


def as_csv(name: str, month: Month, table: Table) -> HttpResponse:
    """A table as Excel and WPS open it: UTF-8 with its mark, CRLF (RFC 4180), and no formulas."""
    text = StringIO()
    csv.writer(text).writerows([_without_formula(cell) for cell in row] for row in table)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}-{month}.csv")
    return HttpResponse(
        BYTE_ORDER_MARK + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
