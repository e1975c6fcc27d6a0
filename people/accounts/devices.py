"""Browsers with which somebody has logged in before.

They have a cookie that says so, and a count of their own for wrong passwords. So nobody is kept out
of an account by strangers who try passwords for it, be it from the same office or from a thousand
addresses. The cookie lets nobody in. https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "__Secure-device" if settings.HTTPS else "device"
SALT = "people.accounts.devices"
KEPT = timedelta(days=90)
NAMES = 20  # of those who share a browser, the last ones


def number(request: HttpRequest, name: str) -> str:
    """The number of the browser if the account of that name has logged in with it, else ""."""
    held = _held(request)
    return str(held["number"]) if _mark(name) in held["names"] else ""


def remember(request: HttpRequest, response: HttpResponse, *, name: str) -> None:
    """Give the browser the cookie, unless it has one that knows the name."""
    if number(request, name):
        return
    held = _held(request)
    held["names"] = [*held["names"], _mark(name)][-NAMES:]
    response.set_cookie(
        COOKIE,
        signing.dumps(held, salt=SALT),
        max_age=KEPT,
        path=reverse("admin:index"),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )


def _held(request: HttpRequest) -> dict[str, Any]:
    """What the cookie holds: the number of the browser and a mark for each name."""
    try:
        held: dict[str, Any] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return {"number": secrets.token_hex(16), "names": []}
    return held


def _mark(name: str) -> str:
    """Enough of a hash: whoever shares the browser need not read who else uses it."""
    return salted_hmac(SALT, name, algorithm="sha256").hexdigest()[:12]
