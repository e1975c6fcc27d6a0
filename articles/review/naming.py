"""Whom a story names: known entities found in its text, offered, and registered by a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from articles.enums import MentionRelation
from articles.models import Article, Mention
from articles.text import body
from people.enums import EntityKind
from people.models import Entity
from people.names import mentions
from people.names.mentions import KEPT_TEXTS, Found, Gazetteer

FIELDS = ["headline", "kicker", "subhead", "body"]
SENTENCE_ENDS = "。！？!?；\n"
SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
AROUND = 40  # characters of the sentence shown on either side of a name


@dataclass(frozen=True)
class Place:
    """A name found in a field of a story; `text` is the field's plain text."""

    field: str
    text: str
    found: Found


@dataclass(frozen=True)
class Sentence:
    """A name in its sentence, which is cut where it is long."""

    before: str
    matched: str
    after: str


@dataclass(frozen=True)
class Offer:
    """An entity the story names and does not mention yet, in a sentence that names it."""

    entity: Entity
    relation: MentionRelation
    is_certain: bool
    has_namesake: bool
    sentence: Sentence

    @property
    def note(self) -> str:
        """What tells it from others: 人物 · 后宅街道 · 提及."""
        parts = [EntityKind(self.entity.kind).label, self.entity.parent, self.relation.label]
        return " · ".join(str(part) for part in parts if part)


@lru_cache(maxsize=KEPT_TEXTS)
def plain(markup: str) -> str:
    """The plain text of a body, kept for when the form is opened again."""
    return body.parse(markup).text


def places(texts: dict[str, str], *, names: Gazetteer | None = None) -> Iterator[Place]:
    """Where a story has names of entities that the paper knows: field by field, each in its order.

    `texts` has a text for each of FIELDS, the body as markup; a Place counts in its plain text.
    `names` are the known ones, where they are at hand.
    """
    names = names or mentions.gazetteer()
    for field in FIELDS:
        text = texts[field] or ""
        # A break in a headline is print: names reach over it.
        text = plain(text) if field == "body" else re.sub(r"[\r\n]", " ", text)
        for found in names.find_again(text):
            yield Place(field, text, found)


def texts(article: Article) -> dict[str, str]:
    """The stored text of a story."""
    return {field: getattr(article, field) for field in FIELDS}


def offers(
    article: Article, *, typed: dict[str, str] | None = None, names: Gazetteer | None = None
) -> list[Offer]:
    """What the story names and has no mention of, confirmed or not. Writes nothing.

    `typed` is a text being typed; without it, the stored one is read. `names` are the known ones,
    where they are at hand. Of an entity named more than
    once, the first certain place is shown, else the first.
    """
    typed = typed or texts(article)
    known = set(article.mentions.values_list("entity", flat=True)) if article.pk else set()
    best: dict[int, Place] = {}
    headlined = set()
    for place in places(typed, names=names):
        for key in {candidate.entity for candidate in place.found.candidates} - known:
            if place.field == "headline":
                headlined.add(key)
            if key not in best or (place.found.is_certain and not best[key].found.is_certain):
                best[key] = place
    entities = Entity.objects.unhidden().select_related("parent").in_bulk(list(best))
    return [
        _offer(entities[key], place, is_headlined=key in headlined)
        for key, place in best.items()
        if key in entities
    ]


def register(
    article: Article, *, chosen: Collection[int], declined: Collection[int]
) -> list[Mention]:
    """Make mentions of what the text offers: confirmed ones of the entities chosen by key.

    Of those declined, unconfirmed ones: readers do not see them and nobody is asked again. Keys the
    text does not offer are passed over. Needs a transaction around it.
    """
    return Mention.objects.bulk_create(
        Mention(
            article=article,
            entity=offer.entity,
            relation=offer.relation,
            is_confirmed=offer.entity.pk in chosen,
        )
        for offer in offers(article)
        if offer.entity.pk in chosen or offer.entity.pk in declined
    )


def sentence(text: str, start: int, end: int) -> Sentence:
    """The sentence around a stretch of a text."""
    first = max(text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
    stop = SENTENCE_END.search(text, end - 1)
    last = stop.end() if stop else len(text)
    # A quotation mark that closes behind the end of a sentence belongs to it, not to the next.
    before, after = text[first:start].lstrip("”’ \u3000\n"), text[end:last].rstrip()
    return Sentence(
        before="…" + before[-AROUND:] if len(before) > AROUND else before,
        matched=text[start:end],
        after=after[:AROUND] + "…" if len(after) > AROUND else after,
    )


def _offer(entity: Entity, place: Place, *, is_headlined: bool) -> Offer:
    found = place.found
    # The city stands in headlines every day (我市…), and is seldom what the story is about.
    is_subject = is_headlined and entity.kind != EntityKind.PLACE
    return Offer(
        entity=entity,
        relation=MentionRelation.SUBJECT if is_subject else MentionRelation.MENTIONED,
        is_certain=found.is_certain,
        has_namesake=len(found.candidates) > 1,
        sentence=sentence(place.text, found.start, found.end),
    )
