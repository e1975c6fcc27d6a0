"""The second step of a login, after the password: a code of the phone, or its first setting up.

Until it is passed no page of the desk answers (DeskSite.has_permission). A form that was sent when
its login had ended is carried through this step as well (newsroom.signing_in).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import django_otp
import segno
from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.accounts import reauthentication, second_factor

if TYPE_CHECKING:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from people.models import User

KEY = "second_factor_key"  # in the session: of a phone that is being set up
CODE = "one_time_code"  # the field of a code


class CodeForm(forms.Form):
    """A code of six digits, or a recovery code."""

    one_time_code = forms.CharField(
        label=gettext_lazy("动态码"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )


def is_owed(request: HttpRequest) -> bool:
    """Whether somebody has given the password of an account of the desk, and not yet the code."""
    user = request.user
    return user.is_active and user.is_staff and not second_factor.is_passed(request)


def owed(request: HttpRequest) -> str:
    """What a script is told is missing: a "code", the "set-up" of a phone, or nothing."""
    if not is_owed(request):
        return ""
    return "code" if second_factor.device_of(cast("User", request.user)) else "set-up"


# ---- After the password -------------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@csrf_protect
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The page of the second step, and on to the page that was asked for."""
    if request.user.is_anonymous:
        return HttpResponseRedirect(reverse("admin:login"))
    return missing(request) or HttpResponseRedirect(_next(request))


def missing(request: HttpRequest, *, carried: str = "") -> HttpResponse | None:
    """The page of the second step for who has given their password; None once they have passed it.

    A code that was sent is checked. `carried` is a form that is to be handed back afterwards
    (newsroom.signing_in), which the page sends along to the same address.
    """
    if not is_owed(request):
        return None
    user = cast("User", request.user)
    if second_factor.device_of(user) is None:
        return _first_set_up(request, carried=carried)
    form = CodeForm(request.POST if CODE in request.POST else None)
    if form.is_valid():
        try:
            device = second_factor.check(user, code=form.cleaned_data[CODE])
        except second_factor.CodeRefused as refusal:
            form.add_error(CODE, str(refusal))
        else:
            _pass(request, device)
            return None
    return _shown(request, "code", _("第二步：动态码"), form=form, carried=carried)


def _first_set_up(request: HttpRequest, *, carried: str) -> HttpResponse:
    """Only for who has just given the password: a login may be older than the need for a phone, and
    who found it open would make the account theirs.
    """
    if not reauthentication.is_fresh(request) and (asked := reauthentication.ask(request)):
        return asked
    form, codes = _set_up(request)
    if codes:
        title = _("请收好恢复码")
        return _shown(request, "recovery_codes", title, codes=codes, carried=carried)
    title = _("设置第二步验证")
    return _shown(request, "set_up", title, form=form, carried=carried, **_key_shown(request))


# ---- Of one's own account -----------------------------------------------------------------------


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication.reauthenticated
def own(request: HttpRequest) -> HttpResponse:
    """One's own second factor: set up, another phone, new recovery codes, none any more."""
    user = cast("User", request.user)
    if request.method == "POST" and "_codes" in request.POST and user.second_factor_at:
        codes = second_factor.new_recovery_codes(user)
        return _shown(request, "recovery_codes", _("请收好恢复码"), codes=codes)
    is_free = user.second_factor_at is not None and not second_factor.is_required(user)
    if request.method == "POST" and "_remove" in request.POST and is_free:
        second_factor.remove(user, by=user)
        messages.success(request, _("第二步验证已经取消，以后登录只要密码。"))
        return HttpResponseRedirect(reverse("admin:second_factor"))
    form, codes = _set_up(request)
    if codes:
        return _shown(request, "recovery_codes", _("请收好恢复码"), codes=codes)
    said = {"form": form, "is_free": is_free, "left": user.recovery_codes.count()}
    return _shown(request, "own", _("第二步验证"), **said, **_key_shown(request))


# ---- Setting up ---------------------------------------------------------------------------------


def _set_up(request: HttpRequest) -> tuple[CodeForm, list[str]]:
    """The form that asks for a code of the new phone; the recovery codes once that was right."""
    form = CodeForm(request.POST if CODE in request.POST else None)
    key = request.session.get(KEY)
    if not key or not form.is_valid():
        return form, []
    code = form.cleaned_data[CODE]
    try:
        device, codes = second_factor.set_up(cast("User", request.user), key=key, code=code)
    except second_factor.CodeRefused as refusal:
        form.add_error(CODE, str(refusal))
        return form, []
    del request.session[KEY]
    _pass(request, device)
    return form, codes


def _key_shown(request: HttpRequest) -> dict[str, Any]:
    """The key of the phone that is being set up: as a picture, a link, and to be typed.

    It waits in the session, new for each: nobody who merely knew the password earlier has it.
    """
    key: str = request.session.setdefault(KEY, second_factor.new_key())
    address = second_factor.address_of(cast("User", request.user), key)
    return {"key": second_factor.as_typed(key), "address": address, "picture": drawn(address)}


def drawn(address: str) -> SafeString:
    """A QR code as an element of the page, dark on light whatever the page's colours."""
    code = segno.make(address, error="l", boost_error=False)
    drawn = code.svg_inline(omitsize=True, dark="#000", light="#fff")
    return mark_safe(drawn)  # noqa: S308  # lines drawn by segno: nothing that was typed is in it


def _pass(request: HttpRequest, device: TOTPDevice) -> None:
    """The login is complete. Its session gets a new key: the earlier one had passed less."""
    user = cast("User", request.user)
    request.session.cycle_key()
    django_otp.login(request, device)
    user.second_factor_at = device.user.second_factor_at
    reauthentication.note(request)


def _shown(request: HttpRequest, page: str, title: str, **said: Any) -> HttpResponse:
    """A page of this step, which has neither the way around the desk nor its links before it is
    passed."""
    context = admin.site.each_context(request) | {"title": title, "next": _next(request)} | said
    return render(request, f"admin/second_step/{page}.html", context)


def _next(request: HttpRequest) -> str:
    """The page that was asked for before the login, if it is one of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("admin:index")
