"""What a reviewer has not seen yet: what a story says otherwise than readers' text, and than the
text that the reviewer before decided on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, Subquery

from articles.enums import Decision, Stage
from articles.history import revisions
from articles.history.revisions import FieldChange
from articles.models import Article, Review, Revision

DECIDED = {Decision.PASSED, Decision.SENT_BACK}


@dataclass(frozen=True)
class Changes:
    """What differs from an earlier text: that of `revision`, or of none if it was not kept.

    `is_readers` if it is the text that readers have, or get at its moment; `review` is the decision
    that was made on it, if any was.
    """

    revision: Revision | None
    fields: list[FieldChange]
    is_readers: bool = False
    review: Review | None = None


def unseen(article: Article, reviews: Sequence[Review], *, is_out: bool) -> list[Changes]:
    """What changed since readers' text, if the story `is_out`, then since the last decision on it;
    what changed since both where they are one text.

    `reviews` are all of the story's, oldest first. Best given a story from for_publishing(): then
    it takes one query.
    """
    decided = [review for review in reviews if review.decision in DECIDED]
    signed = [review for review in decided if _signs_off(review)]
    by_edition = {review.edition: review for review in decided}  # the last on each text
    kept = _kept(article, editions=[review.edition for review in [*decided[-1:], *signed[-1:]]])
    now = revisions.snapshot(article)

    def since(revision: Revision | None, *, is_readers: bool = False) -> Changes:
        if revision is None:
            return Changes(None, [], is_readers)
        fields = revisions.compare(revision.snapshot, now)
        return Changes(revision, fields, is_readers, by_edition.get(revision.edition))

    out = {review.edition for review in signed}
    readers = [r for r in kept if r.edition in out or r.stage == Stage.SIGNED_OFF][-1:]
    before = [r for r in kept if decided and r.edition == decided[-1].edition]
    found = [since(readers[0] if readers else None, is_readers=True)] if is_out else []
    return found + [since(r) for r in before if not (is_out and r in readers)]


def _signs_off(review: Review) -> bool:
    return review.step == Stage.FINAL_REVIEW and review.decision == Decision.PASSED


def _kept(article: Article, *, editions: Sequence[int]) -> list[Revision]:
    """The revisions of these editions, and the last one that was kept of a signed-off text, as an
    import or a new schedule leaves it; oldest first.
    """
    signed_off = article.revisions.filter(stage=Stage.SIGNED_OFF).order_by("-edition")
    wanted = Q(edition__in=editions) | Q(edition=Subquery(signed_off.values("edition")[:1]))
    return list(article.revisions.filter(wanted).order_by("edition"))
