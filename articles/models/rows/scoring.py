"""Which credits count for the reporter statistics, and what they score."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, When
from django.db.models.expressions import Combinable

from articles.enums import ArticleKind, BylineRole

if TYPE_CHECKING:
    from articles.models import PublishedCredit, ScoreRule
    from articles.models.rows import PublishedArticleQuerySet
    from people.models import Reporter


class PublishedCreditQuerySet(models.QuerySet["PublishedCredit"]):
    def get_by_natural_key(
        self, article: str, name: str, distinction: str, role: str
    ) -> PublishedCredit:
        return self.get(
            article__guid=article,
            reporter__name=name,
            reporter__distinction=distinction,
            role=role,
        )

    def of_stories(self, stories: PublishedArticleQuerySet) -> Self:
        return self.filter(article__in=stories)

    def in_stories_with(self, reporter: Reporter) -> Self:
        """Every credit of the stories in which the reporter has one: the shares need them all."""
        theirs = self.model.objects.filter(reporter=reporter, article=OuterRef("article"))
        return self.filter(Exists(theirs))

    def for_statistics(self) -> Self:
        """With as much of the story and the person as a figure needs, and no text."""
        return (
            self.select_related("article", "reporter")
            .only(
                "role",
                "photos",
                "article__headline",
                "article__web_headline",
                "article__kind",
                "article__length",
                "article__visible_from",
                "reporter__name",
                "reporter__distinction",
                "reporter__kind",
                "reporter__sort_key",
            )
            .order_by("article__visible_from", "article_id", "pk")
        )


def _place(field: str, values: Iterable[str]) -> Case:
    """The place of a value in its vocabulary; what is not in it comes last."""
    places = [When(**{field: value}, then=place) for place, value in enumerate(values)]
    return Case(*places, default=len(places), output_field=models.IntegerField())


# As the vocabularies have them, what each photo scores after the roles.
RULE_ORDER: list[str | Combinable] = [
    _place("kind", ArticleKind.values),
    _place("role", BylineRole.values),
]


class ScoreRuleQuerySet(models.QuerySet["ScoreRule"]):
    def get_by_natural_key(self, kind: str, role: str) -> ScoreRule:
        return self.get(kind=kind, role=role)

    def table(self) -> dict[tuple[str, str], Decimal]:
        """The points by kind of story and role; the role is empty for each photo."""
        rules = self.values_list("kind", "role", "points")
        return {(kind, role): points for kind, role, points in rules}
