"""What readers report as wrong: received, looked into by somebody, and closed.

A reader needs no account. What holds back a flood is counted by articles.rates, and the address it
came from is written nowhere.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import rates
from articles.audit_log.writing import record
from articles.enums import Event, ReportState
from articles.models import ReaderReport
from articles.review.workflow import MoveRefused

if TYPE_CHECKING:
    from articles.models import Correction, PublishedArticle
    from people.models import User

WINDOW = timedelta(hours=1)
ALL = 300  # from all addresses together

STALE = gettext_lazy(
    "您打开之后，同事已经处理过这条纠错。请看过现在的状态，再登记一次；您写的还在。"
)

logger = logging.getLogger(__name__)


class TooManyReports(Exception):
    """More reports than anybody could mean. The reader may come back after `wait` seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def receive(  # noqa: PLR0913  # a report is made of these
    story: PublishedArticle,
    *,
    text: str,
    client: str,
    passage: str = "",
    contact: str = "",
    at: datetime | None = None,
) -> ReaderReport:
    """Keep what a reader says is wrong in a story. Said twice while it waits, it is kept once.

    `client` is where the request came from (articles.clients.client_network); it is counted and not
    kept. Raises TooManyReports.
    """
    at = at or timezone.now()
    waiting = ReaderReport.objects.waiting().filter(article=story.pk, passage=passage, text=text)
    if again := waiting.first():
        return again
    try:
        rates.count("report", client=client)
    except rates.TooOften as refusal:
        logger.warning("reader reports held back")
        raise TooManyReports(refusal.wait) from refusal
    if ReaderReport.objects.since(at - WINDOW).count() >= ALL:
        logger.warning("reader reports held back")
        raise TooManyReports(int(WINDOW.total_seconds()))
    report = ReaderReport.objects.create(
        article_id=story.pk, passage=passage, text=text, contact=contact, received_at=at
    )
    logger.info("article %s: report %s by a reader", story.pk, report.pk)
    return report


def mark(report: ReaderReport) -> str:
    """What differs once somebody did something about the report."""
    return f"{report.state}:{report.handler_id}:{crc32(report.finding.encode()):x}"


def take(report: ReaderReport, *, by: User) -> ReaderReport:
    """Look into a report oneself, also in a colleague's place. Raises MoveRefused."""
    return _move(report, ReportState.OPEN, by=by)


def confirm(report: ReaderReport, *, by: User, finding: str) -> ReaderReport:
    """Say that the reader is right: the report waits for its correction. Raises MoveRefused."""
    return _move(report, ReportState.CONFIRMED, by=by, finding=finding)


def decline(report: ReaderReport, *, by: User, finding: str) -> ReaderReport:
    """Close a report that needs no correction, and say why. Raises MoveRefused."""
    return _move(report, ReportState.DECLINED, by=by, finding=finding)


def _move(report: ReaderReport, state: ReportState, *, by: User, finding: str = "") -> ReaderReport:
    if not by.has_perm("articles.handle_readerreport"):
        raise MoveRefused(_("您没有处理读者纠错的权限。"))
    if state != ReportState.OPEN and not finding.strip():
        raise MoveRefused(_("请写明核实的结果。"))
    with transaction.atomic():
        locked = ReaderReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if not locked.is_waiting:
            raise MoveRefused(_("这条纠错已经结案。"))
        if mark(locked) != mark(report):
            raise MoveRefused(STALE)
        locked.state, locked.handler = state, by
        locked.finding = finding.strip() or locked.finding
        if state == ReportState.DECLINED:
            _forget_reader(locked, at=timezone.now())
        locked.save()
        record(Event.CHANGED, by=by, about=locked, details={"what": locked.get_state_display()})
    logger.info("report %s: %s by %s", locked.pk, state, by.pk)
    return locked


@transaction.atomic
def answer(reports: Iterable[ReaderReport], *, correction: Correction, by: User) -> None:
    """Close reports by the correction that was made of them.

    Raises MoveRefused if one of them is closed already, or is about another story.
    """
    keys = {report.pk for report in reports}
    found = ReaderReport.objects.waiting().filter(pk__in=keys, article=correction.article_id)
    locked = list(found.select_for_update(of=("self",)))
    if len(locked) != len(keys):
        raise MoveRefused(_("选中的读者纠错里有已经结案的，请重新选择。"))
    for report in locked:
        report.state, report.correction, report.handler = ReportState.CORRECTED, correction, by
        _forget_reader(report, at=correction.made_at)
        report.save()


def _forget_reader(report: ReaderReport, *, at: datetime) -> None:
    report.settled_at, report.contact = at, ""
