from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern
from django.utils import formats, timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article
from articles.saving import presence

if TYPE_CHECKING:
    from people.models import User


class Presence(StoryPage):
    """The heartbeat of an open story form: who else edits the story, and the newest edition."""

    scripts = ["newsroom/js/presence.js"]

    def urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/presence/", self.presence, "presence")]

    @method_decorator(require_POST)
    def presence(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Who may only look learns who edits, without being counted among them."""
        article, user = self.story(request, pk), staff(request)
        if "leaving" in request.POST:
            presence.leave(article, by=user)
            return JsonResponse({})
        if self.desk.has_change_permission(request, article):
            presence.beat(article, by=user)
        return JsonResponse(_news(article, user))


def _news(article: Article, user: User) -> dict[str, object]:
    saved_by = article.updated_by
    return {
        "others": presence.others(article, besides=user),
        "edition": article.edition,
        "saved_by": str(saved_by) if saved_by and saved_by != user else "",
        "saved_at": formats.time_format(timezone.localtime(article.updated_at), "H:i"),
    }
