"""Notices sent out of the house: to each person by mail, to the group by its robot.

The worker sends them, never a request, and holds no lock while it waits for a server. What a server
does not take is tried again after ever longer pauses, and in the end given up; a server that is
down, or hangs, is tried once for all that waits, so that nothing else waits for it. A notice whose
worker dies may come twice; none is lost.

What leaves the house is decided as it leaves: a mail goes to who may see the story at that moment
and has not read the notice yet. The group gets no word of what was written about a story, and no
headline of one that is withheld.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.channels import mail, webhook
from articles.models import Article, Notice
from articles.review import duties
from articles.stand import publishing
from articles.tasks import task
from people.names import masking

if TYPE_CHECKING:
    from articles.models.rows import NoticeQuerySet

logger = logging.getLogger(__name__)

# After each failure. After the last of them, a day later, a notice is given up: it is old news.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240, 480, 480)]
LEASE = timedelta(minutes=10)  # for which a worker keeps what it is about to send
BATCH = 20  # sent over one connection, well within a lease


def enqueue(notices: Iterable[Notice]) -> None:
    """Leave to the worker what is to be sent of these, once they are committed."""
    waiting = [notice for notice in notices if notice.due_at]
    if any(notice.recipient for notice in waiting):
        send_mails.enqueue()
    if any(notice.recipient is None for notice in waiting):
        tell_group.enqueue()


@task()
def send_mails() -> int:
    """Send every mail that is due; how many were sent."""
    sent = 0
    while notices := _taken(Notice.objects.exclude(recipient=None)):
        wanted = [notice for notice in notices if _is_wanted(notice)]
        _finish(set(notices) - set(wanted))
        try:
            taken = mail.send([_letter(notice) for notice in wanted])
        except mail.ServerDown as error:
            _postpone(wanted, why=str(error))
            break
        done = [notice for notice, is_taken in zip(wanted, taken, strict=False) if is_taken]
        _finish(done)
        _postpone([notice for notice in wanted if notice not in done], why="they were not taken")
        sent += len(done)
        if len(taken) < len(wanted):
            break
    return sent


@task()
def tell_group() -> int:
    """Send the group what is due, in messages of several lines; how many lines were sent.

    A robot takes twenty messages a minute: on a busy evening a message a line would be too many.
    """
    sent = 0
    while notices := _taken(Notice.objects.filter(recipient=None)):
        try:
            count = webhook.send([_line(notice) for notice in notices])
        except webhook.NotTaken as error:
            _postpone(notices, why=str(error))
            break
        _finish(notices[:count])
        _give_back(notices[count:])
        sent += count
    return sent


def is_withheld(article: Article, *, now: datetime | None = None) -> bool:
    """Whether a story's headline is to be read nowhere outside the desk: the story is embargoed,
    scheduled for later or withdrawn, or the headline names somebody who is hidden from readers.
    """
    now = now or timezone.now()
    moments = [article.embargo_until, article.publish_at]
    if any(moment and moment > now for moment in moments) or publishing.is_withdrawn(article):
        return True
    mask = masking.current()
    return mask.pieces([article.title, article.printed_headline]) != [
        article.title,
        article.printed_headline,
    ]


# ---- What is said -------------------------------------------------------------------------------


def _is_wanted(notice: Notice) -> bool:
    """Whether a mail still has to go: its recipient may have lost sight of the story since."""
    person = notice.recipient
    if person is None or notice.read_at or not (person.wants_mail and person.email):
        return False
    is_seen = notice.article is None or duties.may_see(notice.article, by=person)
    return person.is_active and is_seen


def _letter(notice: Notice) -> mail.Letter:
    person = notice.recipient
    said = notice.line()
    parts = [
        said,
        notice.text,
        _("到后台看：%s") % _address(notice),
        _("不想收邮件，可在后台的“通知”里关掉。"),
    ]
    return mail.Letter(
        to=person.email if person else "",
        subject=f"[{settings.NEWSROOM_SITE_NAME}] {said}",
        text="\n\n".join(filter(None, parts)),
    )


def _line(notice: Notice) -> str:
    """What the group is told: who it is for, where a comment is meant for somebody."""
    is_kept_back = notice.article is not None and is_withheld(notice.article)
    title = _("一篇暂不公开的稿件") if is_kept_back else ""
    said = notice.line(title=title)
    if notice.comment and (names := notice.comment.for_whom):
        said += _("请%(names)s看。") % {"names": names}
    return f"{said} {_address(notice)}"


def _address(notice: Notice) -> str:
    if notice.article is None:
        page = reverse("admin:articles_article_notices")
    elif notice.recipient is None:
        page = reverse("admin:articles_article_review", args=[notice.article_id])
    else:
        page = reverse("admin:articles_article_notice", args=[notice.article_id, notice.pk])
    return f"{settings.DESK_URL}{page}"


# ---- What becomes of a notice that is sent, or is not ------------------------------------------


def _taken(notices: NoticeQuerySet) -> list[Notice]:
    """Some that are due, which no other worker takes while this one sends them.

    Each is put off by a lease in one statement: nothing is locked while a server is waited for.
    """
    now = timezone.now()
    due = notices.due(now).select_related("recipient", "article", "by", "comment")[:BATCH]
    later = now + LEASE
    return [
        notice
        for notice in due
        if Notice.objects.filter(pk=notice.pk, due_at=notice.due_at).update(due_at=later)
    ]


def _finish(notices: Iterable[Notice]) -> None:
    _written(notices, due_at=None)


def _give_back(notices: Iterable[Notice]) -> None:
    _written(notices, due_at=timezone.now())


def _postpone(notices: Sequence[Notice], *, why: str) -> None:
    """Try again after a pause, longer each time; at last give up, and say so in the log."""
    now = timezone.now()
    for notice in notices:
        if notice.attempts < len(PAUSES):
            due_at = now + PAUSES[notice.attempts]
        else:
            due_at = None
            logger.error("Notice %s is given up: %s", notice.pk, why)
        Notice.objects.filter(pk=notice.pk).update(due_at=due_at, attempts=F("attempts") + 1)
    if notices:
        logger.warning("%s notices are not sent yet: %s", len(notices), why)


def _written(notices: Iterable[Notice], *, due_at: datetime | None) -> None:
    keys = [notice.pk for notice in notices]
    if keys:
        Notice.objects.filter(pk__in=keys).update(due_at=due_at)
