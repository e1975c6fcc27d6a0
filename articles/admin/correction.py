from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.admin.correction_forms import CorrectForm, PrintedForm
from articles.admin.records import RecordAdmin
from articles.admin.requests import staff
from articles.models import Correction, ProposedCorrection, Withdrawal
from articles.models.rows import CorrectionQuerySet
from articles.review import corrections, workflow

FORM_METHODS = ["GET", "HEAD", "POST"]


class PrintFilter(admin.SimpleListFilter):
    title = _("见报")
    parameter_name = "print"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("awaiting", _("待见报")), ("printed", _("已见报"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        corrections = cast("CorrectionQuerySet", queryset)
        match self.value():
            case "awaiting":
                return corrections.awaiting_print()
            case "printed":
                return corrections.filter(printed_in__isnull=False)
        return queryset


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    """What was corrected, and what is still owed on paper."""

    list_display = ["shortened", "story", "kind", "made_at", "by", "confirmed_by", "print_state"]
    list_filter = [PrintFilter, "kind", "made_at"]
    list_select_related = [
        *["article", "by", "owed_page__issue", "printed_in__issue", "superseded_by"],
        "proposal__decided_by",
    ]
    search_fields = ["text", "article__headline"]
    search_help_text = _("按更正内容或稿件标题查找")
    date_hierarchy = "made_at"
    fields = [
        *["story", "kind", "text", "placement", "made_at", "by", "confirmed_by"],
        *["supersedes", "superseded", "owed", "print_state", "notice"],
    ]
    readonly_fields = ["story", "confirmed_by", "superseded", "owed", "print_state"]

    def get_urls(self) -> list[URLPattern]:
        printed = path(
            "<int:pk>/printed/",
            self.admin_site.admin_view(require_http_methods(FORM_METHODS)(self.printed)),
            name="articles_correction_printed",
        )
        return [printed, *super().get_urls()]

    @admin.display(description=_("内容"))
    def shortened(self, correction: Correction) -> str:
        return Truncator(correction.text).chars(40)

    @admin.display(description=_("稿件"), ordering="article__headline")
    def story(self, correction: Correction) -> str:
        address = reverse("admin:articles_article_change", args=[correction.article_id])
        return format_html('<a href="{}">{}</a>', address, correction.article.title)

    @admin.display(description=_("确认"))
    def confirmed_by(self, correction: Correction) -> str:
        """Who confirmed it, on a way to what they saw; nobody, before corrections took two."""
        proposal: ProposedCorrection | None = getattr(correction, "proposal", None)
        if proposal is None:
            return "—"
        to = reverse("admin:articles_article_proposal", args=[correction.article_id, proposal.pk])
        return format_html('<a href="{}">{}</a>', to, proposal.decided_by)

    @admin.display(description=_("已被取代"))
    def superseded(self, correction: Correction) -> str:
        return str(correction.superseded_by) if correction.is_superseded else "—"

    @admin.display(description=_("原稿见报"))
    def owed(self, correction: Correction) -> str:
        if correction.owed_page is None:
            return "—"
        return gettext("%(page)s 第 %(order)d 条") % {
            "page": correction.owed_page,
            "order": correction.owed_order,
        }

    @admin.display(description=_("见报"))
    def print_state(self, correction: Correction) -> str:
        if correction.printed_in:
            return gettext("已见报：%s") % correction.printed_in
        if correction.needs_print and correction.owed_page:
            return gettext("待见报：%(day)s 之后的下一期、%(page)s、同一位置") % {
                "day": correction.owed_page.issue,
                "page": correction.owed_page.label,
            }
        return gettext("不用见报")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        may_record = request.user.has_perm(CorrectForm.permission)
        context = {"may_record": may_record} | (extra_context or {})
        return super().change_view(request, object_id, form_url, context)

    def printed(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which story or page carried the notice."""
        correction = self.get_queryset(request).filter(pk=pk).first()
        if correction is None:
            raise Http404
        if not request.user.has_perm(CorrectForm.permission):
            raise PermissionDenied
        form = PrintedForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                done = corrections.record_print(correction, by=staff(request), **form.cleaned_data)
            except workflow.MoveRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                self._warn_elsewhere(request, done)
                said = gettext("已登记见报：%s") % done.printed_in
                self.log_change(request, done, said)
                messages.success(request, said)
                return redirect("admin:articles_correction_change", pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": _("登记见报"),
            "subtitle": correction.article.title,
            "correction": correction,
            "form": form,
            "owed": self.owed(correction),
        }
        return TemplateResponse(request, "admin/articles/correction/printed.html", context)

    def _warn_elsewhere(self, request: HttpRequest, correction: Correction) -> None:
        owed, carried = correction.owed_page, correction.printed_in
        if owed and carried and owed.number != carried.number:
            messages.warning(
                request,
                gettext("更正登在第 %(carried)d 版，原稿在第 %(owed)d 版；规定要求同等版位。")
                % {"owed": owed.number, "carried": carried.number},
            )


@admin.register(ProposedCorrection)
class ProposedCorrectionAdmin(RecordAdmin):
    """What was proposed, by whom, and what became of it; each row leads to its page."""

    list_display = [
        *["shortened", "story", "kind", "changes_text", "state"],
        *["proposed_by", "proposed_at", "decided_by"],
    ]
    list_filter = ["state", "kind", "is_override"]
    list_select_related = ["article", "proposed_by", "decided_by"]
    search_fields = ["text", "article__headline"]
    search_help_text = _("按更正内容或稿件标题查找")
    date_hierarchy = "proposed_at"

    @admin.display(description=_("说明"))
    def shortened(self, proposal: ProposedCorrection) -> str:
        return Truncator(proposal.text).chars(40)

    @admin.display(description=_("稿件"), ordering="article__headline")
    def story(self, proposal: ProposedCorrection) -> str:
        return proposal.article.title

    @admin.display(description=_("改正文"), boolean=True)
    def changes_text(self, proposal: ProposedCorrection) -> bool:
        return proposal.changes_text

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Its own page, beneath its story."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]  # Django's own name for it
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        return redirect("admin:articles_article_proposal", proposal.article_id, proposal.pk)


@admin.register(Withdrawal)
class WithdrawalAdmin(RecordAdmin):
    """Who withdrew what, why, and who brought it back."""

    list_display = ["story", "withdrawn_at", "withdrawn_by", "reason", "reinstated_at"]
    list_display_links = ["withdrawn_at"]
    list_filter = [("reinstated_at", admin.EmptyFieldListFilter), "withdrawn_at"]
    list_select_related = ["article", "withdrawn_by"]
    search_fields = ["reason", "article__headline"]
    search_help_text = _("按原因或稿件标题查找")
    date_hierarchy = "withdrawn_at"
    fields = [
        *["story", "withdrawn_at", "withdrawn_by", "reason"],
        *["reinstated_at", "reinstated_by", "reinstate_reason"],
    ]
    readonly_fields = ["story"]

    @admin.display(description=_("稿件"), ordering="article__headline")
    def story(self, withdrawal: Withdrawal) -> str:
        address = reverse("admin:articles_article_change", args=[withdrawal.article_id])
        return format_html('<a href="{}">{}</a>', address, withdrawal.article.title)
