"""Which stories; then, with which related rows. What readers see is `public()` alone."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from articles.enums import Stage
from articles.paging import Cursor, KeysetPage

if TYPE_CHECKING:
    from articles.models import (
        Article,
        Byline,
        Column,
        Issue,
        Mention,
        Page,
        Photo,
        PhotoUse,
        PublishedArticle,
        Section,
        Tag,
        Tagging,
    )
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


class TagQuerySet(models.QuerySet["Tag"]):
    def get_by_natural_key(self, name: str) -> Tag:
        return self.get(name=name)


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


class ArticleQuerySet(models.QuerySet["Article"]):
    """Stories on the desk."""

    def get_by_natural_key(self, guid: str) -> Article:
        return self.get(guid=guid)

    def signed_off(self) -> Self:
        return self.filter(stage=Stage.SIGNED_OFF)

    def waiting(self) -> Self:
        """What still needs someone's hand, the longest untouched first."""
        return self.exclude(stage=Stage.SIGNED_OFF).order_by("updated_at", "pk")

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
        """How many of these stories stand signed off, and how many there are."""
        signed_off = Count("pk", filter=Q(stage=Stage.SIGNED_OFF))
        return self.aggregate(total=Count("pk"), signed_off=signed_off)

    def for_list(self) -> Self:
        return (
            self.select_related("section", "page__issue", "updated_by")
            .prefetch_related("bylines__reporter")
            .defer("body")
        )


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
        return self.filter(withdrawn_at__isnull=False, visible_from__lte=now)

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

    def for_hits(self) -> Self:
        """What search shows of a story, and the text it takes its excerpt from."""
        return self.select_related("section", "search_entry").only(
            "kicker", "headline", "web_headline", "byline_text", "visible_from",
            "section__name", "section__slug", "search_entry__text",
        )  # fmt: skip

    def for_page(self) -> Self:
        """What one story's own page shows."""
        return self.select_related("section", "column", "page__issue")
