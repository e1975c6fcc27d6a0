from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.enums import NoticeKind, Stage
from articles.models.article import Article
from articles.models.comment import Comment
from articles.models.rows import NoticeQuerySet

SENTENCES = {
    NoticeKind.WAITING: _("%(title)s等待%(step)s（%(name)s）。"),
    NoticeKind.SENT_BACK: _("%(name)s退回了%(title)s，请修改。"),
    NoticeKind.SIGNED_OFF: _("%(name)s签发了%(title)s。"),
    NoticeKind.COMMENT: _("%(name)s在%(title)s写了批注。"),
    NoticeKind.TO_CONFIRM: _("%(name)s为%(title)s写了更正，等您确认。"),
    NoticeKind.CORRECTION_REFUSED: _("%(name)s退回了%(title)s的更正。"),
    NoticeKind.CORRECTED: _("%(name)s为%(title)s发布了更正。"),
    NoticeKind.WITHDRAWN: _("%(name)s撤下了%(title)s。"),
    NoticeKind.REINSTATED: _("%(name)s恢复了%(title)s。"),
    NoticeKind.POWERS: _("%(name)s改了您账号的权限。"),
}


class Notice(models.Model):
    """What one person is told of a story, or of their own account; without a recipient, what the
    group's robot is told.

    Written by articles.review.notices, sent out of the house by articles.review.delivery. Whether
    the recipient may see the story is asked again whenever a notice is shown or sent.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("收件人"),
        null=True,  # the group's robot
        on_delete=models.CASCADE,
        related_name="notices",
    )
    article = models.ForeignKey(
        Article,
        verbose_name=_("稿件"),
        null=True,  # of an account
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("类别"), max_length=16, choices=NoticeKind)
    stage = models.CharField(_("审次"), max_length=16, choices=Stage, blank=True)  # that waits
    comment = models.ForeignKey(
        Comment,
        verbose_name=_("批注"),
        null=True,
        on_delete=models.CASCADE,
        related_name="notices",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经手人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = models.TextField(_("内容"), blank=True)  # the reason of a return, or what was said
    at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("看过的时间"), null=True)
    due_at = models.DateTimeField(_("待发时间"), null=True)  # nothing where nothing is to be sent
    attempts = models.PositiveSmallIntegerField(_("发送次数"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering = ["-at", "-pk"]
        default_permissions = ()  # a matter between the desk and its recipient
        constraints = [
            models.CheckConstraint(
                name="notice_of_a_story_or_an_account",
                condition=Q(kind=NoticeKind.POWERS) ^ Q(article__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_of_a_waiting_review_names_it",
                condition=~Q(kind=NoticeKind.WAITING) ^ ~Q(stage=""),
            ),
            models.CheckConstraint(
                name="notice_of_a_comment_has_it",
                condition=~Q(kind=NoticeKind.COMMENT) ^ Q(comment__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-at"], name="notice_of_person"),
            models.Index(
                fields=["recipient"], name="notice_unread", condition=Q(read_at__isnull=True)
            ),
            models.Index(fields=["due_at"], name="notice_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def line(self, *, title: str = "") -> str:
        """What happened, in one sentence that calls the story by its own name, or by `title`."""
        return str(SENTENCES[NoticeKind(self.kind)]) % {
            "title": title or (f"《{self.article.title}》" if self.article else ""),
            "step": Stage(self.stage).label if self.stage else "",
            "name": str(self.by or gettext("有人")),
        }
