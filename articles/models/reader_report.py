from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.enums import WAITING_REPORTS, ReportState
from articles.models.article import Article
from articles.models.correction import Correction
from articles.models.rows import ReaderReportQuerySet

LONGEST_TEXT = 1000
LONGEST_PASSAGE = 300
SETTLED = [ReportState.CORRECTED, ReportState.DECLINED]


class ReaderReport(models.Model):
    """What a reader says is wrong in a story, and what the desk found. Written by
    articles.review.reader_reports alone.

    How to reach the reader is kept while the report waits and no longer: a constraint says so.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="reader_reports"
    )
    passage = models.CharField(_("原文"), max_length=LONGEST_PASSAGE, blank=True)
    text = models.CharField(_("读者指出"), max_length=LONGEST_TEXT)
    contact = models.CharField(_("联系方式"), max_length=100, blank=True)
    received_at = models.DateTimeField(_("收到时间"))
    state = models.CharField(
        _("状态"), max_length=16, choices=ReportState, default=ReportState.OPEN
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经手人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finding = models.TextField(_("核实结果"), blank=True)
    settled_at = models.DateTimeField(_("结案时间"), null=True, blank=True)
    correction = models.ForeignKey(
        Correction,
        verbose_name=_("更正"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reader_reports",
    )

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("读者纠错")
        verbose_name_plural = _("读者纠错")
        ordering = ["-received_at", "-pk"]
        default_permissions = ["view"]  # nobody changes or deletes one
        permissions = [("handle_readerreport", _("可以处理读者纠错"))]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="report_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.OPEN) | Q(handler__isnull=False),
                name="report_is_handled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReportState.CONFIRMED, ReportState.DECLINED])
                | ~Q(finding=""),
                name="report_has_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.CORRECTED, correction__isnull=False)
                | ~Q(state=ReportState.CORRECTED) & Q(correction=None),
                name="report_corrected_by_a_correction",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING_REPORTS, settled_at=None)
                | Q(state__in=SETTLED, settled_at__isnull=False, contact=""),
                name="report_settled_forgets_the_reader",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="report_newest"),
            models.Index(
                fields=["received_at", "id"],
                name="report_waiting",
                condition=Q(state__in=WAITING_REPORTS),
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(40)

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_REPORTS
