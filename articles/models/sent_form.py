from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SentForm(models.Model):
    """A form of the desk that was saved, so that the same form sent again is known.

    Written in the transaction of what it saved; kept for some days.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发送者"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    address = models.CharField(_("地址"), max_length=200)  # which form it was
    key = models.UUIDField(_("表单编号"))  # which page with this form
    digest = models.CharField(_("内容摘要"), max_length=64)
    result = models.CharField(_("结果"), max_length=500, blank=True)  # what it made or changed
    sent_at = models.DateTimeField(_("发送时间"))

    class Meta:
        verbose_name = _("已保存的表单")
        verbose_name_plural = _("已保存的表单")
        default_permissions = ()  # a matter between the form and its sender
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "address"], name="sent_form_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.key}"
