from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.admin.requests import staff
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import LexiconEntry
from articles.review import lexicon_files
from articles.saving.guard import GuardedAdmin
from articles.text.fields import Typed
from people.accounts.reauthentication import reauthenticated

# Room for ten thousand entries, and little enough to come back in a form field.
MAX_BYTES = 2_000_000
TOO_LARGE = _("文件太大，最多 2 MB，请分成几个文件。")


class LexiconImportForm(forms.Form):
    """A file or pasted text; once it is read, a plan says what it would do."""

    file = forms.FileField(label=_("CSV 文件"), required=False)
    text = Typed(
        label=_("或粘贴内容"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField"}),
        help_text=_("可以从 Excel、WPS 表格里连同列名一起复制过来。"),
    )
    digest = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def read(self) -> dict[str, Any]:
        """What could be read so far: the text, which a page shows again, and the plan."""
        self.is_valid()  # reads what was sent, once
        return getattr(self, "cleaned_data", {})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        try:
            if cleaned.get("file"):
                cleaned["text"] = lexicon_files.decode(cleaned["file"].read())
            if len(cleaned.get("text", "").encode()) > MAX_BYTES:  # GB18030 grows as UTF-8
                raise ValidationError(TOO_LARGE)
            if cleaned.get("text", "").strip():
                cleaned["plan"] = lexicon_files.plan(cleaned["text"])
            elif not self.errors:
                raise ValidationError(_("请选择文件，或粘贴内容。"))
        except lexicon_files.ImportRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return cleaned


@admin.register(LexiconEntry)
class LexiconEntryAdmin(GuardedAdmin):
    """The words checked before publication, one at a time or as a table from a spreadsheet."""

    list_display = ["word", "level", "kind", "advice", "is_active", "updated_at"]
    list_filter = ["level", "kind", "is_active"]
    search_fields = ["word", "advice", "note"]
    search_help_text = _("按词语、建议或备注查找")
    fields = [
        "word",
        ("level", "kind"),
        "advice",
        ("valid_from", "valid_until"),
        "note",
        "is_active",
    ]
    radio_fields = {"level": admin.HORIZONTAL, "kind": admin.HORIZONTAL}
    list_per_page = 100
    show_full_result_count = False

    def save_model(
        self, request: HttpRequest, obj: LexiconEntry, form: ModelForm[LexiconEntry], change: bool
    ) -> None:
        if change:
            obj.edition += 1
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("import/", view(self.import_csv), name="articles_lexiconentry_import"),
            path("export/", view(self.export_csv), name="articles_lexiconentry_export"),
            *super().get_urls(),
        ]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"may_import": self.has_import_permission(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def import_csv(self, request: HttpRequest) -> HttpResponse:
        """Show what a file would do; do it once that was seen."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = LexiconImportForm(request.POST or None, request.FILES or None)
        if "starter" in request.POST:
            form = LexiconImportForm({"text": lexicon_files.starter()})
        if form.is_valid() and "apply" in request.POST and self._apply(request, form):
            return HttpResponseRedirect(reverse("admin:articles_lexiconentry_changelist"))
        context = self.admin_site.each_context(request) | {
            "title": gettext("导入词库"),
            "opts": self.opts,
            "form": form,
            "text": form.read.get("text", ""),
            "plan": form.read.get("plan"),
        }
        return TemplateResponse(request, "admin/articles/lexiconentry/import.html", context)

    @method_decorator([reauthenticated, require_safe])
    def export_csv(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        record(Event.EXPORTED, by=staff(request), details={"file": "lexicon.csv"})
        lines = lexicon_files.export(LexiconEntry.objects.order_by("word"))
        headers = {"Content-Disposition": 'attachment; filename="lexicon.csv"'}
        return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)

    def _apply(self, request: HttpRequest, form: LexiconImportForm) -> bool:
        """Apply a form's file as it was shown; say how it went."""
        try:
            done = lexicon_files.apply(
                form.cleaned_data["text"],
                digest=form.cleaned_data["digest"],
                by=staff(request),
            )
        except lexicon_files.ImportRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        counts = {"new": len(done.new), "changed": len(done.changed)}
        message = gettext("已导入词库：新增 %(new)d 条，改动 %(changed)d 条。") % counts
        messages.success(request, message)
        return True
