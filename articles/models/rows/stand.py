"""Stories on the stand. What readers see is `public()` alone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Exists,
    F,
    OuterRef,
    Q,
)
from django.utils import timezone

from articles.models.rows.paging import Cursor, KeysetPage, after

if TYPE_CHECKING:
    from articles.models import (
        Column,
        Issue,
        Page,
        Photo,
        PublishedArticle,
        Section,
        Tag,
    )
    from articles.models.rows.paper import PinQuerySet
    from articles.text.months import Month
    from people.models import Entity, Reporter


LIST_SIZE = 20
UNLIKE_PRINT = Q(withdrawn_at__isnull=False) | Q(unmasked__isnull=False)


class PublishedArticleQuerySet(models.QuerySet["PublishedArticle"]):
    """Stories on the stand. Lists are newest first; a printed page keeps its own order."""

    def get_by_natural_key(self, guid: str) -> PublishedArticle:
        return self.get(guid=guid)

    def public(self, *, now: datetime | None = None) -> Self:
        """What readers may see at `now`: on the stand, not withdrawn, its time come."""
        now = now or timezone.now()
        return self.filter(withdrawn_at=None, visible_from__lte=now)

    def waiting(self, *, now: datetime | None = None) -> Self:
        """What is on the stand, not withdrawn, and becomes public after `now`."""
        now = now or timezone.now()
        return self.filter(withdrawn_at=None, visible_from__gt=now)

    def withheld(self, *, now: datetime | None = None) -> Self:
        """What readers may not see as it was printed: withdrawn, with a name hidden, or not due."""
        now = now or timezone.now()
        return self.filter(UNLIKE_PRINT | Q(visible_from__gt=now))

    def withdrawn(self, *, now: datetime | None = None) -> Self:
        """What readers once saw and no longer may."""
        now = now or timezone.now()
        return self.filter(withdrawn_at__gte=F("visible_from"), visible_from__lte=now)

    def taken_off(self) -> Self:
        """Stories that are withdrawn now, whether readers had seen them before or not."""
        return self.filter(withdrawn_at__isnull=False)

    def unlike_print(self) -> Self:
        """What readers get otherwise than it was printed, if at all."""
        return self.filter(UNLIKE_PRINT)

    def standing(self) -> Self:
        """What is not withdrawn, whether its time has come or not."""
        return self.filter(withdrawn_at=None)

    def showing(self, photo: Photo) -> Self:
        """What has a photo, seen or not; also where it is left out for whom it shows."""
        having = self.model.objects.filter(Q(pictures=photo) | Q(unmasked__pictures=photo))
        return self.filter(pk__in=having.order_by().values("pk"))

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

    def in_issue(self, issue: Issue) -> Self:
        """An issue's stories as printed: page by page, top to bottom."""
        return self.filter(page__issue=issue).order_by("page__number", "page_order", "pk")

    def on_page(self, page: Page) -> Self:
        return self.filter(page=page).order_by("page_order", "pk")

    def seen_on(self, page: Page) -> Self:
        """What the image of a page shows: its stories, and parts of others that run on to it."""
        is_part = Exists(page.regions.filter(article=OuterRef("pk")))
        return self.filter(Q(page=page) | is_part)

    def pinned(self, pins: PinQuerySet) -> Self:
        """What editors keep on top of the front page, in their order."""
        return self.filter(article__pin__in=pins).order_by("article__pin__order")

    def outside(self, issue: Issue | None) -> Self:
        """What was not printed in `issue`, or everything if there is none."""
        return self.exclude(page__issue=issue) if issue else self

    def since(self, moment: datetime) -> Self:
        return self.filter(visible_from__gte=moment)

    def seen_within(self, start: datetime, end: datetime) -> Self:
        """What readers first got from `start` on and before `end`."""
        return self.filter(visible_from__gte=start, visible_from__lt=end)

    def seen_outside(self, start: datetime, end: datetime) -> Self:
        """What readers did not first get from `start` on and before `end`."""
        return self.exclude(visible_from__gte=start, visible_from__lt=end)

    def newest_first(self) -> Self:
        return self.order_by("-visible_from", "-pk")

    def before(self, place: Cursor) -> Self:
        """What comes after `place` in a list that is newest first."""
        return self.filter(after(place, by="visible_from"))

    def page_before(
        self, cursor: str | None, *, size: int = LIST_SIZE
    ) -> KeysetPage[PublishedArticle]:
        """One page of the list, newest first: the first, or the one that starts after `cursor`.

        Raises BadCursor.
        """
        stories = self.newest_first()
        if cursor:
            stories = stories.before(Cursor.read(cursor))
        return KeysetPage(
            list(stories[: size + 1]),
            size=size,
            is_first=not cursor,
            place=lambda story: Cursor(story.visible_from, story.pk),
        )

    def for_cards(self) -> Self:
        """What a list shows: the stored card, the column it runs under, and its place."""
        return self.select_related("column", "page").only(
            "card_html", "visible_from", "page_order", "column__name", "page__number", "page__name"
        )

    def for_sheet(self) -> Self:
        """What a page set from its stories shows: the whole of each, and its column's label."""
        return self.select_related("column").only(
            "kicker", "headline", "subhead", "web_headline", "kind", "length", "body_html",
            "byline_text", "byline_html", "source", "corrected_at", "corrected_as", "keywords",
            "titles", "column__name",
        )  # fmt: skip

    def for_front(self) -> Self:
        """What the front page shows: cards, under their columns and sections."""
        return self.select_related("column", "section").only(
            "card_html", "visible_from", "column__name",
            "section__name", "section__slug", "section__order",
        )  # fmt: skip

    def for_links(self) -> Self:
        """As much as a link to the story says."""
        return self.only("headline", "web_headline", "keywords", "titles")

    def for_contents(self) -> Self:
        """What the list beside a page's image says."""
        return self.only(
            "kicker", "headline", "web_headline", "byline_text", "source", "keywords", "titles"
        )

    def for_related(self) -> Self:
        """A link, and of what day it is."""
        return self.only("headline", "web_headline", "titles", "keywords", "visible_from")

    def for_share_card(self) -> Self:
        """What is drawn of a story that has no photograph."""
        return self.only("kicker", "headline", "web_headline", "visible_from", "fingerprint")

    def for_photos(self) -> Self:
        """A link to the story, and its photos."""
        return self.only("headline", "web_headline", "photos")

    def for_tombstone(self) -> Self:
        """What is said of a withdrawn story: when, and why."""
        return self.only("withdrawn_at", "withdrawn_reason")

    def for_feed(self) -> Self:
        """What a feed carries: the whole text, without what only our own pages show."""
        return self.select_related("section", "column").defer("body", "card_html", "context_html")

    def for_hits(self) -> Self:
        """What search shows of a story, and the text it takes its excerpt from."""
        return self.select_related("section", "search_entry").only(
            "kicker", "headline", "web_headline", "byline_text", "source", "visible_from",
            "keywords", "titles", "photos", "section__name", "section__slug",
            "search_entry__text",
        )  # fmt: skip

    def for_page(self) -> Self:
        """What one story's own page shows."""
        return self.select_related("section", "column", "page__issue")
