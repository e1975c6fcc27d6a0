"""稿件考核 in the admin: the month's report, the stories behind each figure, and both as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import statistics
from articles.models import PublishedArticle, ScoreRule
from articles.months import Month, NoMonth
from articles.statistics import FIGURES, Figure, Line, Row, shown
from people.enums import ReporterKind
from people.models import Reporter

if TYPE_CHECKING:
    Base = admin.ModelAdmin[ScoreRule]
else:
    Base = admin.ModelAdmin

KEY = re.compile("[0-9]{1,18}")  # a longer number is no key, and would overflow the database
BY_NAME = "name"
BEST_FIRST = "-score"
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads a CSV in the machine's own encoding
# What makes a spreadsheet take a cell for a formula, in full width too.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@admin.register(ScoreRule)
class ScoreRuleAdmin(Base):
    """The scoring table; and, at the addresses below it, what it is for."""

    list_display = ["kind", "work", "points", "note"]
    list_display_links = ["kind", "work"]
    list_editable = ["points", "note"]
    list_filter = ["kind"]

    @admin.display(description=gettext_lazy("分工"), ordering="role")
    def work(self, rule: ScoreRule) -> str:
        return rule.get_role_display()

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "articles_statistics"
        return [
            path("statistics/", view(month_page), name=name),
            path("statistics/csv/", view(month_csv), name=f"{name}_csv"),
            path("statistics/articles/", view(lines_page), name=f"{name}_articles"),
            path("statistics/articles/csv/", view(lines_csv), name=f"{name}_articles_csv"),
            *super().get_urls(),
        ]


# ---- Views --------------------------------------------------------------------------------------


@require_safe
def month_page(request: HttpRequest) -> HttpResponse:
    """A row for each person, each figure a link to the stories behind it."""
    own, now, sort = statistics.limited_to(request.user), timezone.now(), _sort(request)
    months, month = _months(request, now)
    lines = statistics.month_lines(month, of=own, now=now)
    context = _frame(request, months, month) | {
        "columns": _columns(month, sort),
        "rows": [_row(month, row) for row in _sorted(statistics.by_person(lines), sort)],
        "total": None if own else _cells(month, statistics.totals(lines), reporter=None),
        "unscored": sorted(
            {f"{x.story.get_kind_display()} · {x.work}" for x in lines if x.rate is None}
        ),
        "left_out": None if own else _left_out(month, now),
        "csv": _address("_csv", month=month, sort=sort),
        "sort": sort,
    }
    return render(request, "admin/articles/statistics/month.html", context)


@require_safe
def month_csv(request: HttpRequest) -> HttpResponse:
    own, now, sort = statistics.limited_to(request.user), timezone.now(), _sort(request)
    _all, month = _months(request, now)
    rows = _sorted(statistics.by_person(statistics.month_lines(month, of=own, now=now)), sort)
    heads = [_("记者"), _("类别"), *(figure.label for figure in FIGURES.values())]
    table = [
        [str(row.reporter), row.reporter.get_kind_display(), *map(shown, row.amounts.values())]
        for row in rows
    ]
    return _csv(_("稿件考核"), month, [heads, *table])


@require_safe
def lines_page(request: HttpRequest) -> HttpResponse:
    """The stories behind one figure, or behind all figures, of one person or of everybody."""
    reporter, now, figure = _whose(request), timezone.now(), _figure(request)
    months, month = _months(request, now)
    lines = statistics.month_lines(month, of=reporter, now=now)
    chosen = statistics.behind(figure, lines) if figure else lines
    context = _frame(request, months, month) | {
        "reporter": reporter,
        "figure": figure,
        "figures": _cells(month, statistics.totals(lines), reporter=reporter),
        "lines": [_line(line, share=str) | {"story": line.story} for line in chosen],
        "total": {key: shown(amount) for key, amount in statistics.totals(chosen).items()},
        "report": _address("", month=month),
        "all": _address("_articles", month=month, reporter=reporter),
        "csv": _address("_articles_csv", month=month, reporter=reporter, figure=figure),
    }
    return render(request, "admin/articles/statistics/lines.html", context)


@require_safe
def lines_csv(request: HttpRequest) -> HttpResponse:
    reporter, now, figure = _whose(request), timezone.now(), _figure(request)
    _all, month = _months(request, now)
    lines = statistics.month_lines(month, of=reporter, now=now)
    chosen = statistics.behind(figure, lines) if figure else lines
    heads = [_("见报"), _("稿件"), _("记者"), _("体裁"), _("分工")]
    heads += [_("篇数"), _("字数"), _("图片"), _("分值"), _("得分")]
    return _csv(
        _("稿件考核明细"), month, [heads, *(_line(x, share=shown).values() for x in chosen)]
    )


# ---- What is asked for --------------------------------------------------------------------------


def _months(request: HttpRequest, now: datetime) -> tuple[list[Month], Month]:
    """The months to choose from, and the one chosen: the newest unless told. Raises Http404."""
    months = statistics.months(now=now) or [Month.of(now)]
    try:
        month = Month.read(request.GET["month"]) if "month" in request.GET else months[0]
    except NoMonth as error:
        raise Http404 from error
    return months, month


def _whose(request: HttpRequest) -> Reporter | None:
    """Whose lines are asked for, or None for everybody's. Raises PermissionDenied and Http404."""
    own, asked = statistics.limited_to(request.user), request.GET.get("reporter", "")
    if own and asked not in {"", str(own.pk)}:
        raise PermissionDenied
    if own or not asked:
        return own
    if not KEY.fullmatch(asked):
        raise Http404
    return get_object_or_404(Reporter, pk=asked)


