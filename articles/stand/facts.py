"""What a story on the stand says, as data: collected at the desk, kept with the story, made markup.

Whoever hides a name, shows it again, merges two names or changes a photo changes the facts, and the
markup is made anew (rendering). The desk is not asked for that: it may hold another text by then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils import timezone

from articles.enums import ArticleKind, BylineRole, MentionRelation, Placement
from articles.models import (
    Article,
    Byline,
    Correction,
    Mention,
    PhotoUse,
    PublishedArticle,
    Tagging,
)
from articles.stand import linked_rows, linking, pictures
from articles.text import body, bylines
from articles.text.body import Body, Link
from articles.text.markup import Char
from people.enums import EntityKind
from people.models import Entity, Round
from people.names import mentions

if TYPE_CHECKING:
    from people.models import Reporter
    from people.names.mentions import Gazetteer

RELATED_KEYS = 8  # entities, and as many tags, by which related stories are looked for
SUMMARY_LENGTH = 80  # characters under a headline on a card
TITLES = ["kicker", "headline", "subhead", "web_headline"]
TEXTS = [*TITLES, "summary", "source", "dateline", "opening"]

Row = dict[str, Any]  # what JSON has of something: a photo, a credit, a correction


@dataclass(frozen=True)
class Facts:
    """All that readers get of one story, before it is markup."""

    address: str  # of the story's page
    kind: str
    texts: dict[str, str]  # TEXTS
    body: Body  # as it was written
    linked: Body  # the same with links to the entities that it names
    byline: list[tuple[str, str]]  # the printed line in pieces: a text, and its address or ""
    photos: list[Row]  # pictures.of_uses, in order
    card_photo: str  # the key of the photo on the card, or ""
    credits: list[Row]  # name, kind, address, title, role
    named: list[Row]  # entities: name, kind, address, is_subject
    tags: list[Row]  # key, name, address
    rounds: list[Row]  # name, address; of those that are confirmed
    corrections: list[Row]  # text, at (ISO 8601), anchor, kind, placement
    related_by: dict[str, list[int]]  # keys of the entities and tags that relate other stories
    length: int  # in 字
    keys: dict[str, list[int]]  # the rows that the story is linked to: linked_rows.NAMES
    names: list[str]  # known names in its titles, as they stand there

    @property
    def byline_text(self) -> str:
        return "".join(text for text, _address in self.byline)

    @property
    def held_names(self) -> list[str]:
        """What no line of a title is to end in: names in it, who signed it, what it is about."""
        rows = [*self.credits, *self.named, *self.tags]
        return [*self.names, *(row["name"] for row in rows)]

    @property
    def keywords(self) -> list[str]:
        return [tag["name"] for tag in self.tags]

    @property
    def public_corrections(self) -> list[Row]:
        """The corrections as the public data of a story has them."""
        names = ("text", "at", "anchor")
        return [{name: row[name] for name in names} for row in self.corrections]

    @property
    def without_column(self) -> Row:
        """What the stand's row has no other column for."""
        links = self.linked.links_beside(self.body)
        return {
            "links": [[link.run, link.start, link.end, link.href] for link in links],
            "byline": [list(piece) for piece in self.byline],
            "card_photo": self.card_photo,
            "tags": self.tags,
            "rounds": self.rounds,
            "corrections": [[row["kind"], row["placement"]] for row in self.corrections],
            "names": self.names,
        }

    @property
    def stored(self) -> Row:
        """What is kept of the facts of a story in which a name is hidden; see of_stored."""
        lists = {"photos": self.photos, "credits": self.credits, "named": self.named}
        return {
            **self.texts,
            **lists,
            "body": self.body.html,
            "corrections": self.public_corrections,
            "related_by": self.related_by,
            "facts": self.without_column,
        }


# ---- From the desk ----------------------------------------------------------------------------


def read(key: int) -> Article:
    """A story of the desk with every row that goes into the stand, and with its own row there.

    Of what it has none of, nothing is asked: six queries at most, two for a story that has but its
    text. Lock it first (locking.lock_story).
    """
    parts: dict[str, Any] = {
        "bylines": Byline.objects.select_related("reporter"),
        "photo_uses": PhotoUse.objects.select_related("photo__reporter"),
        "mentions": Mention.objects.select_related("entity"),
        "taggings": Tagging.objects.select_related("tag"),
        "corrections": Correction.objects.all(),
        "announces": Round.objects.select_related("programme"),
    }
    owners = {"taggings": "content_object", "announces": "announcements"}
    has = {
        f"has_{name}": Exists(
            rows.order_by().filter(**{owners.get(name, "article"): OuterRef("pk")})
        )
        for name, rows in parts.items()
    }
    related = ("section", "column", "page__issue", "published__unmasked")
    article = Article.objects.select_related(*related).annotate(**has).get(pk=key)
    prefetch_related_objects(
        [article],
        *(
            Prefetch(name, rows if getattr(article, f"has_{name}") else rows.none())
            for name, rows in parts.items()
        ),
    )
    return article


