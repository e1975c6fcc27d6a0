from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.admin.photo_shown import thumbnail
from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.enums import Stage
from articles.models import Article
from articles.photos import library
from articles.review import duties
from articles.stand import publishing
from articles.story.brief import CAPTION, CAPTIONS, BriefForm, BriefRefused, reporter_of, write
from articles.text import body


class Briefs(StoryPage):
    """写简讯: the page for a telephone, the door for its pictures, and what comes after."""

    def urls(self) -> list[URLPattern]:
        return [
            self.at("brief/", self.write_brief, "brief"),
            self.at("brief/photo/", self.take_photo, "brief_photo"),
            self.at("<int:pk>/brief/", self.written, "brief_written"),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def write_brief(self, request: HttpRequest) -> HttpResponse:
        """The form, and what it sends: with files beside it where no script sent them before.

        To a script that asks for JSON: where the story's page is, or what stands against it.
        """
        if not self.desk.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, BriefForm(initial={"number": uuid4(), "is_signed": True}))
        received = [_received(request, file) for file in request.FILES.getlist("files")]
        form = BriefForm(_with_photos(request, received))
        refused = [said for photo, said in received if photo is None]
        if form.is_valid() and not refused:
            return self._saved(request, form)
        for said in refused:
            form.add_error(None, said)
        return self._refused(request, form)

    def _saved(self, request: HttpRequest, form: BriefForm) -> HttpResponse:
        try:
            story = write(form.brief, by=staff(request), sent=request.POST)
        except BriefRefused as refusal:
            form.add_error(None, str(refusal))
            return self._refused(request, form, story=refusal.story)
        page = reverse("admin:articles_article_brief_written", args=[story.pk])
        if _wants_json(request):
            return JsonResponse({"page": page, "edition": story.edition})
        return redirect(page)

    @method_decorator(require_POST)
    def take_photo(self, request: HttpRequest) -> HttpResponse:
        """One picture into the library; one that is there already is found, not stored again."""
        file = request.FILES.get("file")
        if not (self.desk.has_add_permission(request) and _may_add_photos(request)):
            raise PermissionDenied
        if file is None:
            return JsonResponse({"message": gettext("没有收到图片，请再传一次。")}, status=400)
        photo, said = _received(request, file)
        if photo is None:
            return JsonResponse({"message": said}, status=422)
        shown = {"id": photo.pk, "thumbnail": thumbnail(photo), "caption": photo.caption}
        return JsonResponse({"photo": shown})

    @method_decorator(require_safe)
    def written(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The brief is kept: hand it in, write another, or go on in the whole form."""
        story = self.story(request, pk, is_whole=True)
        may_edit = duties.may_edit(story, by=staff(request))
        context = {
            "title": gettext("简讯已存为草稿"),
            "length": body.stored_length(story.body, dateline=story.dateline),
            "uses": story.photo_uses.all(),
            "problems": publishing.problems(story),
            "may_edit": may_edit,
            "may_submit": may_edit and story.stage == Stage.DRAFT,
        }
        return self.render(request, "brief_written.html", story, **context)

    def _refused(
        self, request: HttpRequest, form: BriefForm, *, story: Article | None = None
    ) -> HttpResponse:
        if not _wants_json(request):
            return self._page(request, form, story=story)
        said = [str(error) for errors in form.errors.values() for error in errors]
        page = reverse("admin:articles_article_change", args=[story.pk]) if story else ""
        return JsonResponse({"errors": said, "page": page}, status=422)

    def _page(
        self, request: HttpRequest, form: BriefForm, *, story: Article | None = None
    ) -> HttpResponse:
        """What was typed stands in the form again; so do the pictures that are in the library."""
        me = staff(request)
        photos = form.cleaned_data.get("photos", []) if form.is_bound else []
        context: dict[str, Any] = {
            "title": gettext("写简讯"),
            "opts": self.desk.opts,
            "form": form,
            "me": me,
            "reporter": reporter_of(me),
            "may_add_photos": _may_add_photos(request),
            "longest_caption": CAPTION,
            "photos": [
                (photo, thumbnail(photo), form.data.get(f"{CAPTIONS}{photo.pk}", photo.caption))
                for photo in photos
            ],
            "changed_story": story,
        }
        frame = self.desk.admin_site.each_context(request)
        return TemplateResponse(request, "admin/articles/article/brief.html", frame | context)


def _received(request: HttpRequest, file: UploadedFile[Any]) -> tuple[Any, str]:
    """The photo that a file is in the library, or none and why."""
    if not _may_add_photos(request):
        return None, gettext("您没有传图的权限。")
    received = library.receive(file, by=staff(request), said={})
    photo = received.photo or received.twin
    return photo, "" if photo else f"{received.name}：{received.refusal}"


def _with_photos(request: HttpRequest, received: list[tuple[Any, str]]) -> Any:
    """What was sent, with the photos that came as files. What is said of all is said of each."""
    data = request.POST.copy()
    for photo, _said in received:
        if photo:
            data.appendlist("photos", str(photo.pk))
            data[f"{CAPTIONS}{photo.pk}"] = data.get("caption", "")
    return data


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _may_add_photos(request: HttpRequest) -> bool:
    return request.user.has_perm("articles.add_photo")
