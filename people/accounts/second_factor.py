"""The second factor of a login: a code that a phone shows for thirty seconds (TOTP, RFC 6238).

Whoever reviews, publishes or manages needs one where settings.SECOND_FACTOR is on; others may have
one. Ten recovery codes on paper stand in for a lost phone. Wrong codes of either sort make the
account wait, twice as long each time, and no code is taken twice.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from typing import TYPE_CHECKING
from unicodedata import normalize

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from articles.audit_log.writing import record
from articles.enums import Event
from articles.review.duties import DECIDING, MANAGING
from people.accounts import sessions
from people.models import RecoveryCode, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest

RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on paper
HALF = 5  # letters before and after the dash of a recovery code: fifty bits in all


class CodeRefused(Exception):
    """A code was not taken; worded for who typed it."""


# ---- Who is asked -------------------------------------------------------------------------------


def is_required(user: User) -> bool:
    """Whether an account may not work at the desk without a second factor."""
    return settings.SECOND_FACTOR and any(map(user.has_perm, (*DECIDING, *MANAGING)))


def is_passed(request: HttpRequest) -> bool:
    """Whether the login of a request is complete: its code was given, or none is asked for."""
    user: User | AnonymousUser = request.user
    if user.is_anonymous or getattr(user, "otp_device", None):
        return True
    return user.second_factor_at is None and not is_required(user)


def device_of(user: User) -> TOTPDevice | None:
    """The phone that an account was set up with."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


# ---- Set up, and take away ----------------------------------------------------------------------


def new_key() -> str:
    """A secret for a phone, in hexadecimal."""
    return str(random_hex(20))


def as_typed(key: str) -> str:
    """The key as an app takes it where no picture can be read: letters in groups of four."""
    text = b32encode(bytes.fromhex(key)).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address_of(user: User, key: str) -> str:
    """What the QR code says: the key, and what the phone is to call it."""
    return str(TOTPDevice(user=user, key=key).config_url)


def set_up(user: User, *, key: str, code: str) -> tuple[TOTPDevice, list[str]]:
    """Make the phone with this key the account's second factor, in place of an earlier one.

    Returns it, and the new recovery codes, which are nowhere kept as they read. Raises CodeRefused
    if the code is not one that the phone shows now.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        TOTPDevice.objects.filter(user=locked).delete()
        device = TOTPDevice.objects.create(user=locked, key=key, name=str(locked)[:64])
        if not device.verify_token(_normal(code)):
            raise CodeRefused(
                _("动态码不对。请看手机上此刻的六位数字再填；还不对，请核对手机的时间。")
            )
        codes = _write_recovery_codes(locked)
        _mark(user, is_set=True)
        record(Event.FACTOR_SET, by=user, about=user)
    return device, codes


def new_recovery_codes(user: User) -> list[str]:
    """Recovery codes in place of all earlier ones, as they are to be printed."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        codes = _write_recovery_codes(user)
        record(Event.RECOVERY_CODES_MADE, by=user, about=user)
    return codes


def remove(user: User, *, by: User | None) -> None:
    """Take the second factor from an account. `by` is None on the command line, and where two
    people did, who stand in the line of their confirmation.

    If the account needs one, the next login begins with setting it up. Where somebody else takes
    it, its logins end: whoever has the phone may be in one of them.
    """
    with transaction.atomic():
        if by != user:
            sessions.end_all(user, by=by)
        TOTPDevice.objects.filter(user=user).delete()
        user.recovery_codes.all().delete()
        _mark(user, is_set=False)
        record(Event.FACTOR_REMOVED, by=by, about=user)


def _mark(user: User, *, is_set: bool) -> None:
    user.second_factor_at = timezone.now() if is_set else None
    User.objects.filter(pk=user.pk).update(second_factor_at=user.second_factor_at)


def _write_recovery_codes(user: User) -> list[str]:
    user.recovery_codes.all().delete()
    codes = [f"{number}-{_half()}-{_half()}" for number in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, number=number, hashed=make_password(_normal(code)))
        for number, code in enumerate(codes)
    )
    return codes


def _half() -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(HALF))


# ---- A code is typed ----------------------------------------------------------------------------


def check(user: User, *, code: str) -> TOTPDevice:
    """The phone of an account, if the code is one of it or a recovery code, which is used up.

    Raises CodeRefused otherwise. The refusal counts, so the caller's transaction must not fail.
    """
    with transaction.atomic():
        phone = TOTPDevice.objects.select_for_update(no_key=True).filter(user=user, confirmed=True)
        device = phone.first()
        refusal = _why_wait(device) if device else _("这个账号没有第二步验证。")
        if device and not refusal and (refusal := _why_not(device, user, _normal(code))):
            record(Event.FACTOR_FAILED, by=user, about=user)
    if refusal or device is None:
        raise CodeRefused(refusal)
    return device


def _why_wait(device: TOTPDevice) -> str:
    """Why no code is looked at now; empty if one is. What is not looked at is not written down."""
    is_allowed, why = device.verify_is_allowed()
    if is_allowed:
        return ""
    until = timezone.localtime(why["locked_until"])
    return _("输错的次数多了，请在 %s 以后再试。") % time_format(until, "H:i:s")


def _why_not(device: TOTPDevice, user: User, code: str) -> str:
    """Why a code is not taken; empty if it is."""
    if len(code) > device.digits:
        if _use_recovery_code(user, code):
            device.throttle_reset()
            return ""
        device.throttle_increment()
        return _("恢复码不对，或已经用过。每个恢复码只能用一次。")
    if device.verify_token(code):
        return ""
    return _("动态码不对，或已经用过。请等手机上换出新的六位数字再填。")


def _use_recovery_code(user: User, code: str) -> bool:
    number = int(code[0]) if code[0] in "0123456789" else -1
    row = user.recovery_codes.filter(number=number).first()
    if row is None or not check_password(code, row.hashed):
        return False
    row.delete()
    left = user.recovery_codes.count()
    record(Event.RECOVERY_CODE_USED, by=user, about=user, details={"left": left})
    return True


def _normal(code: str) -> str:
    """Without the spaces and dashes between groups, wide digits made plain, in small letters."""
    return "".join(c for c in normalize("NFKC", code).lower() if c.isalnum())
