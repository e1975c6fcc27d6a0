"""Accounts on the desk. An administrator gives roles, but makes nobody more than they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

if TYPE_CHECKING:
    Base = UserAdmin[User]
else:
    Base = UserAdmin

ONLY_FOR_SUPERUSERS = {"is_superuser", "user_permissions"}

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(Base):
    """Django's own, without the way in which who may change accounts could become a superuser."""

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (
                name,
                options
                | {"fields": [f for f in options["fields"] if f not in ONLY_FOR_SUPERUSERS]},
            )
            for name, options in fieldsets
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and self._is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and self._is_within_reach(request, obj)

    def _is_within_reach(self, request: HttpRequest, user: User | None) -> bool:
        return request.user.is_superuser or user is None or not user.is_superuser
