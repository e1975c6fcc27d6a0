"""What a story was: the list of its revisions, any two compared, an old one brought back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.enums import Decision
from articles.history import revisions
from articles.models import Article, Review, Revision
from articles.review.workflow import MoveRefused
from articles.story import conflicts, restoring

LIST_SIZE = 100


class TwoRevisions(forms.Form):
    """Which two revisions to compare: if none are named, the newest with the one before it."""

    old = forms.ModelChoiceField(Revision.objects.none(), required=False, to_field_name="edition")
    new = forms.ModelChoiceField(Revision.objects.none(), required=False, to_field_name="edition")

    def __init__(self, *args: Any, kept: QuerySet[Revision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept.order_by("edition")
        for field in self.fields.values():
            field.queryset = kept  # type: ignore[attr-defined]  # both choose a row

    @property
    def pair(self) -> list[Revision]:
        """The older and the newer one; the same twice if there is but one, none if none."""
        new = self.cleaned_data["new"] or self.kept.last()
        if new is None:
            return []
        before = self.kept.filter(edition__lt=new.edition)
        old = self.cleaned_data["old"] or before.last() or new
        return sorted([old, new], key=lambda revision: revision.edition)


class History(StoryPage):
    """Who may see the story may see what it was. Its list is the admin's own page of history."""

    def urls(self) -> list[URLPattern]:
        one = "<int:pk>/history/<int:edition>/"
        return [
            self.at("<int:pk>/history/compare/", self.compare, "compare"),
            self.at(one, self.revision, "revision"),
            self.at(f"{one}restore/", self.restore, "restore"),
        ]

    @method_decorator(require_safe)
    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved the story, when and why, and how long it was: newest first."""
        article = self.story(request, pk)
        page = Paginator(article.revisions.for_list(), LIST_SIZE).get_page(request.GET.get("page"))
        editions = _editions(article)
        context = {
            "page": page,
            "rows": [editions[revision.edition] | {"revision": revision} for revision in page],
        }
        return self._page(request, article, "history.html", context)

    @method_decorator(require_safe)
    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two revisions in one, every difference marked."""
        article = self.story(request, pk)
        form = TwoRevisions(request.GET, kept=article.revisions.all())
        if not form.is_valid() or not form.pair:
            raise Http404
        old, new = versions = form.pair
        changes = revisions.compare(old.snapshot, new.snapshot)
        context = {"old": old, "new": new, "versions": versions, "changes": changes}
        return self._page(request, article, "compare.html", context)

    @method_decorator(require_safe)
    def revision(self, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
        """Everything the story was at one revision."""
        article = self.story(request, pk)
        revision = get_object_or_404(article.revisions.all(), edition=edition)
        context = {"revision": revision, "fields": revisions.reading(revision.snapshot)}
        return self._page(request, article, "revision.html", context)

    @method_decorator(require_POST)
    def restore(self, request: HttpRequest, pk: int, edition: int) -> HttpResponse:
        """Make the story again what it was, if nobody saved it since the page was opened."""
        with transaction.atomic():
            article = self.story(request, pk)
            if not self.desk.has_change_permission(request, article):
                raise PermissionDenied
            revision = get_object_or_404(article.revisions, edition=edition)
            address = self._restored(request, revision)
        return HttpResponseRedirect(address)

    def _restored(self, request: HttpRequest, revision: Revision) -> str:
        """Restore and tell how it went; where to go from there."""
        seen = conflicts.edition_sent(request.POST)
        missing = [row["name"] for row in restoring.missing_pictures(revision)]
        try:
            article = restoring.restore(revision, by=staff(request), seen_edition=seen)
        except MoveRefused as refusal:
            self.desk.message_user(request, str(refusal), messages.ERROR)
            return reverse("admin:articles_article_history", args=[revision.article_id])
        editions = {"old": revision.edition, "new": article.edition}
        said = gettext("已恢复成第 %(old)d 版的样子，存为第 %(new)d 版。") % editions
        self.desk.log_change(request, article, said)
        self.desk.message_user(request, said, messages.SUCCESS)
        if missing:
            lacking = gettext("图库里已经没有这些图，没有恢复：“%s”。其他的都恢复了。")
            self.desk.message_user(request, lacking % "”“".join(missing), messages.WARNING)
        return reverse("admin:articles_article_change", args=[article.pk])

    def _page(
        self, request: HttpRequest, article: Article, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        may_change = self.desk.has_change_permission(request, article)
        return self.render(request, template, article, may_change=may_change, **context)


def _editions(article: Article) -> dict[int, dict[str, Any]]:
    """For each edition: the one before it, the change of length in 字, what reviewers did with it,
    and which edition the reviewer before had decided on.
    """
    reviews: dict[int, list[Review]] = {}
    for review in article.reviews.exclude(decision=Decision.WROTE).select_related("person"):
        reviews.setdefault(review.edition, []).append(review)
    found: dict[int, dict[str, Any]] = {}
    before = step = None
    length = 0
    for edition, new_length in article.revisions.order_by("edition").values_list(
        "edition", "length"
    ):
        found[edition] = {
            "before": before,
            "growth": new_length - length,
            "reviews": reviews.get(edition, []),
            "step_before": step if edition in reviews and step != before else None,
        }
        before, length = edition, new_length
        step = edition if edition in reviews else step
    return found
