"""Whoever gives powers, changes a second factor or takes an export says once more who they are.

A login counts for ten minutes. After that the password is asked for again, with a code where the
account has a second factor, on a page that keeps what was sent and then goes on with it: somebody
who sits down at a colleague's desk, or has their cookie, gets no further.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    QueryDict,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from articles.audit_log.writing import record
from articles.enums import Event
from people.accounts import second_factor, throttling

if TYPE_CHECKING:
    from people.models import User

KEPT = timedelta(minutes=10)
AT = "authenticated_at"  # in the session: seconds since 1970
PREFIX = "_own"  # of the fields of our page among what was sent; a line before it is no content


class PasswordForm(forms.Form):
    """The password of who is logged in, and a code where they have a second factor."""

    password = forms.CharField(
        label=gettext_lazy("您的密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    code = forms.CharField(
        label=gettext_lazy("动态码"),
        help_text=gettext_lazy("手机上此刻的六位数字；手机不在身边，填一个恢复码。"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text"}),
    )

    def __init__(self, request: HttpRequest, data: QueryDict | None) -> None:
        super().__init__(data, prefix=PREFIX)
        self.request = request
        self.user = cast("User", request.user)
        if self.user.second_factor_at is None:
            del self.fields["code"]

    def clean(self) -> dict[str, Any] | None:
        """The code is looked at after the password alone: a wrong password does not use it up."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        try:
            throttling.check_own_password(self.request, self.cleaned_data["password"])
            if "code" in self.fields:
                second_factor.check(self.user, code=self.cleaned_data["code"])
        except ValidationError as wrong:
            self.add_error("password", wrong)
        except second_factor.CodeRefused as refusal:
            self.add_error("code", str(refusal))
        return cleaned


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever is logged in has said who they are within the last minutes."""
    age = timezone.now().timestamp() - request.session.get(AT, 0)
    return bool(0 <= age < KEPT.total_seconds())


def note(request: HttpRequest) -> None:
    """The password was given now."""
    request.session[AT] = timezone.now().timestamp()


def _note_login(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    note(request)


user_logged_in.connect(_note_login, dispatch_uid="people.accounts.reauthentication")


def reauthenticated(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, for who gave their password within the last minutes; others are asked for it.

    What they sent stays on the page, and goes on to the view with the right password. Passwords
    that were typed are among it: the page is not kept by any cache.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return ask(request) or view(request, *args, **kwargs)

    return asked


def reauthenticated_to_send(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The same for what is sent to a view alone: its page may be read without."""
    sent = reauthenticated(view)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return (sent if request.method == "POST" else view)(request, *args, **kwargs)

    return asked


@sensitive_post_parameters()
@never_cache
def _page(request: HttpRequest, form: PasswordForm) -> HttpResponse:
    own = {form.add_prefix(name) for name in form.fields} | {"csrfmiddlewaretoken", PREFIX}
    sent = request.POST.lists() if request.method == "POST" else []
    context = {
        "title": _("请再输入一次密码"),
        "form": form,
        "minutes": KEPT.seconds // 60,
        "prefix": PREFIX,
        "sent": [(name, value) for name, values in sent if name not in own for value in values],
        "is_get": request.method != "POST" or request.POST.get(PREFIX) == "GET",
        "files": [file.name for _name, given in request.FILES.lists() for file in given],
    }
    return render(request, "admin/reauthenticate.html", admin.site.each_context(request) | context)


def ask(request: HttpRequest) -> HttpResponse | None:
    """The page that asks for the password, or where it leads; None once what was sent may go on:
    the request then is what it was before the page stood between.
    """
    was_asked = PREFIX in request.POST
    form = PasswordForm(request, request.POST if was_asked else None)
    if not was_asked or not form.is_valid():
        return _page(request, form)
    note(request)
    record(Event.REAUTHENTICATED, by=form.user, about=form.user, details={"for": request.path})
    if request.POST[PREFIX] == "GET":
        return HttpResponseRedirect(request.get_full_path())
    sent = request.POST.copy()
    for name in (PREFIX, *map(form.add_prefix, form.fields)):
        sent.pop(name, None)
    sent._mutable = False
    request.POST = sent  # type: ignore[assignment]  # as Django's own
    return None
