"""Where the next issue is made with its pages, and where the hour of its release is set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.requests import staff
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Issue
from articles.paper import issue_forms, planning
from articles.paper.issue_forms import CountForm, DayForm, NewIssueForm, NewPages, ReleaseForm

if TYPE_CHECKING:
    from datetime import date

    from articles.admin.issue import IssueAdmin


class IssueMaking:
    """The pages that the issues' admin has besides its list and its form."""

    def __init__(self, desk: IssueAdmin) -> None:
        self.desk = desk

    def urls(self) -> list[URLPattern]:
        wrap = self.desk.admin_site.admin_view
        return [
            path("make/", wrap(self.make), name="articles_issue_make"),
            path("<int:pk>/release/", wrap(self.release), name="articles_issue_release"),
        ]

    # ---- A new issue ----

    def make(self, request: HttpRequest) -> HttpResponse:
        """The form, as it is proposed for a day or as it was sent; then the issue, on 今天."""
        if not may_make(request):
            raise PermissionDenied
        if request.method != "POST":
            proposal = planning.proposal(_asked_day(request))
            form, pages = issue_forms.proposed(proposal)
            return self._ask(request, form, pages, last=proposal.last)
        if "_count" in request.POST:
            return self._recount(request)
        form, pages = issue_forms.sent(request.POST)
        made = self._made(request, form, pages) if form.is_valid() & pages.is_valid() else None
        if made:
            return HttpResponseRedirect(address(made.date))
        return self._ask(request, form, pages)

    def _recount(self, request: HttpRequest) -> TemplateResponse:
        """The form with as many pages as are asked for, nothing of it judged yet."""
        count = CountForm(request.POST)
        wanted = count.cleaned_data["page_count"] if count.is_valid() else None
        form, pages = issue_forms.resized(request.POST, wanted)
        return self._ask(request, form, pages, count=count)

    def _made(self, request: HttpRequest, form: NewIssueForm, pages: NewPages) -> Issue | None:
        """The issue, also if it was made a moment ago by the same form; else what is in the way
        is said at the day.
        """
        issue = form.save(commit=False)
        try:
            planning.make(issue, pages.pages)
        except planning.IssueExists as error:
            if not planning.is_same(error.issue, issue, pages.pages):
                form.add_error("date", _is_there(error.issue))
                return None
        else:
            self.desk.log_addition(request, issue, [{"added": {}}])
        messages.success(request, _said_of(issue, len(pages.pages)))
        return issue

    def _ask(
        self, request: HttpRequest, form: NewIssueForm, pages: NewPages, **context: Any
    ) -> TemplateResponse:
        count = CountForm(initial={"page_count": len(pages.forms)})
        given = {"form": form, "pages": pages, "count": count, "title": _("建新一期")}
        return self._render(request, "make.html", given | context)

    # ---- The hour of release ----

    def release(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new hour, or now."""
        with transaction.atomic():
            rows = Issue.objects.select_for_update() if request.method == "POST" else Issue.objects
            issue = get_object_or_404(rows, pk=pk)
            if not self.desk.has_change_permission(request, issue):
                raise PermissionDenied
            form = ReleaseForm(request.POST or None, instance=issue)
            if form.is_valid():
                self._set_hour(request, form)
                return HttpResponseRedirect(address(issue.date))
        given = {"form": form, "issue": issue, "title": _("上线时间")}
        return self._render(request, "release.html", given | {"back": address(issue.date)})

    def _set_hour(self, request: HttpRequest, form: ReleaseForm) -> None:
        issue = form.instance
        if not form.is_other_hour:
            return
        planning.save_with_hour(issue)
        self.desk.log_change(request, issue, [{"changed": {"fields": ["released_at"]}}])
        said = {"released_at": issue.released_at}
        record(Event.ISSUE_RELEASED, by=staff(request), about=issue, details=said)
        messages.success(request, _said_of_hour(issue))

    def _render(
        self, request: HttpRequest, template: str, given: dict[str, Any]
    ) -> TemplateResponse:
        frame = self.desk.admin_site.each_context(request) | {"opts": self.desk.opts}
        return TemplateResponse(request, f"admin/articles/issue/{template}", frame | given)


def may_make(request: HttpRequest) -> bool:
    """Whether a colleague may make an issue with its pages."""
    user = request.user
    return all(user.has_perm(f"articles.add_{model}") for model in ("issue", "page"))


def address(day: date) -> str:
    """今天, showing the issue of a day."""
    return f"{reverse('admin:index')}?day={day.isoformat()}"


def _asked_day(request: HttpRequest) -> date:
    """The day that the address asks for, or the next that has no issue."""
    asked = DayForm(request.GET)
    day: date | None = asked.cleaned_data["day"] if asked.is_valid() else None
    return day or planning.next_day()


def _is_there(issue: Issue) -> str:
    said = _("这一天已经有报纸：{}。换一个日期，或到那一期去改。")
    link = format_html('<a href="{}">{}</a>', address(issue.date), issue)
    return format_html(said, link)


def _said_of(issue: Issue, count: int) -> str:
    pages = ngettext("%d 个版", "%d 个版", count) % count
    said = _("%(day)s的报纸建好了，%(pages)s。") % {"day": _day(issue), "pages": pages}
    return said + _said_of_hour(issue)


def _said_of_hour(issue: Issue) -> str:
    hour = issue.released_at
    if hour is None:
        return _("没有定上线时间：稿件签发后，读者马上能看到。")
    if hour <= timezone.now():
        return _("已经上线：签发的稿件读者现在就能看到。")
    said = formats.date_format(timezone.localtime(hour), "n月j日 H:i")
    return _("%s上线，此前签发的稿件到时才对读者可见。") % said


def _day(issue: Issue) -> str:
    return formats.date_format(issue.date, "n月j日")
