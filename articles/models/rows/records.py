"""What the desk keeps of its stories: reviews, revisions, corrections; and what it checks by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    Sum,
)

from articles.enums import REVIEWS, WAITING_REPORTS, ProposalState, ReportState, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from articles.models import (
        Article,
        Correction,  # noqa: F401  # named in a string below
        LexiconEntry,
        Photo,
        ProposedCorrection,  # noqa: F401  # named in a string below
        ReaderReport,  # noqa: F401  # named in a string below
        Review,
        ReviewRoute,
        Revision,
    )
    from articles.models.rows.stand import PublishedArticleQuerySet
    from people.models import User

# Who has one of these may confirm a correction that somebody else wrote.
MAY_CONFIRM = ("articles.correct_article", "articles.final_review_article")


class ReviewQuerySet(models.QuerySet["Review"]):
    def in_round(self, article: Article) -> Self:
        """Who has a part in the article's present round."""
        return self.filter(article=article, round=article.review_round)

    def part_elsewhere(self, article: Article, *, of: User) -> Review | None:
        """What a person did in the present round at another step than the one it stands at."""
        return self.in_round(article).filter(person=of).exclude(step=article.stage).first()

    def writers(self) -> Self:
        return self.filter(step=Stage.DRAFT)

    def reviewers(self) -> Self:
        return self.exclude(step=Stage.DRAFT)


class ReviewRouteQuerySet(models.QuerySet["ReviewRoute"]):
    def get_by_natural_key(self, kind: str) -> ReviewRoute:
        return self.get(kind=kind)

    def steps(self, kind: str) -> list[Stage]:
        """The reviews a story of this kind passes, in order: all three unless a row says less."""
        route: ReviewRoute | None = self.filter(kind=kind).first()
        return route.steps if route else list(REVIEWS)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """What the paper said of its stories afterwards."""

    def current(self) -> Self:
        """What still holds: not superseded by a later correction."""
        return self.filter(superseded_by=None)

    def awaiting_print(self) -> Self:
        """What a printed story still owes its readers on paper, the longest owed first."""
        return self.current().filter(owed_page__isnull=False, printed_in=None).order_by("made_at")

    def of(self, stories: PublishedArticleQuerySet) -> Self:
        """Corrections of any of `stories`."""
        return self.filter(Exists(stories.filter(pk=OuterRef("article"))))

    def for_log(self) -> Self:
        """As the public log shows them: with a link to the story, and whether they still hold."""
        return self.select_related("article__published", "superseded_by").only(
            *["kind", "text", "made_at", "superseded_by__made_at", "article__published__article"],
            *["article__published__headline", "article__published__web_headline"],
            *["article__published__titles", "article__published__keywords"],
        )


class ProposedCorrectionQuerySet(models.QuerySet["ProposedCorrection"]):
    """Corrections that somebody proposed."""

    def waiting(self) -> Self:
        """What somebody still has to confirm or refuse, the longest waiting first."""
        return self.filter(state=ProposalState.WAITING).order_by("proposed_at", "pk")

    def to_confirm(self, user: User) -> Self:
        """What waits for this person, whose sight of the story is asked for elsewhere: others'
        corrections of stories in which they are not credited.
        """
        if not any(map(user.has_perm, MAY_CONFIRM)):
            return self.none()
        credited = Q(article__bylines__reporter__user=user)
        own = self.model.objects.filter(credited, pk=OuterRef("pk"))
        return self.waiting().exclude(proposed_by=user).filter(~Exists(own))

    def for_sheet(self) -> Self:
        """As a story's review sheet lists them, the first first."""
        return self.select_related("proposed_by", "decided_by").order_by("proposed_at", "pk")

    def refused_to(self, user: User) -> Self:
        """What this person proposed and got back, unless they proposed something since."""
        later = self.model.objects.filter(
            article=OuterRef("article"), proposed_by=user, proposed_at__gt=OuterRef("proposed_at")
        )
        refused = self.filter(state=ProposalState.REFUSED, proposed_by=user)
        return refused.filter(~Exists(later)).order_by("-decided_at", "-pk")


class ReaderReportQuerySet(models.QuerySet["ReaderReport"]):
    """What readers reported."""

    def waiting(self) -> Self:
        """What somebody still has to settle, the longest waiting first."""
        return self.filter(state__in=WAITING_REPORTS).order_by("received_at", "pk")

    def for_desk_of(self, user: User) -> Self:
        """What waits for a person: to be looked into, by nobody yet or by them; to be corrected."""
        mine = Q()
        if user.has_perm("articles.handle_readerreport"):
            mine |= Q(state=ReportState.OPEN) & (Q(handler=None) | Q(handler=user))
        if user.has_perm("articles.correct_article"):
            mine |= Q(state=ReportState.CONFIRMED)
        return self.waiting().filter(mine) if mine else self.none()

    def since(self, moment: datetime) -> Self:
        return self.filter(received_at__gte=moment)


class LexiconEntryQuerySet(models.QuerySet["LexiconEntry"]):
    def get_by_natural_key(self, folded: str) -> LexiconEntry:
        return self.get(folded=folded)

    def in_force(self) -> Self:
        return self.filter(is_active=True)

    def stamp(self) -> tuple[object, ...]:
        """What differs after any change. Clocks alone would not do: two changes may commit in
        another order than they were made, so what every change moves is added up beside them.
        """
        sums = {"count": Count("pk"), "keys": Sum("pk"), "editions": Sum("edition")}
        return tuple(self.aggregate(**sums, newest=Max("updated_at")).values())


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What stories were, newest first."""

    def get_by_natural_key(self, article: str, edition: int) -> Revision:
        return self.get(article__guid=article, edition=edition)

    def for_list(self) -> Self:
        """Without the texts, which are long."""
        return self.defer("snapshot").order_by("-edition")

    def showing(self, photos: Iterable[Photo]) -> Self:
        """Those that show one of these photos, each with its story and without its text."""
        guids = [photo.guid for photo in photos]
        pictures = self.model._meta.get_field("pictures").related_model._default_manager
        shown = self.filter(pk__in=pictures.filter(guid__in=guids).values("revision"))
        return shown.select_related("article").defer("snapshot").order_by("article_id", "edition")
