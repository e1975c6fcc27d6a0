"""What somebody did alone that takes two, until another person who decides has taken note of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import ChangeDecision
from articles.models import Acknowledgement, Article, PendingChange, ProposedCorrection, Review
from articles.review.duties import decides

if TYPE_CHECKING:
    from people.models import User

What = Literal["review", "proposal", "change"]
SHOWN_FOR = timedelta(days=14)


class NotToAcknowledge(Exception):
    """What one cannot take note of; worded for editors."""


class Override(NamedTuple):
    """One act: what it is and its key; what it was about, who did it, why, and when."""

    what: What
    row: Review | ProposedCorrection | PendingChange
    said: str
    by: User
    why: str
    at: datetime


def unseen(user: User, *, now: datetime) -> list[Override]:
    """The overrides of the last days of which nobody else has taken note, the newest first: for who
    decides what readers get, of stories that they see.
    """
    if not decides(user):
        return []
    since, stories = now - SHOWN_FOR, Article.objects.visible_to(user)
    reviews = Review.objects.filter(is_override=True, at__gte=since, article__in=stories)
    proposals = ProposedCorrection.objects.filter(
        is_override=True, decided_at__gte=since, article__in=stories
    )
    changes = PendingChange.objects.filter(
        decision=ChangeDecision.OVERRIDDEN, decided_at__gte=since
    )
    found: list[Override] = [
        Override("review", r, f"{r.step_label}：{r.article.title}", r.person, r.opinion, r.at)
        for r in reviews.filter(acknowledgement=None).select_related("article", "person")
    ]
    found += [
        _decided("proposal", p, f"{_('更正')}：{p.article.title}")
        for p in proposals.filter(acknowledgement=None).select_related("article", "decided_by")
    ]
    found += [
        _decided("change", c, str(c))
        for c in changes.filter(acknowledgement=None).select_related("decided_by")
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _decided(what: What, row: Any, said: str) -> Override:
    return Override(what, row, said, row.decided_by, row.reason, row.decided_at)


def acknowledge(what: What, key: int, *, by: User) -> Acknowledgement:
    """Note that `by` has seen an override, or that a change they asked for was refused. Noting it
    again changes nothing. Raises NotToAcknowledge.
    """
    with transaction.atomic():
        row = _row(what, key)
        if why := _why_not(what, row, by=by):
            raise NotToAcknowledge(why)
        given = {"by": by, "at": timezone.now()}
        noted, _is_new = Acknowledgement.objects.get_or_create(**{what: row}, defaults=given)
    return noted


def _row(what: What, key: int) -> Any:
    model: Any = {"review": Review, "proposal": ProposedCorrection, "change": PendingChange}[what]
    row = model.objects.filter(pk=key).first()
    if row is None:
        raise NotToAcknowledge(_("这一条已经不在了。"))
    return row


def _why_not(what: What, row: Any, *, by: User) -> str:
    """Why a person may not take note of a row, in words; empty if they may."""
    if what == "change" and row.decision == ChangeDecision.REFUSED:
        return "" if row.asked_by_id == by.pk else _("只有提出人可以标为知道。")
    is_override = row.is_override if what != "change" else row.decision == ChangeDecision.OVERRIDDEN
    actor = row.person_id if what == "review" else row.decided_by_id
    if not is_override:
        return _("这一条不是单人处理的，不用标为已阅。")
    if actor == by.pk:
        return _("要由另一个人看过，您是处理人。")
    may_look = what == "change" or Article.objects.visible_to(by).filter(pk=row.article_id).exists()
    return "" if decides(by) and may_look else _("您没有看它的权限。")
