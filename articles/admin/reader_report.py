from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.admin.records import RecordAdmin
from articles.admin.requests import staff
from articles.enums import ReportState
from articles.models import ReaderReport
from articles.models.rows import ReaderReportQuerySet
from articles.review import reader_reports
from articles.review.workflow import MoveRefused
from articles.text.fields import Typed
from people.models import User

HANDLE = "articles.handle_readerreport"
SPAM = _("垃圾信息")


class HandleForm(forms.Form):
    """What somebody at the desk does about a report."""

    TAKE, CONFIRM, DECLINE = "take", "confirm", "decline"
    decision = forms.ChoiceField(
        label=_("处理"),
        choices=[
            (TAKE, _("我来核实")),
            (CONFIRM, _("属实，待更正")),
            (DECLINE, _("不用更正")),
        ],
        initial=TAKE,
        widget=forms.RadioSelect,
    )
    finding = Typed(
        label=_("核实结果"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("查了什么、依据是什么；“我来核实”可以不填。只在后台看得到。"),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def take_on(self, report: ReaderReport, *, by: User) -> ReaderReport:
        """Do it. Raises MoveRefused."""
        finding = self.cleaned_data["finding"]
        if self.cleaned_data["seen"] != reader_reports.mark(report):
            raise MoveRefused(reader_reports.STALE)
        match self.cleaned_data["decision"]:
            case self.CONFIRM:
                return reader_reports.confirm(report, by=by, finding=finding)
            case self.DECLINE:
                return reader_reports.decline(report, by=by, finding=finding)
        return reader_reports.take(report, by=by)


class WaitingFilter(admin.SimpleListFilter):
    title = _("结案")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("等待处理")), ("no", _("已结案"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        reports = cast("ReaderReportQuerySet", queryset)
        match self.value():
            case "yes":
                return reports.waiting()
            case "no":
                return reports.filter(settled_at__isnull=False)
        return queryset


@admin.register(ReaderReport)
class ReaderReportAdmin(RecordAdmin):
    """The queue of what readers say is wrong, and what became of it."""

    list_display = ["text_shown", "story", "received_at", "state", "handler"]
    list_filter = [WaitingFilter, "state", "received_at"]
    list_select_related = ["article", "handler", "correction"]
    search_fields = ["text", "passage", "article__headline"]
    search_help_text = _("按读者的话或稿件标题查找")
    date_hierarchy = "received_at"
    actions = ["discard"]
    fields = [
        *["story", "passage", "text", "contact", "received_at"],
        *["state", "handler", "finding", "settled_at", "correction"],
    ]
    readonly_fields = ["story"]

    def get_urls(self) -> list[URLPattern]:
        handle = path(
            "<int:pk>/handle/",
            self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.handle)),
            name="articles_readerreport_handle",
        )
        return [handle, *super().get_urls()]

    @admin.display(description=_("读者指出"), ordering="text")
    def text_shown(self, report: ReaderReport) -> str:
        return str(report)

    @admin.display(description=_("稿件"), ordering="article__headline")
    def story(self, report: ReaderReport) -> str:
        address = reverse("admin:articles_article_change", args=[report.article_id])
        return format_html('<a href="{}">{}</a>', address, report.article.title)

    def has_handle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(HANDLE)

    def get_readonly_fields(self, request: HttpRequest, obj: ReaderReport | None = None) -> Any:
        return self.fields

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        context = {"may_handle": self.has_handle_permission(request)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def handle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Look into a report: take it, find that the reader is right, or that nothing is wrong."""
        report = self.get_queryset(request).select_related("article", "handler").filter(pk=pk)
        found = report.first()
        if found is None:
            raise Http404
        if not self.has_handle_permission(request):
            raise PermissionDenied
        shown = {"seen": reader_reports.mark(found)}
        form = HandleForm(request.POST if request.method == "POST" else None, initial=shown)
        if form.is_valid():
            try:
                return self._handled(request, form.take_on(found, by=staff(request)))
            except MoveRefused as refusal:
                form.add_error(None, str(refusal))
                found = report.get()
                form.data = request.POST.dict() | {"seen": reader_reports.mark(found)}
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("处理读者纠错"),
            "subtitle": found.article.title,
            "report": found,
            "form": form,
        }
        return TemplateResponse(request, "admin/articles/readerreport/handle.html", context)

    def _handled(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        said = gettext("已登记：%s") % report.get_state_display()
        self.log_change(request, report, said)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:articles_readerreport_change", args=[report.pk]))

    @admin.action(description=_("作为垃圾信息结案"), permissions=["handle"])
    def discard(self, request: HttpRequest, queryset: QuerySet[ReaderReport]) -> None:
        """Close what is not meant for the paper at all; what a colleague found true is left."""
        unread = list(queryset.filter(state=ReportState.OPEN))
        for report in unread:
            reader_reports.decline(report, by=staff(request), finding=str(SPAM))
        messages.success(request, gettext("已结案 %d 条。") % len(unread))
