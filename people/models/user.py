"""Accounts of the desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who works at the desk: a login, and the name by which colleagues know them."""

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60, help_text=_("同事看到的是姓名，不是用户名。"))

    wants_mail = models.BooleanField(
        _("通知也发邮件"), default=True, help_text=_("关掉以后，通知只在后台里看得到。")
    )

    # Somebody else set the password and knows it: nothing is open until it is changed.
    must_change_password = models.BooleanField(_("须先改密码"), default=False, editable=False)

    # When the second factor was set up; empty for who logs in with a password alone.
    second_factor_at = models.DateTimeField(_("第二步验证启用时间"), null=True, editable=False)

    objects: ClassVar[UserManager[Any]] = UserManager()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        """The name; the login of an account that was made without one."""
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class RecoveryCode(models.Model):
    """One of the codes on paper that stand in for a lost phone, each for one login.

    Stored as passwords are. It begins with its number, so that one row is compared with what is
    typed and not ten.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        on_delete=models.CASCADE,
        related_name="recovery_codes",
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    hashed = models.CharField(_("散列值"), max_length=128)

    class Meta:
        verbose_name = _("恢复码")
        verbose_name_plural = _("恢复码")
        default_permissions = ()  # nobody reads or writes one at the desk
        constraints = [
            models.UniqueConstraint(fields=["user", "number"], name="recovery_code_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.number}"
