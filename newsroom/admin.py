from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from articles.models import Article, Issue

# The order in which an editor needs things; what is not named here follows.
ROOMS = ["articles", "people"]
SHELVES = [
    *["Article", "Photo", "Issue", "Page", "Section", "Column", "Tag", "LexiconEntry"],
    *["Reporter", "Entity", "Programme", "Round", "Honour", "Tally"],
]
WAITING = 10  # stories shown on the desk's front page


class DeskSite(admin.AdminSite):
    """The desk: the stock admin under the paper's name, opening on what waits."""

    site_header = f"{settings.NEWSROOM_SITE_NAME}编辑部"
    site_title = site_header
    index_title = _("今天")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        may_see = request.user.has_perm("articles.view_article")
        context: dict[str, Any] = _today() if may_see else {"waiting": None}
        context["may_write"] = request.user.has_perm("articles.add_article")
        return super().index(request, context | (extra_context or {}))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], SHELVES))
        return sorted(apps, key=lambda app: _place(app["app_label"], ROOMS))

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's catalogue for scripts, and ours for the body editor's words."""
        view = JavaScriptCatalog.as_view(packages=["django.contrib.admin", "newsroom"])
        return cast("HttpResponse", view(request))


def _place(name: str, order: list[str]) -> int:
    return order.index(name) if name in order else len(order)


def _today() -> dict[str, Any]:
    """Today's issue, or the newest there is, and the stories that wait for somebody."""
    issue = Issue.objects.up_to(timezone.localdate()).first()
    stories = Article.objects.filter(page__issue=issue) if issue else Article.objects.none()
    return {
        "issue": issue,
        "issue_counts": stories.stage_counts(),
        "waiting": list(Article.objects.waiting().for_list()[:WAITING]),
        "waiting_count": Article.objects.waiting().count(),
    }