def collect(article: Article) -> Facts:
    """The facts of a story as its desk has them. Best given one from `read` or for_publishing."""
    parsed = body.parse(article.body)
    entities = _named_entities(article)
    photos = pictures.of_uses(article.photo_uses.all(), in_text=parsed.figures)
    leads = [photo["key"] for photo in photos if photo["placement"] == Placement.LEAD]
    tags = [tagging.tag for tagging in article.taggings.all()]
    texts = {name: getattr(article, name) for name in TEXTS if name != "opening"}
    known = mentions.gazetteer() if entities else None
    return Facts(
        address=article.get_absolute_url(),
        kind=article.kind,
        texts=texts | {"opening": article.summary or parsed.summary(limit=SUMMARY_LENGTH)},
        body=parsed,
        linked=parsed.linked(linking.links(parsed, entities, known=known)) if known else parsed,
        byline=_byline(article),
        photos=photos,
        card_photo=leads[0] if leads else "",
        credits=_credits(article),
        named=_named(article, entities),
        tags=[{"key": t.pk, "name": t.name, "address": t.get_absolute_url()} for t in tags],
        rounds=[announced(round) for round in article.announces.all() if round.is_confirmed],
        corrections=corrections(article),
        related_by=_related_by(article, entities),
        length=body.stored_length(article.body, dateline=article.dateline),
        keys=_keys(article),
        names=_names(texts, known) if known else [],
    )


def corrections(article: Article) -> list[Row]:
    """The corrections of a story that hold, oldest first."""
    every = sorted(article.corrections.all(), key=lambda made: (made.made_at, made.pk))
    superseded = {correction.supersedes_id for correction in every}
    return [
        {
            "text": correction.text,
            "at": timezone.localtime(correction.made_at).isoformat(timespec="seconds"),
            "anchor": f"#correction-{correction.pk}",
            "kind": correction.kind,
            "placement": correction.placement,
        }
        for correction in every
        if correction.pk not in superseded
    ]


def announced(round: Round) -> Row:
    """A round as the stories that announce it have it."""
    return {"name": str(round), "address": round.get_absolute_url()}


def last_correction(article: Article) -> dict[str, datetime | str | None]:
    """When a story was last corrected and how, as the columns of the stand have it."""
    made = max(article.corrections.all(), key=lambda made: (made.made_at, made.pk), default=None)
    return {
        "corrected_at": made.made_at if made else None,
        "corrected_as": made.kind if made else "",
    }


def _byline(article: Article) -> list[tuple[str, str]]:
    """The printed line, cut so that each name can be a link."""
    rows = article.bylines.all()
    credits = tuple(
        bylines.Credit(row.title_as_printed, row.reporter.name, BylineRole(row.role))
        for row in rows
    )
    # What is signed at its end has no mark before the name: so the paper prints it.
    marker = "" if ArticleKind(article.kind).is_signed_last else bylines.HOUSE_MARKER
    rest = bylines.write(bylines.Reading(marker, credits)) if credits else ""
    pieces = []
    for row in rows:
        before, name, rest = rest.partition(row.reporter.name)
        pieces += [(before, ""), (name, row.reporter.get_absolute_url())]
    return [piece for piece in [*pieces, (rest, "")] if piece[0]]


def _credits(article: Article) -> list[Row]:
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


def _named_entities(article: Article) -> list[Entity]:
    """Confirmed entities, whom the story is about first, each once; the hidden are masked later."""
    mentions = sorted(
        (m for m in article.mentions.all() if m.is_confirmed),
        key=lambda mention: mention.relation != MentionRelation.SUBJECT,
    )
    return list(dict.fromkeys(mention.entity for mention in mentions))


def _named(article: Article, entities: Iterable[Entity]) -> list[Row]:
    """Those entities, what each is, and whether the story is about it."""
    subjects = _mentioned(article, MentionRelation.SUBJECT)
    return [
        {
            "name": entity.name,
            "kind": entity.kind,
            "address": entity.get_absolute_url(),
            "is_subject": entity.pk in subjects,
        }
        for entity in entities
    ]


def _names(texts: dict[str, str], known: Gazetteer) -> list[str]:
    """The known names that stand in the titles of a story, hidden ones among them."""
    titles = [line for name in TITLES for line in texts[name].splitlines()]
    found = (found.text for line in titles for found in known.find(line, with_hidden=True))
    return list(dict.fromkeys(found))


