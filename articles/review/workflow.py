"""The moves of an article on the desk. The only writer of `Article.stage` and of `Review`.

三审制: three reviews by three people, none of whom wrote the story. A round is one way through
them; everyone who takes part has one row in it, writers too, so the database refuses a second part.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import REVIEWS, Decision, ErrorKind, Event, RevisionCause, Stage
from articles.history import revisions
from articles.models import Article, Review, ReviewRoute
from articles.review import notices, proofing
from articles.review.duties import credited, may_edit, reviewers_credited, why_not_review
from articles.stand import locking, publishing

if TYPE_CHECKING:
    from people.models import Reporter, User

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """What a reviewer says: an opinion, how many errors of which kind, and, of a superuser who goes
    past a rule, why."""

    opinion: str = ""
    errors: Mapping[ErrorKind, int] = field(default_factory=dict)
    override: str = ""


class MoveRefused(Exception):
    """A move the rules do not allow. The message is for the person who tried it."""


# ---- The moves --------------------------------------------------------------------------------


def submit(article: Article, *, by: User, edition: int, opinion: str = "") -> Article:
    """Hand a draft in for its first review. Raises MoveRefused if it is not complete."""
    with _locked(article, edition=edition) as row:
        if row.stage != Stage.DRAFT:
            raise MoveRefused(_("只有草稿可以提交审稿。"))
        if not may_edit(row, by=by):
            raise MoveRefused(_("您不能提交这篇稿件。"))
        _require_complete(row)
        _note_signers(row)
        _take_part(row, by, Decision.SUBMITTED, opinion=opinion)
        _move(row, _route(row)[0], by=by)
        _record(Event.SUBMITTED, row, by=by, left=Stage.DRAFT)
    return article


def pass_review(
    article: Article, *, by: User, edition: int, verdict: Verdict = Verdict()
) -> Article:
    """Pass the review an article stands at; passing the last one signs it off and publishes it.

    Raises MoveRefused; also if a story that would be signed off has no section, or neither a
    byline nor a source.
    """
    with _locked(article, edition=edition) as row:
        is_override = _may_decide(row, by=by, verdict=verdict)
        left = Stage(row.stage)
        is_last = left == Stage.FINAL_REVIEW
        _require_complete(row, is_last=is_last)
        _decide(row, by, Decision.PASSED, verdict, is_override=is_override)
        if is_last:
            _move(row, Stage.SIGNED_OFF, by=by)
            publishing.publish(row, by=by)
            notices.signed_off(row, by=by)
        else:
            at = REVIEWS.index(left)
            _move(row, next(s for s in _route(row) if REVIEWS.index(s) > at), by=by)
        event = Event.SIGNED_OFF if is_last else Event.PASSED
        _record(event, row, by=by, left=left, override=verdict.override if is_override else "")
    return article


def send_back(article: Article, *, by: User, edition: int, verdict: Verdict) -> Article:
    """Return an article to its writer, who starts a new round. Raises MoveRefused."""
    with _locked(article, edition=edition) as row:
        is_override = _may_decide(row, by=by, verdict=verdict)
        if not verdict.opinion.strip():
            raise MoveRefused(_("退回须写明理由，让记者知道改什么。"))
        left = Stage(row.stage)
        _decide(row, by, Decision.SENT_BACK, verdict, is_override=is_override)
        _new_round(row)
        _move(row, Stage.DRAFT, by=by)
        notices.sent_back(row, by=by, reason=verdict.opinion.strip())
        override = verdict.override if is_override else ""
        _record(Event.SENT_BACK, row, by=by, left=left, reason=verdict.opinion, override=override)
    return article


def note_edit(article: Article, *, by: User) -> Article:
    """Tell the workflow that `by` has just changed an article, within the same transaction.

    A draft gains a writer. A reviewer may edit within their own step (审改). Any other change of a
    story in review sends it back to its first one, and a change of a signed-off story makes it a
    draft again; readers keep the published text until it is signed off.
    """
    if article.stage == Stage.DRAFT:
        _note_signers(article)  # for good, should the byline be changed before it is handed in
        _take_part(article, by, Decision.WROTE)
    elif article.stage == Stage.SIGNED_OFF:
        _new_round(article)
        _note_signers(article)
        _take_part(article, by, Decision.WROTE)
        _move(article, Stage.DRAFT, by=by)
        _record(Event.REOPENED, article, by=by, left=Stage.SIGNED_OFF)
    elif why_not_review(article, by=by) or reviewers_credited(article):
        _review_again(article, by=by)
    else:
        _note_signers(article)
        _take_part(article, by, Decision.EDITED)
    publishing.hold(article)
    return article


def note_account(reporter: Reporter, *, by: User) -> None:
    """Tell the workflow that `by` has just given a reporter an account, within the transaction.

    The stories in review that the reporter signs are that person's from now on, whatever becomes of
    the byline; those that the person has a part in as a reviewer go back to their first review.
    """
    signed = Article.objects.filter(stage__in=REVIEWS, bylines__reporter=reporter).distinct()
    for article in signed.order_by("pk"):
        locking.lock_story(article.pk)
        article.refresh_from_db()
        if reviewers_credited(article):
            _review_again(article, by=by)
        else:
            _note_signers(article)


def note_correction(article: Article, *, by: User) -> None:
    """Tell the workflow that `by` corrected a signed-off story, within the transaction that does.

    It stays signed off: the correction is confirmed by a second person, not reviewed three times,
    and its own record says by whom (ProposedCorrection). It begins a round, so that the reviews of
    the round before stand for the text that they were given, and whoever corrected has written in
    the story when it is edited and reviewed again. Raises MoveRefused if it is not signed off.
    """
    if article.stage != Stage.SIGNED_OFF:
        raise MoveRefused(_("只有已签发的稿件可以更正正文。"))
    _new_round(article)
    _take_part(article, by, Decision.WROTE)


def schedule(article: Article, *, by: User, edition: int, publish_at: datetime | None) -> Article:
    """Set the moment from which readers see a story that they do not see yet.

    Takes effect at once if the story is signed off, else when it is. Raises MoveRefused.
    """
    with _locked(article, edition=edition) as row:
        if not by.has_perm("articles.final_review_article") or not may_edit(row, by=by):
            raise MoveRefused(_("您没有安排发布时间的权限。"))
        if publishing.is_public(row):
            raise MoveRefused(_("读者已经看到这篇稿件，不能再改发布时间。"))
        row.publish_at = publish_at
        row.edition += 1
        row.save(update_fields=["publish_at", "edition"])
        publishing.reschedule(row)
        revisions.record(row, by=by, cause=RevisionCause.SCHEDULED)
        record(Event.SCHEDULED, by=by, about=row, details={"publish_at": publish_at})
    return article


# ---- How a move is made -----------------------------------------------------------------------


@contextmanager
def _locked(article: Article, *, edition: int) -> Iterator[Article]:
    """For `with`: the article's row, locked until the move is done.

    Raises MoveRefused if the article is no longer at `edition`, the one that the page showed.
    """
    with transaction.atomic():
        locking.lock_story(article.pk)
        row = Article.objects.get(pk=article.pk)
        if row.edition != edition:
            raise MoveRefused(_("您打开之后，这篇稿件又有人改过。请看过最新版本后再处理。"))
        revisions.keep_stored(row)
        yield row
    article.stage, article.review_round = row.stage, row.review_round
    article.edition, article.publish_at = row.edition, row.publish_at


def _may_decide(article: Article, *, by: User, verdict: Verdict) -> bool:
    """Whether deciding the present review takes an override. Raises MoveRefused if it may not."""
    refusal = why_not_review(article, by=by)
    if not refusal and reviewers_credited(article):
        refusal = _("本稿署名中有本轮的审稿人，请退回重审。")
    if not refusal:
        return False
    if article.stage not in REVIEWS or not (by.is_superuser and verdict.override.strip()):
        raise MoveRefused(refusal)
    return True


def _require_complete(article: Article, *, is_last: bool = False) -> None:
    """Raises MoveRefused for what is missing; before the last review passes for more."""
    missing = publishing.missing_at_signing(article) if is_last else []
    if problems := publishing.problems(article) + missing:
        raise MoveRefused(" ".join(problems))
    blocks, warnings = proofing.open_findings(article)
    if blocks:
        words = "、".join(dict.fromkeys(finding.matched for finding in blocks))
        raise MoveRefused(_("发稿前检查：“%s”必须改掉。") % words)
    if warnings:
        raise MoveRefused(
            _("发稿前检查有 %d 处提醒：请改正，或核对无误后写明理由放行。") % len(warnings)
        )


def _route(article: Article) -> list[Stage]:
    return ReviewRoute.objects.steps(article.kind)


def _take_part(article: Article, person: User, decision: Decision, *, opinion: str = "") -> None:
    """Record an undecided part in the round, once; a submission stands over mere writing."""
    part, is_new = Review.objects.get_or_create(
        article=article,
        round=article.review_round,
        person=person,
        is_override=False,
        defaults={
            "step": article.stage if decision == Decision.EDITED else Stage.DRAFT,
            "decision": decision,
            "opinion": opinion.strip(),
            "edition": article.edition,
            "at": timezone.now(),
        },
    )
    if not is_new and decision != part.decision == Decision.WROTE:
        part.decision, part.opinion = decision, opinion.strip()
        part.edition, part.at = article.edition, timezone.now()
        part.save()


def _note_signers(article: Article) -> None:
    """Who signs the story has written in it, by the byline that it has or the one readers have."""
    for writer in credited(article):
        _take_part(article, writer, Decision.WROTE)


def _review_again(article: Article, *, by: User) -> None:
    """Hand a story in review in once more, in a round in which nobody has reviewed it."""
    left = Stage(article.stage)
    _new_round(article)
    _note_signers(article)
    _take_part(article, by, Decision.SUBMITTED)
    _move(article, _route(article)[0], by=by)
    _record(Event.REVIEWED_AGAIN, article, by=by, left=left)


def _decide(
    article: Article, person: User, decision: Decision, verdict: Verdict, *, is_override: bool
) -> None:
    words = [verdict.opinion.strip(), verdict.override.strip() if is_override else ""]
    Review.objects.update_or_create(
        article=article,
        round=article.review_round,
        person=person,
        step=article.stage,
        is_override=is_override,
        defaults={
            "decision": decision,
            "opinion": "\n".join(filter(None, words)),
            "errors": {kind.value: count for kind, count in verdict.errors.items() if count > 0},
            "edition": article.edition,
            "at": timezone.now(),
        },
    )


def _new_round(article: Article) -> None:
    """Begin the next round; who wrote the story so far has written what it starts from."""
    writers = list(Review.objects.in_round(article).writers())
    article.review_round += 1
    article.save(update_fields=["review_round"])
    Review.objects.bulk_create(
        Review(
            article=article,
            round=article.review_round,
            step=Stage.DRAFT,
            person_id=writer.person_id,
            decision=Decision.WROTE,
            edition=writer.edition,
            at=writer.at,
        )
        for writer in writers
    )


def _record(event: Event, article: Article, *, by: User, left: Stage, **said: str) -> None:
    """A move in the log of the desk's acts: from which stage to which, why, past which rule."""
    given = {name: text.strip() for name, text in said.items() if text.strip()}
    details = {"from": left.value, "to": article.stage, "edition": article.edition, **given}
    record(event, by=by, about=article, details=details)


def _move(article: Article, stage: Stage, *, by: User) -> None:
    logger.info("article %s: %s -> %s by %s", article.pk, article.stage, stage, by.pk)
    article.stage = stage
    article.predates_section_rule &= stage != Stage.SIGNED_OFF
    article.save(update_fields=["stage", "predates_section_rule"])
    notices.moved(article, by=by)
