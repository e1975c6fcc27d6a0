from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import CASCADE, ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import ArticleKind, Decision, ErrorKind, Stage
from articles.models.article import Article
from articles.models.rows import ReviewQuerySet, ReviewRouteQuerySet

if TYPE_CHECKING:
    from django.db.models.deletion import Collector


def kept_with_its_story(
    collector: Collector, field: models.ForeignKey[Any, Any], rows: Any, using: str
) -> None:
    """What becomes of a story's reviews and revisions when it is deleted; an `on_delete`.

    They go with a draft that was never handed in, of which they say only who typed in it. Those of
    any other story stay, and so does the story: raises ProtectedError. The database has the same
    rule, by triggers.
    """
    stories = Article.objects.using(using).filter(pk__in=rows.values("article"))
    if stories.handed_in().exists():
        raise ProtectedError(str(_("送过审的稿件只归档，不删除。")), set(rows))
    CASCADE(collector, field, rows, using)


class Review(models.Model):
    """One person's part in one round of a story: who wrote it, passed it, or sent it back.

    Writers have a row as well as reviewers, and a person has one row a round: so the database
    itself keeps apart those who write from those who review, and one review from the next (三审制).
    Written only by articles.review.workflow. The database refuses to change a part once it is
    decided, and to delete any part of a story that was handed in.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=kept_with_its_story, related_name="reviews"
    )
    round = models.PositiveIntegerField(_("审次"))
    step = models.CharField(_("环节"), max_length=16, choices=Stage)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经手人"),
        on_delete=models.PROTECT,
        related_name="reviews",
    )
    decision = models.CharField(_("处理"), max_length=16, choices=Decision)
    opinion = models.TextField(_("意见"), blank=True)
    errors = models.JSONField(_("差错"), default=dict, blank=True)
    edition = models.PositiveIntegerField(_("所审版本"))
    is_override = models.BooleanField(_("越级处理"), default=False)
    at = models.DateTimeField(_("时间"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("审稿记录")
        verbose_name_plural = _("审稿记录")
        ordering = ["round", "at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["article", "round", "person"],
                condition=Q(is_override=False),
                name="review_one_part_a_person",
                violation_error_message=_("同一人在一轮中只能经手一次。"),
            ),
            models.CheckConstraint(
                condition=~Q(step=Stage.SIGNED_OFF), name="review_before_signing_off"
            ),
            models.CheckConstraint(
                condition=Q(step=Stage.DRAFT, decision__in=[Decision.WROTE, Decision.SUBMITTED])
                | ~Q(step=Stage.DRAFT)
                & Q(decision__in=[Decision.EDITED, Decision.PASSED, Decision.SENT_BACK]),
                name="review_decision_fits_step",
            ),
            models.CheckConstraint(
                condition=~Q(opinion="") | ~(Q(decision=Decision.SENT_BACK) | Q(is_override=True)),
                name="review_with_reason",
                violation_error_message=_("退回和越级处理都须写明理由。"),
            ),
        ]
        indexes = [models.Index(fields=["is_override", "-at"], name="review_override_newest")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.get_decision_display()}"

    @property
    def step_label(self) -> str:
        """What a review sheet calls the step: a writer's row stands for the writing."""
        return str(_("采写") if self.step == Stage.DRAFT else self.get_step_display())

    @property
    def error_counts(self) -> list[tuple[str, int]]:
        """What was found, by kind, in the order in which papers list them."""
        return [
            (str(kind.label), self.errors[kind.value])
            for kind in ErrorKind
            if kind.value in self.errors
        ]


class ReviewRoute(models.Model):
    """A shorter way through the reviews for a kind of story; the final review always stands."""

    kind = models.CharField(_("体裁"), max_length=16, choices=ArticleKind, unique=True)
    has_first_review = models.BooleanField(_("须初审"), default=True)
    has_second_review = models.BooleanField(_("须复审"), default=True)

    objects = ReviewRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("审稿流程")
        verbose_name_plural = _("审稿流程")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{' → '.join(str(step.label) for step in self.steps)}"

    def natural_key(self) -> tuple[str]:
        return (self.kind,)

    @property
    def steps(self) -> list[Stage]:
        asked = [
            (Stage.FIRST_REVIEW, self.has_first_review),
            (Stage.SECOND_REVIEW, self.has_second_review),
            (Stage.FINAL_REVIEW, True),
        ]
        return [step for step, is_asked in asked if is_asked]