def _mentioned(article: Article, *relations: str) -> set[int]:
    """The keys of the confirmed entities in one of these relations; in any if none is given."""
    return {
        mention.entity_id
        for mention in article.mentions.all()
        if mention.is_confirmed and (not relations or mention.relation in relations)
    }


def _related_by(article: Article, entities: Iterable[Entity]) -> dict[str, list[int]]:
    """The keys of what the story may share with others, RELATED_KEYS of each kind at most. A place
    that is merely mentioned is left out: half of a city's paper mentions the city.
    """
    subjects = _mentioned(article, MentionRelation.SUBJECT)
    telling = [e.pk for e in entities if e.kind != EntityKind.PLACE or e.pk in subjects]
    tags = [tagging.tag_id for tagging in article.taggings.all()]
    return {"entities": telling[:RELATED_KEYS], "tags": tags[:RELATED_KEYS]}


def _keys(article: Article) -> dict[str, list[int]]:
    found = {
        "reporters": {byline.reporter_id for byline in article.bylines.all()},
        "entities": _mentioned(article),
        "subjects": _mentioned(article, MentionRelation.SUBJECT),
        "pictured": _mentioned(article, MentionRelation.PICTURED),
        "tags": {tagging.tag_id for tagging in article.taggings.all()},
        "rounds": {round.pk for round in article.announces.all()},
        "pictures": {use.photo_id for use in article.photo_uses.all()},
    }
    return {name: sorted(keys) for name, keys in found.items()}


# ---- From the stand ---------------------------------------------------------------------------


def of_stored(stored: Row, published: PublishedArticle, keys: dict[str, list[int]]) -> Facts:
    """The facts again, from what was `stored` of them in columns or in Unmasked."""
    more = stored["facts"]
    parsed = body.parse(stored["body"])
    return Facts(
        address=published.get_absolute_url(),
        kind=published.kind,
        # What was kept before a text had its column had none of it.
        texts={name: stored.get(name, "") for name in TEXTS},
        body=parsed,
        linked=parsed.linked(Link(*link) for link in more["links"]),
        byline=[(text, address) for text, address in more["byline"]],
        photos=stored["photos"],
        card_photo=more["card_photo"],
        credits=stored["credits"],
        named=stored["named"],
        tags=more["tags"],
        rounds=more["rounds"],
        corrections=[
            row | {"kind": kind, "placement": placement}
            for row, (kind, placement) in zip(
                stored["corrections"], more["corrections"], strict=True
            )
        ],
        related_by=stored["related_by"],
        length=published.length,
        keys=keys,
        names=more.get("names", []),  # none where it was published before they were kept
    )


# ---- Changes ----------------------------------------------------------------------------------


def with_photo(facts: Facts, fresh: Row) -> Facts:
    """The facts with what is given of a photo (pictures.shown or pictures.files) as it is now."""
    photos = [old | fresh if old["key"] == fresh["key"] else old for old in facts.photos]
    return replace(facts, photos=photos)


def with_round(facts: Facts, round: Round) -> Facts:
    """The facts with a round that the story announces, as it is called now."""
    fresh = announced(round)
    others = [row for row in facts.rounds if row["address"] != fresh["address"]]
    return replace(facts, rounds=[*others, fresh])


def readdressed(facts: Facts, *, merged: Entity | Reporter, into: Entity | Reporter) -> Facts:
    """The facts with the address and key of `into` where those of `merged` were."""
    old, new = merged.get_absolute_url(), into.get_absolute_url()
    is_entity = isinstance(merged, Entity)

    def address(was: str) -> str:
        return new if was == old else was

    def lead(chars: Sequence[Char]) -> list[Char]:
        return [
            char._replace(marks=char.marks._replace(href=address(char.marks.href)))
            for char in chars
        ]

    def moved(rows: list[Row]) -> list[Row]:
        """Each once: a story may have named both."""
        found = [row | {"address": address(row["address"])} for row in rows]
        return [row for place, row in enumerate(found) if row not in found[:place]]

    related = facts.related_by
    if is_entity:
        keys = [into.pk if key == merged.pk else key for key in related.get("entities", [])]
        related = related | {"entities": list(dict.fromkeys(keys))}
    return replace(
        facts,
        body=facts.body.changed(lead),
        linked=facts.linked.changed(lead),
        byline=[(text, address(was)) for text, was in facts.byline],
        credits=moved(facts.credits),
        named=moved(facts.named),
        related_by=related,
        keys={
            name: sorted({into.pk if key == merged.pk else key for key in keys})
            if linked_rows.model(name) is type(merged)
            else keys
            for name, keys in facts.keys.items()
        },
    )


def fingerprint(rendering: Row) -> str:
    """The same for the same rendering and for no other, though its version may be the same."""
    text = json.dumps(rendering, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
