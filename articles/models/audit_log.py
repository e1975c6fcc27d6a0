from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Event


class LogLine(models.Model):
    """One thing that somebody did at the desk. Appended by articles.audit_log.writing alone.

    The database refuses to change or delete a line, by triggers. Each line carries a hash over
    itself and the hash of the line before, so that `manage.py verify_log` notices what was done to
    the table behind Django's back. It points at nothing: names and keys are copied as text, so that
    a line says the same when the account, the story or the row that it names is gone.
    """

    number = models.PositiveBigIntegerField(_("编号"), primary_key=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    event = models.CharField(_("操作"), max_length=32)  # an Event: more of them need no migration
    by_key = models.CharField(_("操作者编号"), max_length=40, blank=True)
    by_login = models.CharField(_("操作者用户名"), max_length=150, blank=True)
    by_name = models.CharField(_("操作者"), max_length=150, blank=True)
    model = models.CharField(_("对象类型"), max_length=100, blank=True)
    key = models.CharField(_("对象编号"), max_length=100, blank=True)
    text = models.CharField(_("对象"), max_length=300, blank=True)
    story = models.BigIntegerField(
        _("所涉稿件"), null=True
    )  # a key: who may not see it, is not told
    details = models.JSONField(_("详情"), default=dict)
    hash = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["-number"]
        default_permissions = ()
        permissions = [("view_audit_log", _("可以查看操作记录"))]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="log_line_from_one"),
        ]
        indexes = [
            models.Index(fields=["event", "-number"], name="log_line_event"),
            models.Index(fields=["by_login", "-number"], name="log_line_by"),
            models.Index(fields=["model", "key", "-number"], name="log_line_about"),
            models.Index(fields=["story", "-number"], name="log_line_story"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.event_label}"

    @property
    def event_label(self) -> str:
        """What happened, in words; as it is stored if a later version knows no such event."""
        return str(Event(self.event).label) if self.event in Event else self.event
