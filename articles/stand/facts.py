"""What the stand tells machines of a story, worked out from the desk when it is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from articles.enums import MentionRelation
from people.enums import EntityKind

if TYPE_CHECKING:
    from articles.models import Article, Correction
    from people.models import Entity


RELATED_KEYS = 8  # entities, and as many tags, by which related stories are looked for


def credits(article: Article) -> list[dict[str, Any]]:
    """Everyone in the byline, in printed order."""
    return [
        {
            "name": byline.reporter.name,
            "kind": byline.reporter.kind,
            "address": byline.reporter.get_absolute_url(),
            "title": byline.title_as_printed,
            "role": byline.role,
        }
        for byline in article.bylines.all()
    ]


def named(article: Article, *, entities: Iterable[Entity]) -> list[dict[str, Any]]:
    """Those entities, what each is, and whether the story is about it."""
    subjects = _subjects(article)
    return [
        {
            "name": entity.name,
            "kind": entity.kind,
            "address": entity.get_absolute_url(),
            "is_subject": entity.pk in subjects,
        }
        for entity in entities
    ]


def _subjects(article: Article) -> set[int]:
    """The keys of the entities that the story is about."""
    return {
        mention.entity_id
        for mention in article.mentions.all()
        if mention.is_confirmed and mention.relation == MentionRelation.SUBJECT
    }


def corrections(current: Iterable[Correction]) -> list[dict[str, str]]:
    """What was corrected: in which words, when (ISO 8601, to the second), and where on the page."""
    return [
        {
            "text": correction.text,
            "at": timezone.localtime(correction.made_at).isoformat(timespec="seconds"),
            "anchor": f"#correction-{correction.pk}",
        }
        for correction in current
    ]


def related_by(article: Article, *, entities: Iterable[Entity]) -> dict[str, list[int]]:
    """The keys of what the story may share with others, RELATED_KEYS of each kind at most. A place
    that is merely mentioned is left out: half of a city's paper mentions the city.
    """
    subjects = _subjects(article)
    telling = [e.pk for e in entities if e.kind != EntityKind.PLACE or e.pk in subjects]
    tags = [tagging.tag_id for tagging in article.taggings.all()]
    return {"entities": telling[:RELATED_KEYS], "tags": tags[:RELATED_KEYS]}


def fingerprint(rendering: dict[str, Any]) -> str:
    """The same for the same rendering and for no other, though its version may be the same."""
    text = json.dumps(rendering, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
