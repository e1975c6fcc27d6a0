from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from django.contrib.auth.models import User

register = template.Library()


@register.filter
def staff_name(user: User | None) -> str:
    """A colleague's name as Chinese writes it, family name first; the login where there is none."""
    return f"{user.last_name}{user.first_name}" or user.get_username() if user else ""
