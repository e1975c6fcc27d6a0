from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, reverse
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article, Autosave
from articles.saving import autosaves
from articles.text import body

if TYPE_CHECKING:
    from datetime import datetime

TITLE = 30  # characters of a text that stand for its headline
STATUS = {autosaves.Unreadable: 400, autosaves.HeldElsewhere: 409, autosaves.TooLong: 413}


@dataclass(frozen=True)
class Offer:
    """What the top of the form says of something typed earlier and not saved."""

    window: UUID  # the page that typed it
    moment: str
    title: str  # of a new story, as far as it has one
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
    offer: Offer | None  # of the story that is opened, or what the form was filled with
    new_stories: tuple[Offer, ...] = ()  # that were begun and not saved, the newest first


class Autosaves(StoryPage):
    """Keeps what is typed into the story form, and offers it when the form is opened again."""

    scripts = ["newsroom/js/autosave.js"]

    def urls(self) -> list[URLPattern]:
        return [
            self.at("add/autosave/", self.keep, "add_autosave"),
            self.at("add/autosave/discard/", self.discard, "add_autosave_discard"),
            self.at("<int:pk>/autosave/", self.keep, "autosave"),
            self.at("<int:pk>/autosave/discard/", self.discard, "autosave_discard"),
        ]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        may_write = (
            self.desk.has_change_permission(request, story)
            if story
            else self.desk.has_add_permission(request)
        )
        return {"aside": _aside(request, story) if may_write else None}

    @method_decorator(require_POST)
    def keep(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
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
    def discard(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        article = self._article_to_write(request, pk)
        held_by = autosaves.pages_sent(request.POST)
        autosaves.discard(article=article, by=staff(request), held_by=held_by)
        if "typing_on" in request.POST:  # the page stays as it is
            return JsonResponse({})
        self.desk.message_user(request, gettext("没有保存的修改已丢弃。"), messages.SUCCESS)
        page = ("change", [article.pk]) if article else ("add", [])
        return HttpResponseRedirect(reverse(f"admin:articles_article_{page[0]}", args=page[1]))

    def _article_to_write(self, request: HttpRequest, pk: int | None) -> Article | None:
        if pk is None:
            if not self.desk.has_add_permission(request):
                raise PermissionDenied
            return None
        article = self.story(request, pk)
        if not self.desk.has_change_permission(request, article):
            raise PermissionDenied
        return article


def to_restore(request: HttpRequest, article: Article | None) -> Autosave | None:
    """What the form is to be filled with again, if the reader of the page asked for that.

    The query names the page that typed it; `restore` stands for the newest there is.
    """
    asked = request.GET.get("autosave", "") if request.method == "GET" else ""
    if not asked:
        return None
    found = autosaves.of(staff(request), article=article)
    named = [kept for kept in found if asked in {"restore", str(kept.window)}]
    return named[0] if named else None


def _aside(request: HttpRequest, article: Article | None) -> Aside:
    page, args = ("autosave", [article.pk]) if article else ("add_autosave", [])
    address = reverse(f"admin:articles_article_{page}", args=args)
    discard = reverse(f"admin:articles_article_{page}_discard", args=args)
    if request.method == "POST":  # refused: the same text goes on as the same page
        window = request.POST.get("autosave_window") or uuid4()
        followed = request.POST.get("autosave_follows", "")
        return Aside(address, discard, window, followed, is_unsaved=True, offer=None)
    restored = to_restore(request, article)
    offers = [
        _offer(request, kept, article, is_restored=kept == restored)
        for kept in autosaves.of(staff(request), article=article)
    ]
    shown = next((offer for offer in offers if article or offer.is_restored), None)
    return Aside(
        address,
        discard,
        uuid4(),
        restored.window if restored else "",
        is_unsaved=False,
        offer=shown,
        new_stories=tuple(offer for offer in offers if offer != shown),
    )


def _offer(
    request: HttpRequest, kept: Autosave, article: Article | None, *, is_restored: bool
) -> Offer:
    query = request.GET.copy()
    query["autosave"] = "restore" if article else str(kept.window)
    return Offer(
        window=kept.window,
        moment=_moment(kept.saved_at),
        title="" if article else _title(kept.form),
        newer=_newer(article) if article and article.edition != kept.edition else "",
        restore=f"?{query.urlencode()}",
        is_restored=is_restored,
    )


def _title(form: dict[str, list[str]]) -> str:
    """What a new story is called in a list: its headline, or else how its text begins."""
    headline = " ".join("".join(form.get("headline", [])).split())
    begins = body.parse("".join(form.get("body", []))).text[:TITLE]
    return headline or begins or gettext("还没有标题")


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
