from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage
from articles.models import Article
from articles.story import byline
from articles.story.byline import Offer
from people.enums import ReporterKind

LONGEST = 500  # characters of a line, as the form takes


class Bylines(StoryPage):
    """What a printed byline may mean, shown in the story's form to be chosen from."""

    scripts = ["newsroom/js/byline_readings.js"]

    def urls(self) -> list[URLPattern]:
        return [self.at("byline/", self.readings, "byline")]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        return _shown(request, form.byline_offer)

    @method_decorator(require_safe)
    def readings(self, request: HttpRequest) -> HttpResponse:
        """The readings of a line while it is typed, as the part of the form that shows them."""
        if not (self.desk.has_add_permission(request) or self.desk.has_change_permission(request)):
            raise PermissionDenied
        line = request.GET.get("line", "").replace("\0", "").strip()[:LONGEST]
        shown = _shown(request, byline.offered(line) if line else None)
        return TemplateResponse(request, "admin/articles/article/_byline.html", shown)


def _shown(request: HttpRequest, offer: Offer | None) -> dict[str, Any]:
    may_register = staff(request).has_perm("people.add_reporter")
    return {"byline": offer, "byline_kinds": ReporterKind.choices if may_register else []}