def _figure(request: HttpRequest) -> Figure | None:
    key = request.GET.get("figure", "")
    if key and key not in FIGURES:
        raise Http404
    return FIGURES.get(key)


def _sort(request: HttpRequest) -> str:
    """The key of a figure, or the name; a minus before it puts the greatest first."""
    sort = request.GET.get("sort", BEST_FIRST)
    if sort.removeprefix("-") not in {BY_NAME, *FIGURES}:
        raise Http404
    return sort


def _sorted(rows: list[Row], sort: str) -> list[Row]:
    """Rows that come in the order of names, put in another; equal ones stay in that of names."""
    key, descending = sort.removeprefix("-"), sort.startswith("-")
    if key == BY_NAME:
        return rows[::-1] if descending else rows
    return sorted(rows, key=lambda row: -row.amounts[key] if descending else row.amounts[key])


# ---- What a page shows --------------------------------------------------------------------------


def _frame(request: HttpRequest, months: list[Month], month: Month) -> dict[str, Any]:
    """What both pages stand in: the admin's own context, the chooser and the title."""
    return admin.site.each_context(request) | {
        "title": _("稿件考核 %s") % _name(month),
        "month": month,
        "months": [(choice, _name(choice)) for choice in sorted({month, *months}, reverse=True)],
        "may_see_rules": request.user.has_perm("articles.view_scorerule"),
    }


def _name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")


def _address(
    suffix: str,
    *,
    month: Month,
    reporter: Reporter | None = None,
    figure: Figure | None = None,
    sort: str = "",
) -> str:
    query = {"month": str(month), "sort": sort}
    query |= {"reporter": str(reporter.pk) if reporter else ""}
    query |= {"figure": figure.key if figure else ""}
    asked = {name: value for name, value in query.items() if value}
    return reverse(f"admin:articles_statistics{suffix}", query=asked)


def _columns(month: Month, sort: str) -> list[dict[str, Any]]:
    """The heads of the table, each with the address that sorts by it, the greatest first."""
    columns: list[dict[str, Any]] = [{"key": BY_NAME, "group": "", "label": _("记者")}]
    columns += [{"key": f.key, "group": f.group, "label": f.label} for f in FIGURES.values()]
    for column in columns:
        key, best_first = column["key"], f"-{column['key']}"
        again = best_first if key == BY_NAME else key
        first = key if key == BY_NAME else best_first
        column["href"] = _address("", month=month, sort=again if sort == first else first)
        column["sorted"] = {key: "ascending", best_first: "descending"}.get(sort, "")
    return columns


def _row(month: Month, row: Row) -> dict[str, Any]:
    is_staff = row.reporter.kind == ReporterKind.STAFF
    return {
        "reporter": row.reporter,
        "kind": "" if is_staff else row.reporter.get_kind_display(),
        "href": _address("_articles", month=month, reporter=row.reporter),
        "cells": _cells(month, row.amounts, reporter=row.reporter),
    }


def _cells(
    month: Month, amounts: dict[str, Fraction], *, reporter: Reporter | None
) -> list[dict[str, Any]]:
    """A figure each, with the address of the stories behind it, if there are any."""
    return [
        {
            "figure": figure,
            "text": shown(amounts[key]),
            "href": _address("_articles", month=month, reporter=reporter, figure=figure)
            if amounts[key]
            else "",
        }
        for key, figure in FIGURES.items()
    ]


def _left_out(month: Month, now: datetime) -> list[tuple[str, list[PublishedArticle]]]:
    """The month's stories that are in nobody's figures, and why."""
    stories = PublishedArticle.objects.first_seen_in(month).for_links()
    return [
        (_("没有署名"), list(stories.public(now=now).without_credits())),
        (_("已撤稿"), list(stories.withdrawn(now=now))),
    ]


def _line(line: Line, *, share: Callable[[Fraction], str]) -> dict[str, str]:
    """A line in words, in the order of its columns; `share` writes what may be a fraction."""
    return {
        "day": timezone.localdate(line.story.visible_from).isoformat(),
        "title": line.story.title,
        "reporter": str(line.reporter),
        "kind": line.story.get_kind_display(),
        "work": str(line.work),
        "articles": share(line.articles),
        "length": shown(line.length),
        "photos": share(line.photos),
        "rate": shown(Fraction(line.rate or 0)),
        "score": shown(line.score),
    }


# ---- CSV ----------------------------------------------------------------------------------------


def _csv(name: str, month: Month, table: Iterable[Iterable[object]]) -> HttpResponse:
    """A table as Excel and WPS open it: UTF-8 with its mark, CRLF (RFC 4180), and no formulas."""
    text = StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in table)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}-{month}.csv")
    return HttpResponse(
        BYTE_ORDER_MARK + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
