"""Where the text of a printed page is given, to be read into its stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.requests import staff
from articles.admin.story.imports import address
from articles.interchange.importing import files
from articles.models import ImportedFile, Page
from articles.text.fields import Typed

if TYPE_CHECKING:
    from articles.admin.issue import PageAdmin

SHOWN = 20  # earlier imports of a page


class PageTextForm(forms.Form):
    """A file with the text of a page, or that text."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy("本版的纯文本（.txt），或带文字的 PDF，不超过 20 MB。"),
        widget=forms.FileInput(attrs={"accept": ".txt,.pdf,text/plain,application/pdf"}),
        error_messages={"empty": gettext_lazy("文件是空的。")},
    )
    text = Typed(
        label=gettext_lazy("或粘贴文字"),
        required=False,
        strip=False,
        max_length=1_000_000,
        help_text=gettext_lazy("从排版软件或 PDF 里复制整版的文字，照原样粘贴。"),
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"}),
    )

    def clean(self) -> None:
        super().clean()
        is_file, is_text = bool(self.cleaned_data.get("file")), bool(self._text)
        if is_file and is_text:
            raise forms.ValidationError(_("文件和粘贴的文字只能选一样：请清空其中一样。"))
        if not (is_file or is_text or self.errors):
            raise forms.ValidationError(_("请选一个文件，或粘贴本版的文字。"))

    @property
    def _text(self) -> str:
        return (self.cleaned_data.get("text") or "").strip()

    def imported(self, page: Page, request: HttpRequest) -> ImportedFile | None:
        """What was given, read; None where it was refused, which the form then says."""
        upload = self.cleaned_data["file"]
        try:
            if upload:
                files.refuse_large(upload.size)
            data = upload.read() if upload else self.cleaned_data["text"].encode()
            name = str(upload.name) if upload else _("粘贴的文字")
            return files.page_file(data, name=name, page=page, by=staff(request))
        except files.ImportRefused as refusal:
            self.add_error("file" if upload else "text", str(refusal))
        return None


class PageImport:
    """The page on which a page's text is given, which the pages' admin has besides its form."""

    def __init__(self, desk: PageAdmin) -> None:
        self.desk = desk

    def urls(self) -> list[URLPattern]:
        wrap = self.desk.admin_site.admin_view
        return [path("<int:pk>/import/", wrap(self.take), name="articles_page_import")]

    def take(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The form; then what was read of what it sends."""
        if not files.may_import_pages(staff(request)):
            raise PermissionDenied
        page = get_object_or_404(Page.objects.select_related("issue"), pk=pk)
        is_sent = request.method == "POST"
        form = PageTextForm(request.POST, request.FILES) if is_sent else PageTextForm()
        if form.is_valid() and (file := form.imported(page, request)):
            return HttpResponseRedirect(address(file))
        given = {
            "opts": self.desk.opts,
            "title": _("导入版面"),
            "page": page,
            "form": form,
            "files": page.imported_files.select_related("created_by")[:SHOWN],
        }
        frame = self.desk.admin_site.each_context(request)
        return TemplateResponse(request, "admin/articles/import/page.html", frame | given)
