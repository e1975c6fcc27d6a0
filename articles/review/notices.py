"""Who is told of what happens to a story: the rules, and the notices that come of them.

Each function is called within the transaction of what it tells of, and writes a row for each
person: their notice inside the desk. With a mail server or a group's robot set, the rows are also
marked to be sent, which articles.review.delivery does once the transaction is committed. Nobody is
told of what they did themselves, nor of a story that they may not see.

| what happened                        | who is told                                              |
|--------------------------------------|----------------------------------------------------------|
| a story comes to a review            | those whose duty that review is                          |
| sent back, with its reason           | the writers: who began it, signs it, handed it in        |
| signed off                           | the writers                                              |
| a correction is proposed             | who may confirm it                                       |
| a correction is given back           | who proposed it                                          |
| corrected, withdrawn, brought back   | the writers, and those who may sign off                  |
| a comment, an answer to one          | whom it is addressed to; of an answer, also who took part |
| somebody's powers are changed        | who may do more, or less, from now on                    |
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.enums import REVIEWS, NoticeKind
from articles.models import Article, Comment, Notice, ProposedCorrection
from articles.review import delivery, duties
from people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable

READ_KEPT = timedelta(days=30)  # after which a notice that was read is forgotten
KEPT = timedelta(days=180)  # the same for one that nobody read


# ---- Of the reviews ----------------------------------------------------------------------------


def moved(article: Article, *, by: User) -> None:
    """A story stands at another stage: what waited at the stage before waits no more."""
    stale = article.notices.filter(kind=NoticeKind.WAITING, read_at=None)
    stale.exclude(stage=article.stage).delete()
    if article.stage in REVIEWS:
        _ask_reviewers(article, by=by)


def sent_back(article: Article, *, by: User, reason: str) -> None:
    _tell(duties.writers(article), article, NoticeKind.SENT_BACK, by=by, text=reason)


def signed_off(article: Article, *, by: User) -> None:
    _tell(duties.writers(article), article, NoticeKind.SIGNED_OFF, by=by)


def _ask_reviewers(article: Article, *, by: User) -> None:
    """Who was asked for this review before and has not looked yet is asked once, not again."""
    asked = article.notices.filter(kind=NoticeKind.WAITING, stage=article.stage, read_at=None)
    people = duties.who_may_review(article).exclude(pk__in=asked.values("recipient"))
    _tell(people, article, NoticeKind.WAITING, by=by, stage=article.stage)


# ---- Of corrections ----------------------------------------------------------------------------


def correction_proposed(proposal: ProposedCorrection) -> None:
    people, by = duties.who_may_confirm(proposal), proposal.proposed_by
    _tell(people, proposal.article, NoticeKind.TO_CONFIRM, by=by, text=proposal.text)


def correction_decided(proposal: ProposedCorrection, *, by: User, reason: str = "") -> None:
    """It waits no more; if it was given back, for that `reason`, who proposed it is told."""
    story = proposal.article
    story.notices.filter(kind=NoticeKind.TO_CONFIRM, read_at=None).delete()
    if reason:
        people = duties.who_sees(story).filter(pk=proposal.proposed_by_id)
        _tell(people, story, NoticeKind.CORRECTION_REFUSED, by=by, text=reason)


# ---- Of what readers have ----------------------------------------------------------------------


def after_publication(article: Article, kind: NoticeKind, *, by: User, text: str) -> None:
    """A story was corrected, withdrawn or brought back; `text` is the correction or the reason."""
    chiefs = User.objects.with_perm("articles.final_review_article", include_superusers=False)
    people = duties.who_sees(article).filter(
        Q(pk__in=chiefs.values("pk")) | Q(pk__in=duties.writers(article).values("pk"))
    )
    _tell(people, article, kind, by=by, text=text)


# ---- Of comments -------------------------------------------------------------------------------


def commented(comment: Comment) -> None:
    """A comment was made, or an answer to one: its addressees stand in it already."""
    people = Q(pk__in=comment.addressees.values("pk"))
    if thread := comment.parent:
        others = Q(pk=thread.by_id) | Q(pk__in=thread.replies.values("by"))
        people |= others | Q(pk__in=thread.addressees.values("pk"))
    told = duties.who_sees(comment.article).filter(people)
    kind = NoticeKind.COMMENT
    _tell(told, comment.article, kind, by=comment.by, text=comment.text, comment=comment)


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Those of `people` whom a text calls by @ and their name; of two of one name, neither.

    Where one name begins with another, the longer is meant.
    """
    by_name: dict[str, list[User]] = {}
    for person in people:
        by_name.setdefault(str(person), []).append(person)
    names = sorted(by_name, key=len, reverse=True)
    if not names:
        return []
    called = re.findall(rf"[@＠]\s?({'|'.join(map(re.escape, names))})", text)
    found = [by_name[name] for name in dict.fromkeys(called)]
    return [people[0] for people in found if len(people) == 1]


# ---- Of accounts ---------------------------------------------------------------------------------


def powers_changed(people: QuerySet[User], text: str, *, by: User | None) -> None:
    """What somebody may do at the desk was changed, as `text` says; without `by` by a command."""
    told = people.filter(is_active=True)
    _write(told.exclude(pk=by.pk) if by else told, kind=NoticeKind.POWERS, by=by, text=text)


# ---- Written, read, forgotten ------------------------------------------------------------------


def _tell(
    people: QuerySet[User], article: Article, kind: NoticeKind, *, by: User, **said: Any
) -> None:
    _write(people.exclude(pk=by.pk), article=article, kind=kind, by=by, **said)


def _write(people: QuerySet[User], **said: Any) -> None:
    """A notice for each of these people; of a story, one for the group as well."""
    now = timezone.now()
    rows = [
        Notice(recipient=person, at=now, due_at=now if _is_mailed(person) else None, **said)
        for person in people
    ]
    if settings.WEBHOOK_URL and rows and "article" in said:
        rows.append(Notice(at=now, due_at=now, **said))
    Notice.objects.bulk_create(rows)
    delivery.enqueue(rows)


def _is_mailed(person: User) -> bool:
    return bool(settings.MAIL_SERVER and person.wants_mail and person.email)


def read(notice: Notice, *, at: datetime | None = None) -> None:
    """Its recipient has seen it. A notice keeps the first moment."""
    if notice.read_at is None:
        notice.read_at = at or timezone.now()
        notice.save(update_fields=["read_at"])


def read_all(*, by: User) -> int:
    """A person has seen whatever they were told; how many notices that were unread."""
    return Notice.objects.shown_to(by).unread().update(read_at=timezone.now())


def forget(*, now: datetime | None = None) -> int:
    """Delete notices that were read long ago, those that nobody ever read, and what the robot was
    told; how many. One that is still to be sent stays.
    """
    now = now or timezone.now()
    old = Q(read_at__lt=now - READ_KEPT) | Q(at__lt=now - KEPT)
    robot = Q(recipient=None, at__lt=now - READ_KEPT)
    count, _by_model = Notice.objects.filter(old | robot, due_at=None).delete()
    return count
