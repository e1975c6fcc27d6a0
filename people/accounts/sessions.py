"""Logins of the desk: what is noted of each, how long it lasts, and how it is ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils import timezone
from django.utils.translation import gettext

from articles.audit_log.writing import record
from articles.clients import client_address
from articles.enums import Event
from people.models import Session
from people.models.session import ADDRESS, AGENT, BEGAN, SEEN, stored_key

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User
    from people.models.session import SessionQuerySet

NOTED_EVERY = timedelta(minutes=1)  # more often it need not be known when somebody was last seen
AGENT_LENGTH = Session._meta.get_field("agent").max_length

# What browsers and systems call themselves, those first that also give the name of another.
BROWSERS = {
    "MicroMessenger": "微信",
    "DingTalk": "钉钉",
    "QQBrowser": "QQ 浏览器",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


def begin(request: HttpRequest) -> None:
    """Note in the session of a login when it began and from where."""
    agent = "".join(filter(str.isprintable, request.headers.get("User-Agent", "")))
    now = timezone.now().timestamp()
    request.session.update(
        {BEGAN: now, SEEN: now, ADDRESS: client_address(request), AGENT: agent[:AGENT_LENGTH]}
    )


def see(request: HttpRequest) -> None:
    """Note that a person is at work in the login of a request, which lets it last.

    Only a page that is opened and a form that is sent show that. What scripts send does not: they
    look for a colleague's change, and keep what was typed, in a page that was forgotten as well.
    """
    if not (request.user.is_authenticated and _is_by_hand(request)):
        return
    now = timezone.now().timestamp()
    if now - request.session.get(SEEN, 0) > NOTED_EVERY.total_seconds():
        request.session[SEEN] = now


def current(request: HttpRequest) -> str:
    """The key of the row of a request's own login, "" if it has none."""
    return stored_key(request.session.session_key) if request.session.session_key else ""


def end(sessions: SessionQuerySet, *, by: User | None) -> int:
    """End logins at once; how many that still let somebody in. Each is written down."""
    ended = list(sessions.live().select_related("account"))
    sessions.filter(pk__in=[session.pk for session in ended]).delete()
    for session in ended:
        details = {"began_at": session.began_at, "address": session.address}
        record(Event.SESSION_ENDED, by=by, about=session.account, details=details)
    return len(ended)


def end_all(account: User, *, by: User | None, but: str = "") -> int:
    """End all logins of an account but the one with that key; how many. See `end`."""
    return end(Session.objects.of(account).exclude(pk=but), by=by)


def forget_ended() -> int:
    """Delete the rows of logins that let nobody in any more; how many."""
    live = Session.objects.live().values("pk")
    deleted, _models = Session.objects.exclude(pk__in=live).delete()
    return deleted


def device(agent: str) -> str:
    """Which browser on what, as far as its name for itself says: "Chrome，Windows"."""
    found = [
        next((name for mark, name in names.items() if mark in agent), "")
        for names in (BROWSERS, SYSTEMS)
    ]
    return "，".join(filter(None, found)) or gettext("不知道是什么浏览器")


def follow_logins() -> None:
    """Note every login and logout, by whatever door. Called once, when the site starts."""
    user_logged_in.connect(_logged_in, dispatch_uid="people.accounts.sessions")
    user_logged_out.connect(_logged_out, dispatch_uid="people.accounts.sessions")


def _logged_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    begin(request)
    record(Event.LOGGED_IN, by=user, about=user, details=_where(request))


def _logged_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(Event.LOGGED_OUT, by=user, about=user, details=_where(request))


def _where(request: HttpRequest) -> dict[str, str]:
    return {"address": client_address(request)}


def _is_by_hand(request: HttpRequest) -> bool:
    """Whether the browser says that a person opens a page or sends a form; old ones do not say it,
    but ask for a page. https://www.w3.org/TR/fetch-metadata/
    """
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate"
    return "text/html" in request.headers.get("Accept", "")
