from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media, Script

from articles import imaging
from articles.admin.photo_crediting import PhotoCrediting
from articles.admin.photo_shown import on_shelf
from articles.admin.requests import staff
from articles.models import Photo
from articles.models.photo import WEB_FOLDER
from articles.photos import library
from articles.photos.forms import MAX_FILES, BatchForm
from articles.photos.library import CAPTION
from articles.reading import files
from articles.review.confirmations.desk import ConfirmedAdmin

SHELF = 30  # photos on one page of the picker


class PhotoLibrary(ConfirmedAdmin):
    """Many photos at a time: the page that takes them in, and the shelf a story form picks from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.crediting = PhotoCrediting(self)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(self.upload), name="articles_photo_upload"),
            path("shelf/", view(self.shelf), name="articles_photo_shelf"),
            path("read/", view(self.read), name="articles_photo_read"),
            path("file/<path:name>", view(self.file), name="articles_photo_file"),
            *self.crediting.urls(),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def upload(self, request: HttpRequest) -> HttpResponse:
        """Take in what was sent; answer with a page, or with JSON to the script that sends it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST or None)
        _complete_names(form, self.admin_site)
        uploads = request.FILES.getlist("files")
        results = []
        if request.method == "POST" and form.is_valid():
            by, said = staff(request), form.said()
            results = [_told(library.receive(file, by=by, said=said)) for file in uploads]
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"results": results, "errors": _errors(form)})
        context = self.admin_site.each_context(request) | {
            "title": gettext("传图"),
            "opts": self.opts,
            "form": form,
            "results": results,
            "nothing_sent": request.method == "POST" and form.is_valid() and not uploads,
            "max_files": MAX_FILES,
            "media": self.media + form.media + Media(js=[Script(UPLOAD, type="module")]),
        }
        return TemplateResponse(request, "admin/articles/photo/upload.html", context)

    @method_decorator(require_POST)
    def read(self, request: HttpRequest) -> JsonResponse:
        """What a file says of itself, before it takes another's place. Nothing is stored."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        upload = request.FILES.get("file")
        if upload is None:
            return JsonResponse({"refusal": gettext("还没有选文件。")}, status=400)
        try:
            said = imaging.taken_in(upload).embedded
        except imaging.PhotoRefused as refusal:
            return JsonResponse({"refusal": str(refusal)}, status=409)
        day = said.taken_on.isoformat() if said.taken_on else ""
        return JsonResponse({"caption": said.caption[:CAPTION], "taken_on": day})

    @method_decorator(require_safe)
    def file(self, request: HttpRequest, name: str) -> FileResponse:
        """A file that readers get of a photo, or would get, for who may see the library."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return files.private(name, folder=WEB_FOLDER)

    @method_decorator(require_safe)
    def shelf(self, request: HttpRequest) -> JsonResponse:
        """The newest photos that match `q`, those before the key `before` if it is given."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Photo.objects.matching(request.GET.get("q", "")).select_related("reporter")
        before = request.GET.get("before", "")
        if before.isascii() and before.isdigit():
            found = found.filter(pk__lt=int(before[:18]))
        photos = list(found.order_by("-pk")[: SHELF + 1])
        more = photos[SHELF - 1].pk if len(photos) > SHELF else None
        return JsonResponse({"photos": [on_shelf(p) for p in photos[:SHELF]], "before": more})


UPLOAD = "newsroom/js/photo_upload.js"


def _told(received: library.Received) -> dict[str, Any]:
    """What became of one file, in words and with links, for the page and for its script."""
    photo = received.photo
    return {
        "name": received.name,
        "is_stored": photo is not None,
        "photo": on_shelf(photo) if photo else None,
        "twin": on_shelf(received.twin) if received.twin else None,
        "address": reverse("admin:articles_photo_change", args=[photo.pk]) if photo else "",
        "message": _message(received),
    }


def _message(received: library.Received) -> SafeString:
    if received.refusal:
        return format_html("{}", received.refusal)
    if received.twin:
        return format_html(gettext("图库里已有这个文件，没有重复存：{}"), _links([received.twin]))
    if received.similar:
        return format_html(
            gettext("已入库。图库里有很像的图，请核对：{}"), _links(received.similar)
        )
    return format_html("{}", gettext("已入库。"))


def _links(photos: list[Photo]) -> SafeString:
    addresses = ((reverse("admin:articles_photo_change", args=[p.pk]), str(p)) for p in photos)
    return format_html_join("、", '<a href="{}" target="_blank">{}</a>', addresses)


def _complete_names(form: BatchForm, site: admin.AdminSite) -> None:
    """Find the photographer by typing, as in the form of one photo."""
    field = form.fields["reporter"]
    field.widget = AutocompleteSelect(
        Photo._meta.get_field("reporter"),
        site,
        choices=field.choices,  # type: ignore[attr-defined]  # a choice of a model's rows
    )


def _errors(form: BatchForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
