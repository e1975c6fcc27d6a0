"""Who has each of many stories now: its writer, or the people whose review it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import ngettext

from articles.enums import REVIEWS, Decision, Stage
from articles.models import Article, Review, SectionEditor
from people.models import User

SEES = "see_all_article"
NAMED = 3  # people named where there are more


@dataclass(frozen=True)
class Holder:
    """Who has a story. `people` are names; nobody holds what is signed off.

    `is_at_work` if they have changed it at the review it stands at, so that it is theirs; else any
    of them may give that review.
    """

    people: tuple[str, ...] = ()
    is_at_work: bool = False

    @property
    def names(self) -> str:
        """甲、乙、丙等 5 人: the first three, and how many there are."""
        named = "、".join(self.people[:NAMED])
        count = len(self.people)
        if count <= NAMED:
            return named
        said = ngettext("%(named)s等 %(count)d 人", "%(named)s等 %(count)d 人", count)
        return said % {"named": named, "count": count}


def holders(stories: Iterable[Article]) -> dict[int, Holder]:
    """Who has each story, by its key, in four queries; none if no story is in review.

    The stories come with their bylines and reporters read, and with `created_by`.
    """
    found = {story.pk: story for story in stories}
    in_review = [story for story in found.values() if story.is_in_review]
    desk = _Desk.read(in_review) if in_review else None
    return {
        key: desk.holder(story) if desk and story.is_in_review else _writer(story)
        for key, story in found.items()
    }


def _writer(story: Article) -> Holder:
    if story.stage == Stage.SIGNED_OFF:
        return Holder()
    names = dict.fromkeys(byline.reporter.name for byline in story.bylines.all())
    if not names and story.created_by:
        names = {str(story.created_by): None}
    return Holder(tuple(names))


@dataclass(frozen=True)
class _Desk:
    """Who may give which review, and who has had a part in which story."""

    reviewers: dict[str, list[User]]  # by step
    sections: dict[int, set[int]]  # that an editor is limited to, by the key of the person
    parts: dict[int, list[Review]]  # of each story's present round, by its key

    @classmethod
    def read(cls, stories: list[Article]) -> _Desk:
        sections: dict[int, set[int]] = defaultdict(set)
        for user, section in SectionEditor.objects.values_list("user", "section"):
            sections[user].add(section)
        rounds = {story.pk: story.review_round for story in stories}
        parts: dict[int, list[Review]] = defaultdict(list)
        for part in Review.objects.filter(article__in=rounds).select_related("person"):
            if part.round == rounds[part.article_id]:
                parts[part.article_id].append(part)
        return cls(_reviewers(), sections, parts)

    def holder(self, story: Article) -> Holder:
        parts = self.parts.get(story.pk, [])
        at_work = [
            part.person
            for part in parts
            if part.step == story.stage and part.decision == Decision.EDITED
        ]
        if at_work:
            return Holder(tuple(map(str, at_work)), is_at_work=True)
        out: set[int | None] = {part.person_id for part in parts if part.step != story.stage}
        out.add(story.created_by_id)
        out |= {
            byline.reporter.user_id for byline in story.bylines.all() if byline.reporter.user_id
        }
        return Holder(
            tuple(
                str(person)
                for person in self.reviewers.get(story.stage, [])
                if person.pk not in out and self._sees(person, story)
            )
        )

    def _sees(self, person: User, story: Article) -> bool:
        limits = self.sections.get(person.pk)
        if not limits or story.section_id is None:
            return True
        return story.section_id in limits or story.created_by_id == person.pk


def _reviewers() -> dict[str, list[User]]:
    """By step, everybody at work who may give that review and sees others' stories, by name.

    Superusers are among them only where a role or a permission of their own says so: who merely
    runs the machine is not waited for.
    """
    wanted = [f"{step}_article" for step in REVIEWS] + [SEES]
    people: dict[int, User] = {}
    may: dict[int, set[str]] = defaultdict(set)
    for path in ("groups__permissions", "user_permissions"):
        permitted = User.objects.filter(
            is_active=True,
            is_staff=True,
            **{f"{path}__content_type__app_label": "articles", f"{path}__codename__in": wanted},
        )
        for person in permitted.annotate(codename=F(f"{path}__codename")):
            people[person.pk] = person
            may[person.pk].add(person.codename)
    in_order = sorted(people.values(), key=lambda person: (str(person), person.pk))
    seeing = [person for person in in_order if SEES in may[person.pk]]
    return {step: [p for p in seeing if f"{step}_article" in may[p.pk]] for step in REVIEWS}
