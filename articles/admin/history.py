"""What a story was: the list of its revisions, any two compared, an old one brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from articles import conflicts, restoring, revisions
from articles.enums import RevisionCause
from articles.models import Article, Revision
from articles.workflow import MoveRefused

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin

LIST_SIZE = 100


class TwoRevisions(forms.Form):
    """Which two revisions to compare."""

    old = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    new = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class HistoryMixin(Base):
    """History pages for ArticleAdmin. Who may see the story may see what it was."""

    def get_urls(self) -> list[URLPattern]:
        pages: list[tuple[str, Callable[..., HttpResponse], str]] = [
            ("<int:pk>/history/compare/", self.compare_view, "compare"),
            ("<int:pk>/history/<int:edition>/", self.revision_view, "revision"),
            ("<int:pk>/history/<int:edition>/restore/", self.restore_view, "restore"),
        ]
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
                for route, view, name in pages
            ),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who saved the story, when and why, and how long it was: newest first."""
        article = self._seen(request, unquote(object_id))
        page = Paginator(article.revisions.for_list(), LIST_SIZE).get_page(request.GET.get("page"))
        before = _editions_before(article)
        context = {
            "page": page,
            "rows": [before[revision.edition] | {"revision": revision} for revision in page],
        }
        return self._page(request, article, "history", context)

    @method_decorator(require_safe)
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two revisions in one, every difference marked."""
        article = self._seen(request, pk)
        form = TwoRevisions(request.GET)
        if not form.is_valid():
            raise Http404
        old, new = sorted(form.cleaned_data.values())
        kept = {r.edition: r for r in article.revisions.filter(edition__in=[old, new])}
        if {old, new} != kept.keys():
            raise Http404
        changes = revisions.compare(kept[old].snapshot, kept[new].snapshot)
        versions = [kept[old], kept[new]]
        context = {"old": kept[old], "new": kept[new], "versions": versions, "changes": changes}
        return self._page(request, article, "compare", context)

    @method_decorator(require_safe)
    def revision_view(self, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
        """One revision, whole."""
        article = self._seen(request, pk)
        revision = get_object_or_404(article.revisions.all(), edition=edition)
        context = {"revision": revision, "fields": revisions.reading(revision.snapshot)}
        return self._page(request, article, "revision", context)

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
        """Make the story again what it was, if nobody saved it since the page was opened."""
        with transaction.atomic():
            article = self._seen(request, pk)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            revision = get_object_or_404(article.revisions, edition=edition)
            address = self._restored(request, revision)
        return HttpResponseRedirect(address)

    def _restored(self, request: HttpRequest, revision: Revision) -> str:
        """Restore and tell how it went; where to go from there."""
        opened = conflicts.edition_sent(request.POST)
        try:
            article = restoring.restore(revision, by=request.user, opened_edition=opened)  # type: ignore[arg-type]  # staff
        except MoveRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return reverse("admin:articles_article_history", args=[revision.article_id])
        editions = {"old": revision.edition, "new": article.edition}
        told = gettext("已恢复成第 %(old)d 版的样子，存为第 %(new)d 版。") % editions
        self.log_change(request, article, told)
        self.message_user(request, told, messages.SUCCESS)
        return reverse("admin:articles_article_change", args=[article.pk])

    def _seen(self, request: HttpRequest, key: str | int) -> Article:
        """The story, if this user may see it."""
        article = self.get_object(request, str(key))
        if article is None:
            raise Http404
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied
        return article

    def _page(
        self, request: HttpRequest, article: Article, name: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "article": article,
            "may_change": self.has_change_permission(request, article),
        }
        template = f"admin/articles/article/{name}.html"
        return TemplateResponse(request, template, shared | context)


def _editions_before(article: Article) -> dict[int, dict[str, Any]]:
    """For each edition: the one before it, the step before it, and the change of length in 字."""
    found: dict[int, dict[str, Any]] = {}
    before = step = None
    length = 0
    kept = article.revisions.order_by("edition").values_list("edition", "length", "cause")
    for edition, new_length, cause in kept:
        is_step = RevisionCause(cause).is_step
        found[edition] = {
            "before": before,
            "step_before": step if is_step and step != before else None,
            "growth": new_length - length,
        }
        before, length = edition, new_length
        step = edition if is_step else step
    return found
