from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from articles.enums import REVIEWS, Stage
from articles.models import Article, Issue, ReaderReport
from articles.photos import crediting
from articles.saving import guard
from articles.scores import statistics

if TYPE_CHECKING:
    from people.models import User

# The order in which an editor needs things; what is not named here follows.
ROOMS = ["articles", "people"]
SHELVES = [
    *["Article", "Photo", "Pin", "Issue", "Page", "Section", "Column", "Tag"],
    *["Review", "ReaderReport", "Correction", "Withdrawal"],
    *["ReviewRoute", "LexiconEntry", "ScoreRule", "SitePage"],
    *["Reporter", "Entity", "Programme", "Round", "DraftRoll", "Honour", "Tally"],
    *["Hiding", "Merger"],
]
WAITING = 10  # stories shown in each list of the desk's front page


class DeskSite(admin.AdminSite):
    """The desk: the stock admin under the paper's name, opening on what waits."""

    site_header = f"{settings.NEWSROOM_SITE_NAME}编辑部"
    site_title = site_header
    index_title = _("今天")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_action(guard.delete_selected, "delete_selected")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        user = cast("User", request.user)
        context: dict[str, Any] = {
            "is_desk": user.has_perm("articles.view_article"),
            "may_see_statistics": statistics.may_see(user),
            "photographers_asked": crediting.count_asked(of=user),
        }
        if context["is_desk"]:
            context |= _today(user) | {"may_write": user.has_perm("articles.add_article")}
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


def _today(user: User) -> dict[str, Any]:
    """Today's issue, or the newest there is, and the stories that wait for this person."""
    issue = Issue.objects.up_to(timezone.localdate()).first()
    visible = Article.objects.visible_to(user)
    returned = Article.objects.returned_to(user)
    drafts = (
        Article.objects.of(user).filter(stage=Stage.DRAFT).exclude(pk__in=returned.values("pk"))
    )
    inbox = [
        (heading, list(stories.for_inbox()[:WAITING]))
        for heading, stories in [
            (_("退回给我的"), returned),
            (_("等我审的"), Article.objects.awaiting(user)),
            (_("我的草稿"), drafts.order_by("-updated_at", "-pk")),
            (_("我送审的"), Article.objects.of(user).filter(stage__in=REVIEWS)),
        ]
    ]
    reports = list(
        ReaderReport.objects.for_desk_of(user)
        .filter(article__in=visible)
        .select_related("article", "handler")[:WAITING]
    )
    return {
        "now": timezone.now(),
        "reports": reports,
        "issue": issue,
        "issue_counts": visible.filter(page__issue=issue).stage_counts() if issue else {},
        "inbox": inbox,
        "nothing_waits": not reports and not any(stories for _heading, stories in inbox),
    }
