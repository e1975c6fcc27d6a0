from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from js_asset import Media

from articles import imaging
from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.enums import ImportKind
from articles.interchange.importing import drafting, files, forms, saving, texts
from articles.interchange.importing.files import ImportRefused
from articles.models import Article, ImportedFile, ImportedPicture, Page

if TYPE_CHECKING:
    from articles.interchange.importing.forms import Mending

FORM_METHODS = ["GET", "HEAD", "POST"]
NUMBER = re.compile("[0-9]{1,18}")  # a longer one would overflow the database
SHOWN = 20  # Word files that somebody sent before
PREVIEW = 480  # pixels, the longest side of a picture that is not in the library yet


class Imports(StoryPage):
    """Files on their way to drafts: a Word file taken, and what was read of any file mended."""

    scripts = ["newsroom/js/word_file.js"]

    def urls(self) -> list[URLPattern]:
        return [
            self.at("word/", self.take_word, "word"),
            self.at("imports/<int:file>/", self.mend, "imported"),
            self.at("imports/<int:file>/discard/", self.discard, "discard_import"),
            self.at("imports/<int:file>/pictures/<int:picture>/", self.picture, "imported_picture"),
        ]

    # ---- A Word file ----

    @method_decorator(require_http_methods(FORM_METHODS))
    def take_word(self, request: HttpRequest) -> HttpResponse:
        """The form for a Word file; then what was read of it. A script is told where that is."""
        if not self.desk.has_add_permission(request):
            raise PermissionDenied
        said = ""
        if request.method == "POST":
            try:
                file = self._word(request)
            except ImportRefused as refusal:
                said = str(refusal)
            else:
                at = address(file)
                return JsonResponse({"page": at}) if _is_script(request) else _redirect(at)
            if _is_script(request):
                return JsonResponse({"message": said}, status=422)
        mine = ImportedFile.objects.filter(kind=ImportKind.WORD, created_by=staff(request))
        mine = mine.select_related("created_by")[:SHOWN]
        given = {"title": _("导入 Word 文件"), "refusal": said, "files": mine}
        return self._page(request, "word.html", **given)

    def _word(self, request: HttpRequest) -> ImportedFile:
        upload = request.FILES.get("file")
        if upload is None:
            raise ImportRefused(_("还没有选文件。"))
        files.refuse_large(upload.size or 0)
        key = request.POST.get("page", "")
        page = Page.objects.filter(pk=key).first() if NUMBER.fullmatch(key) else None
        name = str(upload.name)
        return files.word_file(upload.read(), name=name, page=page, by=staff(request))

    # ---- What was read, mended ----

    @method_decorator(require_http_methods(FORM_METHODS))
    @method_decorator(csp_update({"script-src": [NONCE], "style-src": [NONCE]}))
    def mend(self, request: HttpRequest, file: int) -> HttpResponse:
        """What was read of a file, and what it was mended to; drafts once that is saved."""
        row = self._file(request, file)
        form = forms.WordForm if row.kind == ImportKind.WORD else forms.StoryForm
        if row.is_finished:
            return self._finished(request, row)
        if request.method != "POST":
            mending = forms.shown(row.content, edition=row.edition, form=form)
            return self._shown(request, row, mending)
        return self._sent(request, row, forms.sent(request.POST, form=form))

    def _sent(self, request: HttpRequest, row: ImportedFile, mending: Mending) -> HttpResponse:
        """Keeps what was mended, or makes drafts of it; shows it again if that is refused."""
        content = mending.content | {"notes": row.content.get("notes", [])}
        is_saved = "_save" in request.POST
        if is_saved and mending.filled and not mending.is_valid():
            return self._shown(request, row, mending)
        try:
            if is_saved:
                self._saved(request, row, mending, content)
            else:
                row = saving.keep(row, content, seen=mending.seen)
        except ImportRefused as refusal:
            if _is_script(request):
                return JsonResponse({"message": str(refusal)}, status=409)
            return self._shown(request, row, mending, refusal=str(refusal))
        if _is_script(request):
            return JsonResponse({"edition": row.edition})
        if not is_saved:
            messages.success(request, _("已暂存，还没有存成稿件。"))
        return _redirect(address(row))

    def _saved(
        self, request: HttpRequest, row: ImportedFile, mending: Mending, content: dict[str, Any]
    ) -> None:
        if not mending.filled:
            raise ImportRefused(_("还没有可以存成稿件的内容。"))
        cleaned, by = [story.cleaned_data for story in mending.filled], staff(request)
        made = saving.finish(
            row,
            content,
            seen=mending.seen,
            by=by,
            draft=lambda stored: drafting.drafts(stored, cleaned, by=by),
        )
        count = len(made.made)
        said = ngettext("存好了 %d 篇草稿。", "存好了 %d 篇草稿。", count) % count
        messages.success(request, said + _("读者还看不到，要送审、签发后才发布。"))

    def _finished(self, request: HttpRequest, row: ImportedFile) -> HttpResponse:
        if request.method == "POST":
            said = _("这次导入已经存成稿件，没有再存一份。")
            if _is_script(request):
                return JsonResponse({"message": said}, status=409)
            messages.info(request, said)
            return _redirect(address(row))
        seen = Article.objects.visible_to(staff(request)).in_bulk(row.made)
        given = {
            "title": _("已存成稿件：%s") % row,
            "file": row,
            "stories": [seen[key] for key in row.made if key in seen],
            "unassigned": texts.lines(row.content["unassigned"]),
        }
        return self._page(request, "finished.html", **given)

    def _shown(
        self, request: HttpRequest, row: ImportedFile, mending: Mending, *, refusal: str = ""
    ) -> HttpResponse:
        is_word = row.kind == ImportKind.WORD
        rest = mending.content["unassigned"]
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
        form = forms.WordForm() if is_word else forms.StoryForm(prefix="story-__n__")
        given = {
            "title": _("核对 %s") % row,
            "file": row,
            "is_word": is_word,
            "mending": mending,
            "refusal": refusal,
            "has_errors": mending.rest.is_bound and any(story.errors for story in mending.filled),
            "blank": form,
            "source": texts.marked(row.source, unassigned=rest),
            "media": Media.from_media(form.media, nonce=nonce),
            "nonce": nonce,
            "pictures": row.pictures.defer("data") if is_word else [],
            "is_nav_sidebar_enabled": False,  # the page needs the room
        }
        return self._page(request, "mend.html", **given)

    @method_decorator(require_http_methods(FORM_METHODS))
    def discard(self, request: HttpRequest, file: int) -> HttpResponse:
        """Asks whether what was read is to be thrown away, and throws it away."""
        row = self._file(request, file)
        if row.is_finished:
            return _redirect(address(row))
        refusal = ""
        if request.method == "POST":
            seen = request.POST.get("based_on", "")
            try:
                saving.discard(
                    row, seen=int(seen) if NUMBER.fullmatch(seen) else 0, by=staff(request)
                )
            except ImportRefused as error:
                refusal = str(error)
            else:
                messages.success(request, _("已丢弃“%s”的导入，没有存稿件。") % row)
                return _redirect(_origin(row))
        given = {"title": _("丢弃这次导入"), "file": row, "refusal": refusal}
        return self._page(request, "discard.html", **given)

    @method_decorator(require_safe)
    def picture(self, request: HttpRequest, file: int, picture: int) -> HttpResponse:
        """A small JPEG drawn of a picture that is not in the library yet."""
        row = self._file(request, file)
        found = get_object_or_404(ImportedPicture, file=row, pk=picture)
        try:
            drawn = imaging.taken_in(io.BytesIO(found.data), side=PREVIEW).image
        except imaging.PhotoRefused as refusal:
            raise Http404 from refusal
        out = io.BytesIO()
        drawn.save(out, "JPEG")
        return HttpResponse(out.getvalue(), content_type="image/jpeg")

    def _file(self, request: HttpRequest, key: int) -> ImportedFile:
        """The file, if this user may mend it. Raises Http404 else, as if there were none."""
        row = ImportedFile.objects.select_related("page__issue", "finished_by").filter(pk=key)
        found = row.first()
        if not self.desk.has_add_permission(request):
            raise PermissionDenied
        if found is None or not files.is_open_to(found, staff(request)):
            raise Http404
        return found

    def _page(self, request: HttpRequest, template: str, **given: Any) -> TemplateResponse:
        frame = self.desk.admin_site.each_context(request) | {"opts": self.desk.opts}
        return TemplateResponse(request, f"admin/articles/import/{template}", frame | given)


def address(file: ImportedFile) -> str:
    """Where what was read of a file is mended, or which drafts were made of it."""
    return reverse("admin:articles_article_imported", args=[file.pk])


def _origin(file: ImportedFile) -> str:
    if file.kind == ImportKind.PAGE and file.page_id:
        return reverse("admin:articles_page_import", args=[file.page_id])
    return reverse("admin:articles_article_word")


def _redirect(at: str) -> HttpResponse:
    return HttpResponseRedirect(at)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
