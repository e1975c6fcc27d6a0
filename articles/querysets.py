"""Which stories; then, with which related rows. What readers see is `public()` alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils import timezone

from articles.enums import REVIEWS, Decision, Stage
from articles.paging import Cursor, KeysetPage

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import (
        Article,
        Byline,
        Column,
        Correction,  # noqa: F401  # named as a type of rows alone
        Issue,
        LexiconEntry,
        Mention,
        Page,
        Photo,
        PhotoUse,
        PublishedArticle,
        Review,
        ReviewRoute,
        Revision,
        Section,
        Tag,
        Tagging,
    )
    from articles.months import Month
    from people.models import Entity, Reporter, Round

LIST_SIZE = 20


class IssueQuerySet(models.QuerySet["Issue"]):
    def get_by_natural_key(self, day: str) -> Issue:
        return self.get(date=day)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Issues in which at least one of `stories` was printed, newest first."""
        return self.filter(Exists(stories.filter(page__issue=OuterRef("pk")))).order_by("-date")

    def up_to(self, day: date) -> Self:
        return self.filter(date__lte=day).order_by("-date")

    def in_year(self, year: int) -> Self:
        return self.filter(date__year=year)


class PageQuerySet(models.QuerySet["Page"]):
    def get_by_natural_key(self, day: str, number: int) -> Page:
        return self.get(issue__date=day, number=number)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Pages on which at least one of `stories` was printed."""
        return self.filter(Exists(stories.filter(page=OuterRef("pk"))))

    def of_issue(self, issue: Issue) -> Self:
        return self.filter(issue=issue).order_by("number")


class SectionQuerySet(models.QuerySet["Section"]):
    def get_by_natural_key(self, slug: str) -> Section:
        return self.get(slug=slug)

    def in_order(self) -> Self:
        return self.order_by("order", "name")


class ColumnQuerySet(models.QuerySet["Column"]):
    def get_by_natural_key(self, name: str) -> Column:
        return self.get(name=name)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Columns that at least one of `stories` runs under."""
        return self.filter(Exists(stories.filter(column=OuterRef("pk"))))


