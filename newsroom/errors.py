"""Pages for what was refused or failed. Those of the desk say what became of what was typed."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views import csrf, defaults

from articles.saving import sent_forms
from articles.text import body
from newsroom import signing_in

KEY = re.compile(r"[a-z0-9_:.-]+")  # a choice, a moment, a row: nothing that anybody wrote
ASKED = 5  # people named to whom one may turn
MACHINES = (
    "csrfmiddlewaretoken",
    "based_on",
    sent_forms.FIELD,
    "_",
)  # how the names of fields begin that nobody types


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A readable page. Django's own view gives the template nothing, not even the paper's name."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """At the desk: what was not saved, and who may be asked for the right."""
    if not is_desk(request):
        return defaults.permission_denied(request, exception)
    context = {
        "sent": sent(request),
        "is_sent": request.method == "POST",
        "ask": _who_gives_rights(request),
    }
    return _kept_from_caches(render(request, "admin/403.html", context, status=403))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """At the desk: a form that is older than the login is carried on; of any other whose token does
    not fit, what it said is shown to be copied.
    """
    if not is_desk(request):
        return csrf.csrf_failure(request, reason=reason)
    if carried := signing_in.older_than_login(request):
        return carried
    context = {"sent": sent(request), "back": request.get_full_path()}
    return _kept_from_caches(render(request, "admin/403_csrf.html", context, status=403))


def server_error(request: HttpRequest) -> HttpResponse:
    """At the desk: what was typed is shown to be copied. Asks the database for nothing: it may be
    what failed.
    """
    if not is_desk(request):
        return defaults.server_error(request)
    context = {"sent": sent(request), "is_sent": request.method == "POST"}
    page = render_to_string("admin/500.html", context)
    return _kept_from_caches(HttpResponse(page, status=500))


def is_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The words that a form brought, each under its field's name where that is known: no choices,
    no marks of machines, no password. The longest first.
    """
    try:
        fields = list(request.POST.lists())
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []  # it could not be read, which may be why there is an error
    found = [
        (_label(request, name), _plain(str(value)))
        for name, values in fields
        if not (name.startswith(MACHINES) or "password" in name or "__prefix__" in name)
        for value in values
    ]
    words = [(label, text) for label, text in found if text and not KEY.fullmatch(text)]
    return sorted(words, key=lambda field: -len(field[1]))


def _plain(value: str) -> str:
    """What was typed, as text: markup of the body's editor is left out."""
    return body.parse(value).text if value.lstrip().startswith("<") else value.strip()


def _label(request: HttpRequest, name: str) -> str:
    """What a form of that address calls a field; empty if it cannot be told."""
    part: Any = request.path.removeprefix(reverse("admin:index")).split("/")
    try:
        model = apps.get_model(part[0], part[1])
        return str(model._meta.get_field(name.rpartition("-")[2]).verbose_name)
    except (LookupError, FieldDoesNotExist, AttributeError):
        return ""


def _who_gives_rights(request: HttpRequest) -> list[str]:
    """Colleagues who give rights, by name; to one of them superusers alone, who give more."""
    people: Any = get_user_model().objects
    able = people.with_perm("people.change_user").filter(is_staff=True).order_by("pk")
    if request.user.has_perm("people.change_user"):
        able = able.filter(is_superuser=True)
    return [str(user) for user in able[:ASKED]]


def _kept_from_caches(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
