from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article

OFFERED = 8


class Sources(StoryPage):
    """Where earlier stories were from, offered while one types it."""

    def urls(self) -> list[URLPattern]:
        return [self.at("sources/", self.suggest, "sources")]

    @method_decorator(require_safe)
    def suggest(self, request: HttpRequest) -> JsonResponse:
        """Sources that hold what was typed, of the stories this user sees: the most used first."""
        if not self.desk.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("q", "").replace("\0", "").strip()[:100]
        stories = Article.objects.visible_to(staff(request))
        found = stories.used_sources(typed)[:OFFERED] if typed else []
        said = [
            {"label": source, "note": ngettext("%d 篇", "%d 篇", times) % times}
            for source, times in found
        ]
        return JsonResponse({"suggestions": said})