class TagQuerySet(models.QuerySet["Tag"]):
    def get_by_natural_key(self, name: str) -> Tag:
        return self.get(name=name)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Tags that at least one of `stories` bears."""
        return self.filter(Exists(stories.filter(tags=OuterRef("pk"))))


class TaggingQuerySet(models.QuerySet["Tagging"]):
    def get_by_natural_key(self, article: str, tag: str) -> Tagging:
        return self.get(content_object__guid=article, tag__name=tag)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def get_by_natural_key(self, guid: str) -> Photo:
        return self.get(guid=guid)


class PhotoUseQuerySet(models.QuerySet["PhotoUse"]):
    def get_by_natural_key(self, article: str, photo: str) -> PhotoUse:
        return self.get(article__guid=article, photo__guid=photo)


class BylineQuerySet(models.QuerySet["Byline"]):
    def get_by_natural_key(self, article: str, name: str, distinction: str, role: str) -> Byline:
        return self.get(
            article__guid=article,
            reporter__name=name,
            reporter__distinction=distinction,
            role=role,
        )


class MentionQuerySet(models.QuerySet["Mention"]):
    def get_by_natural_key(
        self, article: str, kind: str, name: str, distinction: str, relation: str
    ) -> Mention:
        return self.get(
            article__guid=article,
            entity__kind=kind,
            entity__name=name,
            entity__distinction=distinction,
            relation=relation,
        )


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
        )


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


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories on the desk."""

    def get_by_natural_key(self, guid: str) -> Article:
        return self.get(guid=guid)

    def signed_off(self) -> Self:
        return self.filter(stage=Stage.SIGNED_OFF)

    def of(self, user: User) -> Self:
        """The user's own: started by them, or signed with their name."""
        return self.filter(self._own(user))

    def visible_to(self, user: User) -> Self:
        """What a user may see on the desk: their own, or all if their role is on the desk.

        A user named as editor of some sections sees others' stories of those sections alone.
        """
        if user.is_superuser:
            return self.all()
        if not user.has_perm("articles.see_all_article"):
            return self.of(user)
        limits = user.edited_sections.values("section")
        return self.filter(~Exists(limits) | Q(section__in=limits) | self._own(user))

    def _own(self, user: User) -> Q:
        return Q(created_by=user) | Q(self._credited(user))

    def _credited(self, user: User) -> Exists:
        return Exists(self.model.objects.filter(pk=OuterRef("pk"), bylines__reporter__user=user))

    def awaiting(self, user: User) -> Self:
        """Stories at a review that this user may give, the longest untouched first."""
        steps = [step for step in REVIEWS if user.has_perm(f"articles.{step}_article")]
        held = Q()  # a part in this round, at another step than the one it stands at
        for step in steps:
            others = [other for other in (Stage.DRAFT, *REVIEWS) if other != step]
            held |= Q(stage=step, reviews__step__in=others)
        taken = self.model.objects.filter(
            held, pk=OuterRef("pk"), reviews__round=F("review_round"), reviews__person=user
        )
        return (
            self.filter(~self._credited(user), ~Exists(taken), stage__in=steps)
            .visible_to(user)
            .order_by("updated_at", "pk")
        )

    def returned_to(self, user: User) -> Self:
        """The user's own drafts that a review sent back, each with `reason` and `returned_by`."""
        sending = FilteredRelation(
            "reviews",
            condition=Q(reviews__round=F("review_round") - 1, reviews__decision=Decision.SENT_BACK),
        )
        return (
            self.of(user)
            .filter(stage=Stage.DRAFT)
            .alias(sending=sending)
            .filter(sending__isnull=False)
            .annotate(
                reason=F("sending__opinion"),
                returned_by=Coalesce(
                    NullIf(
                        Concat("sending__person__last_name", "sending__person__first_name"),
                        Value(""),
                    ),
                    "sending__person__username",
                ),
            )
            .order_by("updated_at", "pk")
        )

    def for_publishing(self) -> Self:
        """With every row that goes into the stand."""
        return self.select_related("section", "column", "page__issue").prefetch_related(
            "bylines__reporter",
            "photo_uses__photo__reporter",
            "mentions__entity",
            "announces__programme",
            "taggings__tag",
        )

    def stage_counts(self) -> dict[str, int]:
        """How many of these stories stand at each stage, and how many there are."""
        counts = {stage.value: Count("pk", filter=Q(stage=stage)) for stage in Stage}
        return self.aggregate(total=Count("pk"), **counts)

    def for_list(self) -> Self:
        return (
            self.select_related("section", "page__issue", "updated_by")
            .prefetch_related("bylines__reporter")
            .defer("body")
        )


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What stories were, newest first."""

    def get_by_natural_key(self, article: str, edition: int) -> Revision:
        return self.get(article__guid=article, edition=edition)

    def for_list(self) -> Self:
        """Without the texts, which are long."""
        return self.defer("snapshot").order_by("-edition")


class PublishedArticleQuerySet(models.QuerySet["PublishedArticle"]):
    """Stories on the stand. Lists are newest first; a printed page keeps its own order."""

    def get_by_natural_key(self, guid: str) -> PublishedArticle:
        return self.get(guid=guid)

    def public(self, *, now: datetime | None = None) -> Self:
        """What readers may see at `now`: on the stand, not withdrawn, its time come."""
        now = now or timezone.now()
        return self.filter(withdrawn_at=None, visible_from__lte=now)

    def withdrawn(self, *, now: datetime | None = None) -> Self:
        """What readers once saw and no longer may."""
        now = now or timezone.now()
        return self.filter(withdrawn_at__gte=F("visible_from"), visible_from__lte=now)

    def standing(self) -> Self:
        """What is not withdrawn, whether its time has come or not."""
        return self.filter(withdrawn_at=None)

    def first_seen_in(self, month: Month) -> Self:
        """What readers first saw in that month."""
        return self.filter(visible_from__gte=month.start, visible_from__lt=month.next.start)

    def without_credits(self) -> Self:
        """What nobody signed, in the byline or under a photo."""
        return self.filter(credit_rows=None)

    def in_section(self, section: Section) -> Self:
        return self.filter(section=section)

    def in_column(self, column: Column) -> Self:
        return self.filter(column=column)

    def by_reporter(self, reporter: Reporter) -> Self:
        return self.filter(reporters=reporter)

    def about(self, entity: Entity) -> Self:
        return self.filter(entities=entity)

    def tagged(self, tag: Tag) -> Self:
        return self.filter(tags=tag)

    def announcing(self, round: Round) -> Self:
        return self.filter(rounds=round)

    def in_issue(self, issue: Issue) -> Self:
        """An issue's stories as printed: page by page, top to bottom."""
        return self.filter(page__issue=issue).order_by("page__number", "page_order", "pk")

    def on_page(self, page: Page) -> Self:
        return self.filter(page=page).order_by("page_order", "pk")

    def outside(self, issue: Issue | None) -> Self:
        """What was not printed in `issue`, or everything if there is none."""
        return self.exclude(page__issue=issue) if issue else self

    def since(self, moment: datetime) -> Self:
        return self.filter(visible_from__gte=moment)

    def newest_first(self) -> Self:
        return self.order_by("-visible_from", "-pk")

    def before(self, place: Cursor) -> Self:
        """What comes after `place` in a list that is newest first."""
        return self.filter(
            Q(visible_from__lt=place.moment) | Q(visible_from=place.moment, pk__lt=place.key)
        ).filter(visible_from__lte=place.moment)

    def page_before(self, cursor: str | None, *, size: int = LIST_SIZE) -> KeysetPage:
        """One page of the list, newest first: the first, or the one that starts after `cursor`.

        Raises BadCursor.
        """
        stories = self.newest_first()
        if cursor:
            stories = stories.before(Cursor.read(cursor))
        return KeysetPage(list(stories[: size + 1]), size=size, first=not cursor)

    def for_cards(self) -> Self:
        """What a list shows: the stored card, the column it runs under, and its place."""
        return self.select_related("column", "page").only(
            "card_html", "visible_from", "page_order", "column__name", "page__number", "page__name"
        )

    def for_links(self) -> Self:
        """As much as a link to the story says."""
        return self.only("headline", "web_headline")

    def for_tombstone(self) -> Self:
        """What is said of a withdrawn story: when, and why."""
        return self.only("withdrawn_at", "withdrawn_reason")

    def for_feed(self) -> Self:
        """What a feed carries: the whole text, without what only our own pages show."""
        return self.select_related("section", "column").defer("body", "card_html", "context_html")

    def with_last_withdrawal(self) -> Self:
        """Each with the moment a story, any story, was last taken off the stand."""
        withdrawn = self.model.objects.withdrawn().order_by("-withdrawn_at")
        return self.annotate(last_withdrawal=Subquery(withdrawn.values("withdrawn_at")[:1]))

    def for_hits(self) -> Self:
        """What search shows of a story, and the text it takes its excerpt from."""
        return self.select_related("section", "search_entry").only(
            "kicker", "headline", "web_headline", "byline_text", "visible_from",
            "section__name", "section__slug", "search_entry__text",
        )  # fmt: skip

    def for_page(self) -> Self:
        """What one story's own page shows."""
        return self.select_related("section", "column", "page__issue")
