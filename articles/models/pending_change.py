from __future__ import annotations

import hashlib
import json

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.enums import ChangeDecision, ChangeKind
from articles.models.rows import PendingChangeQuerySet
from articles.text.quotation import between_quotes


class PendingChange(models.Model):
    """One save at the desk that would change what readers get, and that somebody else confirms.

    `rows` is a list of {model, key, text, action, before, after}: the model's label, the row's
    primary key (null if it is made by the confirmation), what it is called, add, change or delete,
    and the fields that differ, as JSON. Until it is confirmed the rows hold `before`. Written by
    articles.review.confirmations alone; once decided it is the record of who passed what.
    """

    kind = models.CharField(_("类别"), max_length=16, choices=ChangeKind)
    model = models.CharField(_("对象的类型"), max_length=60)
    key = models.CharField(_("对象的编号"), max_length=20)
    text = models.CharField(_("对象"), max_length=200)
    rows = models.JSONField(_("改动"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("提出时间"))
    note = models.TextField(_("提出的原因"), blank=True)
    # Who else has had a hand in a new row before it was confirmed, and so may not confirm it.
    co_authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("也改过的人"), blank=True, related_name="+"
    )
    decision = models.CharField(_("处理"), max_length=16, choices=ChangeDecision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    reason = models.TextField(_("理由"), blank=True)

    objects = PendingChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("待确认的改动")
        verbose_name_plural = _("待确认的改动")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()  # whoever may confirm the change sees it; nobody edits it
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="pending_change_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=[ChangeDecision.REFUSED, ChangeDecision.OVERRIDDEN])
                | ~Q(reason=""),
                name="pending_change_with_reason",
                violation_error_message=_("不同意和单独值班都须写明理由。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], name="pending_change_waiting", condition=Q(decision="")
            ),
            models.Index(fields=["model", "key"], name="pending_change_about"),
            models.Index(fields=["decision", "-decided_at"], name="pending_change_decided"),
        ]

    def __str__(self) -> str:
        what = apps.get_model(self.model)._meta.verbose_name
        said = {"what": what, "name": between_quotes(self.text)}
        if self.kind == ChangeKind.POWERS:
            return gettext("%(what)s“%(name)s”的权限改动") % said
        return gettext("%(kind)s%(what)s“%(name)s”") % {"kind": self.get_kind_display(), **said}

    @property
    def is_waiting(self) -> bool:
        return not self.decision

    @property
    def mark(self) -> str:
        """The same as long as the same is asked for."""
        return hashlib.sha256(json.dumps(self.rows, sort_keys=True).encode()).hexdigest()[:32]

    def touches(self, row: models.Model) -> bool:
        """Whether something is asked for in this row."""
        ref = row._meta.label_lower, row.pk
        return any((asked["model"], asked["key"]) == ref for asked in self.rows)
