"""The rows that a story on the stand is linked to, and who is credited with what in it.

All are read in one query, and only what differs is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Value

from articles.models import Article, Photo, PublishedArticle, PublishedCredit
from articles.models.scoring import EACH_PHOTO

NAMES = ["reporters", "entities", "subjects", "pictured", "tags", "rounds", "pictures"]
CREDITS = "credits"

Credit = tuple[int, str, int]  # a reporter's key, a role, a number of photos; see PublishedCredit


@dataclass(frozen=True)
class Linked:
    """Keys by the name of the relation, sorted; and the credits."""

    keys: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in NAMES})
    credits: frozenset[Credit] = frozenset()


def model(name: str) -> type[models.Model]:
    """What the keys of that name are keys of."""
    related: type[models.Model] = _relation(name).related_model
    return related


def read(key: int) -> Linked:
    """What the story of the stand with that key is linked to."""
    arms = [
        _rows(name, key).order_by().values_list(Value(name), _target(name), Value(""), Value(0))
        for name in NAMES
    ]
    credits = PublishedCredit.objects.filter(article=key).order_by()
    arms.append(credits.values_list(Value(CREDITS), "reporter", "role", "photos"))
    found: dict[str, list[int]] = {name: [] for name in NAMES}
    credited: set[Credit] = set()
    for name, row, role, photos in arms[0].union(*arms[1:], all=True):
        if name == CREDITS:
            credited.add((row, role, photos))
        else:
            found[name].append(row)
    return Linked({name: sorted(keys) for name, keys in found.items()}, frozenset(credited))


def credits(article: Article) -> frozenset[Credit]:
    """Who signed a story of the desk in which role, and whose photos it has and how many."""
    signed = {(byline.reporter_id, byline.role, 0) for byline in article.bylines.all()}
    takers = (use.photo.reporter_id for use in article.photo_uses.all())
    return frozenset(signed | _photographers(takers))


def with_photographers(key: int, photos: Iterable[int]) -> frozenset[Credit]:
    """Who signed a story of the stand, as it has it; and who took these photos of it, by key."""
    signed = PublishedCredit.objects.filter(article=key).exclude(role=EACH_PHOTO).order_by()
    takers = Photo.objects.filter(pk__in=photos).order_by().values_list("reporter", flat=True)
    rows = signed.values_list("reporter", "role", "photos")
    return frozenset({*rows} | _photographers(takers))


def _photographers(reporters: Iterable[int | None]) -> set[Credit]:
    counted = Counter(reporters)
    return {(key, EACH_PHOTO, photos) for key, photos in counted.items() if key}


def write(key: int, before: Linked, after: Linked) -> None:
    """Make what the story of that key is linked to from `before`, which it is, to `after`."""
    for name in NAMES:
        _change(name, key, set(before.keys[name]), set(after.keys[name]))
    if before.credits != after.credits:
        if before.credits:
            PublishedCredit.objects.filter(article=key).delete()
        PublishedCredit.objects.bulk_create(
            PublishedCredit(article_id=key, reporter_id=reporter, role=role, photos=photos)
            for reporter, role, photos in sorted(after.credits)
        )


def existing(name: str, keys: Iterable[int]) -> list[int]:
    """Those of these keys whose rows have not been deleted."""
    wanted = list(keys)
    if not wanted:
        return []
    rows = model(name)._base_manager.filter(pk__in=wanted)  # whatever it hides
    return sorted(rows.values_list("pk", flat=True))


def _change(name: str, key: int, before: set[int], after: set[int]) -> None:
    if dropped := before - after:
        _rows(name, key).filter(**{f"{_target(name)}__in": dropped}).delete()
    if fresh := sorted(after - before):
        relation = _relation(name)
        through = relation.remote_field.through
        source = relation.m2m_field_name()
        through._base_manager.bulk_create(  # of a table that Django made
            through(**{f"{source}_id": key, f"{_target(name)}_id": row}) for row in fresh
        )


def _rows(name: str, key: int) -> models.QuerySet[Any]:
    relation = _relation(name)
    through = relation.remote_field.through
    rows: models.QuerySet[Any] = through._base_manager.filter(  # as above
        **{relation.m2m_field_name(): key}
    )
    return rows


def _target(name: str) -> str:
    target: str = _relation(name).m2m_reverse_field_name()
    return target


def _relation(name: str) -> Any:
    return PublishedArticle._meta.get_field(name)
