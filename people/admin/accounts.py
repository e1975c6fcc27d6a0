"""Accounts on the desk. An administrator gives roles, but makes nobody more than they are.

Roles that review, sign off or publish are given and taken by superusers, and the accounts that hold
one are theirs: who resets a chief editor's password is the chief editor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.db.models import ManyToManyField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.audit_log import reading
from articles.review import duties
from articles.saving.guard import GuardedAdmin, GuardedForm
from articles.text.fields import Rows
from people.accounts import passwords, sessions
from people.accounts.reauthentication import reauthenticated_to_send
from people.models import User

if TYPE_CHECKING:
    AccountBase = UserAdmin[User]
    AddForm = AdminUserCreationForm[User]
    ChangeForm = UserChangeForm[User]
    PasswordForm = AdminPasswordChangeForm[User]
else:
    AccountBase, AddForm, ChangeForm = UserAdmin, AdminUserCreationForm, UserChangeForm
    PasswordForm = AdminPasswordChangeForm

ONLY_FOR_SUPERUSERS = {"is_superuser", "user_permissions"}

admin.site.unregister(Group)


class PermissionsField(Rows):
    """Permissions in the reader's language: Django stores the names of its own in English."""

    def label_from_instance(self, obj: Permission) -> str:
        """稿件与版面 | 稿件 | 可以修改"""
        verbs = {
            "add": gettext("可以增加"),
            "change": gettext("可以修改"),
            "delete": gettext("可以删除"),
            "view": gettext("可以查看"),
        }
        verb, _dash, model = obj.codename.partition("_")
        is_stock = verb in verbs and model == obj.content_type.model
        what = verbs[verb] if is_stock else gettext(obj.name)
        return f"{obj.content_type.app_labeled_name} | {what}"


class PermissionsAdmin(GuardedAdmin):
    """An admin that gives permissions; those that decide what readers get, only a superuser."""

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if request.user.is_superuser:
            return field
        if db_field.related_model is Permission:
            field.queryset = field.queryset.exclude(pk__in=duties.deciding_permissions())
        elif db_field.related_model is Group:
            field.queryset = field.queryset.exclude(pk__in=duties.deciding_roles())
        return field

    @method_decorator(reauthenticated_to_send)
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(request, *args, **kwargs)

    @method_decorator(reauthenticated_to_send)
    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().delete_view(request, *args, **kwargs)

    @method_decorator(reauthenticated_to_send)
    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changelist_view(request, *args, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and self._is_within_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and self._is_within_reach(request, obj)

    def _is_within_reach(self, request: HttpRequest, obj: Any) -> bool:
        return request.user.is_superuser or obj is None or not self.decides(obj)

    def decides(self, obj: Any) -> bool:
        """Whether the account or role decides what readers get."""
        raise NotImplementedError


class AccountForm(GuardedForm, ChangeForm):
    """Django's own, refused when a colleague has changed the account since."""


class NewAccountForm(GuardedForm, AddForm):
    """Django's own, which asks for the name as well; sent twice, it makes one account."""

    class Meta(AddForm.Meta):  # type: ignore[name-defined,misc]  # Django's way
        model = User
        fields = ["username", "name"]

    def save(self, commit: bool = True) -> User:  # noqa: FBT002  # as Django has it
        """Whoever made the account knows its password, so that it must be changed first."""
        self.instance.must_change_password = self.cleaned_data["set_usable_password"]
        user: User = super().save(commit)
        return user


class ResetPasswordForm(PasswordForm):
    """Django's own, for another's account: the password must be changed at the next login."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT002  # as Django has it
        self.user.must_change_password = self.cleaned_data["set_usable_password"]
        user: User = super().save(commit)
        return user


@admin.register(User)
class AccountAdmin(PermissionsAdmin, AccountBase):
    """Django's own, without the ways in which who may change accounts could become more."""

    form = AccountForm
    add_form = NewAccountForm
    change_password_form = ResetPasswordForm
    list_display = ["name", "username", "email", "is_active", "last_login"]
    list_display_links = ["name", "username"]
    search_fields = ["username", "name", "email"]
    ordering = ["name", "username"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("个人信息"), {"fields": ["name", "email", "wants_mail"]}),
        (
            _("权限"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("重要日期"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "name", "usable_password", "password1", "password2"],
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]  # the machine writes these

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without what only superusers give; without the password where it cannot be reset."""
        fieldsets = super().get_fieldsets(request, obj)
        left_out = set() if request.user.is_superuser else set(ONLY_FOR_SUPERUSERS)
        if obj and not self.has_change_permission(request, obj):
            left_out.add("password")
        return [
            (name, options | {"fields": [f for f in options["fields"] if f not in left_out]})
            for name, options in fieldsets
        ]

    @method_decorator(reauthenticated_to_send)
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a colleague's password; one's own is changed where the old one is asked for."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and (user := User.objects.get(pk=id)).password != before:
            passwords.note_reset(user, by=cast("User", request.user))
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An account that is switched off, or is no colleague's any more, is logged out at once."""
        super().save_model(request, obj, form, change)
        if change and not (obj.is_active and obj.is_staff):
            sessions.end_all(obj, by=cast("User", request.user))

    def decides(self, obj: User) -> bool:
        return duties.decides(obj)

    def why_not_delete(self, request: HttpRequest, obj: User) -> str:
        """An account that did anything is locked: what it did stays, under its name."""
        has_acted = obj.last_login or reading.has_acted(obj.username)
        if not has_acted and not LogEntry.objects.filter(user=obj).exists():
            return ""
        said = gettext(
            "“%s”用过后台，留有记录，账号不能删除：请打开这个账号，去掉“有效”的勾，就不能再登录了。"
        )
        return said % obj


@admin.register(Group)
class RoleAdmin(PermissionsAdmin, GroupAdmin):  # type: ignore[misc]  # the rest is handed on
    """Django's own, refused when a colleague has changed the role since."""

    def decides(self, obj: Group) -> bool:
        return duties.deciding_roles().filter(pk=obj.pk).exists()
