from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import CorrectionKind, CorrectionPlacement, ProposalState
from articles.models.article import Article
from articles.models.issue import Page
from articles.models.rows import CorrectionQuerySet, ProposedCorrectionQuerySet

DECIDED = [ProposalState.PUBLISHED, ProposalState.REFUSED, ProposalState.TAKEN_BACK]


class Correction(models.Model):
    """What the paper says in public of a story it got wrong. Made by articles.review.corrections.

    A correction that was itself wrong is superseded by another one and stays in the public log.
    A newspaper owes more than the web page: what it reported falsely it corrects in its next issue
    in an equal position (同等版位; 《报刊刊载虚假、失实报道处理办法》第四条, 新闻出版署 1999). So a
    correction of a printed story stays open until the printed notice is linked. An update (更新)
    reports what came later, not an error, and owes nothing on paper.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="corrections"
    )
    kind = models.CharField(_("类别"), max_length=16, choices=CorrectionKind)
    text = models.TextField(_("内容"))
    placement = models.CharField(_("位置"), max_length=8, choices=CorrectionPlacement)
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("取代"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    made_at = models.DateTimeField(_("发布时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("发布者"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Where the error was printed, as it was when the correction was made.
    owed_page = models.ForeignKey(
        Page,
        verbose_name=_("原稿见报"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections_owed",
    )
    owed_order = models.PositiveSmallIntegerField(_("原稿版内次序"), default=0)
    # Where the notice was printed; the day is that of the page's issue.
    printed_in = models.ForeignKey(
        Page,
        verbose_name=_("更正见报"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections_printed",
    )
    notice = models.ForeignKey(
        Article,
        verbose_name=_("见报启事"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections_noticed",
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正")
        verbose_name_plural = _("更正")
        ordering = ["-made_at", "-pk"]
        default_permissions = ["view"]  # nobody changes or deletes one
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="correction_says_something",
                violation_error_message=_("请写明更正的内容。"),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CorrectionKind.values),
                name="correction_kind_known",
                violation_error_message=_("没有这一类更正。"),
            ),
            models.CheckConstraint(
                condition=Q(placement__in=CorrectionPlacement.values),
                name="correction_placement_known",
                violation_error_message=_("更正只能放在文首或文末。"),
            ),
            models.CheckConstraint(
                condition=Q(notice=None) | Q(printed_in__isnull=False),
                name="correction_notice_has_a_page",
                violation_error_message=_("见报启事要有它所在的版。"),
            ),
        ]
        indexes = [
            models.Index(fields=["-made_at", "-id"], name="correction_newest"),
            models.Index(
                fields=["made_at"],
                name="correction_awaiting_print",
                condition=Q(owed_page__isnull=False, printed_in=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"

    @property
    def is_superseded(self) -> bool:
        return hasattr(self, "superseded_by")

    @property
    def needs_print(self) -> bool:
        """Owed to the readers of the paper: the next issue, the same page, the same position."""
        is_open = self.owed_page_id is not None and self.printed_in_id is None
        return is_open and not self.is_superseded


class ProposedCorrection(models.Model):
    """A correction that one person wrote and that another has to confirm before readers get it.

    Besides the note it may hold a corrected text: `content` has the changed fields of the story by
    name, `captions` the changed captions by the key of the picture's use, as text. Both are said of
    the story's edition `based_on`. Written by articles.review.proposals alone; once decided, it is
    the record of who corrected what, and who confirmed it.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="proposals"
    )
    kind = models.CharField(_("类别"), max_length=16, choices=CorrectionKind)
    text = models.TextField(_("说明"))
    placement = models.CharField(_("位置"), max_length=8, choices=CorrectionPlacement)
    supersedes = models.ForeignKey(
        Correction,
        verbose_name=_("取代"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reports = models.ManyToManyField(
        "articles.ReaderReport", verbose_name=_("读者纠错"), blank=True, related_name="+"
    )
    content = models.JSONField(_("改动的文字"), default=dict, blank=True)
    captions = models.JSONField(_("改动的图片说明"), default=dict, blank=True)
    based_on = models.PositiveIntegerField(_("所改版本"))
    state = models.CharField(
        _("状态"), max_length=16, choices=ProposalState, default=ProposalState.WAITING
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.TextField(_("理由"), blank=True)
    is_override = models.BooleanField(_("越级处理"), default=False)
    edition = models.PositiveIntegerField(_("更正后的版本"), null=True, blank=True)
    correction = models.OneToOneField(
        Correction,
        verbose_name=_("发布的更正"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposal",
    )

    objects = ProposedCorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正申请")
        verbose_name_plural = _("更正申请")
        ordering = ["-proposed_at", "-pk"]
        default_permissions = ["view"]  # nobody changes or deletes one
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="proposal_says_something",
                violation_error_message=_("请写明更正的内容。"),
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state=ProposalState.WAITING),
                name="proposal_waits_once",
                violation_error_message=_("这篇稿件已有一则更正等待确认。"),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.WAITING, decided_at=None, decided_by=None)
                | Q(
                    state__in=DECIDED,
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.PUBLISHED, ProposalState.REFUSED])
                | ~Q(decided_by=F("proposed_by"))
                | Q(is_override=True),
                name="proposal_takes_two",
                violation_error_message=_("更正要由另一个人确认。"),
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | ~(Q(state=ProposalState.REFUSED) | Q(is_override=True)),
                name="proposal_with_reason",
                violation_error_message=_("退回和越级处理都须写明理由。"),
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PUBLISHED, correction__isnull=False)
                | ~Q(state=ProposalState.PUBLISHED) & Q(correction=None),
                name="proposal_published_with_its_correction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ProposalState.WAITING

    @property
    def changes_text(self) -> bool:
        """Whether it corrects the story itself, and not only says something of it."""
        return bool(self.content or self.captions)


class Withdrawal(models.Model):
    """One withdrawal of a story and, in time, its reinstatement: a log to which rows are added."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.PROTECT, related_name="withdrawals"
    )
    reason = models.TextField(_("撤稿原因"))
    withdrawn_at = models.DateTimeField(_("撤稿时间"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("撤稿人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    reinstate_reason = models.TextField(_("恢复原因"), blank=True)
    reinstated_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("恢复人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("撤稿")
        verbose_name_plural = _("撤稿")
        ordering = ["-withdrawn_at", "-pk"]
        default_permissions = ["view"]  # nobody changes or deletes one
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="withdrawal_has_a_reason",
                violation_error_message=_("请写明撤稿原因。"),
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(reinstated_at=None),
                name="withdrawal_open_once",
                violation_error_message=_("这篇稿件已经撤下。"),
            ),
            models.CheckConstraint(
                condition=Q(reinstated_at=None, reinstated_by=None, reinstate_reason="")
                | Q(reinstated_at__gte=F("withdrawn_at"), reinstated_by__isnull=False)
                & ~Q(reinstate_reason=""),
                name="withdrawal_reinstated_whole",
                violation_error_message=_("恢复要有时间、恢复人和原因，且在撤稿之后。"),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
