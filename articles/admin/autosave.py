from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from js_asset import Media, Script

from articles.admin.requests import staff
from articles.models import Article, Autosave
from articles.saving import autosaves, refill

if TYPE_CHECKING:
    from datetime import datetime

    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin

STATUS = {autosaves.Unreadable: 400, autosaves.HeldElsewhere: 409, autosaves.TooLong: 413}


@dataclass(frozen=True)
class Offer:
    """What the top of the form says of something typed earlier and not saved."""

    window: UUID  # the page that typed it
    moment: str
    newer: str  # who has saved the story since, and when; or nothing
    restore: str  # the query that fills the form
    is_restored: bool


@dataclass(frozen=True)
class Aside:
    """What an open form needs to keep what is typed beside the story."""

    address: str
    discard: str
    window: UUID | str
    follows: UUID | str
    is_unsaved: bool  # the page came with something typed that is kept nowhere yet
    offer: Offer | None


class AutosaveAdmin(Base):
    """Keeps what is typed into the story form, and offers it when the form is opened again."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Script("newsroom/js/autosave.js", type="module")])

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "add/autosave/": (self.autosave, "add_autosave"),
            "add/autosave/discard/": (self.discard_autosave, "add_autosave_discard"),
            "<int:pk>/autosave/": (self.autosave, "autosave"),
            "<int:pk>/autosave/discard/": (self.discard_autosave, "autosave_discard"),
        }
        ours = [
            path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for route, (view, name) in pages.items()
        ]
        return [*ours, *super().get_urls()]

    @method_decorator(require_POST)
    def autosave(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Keep the form as it stands. Nothing is checked, and the story is not touched."""
        article = self._article_to_write(request, pk)
        try:
            typed = autosaves.read(request.POST)
            kept = autosaves.keep(typed, article=article, by=staff(request))
        except autosaves.AutosaveRefused as refusal:
            return JsonResponse({"message": str(refusal)}, status=STATUS[type(refusal)])
        moment = formats.time_format(timezone.localtime(kept.saved_at), "H:i:s")
        return JsonResponse({"saved_at": moment})

    @method_decorator(require_POST)
    def discard_autosave(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        article = self._article_to_write(request, pk)
        autosaves.discard(article=article, by=staff(request), held_by=_windows(request))
        if "typing_on" in request.POST:  # the page stays as it is
            return JsonResponse({})
        self.message_user(request, gettext("没有保存的修改已丢弃。"), messages.SUCCESS)
        page = ("change", [article.pk]) if article else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:articles_article_{page[0]}", args=page[1]))

    def _article_to_write(self, request: HttpRequest, pk: int | None) -> Article | None:
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.get_queryset(request).filter(pk=pk).defer("body").first()
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    # ---- The form, filled again ----

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, *args, **kwargs)
        kept = _wanted(request, obj)
        return refill.form(form, kept.form) if kept else form

    def get_formsets_with_inlines(
        self, request: HttpRequest, obj: Article | None = None
    ) -> Iterator[Any]:
        kept = _wanted(request, obj)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            yield refill.formset(formset, kept.form) if kept else formset, inline

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article: Article | None = kwargs.get("obj")
        may_write = (
            self.has_change_permission(request, article)
            if article
            else self.has_add_permission(request)
        )
        context["aside"] = _aside(request, article) if may_write else None
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What has been saved need not be kept aside; what another window holds is."""
        super().save_related(request, form, formsets, change)
        article = form.instance if change else None
        autosaves.discard(article=article, by=staff(request), held_by=_windows(request))


def _windows(request: HttpRequest) -> set[UUID]:
    """The pages whose autosave the request may end; none named means whichever there is."""
    try:
        return {window for window in autosaves.windows(request.POST) if window}
    except ValueError:
        return set()


def _wanted(request: HttpRequest, article: Article | None) -> Autosave | None:
    """What the form is to be filled with again, if the reader of the page asked for that."""
    if request.method == "GET" and request.GET.get("autosave") == "restore":
        return autosaves.of(staff(request), article=article)
    return None


def _aside(request: HttpRequest, article: Article | None) -> Aside:
    page, args = ("autosave", [article.pk]) if article else ("add_autosave", [])
    address = reverse(f"admin:articles_article_{page}", args=args)
    discard = reverse(f"admin:articles_article_{page}_discard", args=args)
    if request.method == "POST":  # refused: the same text goes on as the same page
        window = request.POST.get("autosave_window") or uuid4()
        followed = request.POST.get("autosave_follows", "")
        return Aside(address, discard, window, followed, is_unsaved=True, offer=None)
    kept = autosaves.of(staff(request), article=article)
    offer = _offer(request, kept, article) if kept else None
    follows = kept.window if kept and offer and offer.is_restored else ""
    return Aside(address, discard, uuid4(), follows, is_unsaved=False, offer=offer)


def _offer(request: HttpRequest, kept: Autosave, article: Article | None) -> Offer:
    query = request.GET.copy()
    query["autosave"] = "restore"
    return Offer(
        window=kept.window,
        moment=_moment(kept.saved_at),
        newer=_newer(article) if article and article.edition != kept.edition else "",
        restore=f"?{query.urlencode()}",
        is_restored=request.GET.get("autosave") == "restore",
    )


def _newer(article: Article) -> str:
    by = article.updated_by
    return gettext("%(name)s 已在 %(moment)s 保存过新版本") % {
        "name": str(by) if by else gettext("别人"),
        "moment": _moment(article.updated_at),
    }


def _moment(at: datetime) -> str:
    """15:04, or with its day if that is not today."""
    at = timezone.localtime(at)
    is_today = at.date() == timezone.localdate()
    return formats.date_format(at, "H:i" if is_today else "Y-m-d H:i")
