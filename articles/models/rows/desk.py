"""Stories on the desk: who may see which, and what waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    Value,
)
from django.db.models.functions import Coalesce, NullIf

from articles.enums import REVIEWS, Decision, Stage
from articles.text import body

if TYPE_CHECKING:
    from datetime import datetime

    from articles.models import (
        Article,
        Byline,
        Mention,
    )
    from articles.models.rows.stand import PublishedArticleQuerySet
    from people.models import User


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

    def in_use(self) -> Self:
        """Those that are not archived."""
        return self.filter(archived_at=None)

    def handed_in(self) -> Self:
        """Those that were handed in for review at any time, or that did not come by this desk and
        are past being drafts. They are archived, never deleted.
        """
        reviews = self.model._meta.get_field("reviews").related_model._default_manager
        parts = reviews.filter(article=OuterRef("pk")).exclude(decision=Decision.WROTE)
        return self.filter(~Q(stage=Stage.DRAFT) | Exists(parts))

    def of(self, user: User) -> Self:
        """The user's own that are in use: started by them, or signed with their name."""
        return self.in_use().filter(self._own(user))

    def visible_to(self, user: User, *, with_archived: bool = False) -> Self:
        """What a user may see on the desk: their own, or all if their role is on the desk.

        A user named as editor of some sections sees others' stories of those sections alone, and
        of no section while they are in work: until one is chosen nobody else would see them.
        Archived stories are seen by the same people, where they are asked for.
        """
        if not with_archived:
            return self.in_use().visible_to(user, with_archived=True)
        if user.is_superuser:
            return self.all()
        if not user.has_perm("articles.see_all_article"):
            return self.filter(self._own(user))
        limits = user.edited_sections.values("section")
        is_unplaced = Q(section=None) & ~Q(stage=Stage.SIGNED_OFF)
        return self.filter(~Exists(limits) | Q(section__in=limits) | is_unplaced | self._own(user))

    def marked_for(self, user: User) -> Self:
        """All of them, each with whether the user may see it, in `is_seen`."""
        seen = self.model.objects.visible_to(user).order_by()
        return self.annotate(is_seen=Exists(seen.filter(pk=OuterRef("pk"))))

    def shows_all_to(self, user: User) -> bool:
        """Whether `visible_to` keeps no story from a user."""
        if user.is_superuser:
            return True
        return user.has_perm("articles.see_all_article") and not user.edited_sections.exists()

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
            .exclude(created_by=user)
            .visible_to(user)
            .order_by("updated_at", "pk")
        )

    def next_awaiting(self, user: User, *, after: Article) -> Article | None:
        """The story that this user may review next: the one after `after` in the order of
        awaiting(), else the first of those that they passed over.
        """
        waiting = self.awaiting(user).exclude(pk=after.pk)
        later = Q(updated_at__gt=after.updated_at) | Q(updated_at=after.updated_at, pk__gt=after.pk)
        return waiting.filter(later).first() or waiting.first()

    def returned_to(self, user: User) -> Self:
        """The user's own drafts that a review sent back, each with `reason` and `returned_by`."""
        drafts = self.of(user).filter(stage=Stage.DRAFT).sent_back()
        return drafts.filter(sending__isnull=False).order_by("updated_at", "pk")

    def sent_back(self) -> Self:
        """Each with why the review before this round sent it back, in `reason`, and by whom, in
        `returned_by`; None where none did.
        """
        sending = FilteredRelation(
            "reviews",
            condition=Q(reviews__round=F("review_round") - 1, reviews__decision=Decision.SENT_BACK),
        )
        return self.alias(sending=sending).annotate(
            reason=F("sending__opinion"),
            returned_by=Coalesce(
                NullIf("sending__person__name", Value("")), "sending__person__username"
            ),
        )

    def used_sources(self, typed: str) -> models.QuerySet[Article, tuple[str, int]]:
        """Where these stories are from, as far as it holds what was typed, with how many are; the
        most used first.
        """
        return (
            self.exclude(source="")
            .filter(source__icontains=typed)
            .order_by()
            .values_list("source")
            .annotate(times=Count("pk"))
            .order_by("-times", "source")
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

    def online_since(
        self, moment: datetime, *, stand: PublishedArticleQuerySet, most: int
    ) -> list[int]:
        """The keys of at most `most` stories for no printed page that are in work: in review,
        drafts touched or due since `moment`, and then those of `stand` that readers first see after
        it; of each the newest first.

        They are put in order here: a database that is to give the newest few looks for them among
        all stories there ever were, and these it finds by their stage.
        """
        online = self.filter(page=None).order_by()
        touched = Q(updated_at__gte=moment) | Q(due_at__gte=moment)
        in_work = online.filter(stage__in=[Stage.DRAFT, *REVIEWS])
        seen = stand.since(moment).filter(page=None).values("pk")
        parts = [
            in_work.filter(~Q(stage=Stage.DRAFT) | touched),
            online.filter(stage=Stage.SIGNED_OFF, pk__in=seen),
        ]
        rows = [sorted(part.values_list("updated_at", "pk"), reverse=True) for part in parts]
        return [key for part in rows for _updated_at, key in part][:most]

    def for_progress(self) -> Self:
        """What the plan of an issue shows of a story, without its text."""
        uses = self.model._meta.get_field("photo_uses").related_model
        pictures = uses._default_manager.select_related("photo__reporter").defer(
            *["photo__renditions", "photo__former_files"]
        )
        return (
            self.sent_back()
            .select_related("section", "created_by")
            .prefetch_related("bylines__reporter", Prefetch("photo_uses", queryset=pictures))
            .defer("body", "summary")
        )

    def lengths(self) -> dict[int, int]:
        """How long each story is in 字, by key, as its form counts: with its dateline."""
        texts = self.order_by().values_list("pk", "dateline", "body")
        return {key: body.stored_length(text, dateline=dateline) for key, dateline, text in texts}

    def for_inbox(self) -> Self:
        """As in a list, and how many comments each still has to settle. For a person's own few."""
        is_open = Q(comments__parent=None, comments__resolved_at=None)
        return self.for_list().annotate(open_comments=Count("comments", filter=is_open))
