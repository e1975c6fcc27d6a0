"""Whose photos are, said beside the story; photographers that editors are asked to register."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin.photo_shown import on_shelf, thumbnail
from articles.admin.requests import staff
from articles.models import Photo
from articles.photos import crediting
from articles.photos.crediting import CreditRefused, Registered

if TYPE_CHECKING:
    from articles.admin.photo_library import PhotoLibrary

LISTED = 200  # requests on the page, the oldest first
REFUSED = 409
Answer = tuple[str, list[Photo]]  # what is said, and the photos that are otherwise now


class PhotoCrediting:
    """Pages beneath the list of photos. Who may change photos uses them; `desk` is their admin."""

    def __init__(self, desk: PhotoLibrary) -> None:
        self.desk = desk

    def urls(self) -> list[URLPattern]:
        view = self.desk.admin_site.admin_view
        return [
            path("photographers/", view(self.asked), name="articles_photo_photographers"),
            path("<int:pk>/credit/", view(self.credit), name="articles_photo_credit"),
            path("<int:pk>/register/", view(self.register), name="articles_photo_register"),
            path("<int:pk>/decline/", view(self.decline), name="articles_photo_decline"),
        ]

    @method_decorator(require_safe)
    def asked(self, request: HttpRequest) -> HttpResponse:
        """Photographers that somebody asked to have registered, with the button that does it."""
        if not crediting.may_register(staff(request)):
            raise PermissionDenied
        waiting = Photo.objects.registration_asked().select_related("registration_asked_by")
        context = self.desk.admin_site.each_context(request) | {
            "title": gettext("待登记的摄影者"),
            "opts": self.desk.opts,
            "photos": [(photo, thumbnail(photo)) for photo in waiting[:LISTED]],
        }
        return TemplateResponse(request, "admin/articles/photo/photographers.html", context)

    @method_decorator(require_POST)
    def credit(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a photo the credit that was typed."""

        def act() -> Answer:
            done = crediting.credit(pk, line=request.POST.get("line", ""), by=staff(request))
            said = gettext("署名已存：%s") % done.photo.credit
            if done.is_waiting:
                said = gettext("署名已提交，等另一位同事确认；读者现在看到的还是原来的。")
            return said, [done.photo]

        return self._act(request, pk, act)

    @method_decorator(require_POST)
    def register(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Register the photographer whom a photo's file names, or ask who may."""

        def act() -> Answer:
            by = staff(request)
            if not by.has_perm("people.add_reporter"):
                crediting.ask(pk, by=by)
                return gettext("已请编辑登记这位摄影者。"), list(Photo.objects.filter(pk=pk))
            done = crediting.register(pk, by=by)
            if done.is_new:
                self.desk.log_addition(request, done.reporter, [{"added": {}}])
            return _registered(done), [*done.photos, *done.waiting]

        return self._act(request, pk, act)

    @method_decorator(require_POST)
    def decline(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a request off the list; the credit stays as the file has it."""
        if not crediting.may_register(staff(request)):
            raise PermissionDenied

        def act() -> Answer:
            crediting.decline(pk)
            return gettext("不登记，署名照文件里写的。"), list(Photo.objects.filter(pk=pk))

        return self._act(request, pk, act)

    def _act(self, request: HttpRequest, pk: int, act: Callable[[], Answer]) -> HttpResponse:
        """Do it, and answer the script of a story's form with JSON, a page with a message."""
        if not self.desk.has_change_permission(request):
            raise PermissionDenied
        if not Photo.objects.filter(pk=pk).exists():
            raise Http404
        try:
            said, photos = act()
        except CreditRefused as refusal:
            return self._answer(request, pk, str(refusal), [], level=messages.ERROR)
        for photo in photos:
            self.desk.log_change(request, photo, said)
        return self._answer(request, pk, said, photos, level=messages.SUCCESS)

    def _answer(
        self, request: HttpRequest, pk: int, said: str, photos: list[Photo], *, level: int
    ) -> HttpResponse:
        if request.headers.get("Accept") == "application/json":
            shown = [on_shelf(photo) for photo in photos]
            status = REFUSED if level == messages.ERROR else 200
            return JsonResponse({"message": said, "photos": shown}, status=status)
        self.desk.message_user(request, said, level)
        is_list = "listed" in request.POST
        page = ("photographers", []) if is_list else ("change", [pk])
        return HttpResponseRedirect(reverse(f"admin:articles_photo_{page[0]}", args=page[1]))


def _registered(done: Registered) -> str:
    count, said = len(done.photos), ""
    if count:
        said = ngettext("%(n)d 张图片署名“%(credit)s”。", "%(n)d 张图片署名“%(credit)s”。", count)
        said %= {"n": count, "credit": done.photos[0].credit}
    if count := len(done.waiting):
        waits = ngettext(
            "%d 张读者已经看到的图片，新署名等另一位同事确认。",
            "%d 张读者已经看到的图片，新署名等另一位同事确认。",
            count,
        )
        said += waits % count
    if not done.is_new:
        return said
    new = gettext("已登记%(title)s“%(name)s”，类别和称谓可在记者名单里改。")
    return new % {"title": done.reporter.title, "name": done.reporter.name} + said
