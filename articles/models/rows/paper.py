"""The printed paper and its furniture: issues, pages, sections, columns, tags."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.imaging.page_images import PDF_RECIPE
from articles.text.tags import NO_SLUG, comparable

if TYPE_CHECKING:
    from articles.models import (
        Column,
        Issue,
        Page,
        Pin,
        Region,
        Section,
        SitePage,  # noqa: F401  # named in a string below
        Tag,
        Tagging,
    )
    from articles.models.rows.stand import PublishedArticleQuerySet

MORNING = time(6)  # when a paper without an hour of release is out, and a day at the desk begins
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

    def in_making(self, *, now: datetime | None = None) -> Self:
        """Issues of today and later that are not out at `now`, the one to be out first, first.

        One is out from its hour of release; without one, from the morning of its day.
        """
        now = timezone.localtime(now)
        today, is_untimed = now.date(), Q(released_at=None)
        if now.time() >= MORNING:
            is_untimed &= Q(date__gt=today)
        unreleased = is_untimed | Q(released_at__gt=now)
        return self.filter(unreleased, date__gte=today).order_by("date")

    def first_free_day(self, start: date) -> date:
        """The first day from `start` on that has no issue."""
        taken = set(self.filter(date__gte=start).values_list("date", flat=True))
        while start in taken:
            start += timedelta(days=1)
        return start


class PageQuerySet(models.QuerySet["Page"]):
    def get_by_natural_key(self, day: str, number: int) -> Page:
        return self.get(issue__date=day, number=number)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Pages on which at least one of `stories` was printed, or runs on to."""
        printed = Exists(stories.filter(page=OuterRef("pk")))
        return self.filter(printed | Exists(stories.filter(article__regions__page=OuterRef("pk"))))

    def of_issue(self, issue: Issue) -> Self:
        return self.filter(issue=issue).order_by("number")

    def with_uncleaned_pdf(self) -> Self:
        """Pages whose PDF was last cleaned by other rules than today's, or never."""
        has_pdf = ~Q(pdf="") | ~Q(pdf_original="")
        return self.filter(has_pdf).exclude(pdf_recipe=PDF_RECIPE)

    def with_withheld(self, stories: PublishedArticleQuerySet) -> Self:
        """Each with whether its image shows one of `stories`, which readers are not to see."""
        printed = Exists(stories.filter(page=OuterRef("pk")))
        runs_on = Exists(stories.filter(article__regions__page=OuterRef("pk")))
        return self.annotate(shows_withheld=printed | runs_on)

    def naming(self, file: str) -> Self:
        """The page that has a file of that name for readers."""
        return self.filter(Q(image=file) | Q(large_image=file) | Q(thumbnail=file) | Q(pdf=file))


class RegionQuerySet(models.QuerySet["Region"]):
    def get_by_natural_key(self, day: str, number: int, article: str) -> Region:
        return self.get(page__issue__date=day, page__number=number, article__guid=article)

    def of_page(self, page: Page) -> Self:
        return self.filter(page=page).order_by("order")

    def for_readers(self, page: Page, stories: PublishedArticleQuerySet) -> Self:
        """The regions of those of `stories` that stand on the page, here and on the issue's other
        pages, in reading order, each with as much of its story as a link says.
        """
        here = self.model.objects.filter(page=page, article=OuterRef("article"))
        return (
            self.filter(Exists(here), page__issue=page.issue_id)
            .filter(Exists(stories.filter(article=OuterRef("article"))))
            .select_related("page", "article__published")
            .only(
                *["order", "points", "page__number", "page__issue", "article__guid"],
                *["article__published__kicker", "article__published__headline"],
                *["article__published__web_headline", "article__published__byline_text"],
                *["article__published__source", "article__published__keywords"],
                "article__published__titles",
            )
            .order_by("page__number", "order")
        )


class PinQuerySet(models.QuerySet["Pin"]):
    """What editors keep on top of the front page."""

    def get_by_natural_key(self, article: str) -> Pin:
        return self.get(article__guid=article)

    def in_effect(self, *, now: datetime | None = None) -> Self:
        """What has not expired at `now`, in its order."""
        return self.filter(until__gt=now or timezone.now()).order_by("order")


class SectionQuerySet(models.QuerySet["Section"]):
    def get_by_natural_key(self, slug: str) -> Section:
        return self.get(slug=slug)

    def confirmed(self) -> Self:
        """What readers see: a new section is theirs once a second person has confirmed it."""
        return self.filter(is_waiting=False)

    def in_order(self) -> Self:
        return self.order_by("order", "name")


class ColumnQuerySet(models.QuerySet["Column"]):
    def get_by_natural_key(self, name: str) -> Column:
        return self.get(name=name)

    def confirmed(self) -> Self:
        """What readers see: a new column is theirs once a second person has confirmed it."""
        return self.filter(is_waiting=False)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Columns that at least one of `stories` runs under."""
        return self.filter(Exists(stories.filter(column=OuterRef("pk"))))


class SitePageQuerySet(models.QuerySet["SitePage"]):
    def confirmed(self) -> Self:
        """What readers see: a new page is theirs once a second person has confirmed it."""
        return self.filter(is_waiting=False)


class TagQuerySet(models.QuerySet["Tag"]):
    def get_by_natural_key(self, name: str) -> Tag:
        return self.get(name=name)

    def carrying(self, stories: PublishedArticleQuerySet) -> Self:
        """Tags that at least one of `stories` bears."""
        return self.filter(Exists(stories.filter(tags=OuterRef("pk"))))

    def called(self, name: str) -> Self:
        """The tag of that name, or of one that looks like it."""
        return self.filter(compared=comparable(name))

    def named(self, name: str) -> Tag:
        """The tag of that name, or of one that looks like it; made if there is none."""
        return self.get_or_create(compared=comparable(name), defaults={"name": name})[0]

    def at(self, address: str) -> Self:
        """The tag of that place in an address, with the one it stands for."""
        return self.filter(slug="" if address == NO_SLUG else address).select_related("main")

    def with_page(self, stories: PublishedArticleQuerySet) -> Self:
        """Tags, and synonyms of tags, that at least one of `stories` bears."""
        shown = Coalesce(OuterRef("main"), OuterRef("pk"))
        return self.filter(Exists(stories.filter(tags=shown)))

    def holding(self, typed: str) -> Self:
        """Tags and synonyms that hold what was typed, in any spelling, those that begin with it
        first.
        """
        same = comparable(typed)
        begins = When(Q(name__istartswith=typed) | Q(compared__startswith=same), then=Value(0))
        return (
            self.filter(Q(name__icontains=typed) | Q(compared__contains=same))
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
