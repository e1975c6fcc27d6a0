"""稿件考核 in the admin: the month's report, the stories behind each figure, and both as CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles.admin import statistics_tables as tables
from articles.admin.requests import staff
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Article, PublishedArticle, ScoreRule
from articles.models.rows.scoring import RULE_ORDER
from articles.saving.guard import GuardedAdmin
from articles.scores import statistics
from articles.scores.statistics import FIGURES, Figure, Line
from articles.text.keys import KEY
from articles.text.months import Month, NoMonth
from people.accounts.reauthentication import reauthenticated
from people.models import Reporter, User


@admin.register(ScoreRule)
class ScoreRuleAdmin(GuardedAdmin):
    """The scoring table; and, at the addresses below it, what it is for."""

    is_setting = True
    list_display = ["kind", "work", "points", "note"]
    list_display_links = ["kind", "work"]
    list_editable = ["points"]
    list_filter = ["kind"]
    ordering = RULE_ORDER
    sortable_by = ["points"]

    @admin.display(description=gettext_lazy("分工"))
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
    asked = _asked(request)
    lines = asked.lines()
    context = _frame(request, asked) | {
        "columns": tables.columns(asked.month, asked.sort),
        "rows": tables.rows(asked.month, statistics.by_person(lines), asked.sort),
        "total": None if asked.of else tables.cells(asked.month, statistics.totals(lines)),
        "unscored": sorted({line.rule_name for line in lines if line.rate is None}),
        "left_out": None if asked.of else _left_out(asked, by=staff(request)),
        "csv": tables.address("_csv", month=asked.month, sort=asked.sort),
    }
    return render(request, "admin/articles/statistics/month.html", context)


@reauthenticated
@require_safe
def month_csv(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    table = tables.month_table(statistics.by_person(asked.lines()), asked.sort)
    _record(request, asked)
    return tables.as_csv(_("稿件考核"), asked.month, table)


@require_safe
def lines_page(request: HttpRequest) -> HttpResponse:
    """The stories behind one figure, or behind all figures, of one person or of everybody."""
    asked = _asked(request)
    lines, month, of = asked.lines(), asked.month, asked.of
    chosen = statistics.behind(asked.figure, lines)
    context = _frame(request, asked) | {
        "figures": tables.cells(month, statistics.totals(lines), reporter=of),
        "lines": [(line, tables.amounts(line, share=str)) for line in chosen],
        "sums": tables.sums(chosen),
        "report": tables.address("", month=month),
        "all": tables.address("_articles", month=month, reporter=of),
        "csv": tables.address("_articles_csv", month=month, reporter=of, figure=asked.figure),
    }
    return render(request, "admin/articles/statistics/lines.html", context)


@reauthenticated
@require_safe
def lines_csv(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    table = tables.lines_table(statistics.behind(asked.figure, asked.lines()))
    _record(request, asked)
    return tables.as_csv(_("稿件考核明细"), asked.month, table)


def _record(request: HttpRequest, asked: Asked) -> None:
    """Who took which figures out of the desk, in the log of its acts."""
    details = {"statistics": str(asked.month), "figure": asked.figure and asked.figure.key}
    record(Event.EXPORTED, by=staff(request), about=asked.of, details=details)


# ---- What is asked for --------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What an address asks for, and may ask for."""

    month: Month
    months: list[Month]  # to choose from
    of: Reporter | None  # None for everybody
    figure: Figure | None  # None for all figures
    sort: str
    now: datetime

    def lines(self) -> list[Line]:
        return statistics.month_lines(self.month, of=self.of, now=self.now)


def _asked(request: HttpRequest) -> Asked:
    """Raises PermissionDenied, and Http404 for what cannot be asked for."""
    of, now = _whose(request), timezone.now()
    months = statistics.months(now=now) or [Month.of(now)]
    figure, sort = request.GET.get("figure", ""), request.GET.get("sort", tables.BEST_FIRST)
    if figure not in {"", *FIGURES} or sort not in tables.SORTS:
        raise Http404
    try:
        month = Month.read(request.GET["month"]) if "month" in request.GET else months[0]
    except NoMonth as error:
        raise Http404 from error
    return Asked(month, sorted({month, *months}, reverse=True), of, FIGURES.get(figure), sort, now)


def _whose(request: HttpRequest) -> Reporter | None:
    """The one person whose figures are asked for, or None for everybody's."""
    own, asked = statistics.limited_to(request.user), request.GET.get("reporter", "")
    if own and asked not in {"", str(own.pk)}:
        raise PermissionDenied
    if own or not asked:
        return own
    if not KEY.fullmatch(asked):
        raise Http404
    return get_object_or_404(Reporter, pk=asked)


# ---- What a page shows --------------------------------------------------------------------------


def _frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """What both pages stand in: the admin's own context, the title and the chooser."""
    return admin.site.each_context(request) | {
        "title": _("稿件考核 %s") % tables.name(asked.month),
        "asked": asked,
        "months": [(month, tables.name(month)) for month in asked.months],
        "may_see_rules": request.user.has_perm("articles.view_scorerule"),
    }


def _left_out(asked: Asked, *, by: User) -> list[tuple[str, list[PublishedArticle]]]:
    """The month's stories that are in nobody's figures, and why; of those withdrawn, which readers
    have no more, the ones that the user may see at the desk.
    """
    stories = PublishedArticle.objects.first_seen_in(asked.month).newest_first().for_links()
    seen = stories.filter(article__in=Article.objects.visible_to(by))
    return [
        (_("没有署名"), list(stories.public(now=asked.now).without_credits())),
        (_("已撤稿"), list(seen.withdrawn(now=asked.now))),
    ]
