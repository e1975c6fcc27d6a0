"""Accounts of the desk."""

from __future__ import annotations

from typing import Any, ClassVar

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
