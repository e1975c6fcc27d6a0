"""Colleagues at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def staff_name(user: User | None) -> str:
    """How colleagues call a user: a Chinese name family name first, else the login; or nothing."""
    if user is None:
        return ""
    name = user.last_name + user.first_name
    return user.get_full_name() if name and name.isascii() else name or user.get_username()
