"""The printed paper and its furniture: issues, pages, sections, columns, tags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Value,
    When,
)

if TYPE_CHECKING:
    from articles.models import (
        Column,
        Issue,
        Page,
        Section,
        Tag,
        Tagging,
    )
    from articles.querysets.stand import PublishedArticleQuerySet

RELATED_FROM = 200  # newest stories of a tag, for the tags beside it


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

    def called(self, name: str) -> Self:
        """The tag of that name, in whatever case."""
        return self.filter(name__iexact=name)

    def holding(self, typed: str) -> Self:
        """Tags and synonyms that hold what was typed, those that begin with it first."""
        begins = When(name__istartswith=typed, then=Value(0))
        return (
            self.filter(name__icontains=typed)
            .select_related("main")
            .order_by(Case(begins, default=Value(1)), "name", "pk")
        )

    def beside(self, tag: Tag, stories: PublishedArticleQuerySet) -> Self:
        """The tags that the newest of `stories`, all of them tagged `tag`, bear most often too."""
        newest = stories.newest_first().values("pk")[:RELATED_FROM]
        return (
            self.filter(published_articles__in=newest)
            .exclude(pk=tag.pk)
            .annotate(shared=Count("published_articles"))
            .order_by("-shared", "name", "pk")
        )


class TaggingQuerySet(models.QuerySet["Tagging"]):
    def get_by_natural_key(self, article: str, tag: str) -> Tagging:
        return self.get(content_object__guid=article, tag__name=tag)
