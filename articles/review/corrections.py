"""What the paper does about a story that readers had: print what was corrected, withdraw it, bring
it back. How a correction is made is said in articles.review.proposals.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, NoticeKind
from articles.models import Article, Correction, Page, PublishedArticle, Withdrawal
from articles.review import notices
from articles.review.workflow import MoveRefused
from articles.stand import locking, publishing

if TYPE_CHECKING:
    from people.models import User

logger = logging.getLogger(__name__)


def record_print(
    correction: Correction, *, by: User, page: Page, notice: Article | None = None
) -> Correction:
    """Close what a correction owes on paper: the page, and the story if any, that carried it.

    Raises MoveRefused if `by` may not correct, or if that page cannot have carried the notice.
    """
    _refuse_without(by, "articles.correct_article", _("您没有登记见报的权限。"))
    with transaction.atomic():
        locked = Correction.objects.select_for_update(of=("self",)).get(pk=correction.pk)
        if notice and notice.page_id != page.pk:
            raise MoveRefused(_("这篇启事不在所选的版上。"))
        if page.issue.date > timezone.localdate():
            raise MoveRefused(_("这一期还没有出版，见报以后再登记。"))
        if locked.owed_page and page.issue.date <= locked.owed_page.issue.date:
            raise MoveRefused(_("更正要登在原稿之后的一期。"))
        locked.printed_in, locked.notice = page, notice
        locked.save(update_fields=["printed_in", "notice"])
        record(Event.CHANGED, by=by, about=locked, details={"printed_in": page.pk})
    logger.info("correction %s: printed on page %s, by %s", locked.pk, page.pk, by.pk)
    return locked


def withdraw(article: Article, *, by: User, reason: str) -> Withdrawal:
    """Take a story from readers: its address tells the reason, and nothing else shows it.

    Raises MoveRefused if `by` may not withdraw, if the story is not on the stand, or was withdrawn,
    or without a reason.
    """
    _refuse_without(by, "articles.withdraw_article", _("您没有撤稿的权限。"))
    reason, now = reason.strip(), timezone.now()
    with transaction.atomic():
        locking.lock_story(article.pk)
        locked = Article.objects.get(pk=article.pk)
        published = PublishedArticle.objects.filter(pk=locked.pk).first()
        if published is None:
            raise MoveRefused(_("这篇稿件没有发布过，不用撤稿。"))
        if published.withdrawn_at:
            raise MoveRefused(_("这篇稿件已经撤下。"))
        if not reason:
            raise MoveRefused(_("请写明撤稿原因，读者会看到。"))
        withdrawal = Withdrawal.objects.create(
            article=locked, reason=reason, withdrawn_at=now, withdrawn_by=by
        )
        publishing.withdraw(locked, reason=reason, at=now)
        notices.after_publication(locked, NoticeKind.WITHDRAWN, by=by, text=reason)
        record(Event.WITHDRAWN, by=by, about=locked, details={"reason": reason})
    logger.info("article %s: withdrawn by %s", article.pk, by.pk)
    return withdrawal


def reinstate(article: Article, *, by: User, reason: str) -> Withdrawal:
    """Give readers a withdrawn story back as they had it.

    Raises MoveRefused if `by` may not withdraw, if the story is not withdrawn, or without a reason.
    """
    _refuse_without(by, "articles.withdraw_article", _("您没有恢复稿件的权限。"))
    reason = reason.strip()
    with transaction.atomic():
        locking.lock_story(article.pk)
        locked = Article.objects.get(pk=article.pk)
        withdrawal = locked.withdrawals.filter(reinstated_at=None).first()
        if withdrawal is None:
            raise MoveRefused(_("这篇稿件没有撤下，不用恢复。"))
        if not reason:
            raise MoveRefused(_("请写明恢复的原因。"))
        withdrawal.reinstated_at = timezone.now()
        withdrawal.reinstated_by, withdrawal.reinstate_reason = by, reason
        withdrawal.save(update_fields=["reinstated_at", "reinstated_by", "reinstate_reason"])
        publishing.reinstate(locked)
        notices.after_publication(locked, NoticeKind.REINSTATED, by=by, text=reason)
        record(Event.REINSTATED, by=by, about=locked, details={"reason": reason})
    logger.info("article %s: reinstated by %s", article.pk, by.pk)
    return withdrawal


def _refuse_without(by: User, permission: str, message: str) -> None:
    if not by.has_perm(permission):
        raise MoveRefused(message)
