"""Accounts on the desk. An administrator gives roles, but makes nobody more than they are.

Roles that review, sign off or publish are asked for by superusers and confirmed by somebody else,
and so are passwords and second factors of the accounts that hold one: who resets a chief editor's
password is the chief editor. Nobody changes what they may do themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToManyField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.audit_log import reading
from articles.enums import ChangeKind
from articles.review import duties
from articles.review.confirmations import holding, powers, rows
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.review.confirmations.holding import ConfirmationRefused
from articles.saving.guard import GuardedForm
from articles.text.fields import Rows
from people.accounts import passwords, roles, sessions
from people.accounts import second_factor as factor
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
POWERS = ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]

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


class PermissionsAdmin(ConfirmedAdmin):
    """An admin that gives permissions; those that decide what readers get, only a superuser asks
    for, and somebody else confirms them (articles.review.confirmations.powers).
    """

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
        (None, {"fields": ["username", "password", "second_factor"]}),
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
    readonly_fields = ["last_login", "date_joined", "second_factor"]  # the machine writes these

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Also, in one's own account, what one may do."""
        is_own = obj is not None and obj.pk == request.user.pk
        return [*self.readonly_fields, *(POWERS if is_own else [])]

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

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.remove_second_factor)
        at = "<int:pk>/second-factor/"
        return [path(at, view, name="people_user_second_factor"), *super().get_urls()]

    @admin.display(description=_("第二步验证"))
    def second_factor(self, obj: User) -> str:
        """Since when there is one, and the way to take it away from who lost their phone."""
        if obj.second_factor_at is None:
            return gettext("没有")
        page = reverse("admin:people_user_second_factor", args=[obj.pk])
        since = date_format(timezone.localtime(obj.second_factor_at), "Y-m-d")
        return format_html('{} <a href="{}">{}</a>', since, page, gettext("取消（手机丢了）"))

    def log_change(self, request: HttpRequest, obj: User, message: Any) -> Any:
        """What was taken away holds at once, and the one concerned is told."""
        _row, before = obj.__dict__.get("rows_before", {}).get(rows.ref(obj), (None, None))
        entry = super().log_change(request, obj, message)
        if before:
            after = rows.values(User.objects.get(pk=obj.pk))
            by = cast("User", request.user)
            roles.note_taken(obj, before=before, after=after, by=by)
        return entry

    # ---- Passwords and second factors ----

    @method_decorator(reauthenticated_to_send)
    @method_decorator(transaction.atomic)
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a colleague's password, or ask for it where they decide; one's own is changed where
        the old one is asked for.
        """
        user = self.get_object(request, unquote(id))
        if user == request.user:  # however the address writes its number
            return HttpResponseRedirect(reverse("admin:password_change"))
        may = user is not None and self.has_change_permission(request, user)
        if request.method == "POST" and user and may and self.decides(user):
            form = self.change_password_form(user, request.POST)
            if form.is_valid() and form.cleaned_data["set_usable_password"]:
                return self._hold(request, form.save(commit=False))
        before = user.password if user else ""
        answer: HttpResponse = super().user_change_password(request, id, form_url)
        if request.method == "POST" and (account := User.objects.get(pk=id)).password != before:
            passwords.note_reset(account, by=cast("User", request.user))
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An account that is switched off, or is no colleague's any more, is logged out at once."""
        super().save_model(request, obj, form, change)
        if change and not (obj.is_active and obj.is_staff):
            sessions.end_all(obj, by=cast("User", request.user))

    @method_decorator(reauthenticated_to_send)
    @method_decorator(transaction.atomic)
    def remove_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take it from who lost their phone; of an account that decides it waits."""
        account = self.get_object(request, str(pk))
        if account is None or account.second_factor_at is None:
            raise Http404
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account.pk == request.user.pk:
            return HttpResponseRedirect(reverse("admin:second_factor"))
        if request.method != "POST":
            title = gettext("取消第二步验证：%s") % account
            context = {"title": title, "account": account, "waits": self.decides(account)}
            context |= self.admin_site.each_context(request)
            return render(request, "admin/people/user/second_factor.html", context)
        if self.decides(account):
            account.second_factor_at = None
            return self._hold(request, account)
        factor.remove(account, by=cast("User", request.user))
        self.message_user(request, gettext("第二步验证已经取消。"), messages.SUCCESS)
        return HttpResponseRedirect(self._page_of(account))

    def _hold(self, request: HttpRequest, changed: User) -> HttpResponse:
        """Ask for what was changed in an account that is not saved."""
        stored = User.objects.get(pk=changed.pk)
        asked = powers.asked(stored, rows.values(stored), rows.values(changed))
        by = cast("User", request.user)
        try:
            with transaction.atomic():
                waits = [asked] if asked else []
                self._say_held(request, holding.hold(stored, waits, by=by, kind=ChangeKind.POWERS))
            self.message_user(request, "", messages.SUCCESS)
        except ConfirmationRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(self._page_of(stored))

    def _page_of(self, account: User) -> str:
        return reverse("admin:people_user_change", args=[account.pk])

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

    def _is_within_reach(self, request: HttpRequest, obj: Any) -> bool:
        """Nor does anybody change a role of their own; superusers, who may do all, gain nothing."""
        is_own = obj is not None and obj.user_set.filter(pk=request.user.pk).exists()
        within = super()._is_within_reach(request, obj)
        return within and (request.user.is_superuser or not is_own)

    def decides(self, obj: Group) -> bool:
        return duties.deciding_roles().filter(pk=obj.pk).exists()
