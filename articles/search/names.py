"""People, bodies, reporters and tags by name, read when somebody asks: never stale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_, or_

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from articles.models import Tag
from articles.search.documents import ENTITY, REPORTER, TAG
from articles.text.pinyin import spells
from articles.text.tokens import STOP, solid
from people.models import Entity, EntityName, Reporter
from people.names.masking import Mask, current

Bearer = tuple[str, int]  # ENTITY, REPORTER or TAG, and the key
Page = Entity | Reporter


def bearers(needles: Iterable[str], *, on_desk: bool = False) -> dict[str, list[Bearer]]:
    """Who bears each of these solid texts as a whole name. To readers, who is hidden bears none."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for needle in sorted(set(needles)):
        wanted[needle.strip()].append(needle)
    visible = Entity.objects.all() if on_desk else Entity.objects.visible()
    reporters = Reporter.objects.unhidden() if on_desk else Reporter.objects.visible()
    rows = (
        visible.filter(compared__in=wanted)
        .order_by()
        .values_list(Value(ENTITY), "pk", "name")
        .union(
            EntityName.objects.filter(compared__in=wanted, entity__in=visible)
            .order_by()
            .values_list(Value(ENTITY), "entity_id", "name"),
            reporters.filter(compared__in=wanted)
            .order_by()
            .values_list(Value(REPORTER), "pk", "name"),
            Tag.objects.filter(_may_be("compared", wanted))
            .order_by()
            .values_list(Value(TAG), Coalesce("main_id", "pk"), "name"),
        )
        .order_by()
    )
    found: dict[str, list[Bearer]] = defaultdict(list)
    mask = Mask(()) if on_desk else current()  # who is hidden is no tag either
    for kind, key, name in sorted(rows) if wanted else ():
        if kind == TAG and mask.hides(name):
            continue
        for needle in wanted.get(solid(name).strip(), ()):
            if (kind, key) not in found[needle]:
                found[needle].append((kind, key))
    return found


def spelled(letters: str, *, on_desk: bool = False) -> list[Bearer]:
    """Whose name these letters spell, wholly or by initials: cyb is 陈洋波. To readers, who is
    hidden has none.
    """
    entities = Entity.objects.all() if on_desk else Entity.objects.visible()
    reporters = Reporter.objects.all() if on_desk else Reporter.objects.visible()
    rows = (
        people.filter(sort_key__startswith=letters[0])
        .order_by()
        .values_list(Value(kind), "pk", "sort_key")
        for kind, people in ((ENTITY, entities), (REPORTER, reporters))
    )
    return [(kind, key) for named in rows for kind, key, pinyin in named if spells(letters, pinyin)]


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
    """Names that have every character: the rest is decided above, where 3·15 is 315."""
    letters = [sorted(set(needle) - {" ", STOP}) for needle in sorted(needles)]
    return reduce(
        or_,
        (
            reduce(and_, (Q(**{f"{field}__icontains": letter}) for letter in some))
            for some in letters
        ),
        Q(),
    )
