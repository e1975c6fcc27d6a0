"""How often wrong passwords may be tried, at whatever door, and what is said once it is too often.

django-axes keeps the count, in a row for each name, address and browser; here are the bounds. Each
holds for the failures of the last AXES_COOLOFF_TIME, and ends by itself when they are older.

- One name from one address: who guesses a password is stopped, and nobody else is.
- One address, whatever the names: who tries one password for many names. More than the first, for a
  whole office has one address.
- One name, whatever the addresses: who guesses from many machines at once.
- A browser with which the account was logged in before (people.accounts.devices) is counted by
  itself, so that none of these keeps a colleague out whose name a stranger tries.

What is refused is not hashed and not written down. A name that nobody has, a wrong password, an
account that is off and one that is no colleague's get the same answer after the same work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from axes.backends import AxesBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.debug import sensitive_variables

from articles.audit_log.writing import record
from articles.enums import Event
from people.accounts import devices, hashing
from people.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

NAME_AND_ADDRESS = 5
ADDRESS = 30
NAME = 50
KNOWN_DEVICE = 10
FAILURES = "failures_since_start"  # the column that counts them
NOWHERE = "::"  # stands for no address: with NULL there could be two rows for the same
PATIENCE = 3  # seconds for which a known browser waits while another password is hashed
AGAIN = 2  # seconds after which others are told to try again


class Backend(AxesBackend):  # type: ignore[misc]  # axes is published without types
    """Who may log in at the desk: a colleague, with the right password, not after too many."""

    @sensitive_variables("password")
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """None after a wrong password. Raises PermissionDenied if none is looked at now. Without a
        request, as commands and tests call it, nothing is counted.
        """
        if request is None:
            return _colleague(ModelBackend.authenticate(self, None, username, password))
        super().authenticate(request, username, password, **kwargs)
        is_known = devices.number(request, username or "")
        try:
            with hashing.turn(patience=PATIENCE if is_known else 0):
                return _colleague(ModelBackend.authenticate(self, request, username, password))
        except hashing.Busy as error:
            request.is_busy = request.axes_locked_out = True  # type: ignore[attr-defined]
            raise PermissionDenied from error


class Handler(AxesDatabaseHandler):  # type: ignore[misc]  # axes is published without types
    """Counts failures for django-axes, by several bounds in one query."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return _is_over(request, get_client_username(request, credentials) or "")

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: Any = None,
        **kwargs: Any,
    ) -> None:
        """Count a wrong password. What was refused unseen is not counted, or it would never end."""
        if request is None or request.axes_locked_out:
            return
        name = get_client_username(request, credentials) or ""
        with transaction.atomic():
            _count(request, name)
            request.axes_locked_out = _is_over(request, name)
            _write_down(request, name)

    def user_logged_in(self, sender: Any, request: Any, user: User, **kwargs: Any) -> None:
        forget_failures_here(request, user)

    def user_logged_out(self, *args: Any, **kwargs: Any) -> None:
        """A logout changes no count."""


