from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import csrf

from newsroom import signing_in


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A readable page. Django's own view gives the template nothing, not even the paper's name."""
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of the desk that is older than the login is carried on; anything else is refused."""
    return signing_in.older_than_login(request) or csrf.csrf_failure(request, reason=reason)
