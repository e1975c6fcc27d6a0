from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from people.models import User


def staff(request: HttpRequest) -> User:
    """The colleague at the desk: admin_view lets nobody else come this far."""
    return cast("User", request.user)
