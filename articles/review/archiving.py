"""A draft that was in review is never deleted: it is archived, out of the desk's way, and kept with
its reviews and revisions. It can be brought back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, Stage
from articles.models import Article
from articles.review.workflow import MoveRefused
from articles.saving import presence
from articles.stand import locking

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User


def is_handed_in(article: Article) -> bool:
    """Whether a story was ever handed in for review, so that it is archived and not deleted."""
    return Article.objects.filter(pk=article.pk).handed_in().exists()


def why_not_archive(article: Article, *, by: User) -> str:
    """Why a person may not archive a story now, in words; empty if they may."""
    if not by.has_perm("articles.delete_article"):
        return _("您没有归档稿件的权限。")
    if not Article.objects.visible_to(by, with_archived=True).filter(pk=article.pk).exists():
        return _("您看不到这篇稿件。")
    if article.archived_at:
        return _("这篇稿件已经归档。")
    if article.stage != Stage.DRAFT:
        return _("只有草稿可以归档：在审的请先退回，已签发的请用撤稿。")
    if hasattr(article, "published"):
        return _("这篇稿件发布过，不能归档；不再给读者看请用撤稿。")
    return ""


def archive(article: Article, *, by: User, reason: str = "", at: datetime | None = None) -> Article:
    """Take a draft out of lists, inboxes, search and counts. Raises MoveRefused; also while others
    write in it, unless `by` is a superuser.
    """
    with transaction.atomic():
        row = _locked(article)
        if why := why_not_archive(row, by=by):
            raise MoveRefused(why)
        names = presence.at_work(row, besides=by)
        if names and not by.is_superuser:
            said = _("%(names)s正在编辑《%(title)s》，或有没保存的修改，现在不能归档。")
            raise MoveRefused(said % {"names": "、".join(names), "title": row.title})
        row.archived_at = at or timezone.now()
        row.save(update_fields=["archived_at"])
        record(Event.ARCHIVED, by=by, about=row, details={"reason": reason.strip()})
    article.archived_at = row.archived_at
    return article


def bring_back(article: Article, *, by: User, reason: str = "") -> Article:
    """Make an archived story a draft like any other again. Raises MoveRefused."""
    with transaction.atomic():
        row = _locked(article)
        if row.archived_at is None:
            raise MoveRefused(_("这篇稿件没有归档。"))
        row.archived_at = None
        if why := why_not_archive(row, by=by):
            raise MoveRefused(why)
        row.save(update_fields=["archived_at"])
        record(Event.UNARCHIVED, by=by, about=row, details={"reason": reason.strip()})
    article.archived_at = None
    return article


def _locked(article: Article) -> Article:
    locking.lock_desk([article.pk])
    return Article.objects.select_related("published").get(pk=article.pk)