def refuse(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer of the door itself, whose form says what `words` says, with the status for it."""
    is_busy = hasattr(request, "is_busy")
    response.status_code = 503 if is_busy else 429
    response["Retry-After"] = str(AGAIN if is_busy else _cooloff_seconds())
    return response


def words(request: HttpRequest | None) -> str:
    """What is said to somebody whose password was not looked at; "" if it was."""
    if hasattr(request, "is_busy"):
        return gettext("现在登录的人太多，密码还没有核对。请过几秒再试一次。")
    if not getattr(request, "axes_locked_out", False):
        return ""
    minutes = _cooloff_seconds() // 60
    said = ngettext(
        "密码试错的次数太多，为安全起见先停一停。请过 %d 分钟再登录；忘了密码，请找管理员重设。",
        "密码试错的次数太多，为安全起见先停一停。请过 %d 分钟再登录；忘了密码，请找管理员重设。",
        minutes,
    )
    return said % minutes


@sensitive_variables("password")
def check_own_password(request: HttpRequest, password: str) -> None:
    """Raises ValidationError unless it is the password of who is logged in. Counted as at the door:
    a session that was left open is no way to guess it.
    """
    user = cast("User", request.user)
    if authenticate(request, username=user.get_username(), password=password) is None:
        raise ValidationError(words(request) or gettext("密码不对，请再输一次。"))
    forget_failures_here(request, user)


def stopped(*, now: datetime | None = None) -> QuerySet[User]:
    """Accounts for which a bound of theirs is reached now."""
    since = (now or timezone.now()) - settings.AXES_COOLOFF_TIME
    by_address = Q(user_agent="")
    names = (
        AccessAttempt.objects.filter(attempt_time__gt=since)
        .order_by()
        .values("username")
        .annotate(
            here=Max(FAILURES, filter=by_address),
            known=Max(FAILURES, filter=~by_address),
            all=Sum(FAILURES, filter=by_address),
        )
        .filter(Q(here__gte=NAME_AND_ADDRESS) | Q(known__gte=KNOWN_DEVICE) | Q(all__gte=NAME))
        .values("username")
    )
    return User.objects.filter(username__in=names)


@transaction.atomic
def let_try_again(account: User, *, by: User) -> None:
    """Forget the failures of an account, from wherever they came."""
    AccessAttempt.objects.filter(username=account.username).delete()
    record(Event.LOCKOUT_LIFTED, by=by, about=account)


def forget_failures_here(request: HttpRequest, user: User) -> None:
    """The right password was given: what was mistyped here before does not count any more."""
    name = user.get_username()
    AccessAttempt.objects.filter(username=name, **_place(request, name)).delete()


def forget_old_failures(*, now: datetime | None = None) -> int:
    """Delete counts that count no more; how many."""
    until = (now or timezone.now()) - settings.AXES_COOLOFF_TIME
    deleted, _models = AccessAttempt.objects.filter(attempt_time__lte=until).delete()
    return int(deleted)


def _colleague(user: Any) -> User | None:
    return user if user is not None and user.is_staff else None


def _cooloff_seconds() -> int:
    return int(settings.AXES_COOLOFF_TIME.total_seconds())


def _place(request: Any, name: str) -> dict[str, Any]:
    """Where a try for a name is counted: at the browser if it is a known one, else the address.

    axes has a column for the browser's name, which anybody may change: the number stands there.
    """
    if device := devices.number(request, name):
        return {"user_agent": device, "ip_address": NOWHERE}
    return {"user_agent": "", "ip_address": request.axes_ip_address or NOWHERE}


def _is_over(request: Any, name: str) -> bool:
    """Whether a bound is reached for who tries this name here."""
    recent = Q(attempt_time__gt=request.axes_attempt_time - settings.AXES_COOLOFF_TIME)
    place = _place(request, name)
    if place["user_agent"]:
        known = AccessAttempt.objects.filter(recent, username=name, **place)
        return bool(known.filter(failures_since_start__gte=KNOWN_DEVICE).exists())
    of_name, of_address = Q(username=name), Q(ip_address=place["ip_address"])
    counted = AccessAttempt.objects.filter(recent, of_name | of_address, user_agent="")
    failures = counted.aggregate(
        both=Sum(FAILURES, filter=of_name & of_address, default=0),
        address=Sum(FAILURES, filter=of_address, default=0),
        name=Sum(FAILURES, filter=of_name, default=0),
    )
    return bool(
        failures["both"] >= NAME_AND_ADDRESS
        or failures["address"] >= ADDRESS
        or failures["name"] >= NAME
    )


def _count(request: Any, name: str) -> None:
    now = request.axes_attempt_time
    forget_old_failures(now=now)
    row, is_new = AccessAttempt.objects.select_for_update().get_or_create(
        username=name,
        **_place(request, name),
        defaults={"failures_since_start": 1, "path_info": request.axes_path_info},
    )
    if not is_new:
        row.failures_since_start = F("failures_since_start") + 1
        row.attempt_time = now
        row.save(update_fields=["failures_since_start", "attempt_time"])


def _write_down(request: Any, name: str) -> None:
    """A line for each failure, and one where it leads to a stop; none for what comes after. What
    stands in the field for the name is kept only if it is one: it may be a password.
    """
    account = get_user_model().objects.filter(username=name).first()
    details = {"address": request.axes_ip_address or "", "known": account is not None}
    record(Event.LOGIN_FAILED, by=None, about=account, details=details)
    if request.axes_locked_out:
        record(Event.LOCKED_OUT, by=None, about=account, details=details)
