"""The pages of logins: one's own, and everybody's for who looks after accounts. Each has an end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from articles.text.keys import KEY
from people.accounts import sessions, throttling
from people.accounts.reauthentication import reauthenticated_to_send
from people.models import Session, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from people.models.session import SessionQuerySet

MOST = 500  # logins on one page


@reauthenticated_to_send
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """One's own logins. POST ends one (`end`: its key) or all but this one (`end_others`)."""
    user = cast("User", request.user)
    mine = Session.objects.of(user)
    if request.method == "POST":
        _end(
            request,
            mine,
            others=lambda: sessions.end_all(user, by=user, but=sessions.current(request)),
        )
        return HttpResponseRedirect(request.path)
    return _page(request, mine, title=gettext("我的登录"))


@reauthenticated_to_send
@require_http_methods(["GET", "POST"])
def everybodys(request: HttpRequest) -> HttpResponse:
    """All logins, and accounts that were stopped after wrong passwords. POST ends a login (`end`),
    all of an account's (`end_of`), or a stop (`let_in`: the account's key).
    """
    user = cast("User", request.user)
    if not user.has_perm("people.view_session"):
        raise PermissionDenied
    everything = Session.objects.filter(account__isnull=False)
    if request.method == "POST":
        if not user.has_perm("people.delete_session"):
            raise PermissionDenied
        if key := request.POST.get("let_in"):
            _let_in(request, key)
        else:
            account = request.POST.get("end_of")
            _end(request, everything, others=lambda: sessions.end_all(_account(account), by=user))
        return HttpResponseRedirect(request.path)
    extra = {
        "is_everybodys": True,
        "may_end": user.has_perm("people.delete_session"),
        "stopped": throttling.stopped(),
    }
    return _page(request, everything, title=gettext("所有人的登录"), **extra)


def _end(request: HttpRequest, among: SessionQuerySet, *, others: Callable[[], int]) -> None:
    """End the login that was chosen, or the others, and say so."""
    by = cast("User", request.user)
    key = request.POST.get("end")
    ended = sessions.end(among.filter(pk=key), by=by) if key else others()
    said = ngettext("已结束 %d 个登录。", "已结束 %d 个登录。", ended) % ended
    messages.success(request, said if ended else gettext("这个登录已经结束了。"))


def _let_in(request: HttpRequest, key: str) -> None:
    account = _account(key)
    throttling.let_try_again(account, by=cast("User", request.user))
    messages.success(request, gettext("%s现在可以再登录了。") % account)


def _account(key: str | None) -> User:
    return get_object_or_404(User, pk=key if KEY.fullmatch(key or "") else 0)


def _page(
    request: HttpRequest, shown: SessionQuerySet, *, title: str, **extra: Any
) -> HttpResponse:
    here = sessions.current(request)
    live = shown.live().select_related("account")[:MOST]
    rows = [
        {"session": row, "device": sessions.device(row.agent), "is_here": row.pk == here}
        for row in live
    ]
    context = admin.site.each_context(request) | {
        "title": title,
        "rows": rows,
        "may_end": True,
        "may_see_all": request.user.has_perm("people.view_session"),
    }
    return render(request, "admin/logins.html", context | extra)
