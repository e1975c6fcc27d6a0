from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.views.decorators.http import require_http_methods
from js_asset import Media, Script

from articles.admin.correction_forms import (
    CAPTION,
    ArchiveForm,
    CorrectForm,
    Move,
    ReinstateForm,
    UnarchiveForm,
    WithdrawForm,
)
from articles.admin.requests import staff
from articles.admin.steps import FORM_METHODS, taken
from articles.admin.story.page import StoryPage
from articles.enums import Stage
from articles.models import Article, ProposedCorrection, PublishedArticle
from articles.stand import visibility
from articles.text.keys import KEY

MOVES: list[type[Move]] = [
    *[CorrectForm, WithdrawForm, ReinstateForm],
    *[ArchiveForm, UnarchiveForm],
]
EDITOR_LABELS = "newsroom/js/editor_labels.js"


class AfterPublication(StoryPage):
    """Pages beside the story's form: correct, withdraw and reinstate a story; archive a draft."""

    def urls(self) -> list[URLPattern]:
        def view(move: type[Move]) -> Callable[..., Any]:
            taking = require_http_methods(FORM_METHODS)(partial(self._take, move))
            return csp_update({"script-src": [NONCE], "style-src": [NONCE]})(taking)

        return [self.at(f"<int:pk>/{move.name}/", view(move), move.name) for move in MOVES]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        if story is None:
            return {}
        published = PublishedArticle.objects.for_tombstone().filter(pk=story.pk).first()
        moves = [
            {"title": move.title, "url": _address(move, story.pk)}
            for move in self._useful_moves(request, story, published)
            if request.user.has_perm(move.permission)
        ]
        return {"published": published, "moves": moves, "seen": visibility.of(story)}

    def _useful_moves(
        self, request: HttpRequest, story: Article, published: PublishedArticle | None
    ) -> list[type[Move]]:
        """The moves whose pages lead somewhere for this story."""
        if published is None:
            if story.archived_at:
                return [UnarchiveForm]
            is_draft = story.stage == Stage.DRAFT
            return [ArchiveForm] if is_draft and self.desk.is_kept(request, story) else []
        useful: list[type[Move]] = [ReinstateForm] if published.withdrawn_at else [WithdrawForm]
        if PublishedArticle.objects.public().filter(pk=published.pk).exists():
            useful.insert(0, CorrectForm)
        return useful

    def _take(self, move: type[Move], request: HttpRequest, pk: int) -> HttpResponse:
        """Write it, read the consequences, confirm. Only the confirming POST changes anything."""
        if not request.user.has_perm(move.permission):
            raise PermissionDenied
        article = self.story(request, pk)
        filled = request.POST if request.method == "POST" else None
        form = move(article, filled, initial=_asked(request, article))
        said, is_read = taken(form, request, by=staff(request))
        if said:
            self.desk.log_change(request, article, said)
            messages.success(request, said)
            return redirect("admin:articles_article_change", article.pk)
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
        labels = Media(js=[Script(EDITOR_LABELS, type="module")])
        return self.render(
            request,
            f"{move.template}.html",
            article,
            title=move.title,
            subtitle=article.title,
            form=form,
            confirming=is_read,
            cancel=reverse("admin:articles_article_change", args=[article.pk]),
            nonce=nonce,
            media=Media.from_media(form.media + labels, nonce=nonce),
        )


def _asked(request: HttpRequest, article: Article) -> dict[str, Any]:
    """What the address asks to be filled in: readers' reports, from the page of one; and a
    correction that came back, from its page.
    """
    asked: dict[str, Any] = {"reports": request.GET.getlist("reports")}
    again = request.GET.get("again", "")
    rows = ProposedCorrection.objects.filter(article=article)
    proposal = rows.filter(pk=int(again)).first() if KEY.fullmatch(again) else None
    if proposal is None:
        return asked
    asked |= {"kind": proposal.kind, "text": proposal.text, "placement": proposal.placement}
    asked |= {"supersedes": proposal.supersedes_id, "reports": list(proposal.reports.all())}
    if proposal.based_on == article.edition:
        captions = {f"{CAPTION}{key}": text for key, text in proposal.captions.items()}
        asked |= proposal.content | captions
    return asked


def _address(move: type[Move], pk: int) -> str:
    return reverse(f"admin:articles_article_{move.name}", args=[pk])
