"""A save on top of a colleague's save: refused, and laid out so that both texts live on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.requests import staff
from articles.history import revisions
from articles.models import Article
from articles.saving import presence
from articles.story import conflicts
from articles.story.conflicts import Conflict

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin


class ConflictMixin(Base):
    """For ArticleAdmin: what a form, a list or a question shows is what it acts on, or nothing."""

    # ---- The form ----

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            article = self.get_object(request, unquote(object_id))
            context = extra_context or {}
            if article and self.has_change_permission(request, article):
                context |= {"conflict": self._conflict(request, article), "stored": article}
            return super().changeform_view(request, object_id, form_url, context)

    def _conflict(self, request: HttpRequest, article: Article) -> Conflict | None:
        """What keeps this save from being taken, if anything; the form then goes on from there."""
        revisions.keep_stored(article)
        sent = request.POST.copy()
        if conflicts.AGAIN in sent:
            sent["opened_edition"] = str(conflicts.edition_sent(sent, conflicts.AGAIN))
            sent["_continue"] = "1"
            request.POST = sent  # type: ignore[assignment]  # as good as what came
        opened = conflicts.edition_sent(sent)
        if opened == article.edition:
            return None
        base = article.revisions.filter(edition=opened).first()
        conflict = conflicts.find(
            sent,
            fields=self._held(request, article),
            base=base.snapshot if base else None,
            theirs=revisions.snapshot(Article.objects.for_publishing().get(pk=article.pk)),
        )
        request.POST = conflict.rebased  # type: ignore[assignment]  # as good as what came
        return conflict

    def _held(self, request: HttpRequest, article: Article) -> set[str]:
        shown = flatten_fieldsets(self.get_fieldsets(request, article))
        return set(shown) - set(self.get_readonly_fields(request, article))

    # ---- Lists ----

    def action_checkbox(self, obj: Article) -> SafeString:
        """The box carries the edition its row shows."""
        edition = '{}<input type="hidden" name="edition-{}" value="{}">'
        return format_html(edition, super().action_checkbox(obj), obj.pk, obj.edition)

    def as_listed(self, request: HttpRequest, chosen: QuerySet[Article]) -> Iterator[Article]:
        """The chosen stories, locked, but for those saved since the list was opened.

        Those are told to the user. Needs a transaction around it.
        """
        keys = chosen.order_by("pk").values_list("pk", flat=True)
        for article in Article.objects.select_for_update().filter(pk__in=list(keys)).order_by("pk"):
            if conflicts.edition_sent(request.POST, f"edition-{article.pk}") == article.edition:
                yield article
            else:
                self.message_user(
                    request,
                    gettext(
                        "《%s》在您打开列表之后又有人保存过，这次没有动它。请看过最新版本再操作。"
                    )
                    % article.title,
                    messages.ERROR,
                )

    # ---- Deleting ----

    @admin.action(description=_("删除所选的 %(verbose_name_plural)s"), permissions=["delete"])
    def delete_selected(
        self, request: HttpRequest, queryset: QuerySet[Article]
    ) -> HttpResponse | None:
        """Django's own action, acting on nothing that was saved since it was asked about."""
        with transaction.atomic():
            listed = list(self.as_listed(request, queryset))
            keys = [article.pk for article in listed if not self._is_in_use(request, article)]
            chosen = queryset.filter(pk__in=keys)
            return delete_selected(self, request, chosen) if keys else None

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A story that was saved while the question stood open is asked about again."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with transaction.atomic():
            article = self.get_object(request, unquote(object_id))
            if article and conflicts.edition_sent(request.POST) != article.edition:
                told = gettext(
                    "您打开这一页之后，这篇稿件又有人保存过。请看过最新版本再决定删不删。"
                )
                self.message_user(request, told, messages.ERROR)
                request.POST = request.POST.__class__("")  # the question again, not the answer
            elif article and self._is_in_use(request, article):
                request.POST = request.POST.__class__("")
            return super().delete_view(request, object_id, extra_context)

    def _is_in_use(self, request: HttpRequest, article: Article) -> bool:
        """Whether deleting would take somebody's words away; said to who tries. Superusers may."""
        names = presence.at_work(article, besides=staff(request))
        if not names or request.user.is_superuser:
            return False
        told = gettext("%(names)s正在编辑《%(title)s》，或有没保存的修改，现在不能删除。")
        told %= {"names": "、".join(names), "title": article.title}
        self.message_user(request, told, messages.ERROR)
        return True
