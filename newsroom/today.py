"""What the desk's front page 今天 holds: the issue being made, and what waits for who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.enums import REVIEWS, Stage
from articles.interchange.importing import files
from articles.models import Article, PendingChange, ProposedCorrection, ReaderReport
from articles.paper import planning
from articles.paper.issue_forms import DayForm
from articles.paper.progress import progress
from articles.review import overrides
from articles.review.confirmations.queue import queue

if TYPE_CHECKING:
    from datetime import datetime

    from people.models import User

WAITING = 20  # stories shown in each list of what waits


def today(user: User, *, asked: QueryDict) -> dict[str, Any]:
    """For the template: an issue, the one of the day that the address asks for or the one being
    made; and the lists of this person.
    """
    now = timezone.now()
    return {"now": now, "plan": _plan(user, asked=asked, now=now)} | _waiting(user)


def _plan(user: User, *, asked: QueryDict, now: datetime) -> dict[str, Any]:
    """An issue as far as it is made, and what the user may do with it."""
    form = DayForm(asked)
    is_day = form.is_valid()
    shown = planning.shown(form.cleaned_data["day"] if is_day else None, now=now)
    free = shown.day if shown.issue is None else None
    may_make = user.has_perms(["articles.add_issue", "articles.add_page"])
    return {
        "shown": shown,
        "issue": shown.issue,
        "is_out": bool(shown.issue and shown.issue.is_out(at=now)),
        "progress": progress(shown.issue, by=user, now=now, with_online=shown.is_in_making),
        "days": DayForm(initial={"day": shown.day}) if is_day else form,
        "make_day": (free or planning.next_day(now=now)) if may_make else None,
        "may_write": user.has_perm("articles.add_article"),
        "may_import": files.may_import_pages(user),
        "may_release": user.has_perm("articles.change_issue"),
    }


def _waiting(user: User) -> dict[str, Any]:
    """The stories and the readers' reports that wait for this person, and their own, in lists, each
    with one more than is shown if there are more.
    """
    returned = Article.objects.returned_to(user)
    drafts = (
        Article.objects.of(user).filter(stage=Stage.DRAFT).exclude(pk__in=returned.values("pk"))
    )
    inbox = [
        (heading, list(stories.for_inbox()[: WAITING + 1]))
        for heading, stories in [
            (_("等我审的"), Article.objects.awaiting(user)),
            (_("退回给我的"), returned),
            (_("我的草稿"), drafts.order_by("-updated_at", "-pk")),
            (_("我送审的"), Article.objects.of(user).filter(stage__in=REVIEWS)),
        ]
    ]
    reports = list(
        ReaderReport.objects.for_desk_of(user)
        .filter(article__in=Article.objects.visible_to(user))
        .select_related("article", "handler")[: WAITING + 1]
    )
    corrections = _corrections(user)
    others = [reports, *corrections.values()]
    return {
        "inbox": inbox,
        "corrections": corrections,
        "reports": reports,
        "most": WAITING,
        "nothing_waits": not any(others) and not any(stories for _heading, stories in inbox),
    }


def confirmations(user: User) -> dict[str, Any]:
    """For the template, for everybody at the desk: what was done alone and nobody else has seen;
    the changes that wait for this person, and those that they asked for and got back.
    """
    refused = PendingChange.objects.refused_to(user).select_related("decided_by")
    return {
        "overrides": overrides.unseen(user, now=timezone.now()),
        "changes": {
            "to_confirm": queue(user).to_confirm[:WAITING],
            "refused": list(refused[:WAITING]),
        },
    }


def _corrections(user: User) -> dict[str, list[ProposedCorrection]]:
    """Corrections that wait for this person, and those that they proposed and got back."""
    seen = ProposedCorrection.objects.filter(article__in=Article.objects.visible_to(user))
    seen = seen.select_related("article", "proposed_by", "decided_by")
    return {
        "to_confirm": list(seen.to_confirm(user)[: WAITING + 1]),
        "refused": list(seen.refused_to(user)[: WAITING + 1]),
    }
