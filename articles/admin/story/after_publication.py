from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.views.decorators.http import require_http_methods

from articles.admin.correction_forms import CorrectForm, Move, ReinstateForm, WithdrawForm
from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article, PublishedArticle
from articles.review import workflow
from articles.stand import visibility

MOVES: list[type[Move]] = [CorrectForm, WithdrawForm, ReinstateForm]
FORM_METHODS = ["GET", "HEAD", "POST"]


class AfterPublication(StoryPage):
    """Pages beside the story's form: correct a story, withdraw it, bring it back."""

    def urls(self) -> list[URLPattern]:
        def view(move: type[Move]) -> Callable[..., HttpResponse]:
            return require_http_methods(FORM_METHODS)(partial(self._take, move))

        return [self.at(f"<int:pk>/{move.name}/", view(move), move.name) for move in MOVES]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        if story is None:
            return {}
        published = PublishedArticle.objects.for_tombstone().filter(pk=story.pk).first()
        moves = self._open_moves(request, published) if published else []
        return {"published": published, "moves": moves, "seen": visibility.of(story)}

    def _open_moves(
        self, request: HttpRequest, published: PublishedArticle
    ) -> list[dict[str, Any]]:
        """The pages that lead somewhere for this story, of those this user may open."""
        useful: list[type[Move]] = [ReinstateForm] if published.withdrawn_at else [WithdrawForm]
        if PublishedArticle.objects.public().filter(pk=published.pk).exists():
            useful.insert(0, CorrectForm)
        return [
            {"title": move.title, "url": _address(move, published.pk)}
            for move in useful
            if request.user.has_perm(move.permission)
        ]

    def _take(self, move: type[Move], request: HttpRequest, pk: int) -> HttpResponse:
        """Write it, read the consequences, confirm. Only the confirming POST changes anything."""
        if not request.user.has_perm(move.permission):
            raise PermissionDenied
        article = self.story(request, pk)
        asked = {"reports": request.GET.getlist("reports")}  # by a link from a reader's report
        form = move(article, request.POST if request.method == "POST" else None, initial=asked)
        is_read = form.is_valid() and "_back" not in request.POST
        if is_read and "_confirm" in request.POST:
            try:
                said = form.take(by=staff(request))
            except workflow.MoveRefused as refusal:
                form.add_error(None, str(refusal))
                is_read = False
            else:
                self.desk.log_change(request, article, said)
                messages.success(request, said)
                return redirect("admin:articles_article_change", article.pk)
        context = {"title": move.title, "subtitle": article.title}
        context |= {"form": form, "confirming": is_read}
        return self.render(request, "move.html", article, **context)


def _address(move: type[Move], pk: int) -> str:
    return reverse(f"admin:articles_article_{move.name}", args=[pk])
