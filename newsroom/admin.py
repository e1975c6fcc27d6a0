from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.i18n import JavaScriptCatalog

from articles.models import Notice
from articles.photos import crediting
from articles.saving import guard, sent_forms
from articles.scores import statistics
from newsroom import logins, second_step, signing_in
from newsroom.recent_acts import recent_acts
from newsroom.today import confirmations, today
from people.accounts import devices, second_factor, sessions

if TYPE_CHECKING:
    from people.models import User

# The order in which an editor needs things; what is not named here follows.
ROOMS = ["articles", "people"]
SHELVES = [
    *["Article", "Photo", "Pin", "Issue", "Page", "Section", "Column", "Tag"],
    *["Review", "ReaderReport", "ProposedCorrection", "Correction", "Withdrawal"],
    *["PendingChange", "ReviewRoute", "LexiconEntry", "ScoreRule", "SitePage"],
    *["Reporter", "Entity", "Programme", "Round", "DraftRoll", "Honour", "Tally"],
    *["Hiding", "Merger", "LogLine"],
]


class DeskSite(admin.AdminSite):
    """The desk: the stock admin under the paper's name, opening on what waits."""

    site_header = f"{settings.NEWSROOM_SITE_NAME}编辑部"
    site_title = site_header
    index_title = _("今天")
    login_form = signing_in.LoginForm

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_action(guard.delete_selected, "delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """Also whether the second step of the login was passed, where there is one."""
        return super().has_permission(request) and second_factor.is_passed(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Also how many notices the person has not read: counted where a page shows it."""
        context = super().each_context(request)
        return context | {"unread_notices": lambda: _unread(cast("User", request.user))}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("session/", signing_in.session, name="session"),
            path("login/go-on/", signing_in.go_on, name="go_on"),
            path(
                "r/<int:content_type_id>/<path:object_id>/",
                self.admin_view(self.on_site),
                name="view_on_site",
            ),
            path("logins/", self.admin_view(logins.own), name="own_sessions"),
            path("logins/all/", self.admin_view(logins.everybodys), name="sessions"),
            path("login/code/", second_step.ask, name="second_step"),
            # As Django has it, but for who has passed the password alone too.
            path("logout/", csrf_protect(never_cache(self.logout)), name="logout"),
            path("second-factor/", self.admin_view(second_step.own), name="second_factor"),
            *super().get_urls(),
        ]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:  # noqa: FBT002  # as Django has it
        """A form that is sent after its login has ended is carried through the next one; one that
        is sent twice is saved once. A password that somebody else set is changed before anything.
        """

        def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" or signing_in.is_script(request):
                answer: HttpResponse = view(request, *args, **kwargs)
                return answer
            return sent_forms.answered_once(view, request, *args, **kwargs)

        inner = super().admin_view(update_wrapper(once, view), cacheable)

        def outer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            sessions.see(request)
            answer: HttpResponse = (
                signing_in.held_up(request)
                or signing_in.first_password(request)
                or inner(request, *args, **kwargs)
            )
            if self.has_permission(request):
                devices.remember(request, answer, name=request.user.get_username())
            return answer

        return update_wrapper(outer, inner)

    def on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponse:
        """Django's way to a row's page for readers, for those alone who may open it at the desk."""
        kind = ContentType.objects.filter(pk=content_type_id).first()
        model = kind.model_class() if kind else None
        desk = self._registry.get(model) if model else None
        row = desk.get_object(request, unquote(object_id)) if desk else None
        if desk is None or row is None or not desk.has_view_permission(request, row):
            raise Http404
        return shortcut(request, content_type_id, object_id)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who has given the password already is led to the second step."""
        if request.method == "GET" and second_step.is_owed(request):
            return HttpResponseRedirect(reverse("admin:second_step", query=request.GET))
        return signing_in.too_fast(request) or super().login(request, extra_context)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = self.each_context(request) | (extra_context or {})
        return cast(
            "TemplateResponse", signing_in.OwnPassword.as_view(extra_context=context)(request)
        )

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        user = cast("User", request.user)
        context: dict[str, Any] = {
            "is_desk": user.has_perm("articles.view_article"),
            "may_see_statistics": statistics.may_see(user),
            "photographers_asked": crediting.count_asked(of=user),
            "log_entries": recent_acts(self, request),
        }
        context |= confirmations(user)
        if context["is_desk"]:
            context |= today(user, asked=request.GET)
        return super().index(request, context | (extra_context or {}))

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The browser forgets what it keeps of the desk, too: https://www.w3.org/TR/clear-site-data/"""
        answer = super().logout(request, extra_context)
        answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer

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


def _unread(user: User) -> int:
    return Notice.objects.shown_to(user).unread().count()


def _place(name: str, order: list[str]) -> int:
    return order.index(name) if name in order else len(order)
