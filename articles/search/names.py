"""People, bodies and reporters by name: read when a reader asks, so never out of date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q, Value

from articles.search.documents import ENTITY, REPORTER
from articles.search.tokens import STOP, solid
from people.models import Entity, EntityName, Reporter

Bearer = tuple[str, int]  # ENTITY or REPORTER, and the key
Page = Entity | Reporter


def bearers(needles: Iterable[str]) -> dict[str, list[Bearer]]:
    """Who bears each of these solid texts as a whole name. Who is hidden bears none."""
    wanted = set(needles)
    visible = Entity.objects.visible()
    rows = (
        visible.filter(_may_be("name", wanted))
        .order_by()
        .values_list(Value(ENTITY), "pk", "name")
        .union(
            EntityName.objects.filter(_may_be("name", wanted), entity__in=visible)
            .order_by()
            .values_list(Value(ENTITY), "entity_id", "name"),
            Reporter.objects.visible()
            .filter(_may_be("name", wanted))
            .order_by()
            .values_list(Value(REPORTER), "pk", "name"),
        )
        .order_by()
    )
    found: dict[str, list[Bearer]] = defaultdict(list)
    for kind, key, name in sorted(rows) if wanted else ():
        needle = solid(name)
        if needle in wanted and (kind, key) not in found[needle]:
            found[needle].append((kind, key))
    return found


def pages(of: Sequence[Bearer]) -> list[Page]:
    """The rows with a page of their own, entities first, by pinyin."""
    keys = {kind: [key for k, key in of if k == kind] for kind in (ENTITY, REPORTER)}
    found: list[Page] = []
    if keys[ENTITY]:
        found += Entity.objects.visible().filter(pk__in=keys[ENTITY]).in_order()
    if keys[REPORTER]:
        found += Reporter.objects.visible().filter(pk__in=keys[REPORTER]).in_order()
    return found


def _may_be(field: str, needles: Iterable[str]) -> Q:
    """Names that have every character: a database cannot fold, so the rest is decided above."""
    letters = [sorted(set(needle) - {" ", STOP}) for needle in sorted(needles)]
    return reduce(
        or_,
        (
            reduce(and_, (Q(**{f"{field}__icontains": letter}) for letter in some))
            for some in letters
        ),
        Q(),
    )
