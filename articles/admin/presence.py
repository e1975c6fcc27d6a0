from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from js_asset import Media, Script

from articles.admin.requests import staff
from articles.models import Article
from articles.saving import presence

if TYPE_CHECKING:
    from people.models import User

    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin


class PresenceAdmin(Base):
    """The heartbeat of an open story form: who else edits the story, and the newest edition."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Script("newsroom/js/presence.js", type="module")])

    def get_urls(self) -> list[URLPattern]:
        beat = path(
            "<int:pk>/presence/",
            self.admin_site.admin_view(self.presence),
            name="articles_article_presence",
        )
        return [beat, *super().get_urls()]

    @method_decorator(require_POST)
    def presence(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Who may only look learns who edits, without being counted among them."""
        stories = self.get_queryset(request).select_related("updated_by").defer("body")
        article = stories.filter(pk=pk).first()
        if article is None:
            raise Http404
        user = staff(request)
        if "leaving" in request.POST:
            presence.leave(article, by=user)
            return JsonResponse({})
        if self.has_change_permission(request, article):
            presence.beat(article, by=user)
        elif not self.has_view_permission(request, article):
            raise PermissionDenied
        return JsonResponse(_news(article, user))


def _news(article: Article, user: User) -> dict[str, object]:
    saved_by = article.updated_by
    return {
        "others": presence.others(article, besides=user),
        "edition": article.edition,
        "saved_by": str(saved_by) if saved_by and saved_by != user else "",
        "saved_at": formats.time_format(timezone.localtime(article.updated_at), "H:i"),
    }
