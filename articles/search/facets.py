"""How an answer can be narrowed: what its stories are tied to, with counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Section, Tag
from articles.search import documents
from articles.search.asking import BadQuestion, Question
from articles.search.results import Answer
from people.models import Entity, Reporter
from people.names.masking import current

SHOWN = 8  # choices of a facet


class Choice(NamedTuple):
    label: str
    stories: int
    address: str  # chosen already: the address without it
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    title: str | Promise
    choices: list[Choice]


class Kind(NamedTuple):
    field: str
    mark: str
    title: Promise
    rows: Callable[[], QuerySet[Any]]


KINDS = [
    Kind("section", documents.SECTION, _("栏目"), Section.objects.confirmed),
    Kind("entity", documents.ENTITY, _("人物与单位"), Entity.objects.visible),
    Kind("reporter", documents.REPORTER, _("记者"), Reporter.objects.visible),
    Kind("tag", documents.TAG, _("标签"), Tag.objects.all),
]


def facets(question: Question, answer: Answer) -> list[Facet]:
    """Raises BadQuestion if the question is narrowed to something that is not there."""
    found = [Facet(kind.title, _choices(kind, question, answer)) for kind in KINDS]
    return [facet for facet in found if facet.choices]


def _choices(kind: Kind, question: Question, answer: Answer) -> list[Choice]:
    chosen: int | None = getattr(question, kind.field)
    counts = {key: n for (mark, key), n in answer.ties.items() if mark == kind.mark}
    keys = sorted(counts, key=lambda key: (key != chosen, -counts[key], key))[:SHOWN]
    if chosen is not None and chosen not in keys:
        keys = [chosen, *keys]
    rows = kind.rows().in_bulk(keys) if keys else {}
    if chosen in rows and kind.mark == documents.TAG and current().hides(rows[chosen].name):
        del rows[chosen]  # a name of somebody who is hidden
    if chosen is not None and chosen not in rows:
        raise BadQuestion(kind.field)
    return [
        Choice(
            label=rows[key].name,
            stories=counts.get(key, 0),
            address=question.address(**{kind.field: None if key == chosen else key}),
            is_chosen=key == chosen,
        )
        for key in keys
        if key in rows
    ]
