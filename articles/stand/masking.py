"""What the stand shows of a story whose desk, or whose past, holds a hidden name.

The mask is the last step before the stand, whatever is rendered before it. What it changed is kept
as it was (Unmasked), so that showing the name again needs nothing of the desk and gives the very
same bytes. A story that names a visible namesake, and nobody hidden of that name, keeps the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models import Photo, PublishedArticle, Tag, Unmasked
from articles.stand.facts import fingerprint
from articles.text.tokens import solid
from people.models import Entity, EntityName, Reporter
from people.names.masking import Mask, current, longer_names

TEXTS = [
    *["kicker", "headline", "subhead", "web_headline", "summary", "dateline"],
    *["opening", "byline_text"],
]
MARKUP = [
    *["body", "body_html", "card_html", "byline_html", "context_html"],
    *["corrections_top_html", "corrections_bottom_html"],
]
DATA = ["photos", "credits", "named", "keywords", "corrections", "related_by"]
KEPT = [*TEXTS, *MARKUP, *DATA, "fingerprint"]
TIES = ["reporters", "entities", "subjects", "pictured", "tags", "rounds", "pictures"]
SPOKEN = ["alt", "caption", "credit", "copyright"]  # of a photo

ITEM = re.compile(r'<li><a href="([^"]*)"[^>]*>[^<]*</a></li>')
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
EMPTY_LIST = re.compile(r"<section><h2>[^<]*</h2>\s*<ul[^>]*></ul></section>")
EMPTY_CONTEXT = re.compile(r'<footer class="story-context">\s*</footer>')
FIGURE = re.compile(r"<figure\b.*?</figure>", re.DOTALL)
CARD_PICTURE = re.compile(r'<div class="card-picture"[^>]*>.*?</div>', re.DOTALL)


@dataclass(frozen=True)
class Whole:
    """What is written to the stand of a story: its fields, and the keys of what it is tied to."""

    fields: dict[str, Any]
    ties: dict[str, list[int]]

    def signed(self) -> Whole:
        """With the fingerprint of the fields."""
        return Whole(self.fields | {"fingerprint": fingerprint(self.fields)}, self.ties)


@dataclass(frozen=True)
class Hidden:
    """Who is hidden: keys with all their names, and the photos that show them."""

    entities: dict[int, set[str]] = field(default_factory=dict)
    reporters: dict[int, set[str]] = field(default_factory=dict)
    photos: set[int] = field(default_factory=set)

    @property
    def names(self) -> set[str]:
        return set().union(*self.entities.values(), *self.reporters.values())

    @property
    def addresses(self) -> set[str]:
        pages = {reverse("entity", args=[key]) for key in self.entities}
        return pages | {reverse("reporter", args=[key]) for key in self.reporters}


def hidden_now() -> Hidden:
    found = Hidden()
    entities = Entity.objects.hidden().order_by()
    for key, name, other, portrait in entities.values_list(
        "pk", "name", "other_names__name", "portrait"
    ):
        found.entities.setdefault(key, set()).update(filter(None, [name, other]))
        found.photos.update(filter(None, [portrait]))
    reporters = Reporter.objects.hidden().order_by()
    for key, name, portrait in reporters.values_list("pk", "name", "portrait"):
        found.reporters[key] = {name}
        found.photos.update(filter(None, [portrait]))
    if found.entities:
        shown = Photo.objects.filter(pictured__hidden=True).order_by()
        found.photos.update(shown.values_list("pk", flat=True))
    return found


def holding(names: Iterable[str], *, of: Entity | Reporter) -> QuerySet[PublishedArticle]:
    """Stories on the stand, seen or not, that may hold these names or are tied to who has them.

    A scan, for hiding is rare: quotes and spaces within a name are found in what search knows.
    """
    tie = "entities" if isinstance(of, Entity) else "reporters"
    may = Q(**{tie: of}) | Q(unmasked__isnull=False)
    may |= Q(pictures__in=photos_of(of))
    notices = Photo.objects.exclude(rights="").order_by().values_list("rights", flat=True)
    mask = Mask(names)
    may |= Q(pictures__rights__in=[said for said in notices.distinct() if mask.hides(said)])
    for name in names:
        may |= Q(GreaterThan(StrIndex(F("search_entry__solid"), Value(solid(name))), 0))
        for markup in MARKUP:
            may |= Q(**{f"{markup}__contains": name})
    keys = PublishedArticle.objects.filter(may).order_by().values("pk").distinct()
    return PublishedArticle.objects.filter(pk__in=keys).order_by("pk")


def photos_of(of: Entity | Reporter) -> list[int]:
    """The keys of the photos that go with somebody: the portrait, and all that show the entity."""
    shown = of.photographs.values_list("pk", flat=True) if isinstance(of, Entity) else []
    return [*filter(None, [of.portrait_id]), *shown]


def visible_tag(slug: str) -> Tag:
    """The tag of that address. Raises Http404 if there is none, or if it is a hidden name."""
    tag = get_object_or_404(Tag.objects.at(slug))
    if current().hides(tag.name):
        raise Http404
    return tag


def whole(published: PublishedArticle) -> Whole:
    """A story of the stand as it is with no name hidden."""
    kept = Unmasked.objects.filter(pk=published.pk).first()
    if kept:
        return Whole(kept.fields, {name: _standing(name, kept.ties[name]) for name in TIES})
    return Whole(_fields(published), {name: tied(published, name) for name in TIES})


def whole_fields(published: PublishedArticle) -> dict[str, Any]:
    """The fields alone. Best given one with its `unmasked`."""
    kept: Unmasked | None = getattr(published, "unmasked", None)
    return kept.fields if kept else _fields(published)


def _fields(published: PublishedArticle) -> dict[str, Any]:
    return {name: getattr(published, name) for name in KEPT}


def is_hidden(photo: Photo) -> bool:
    """Whether it is a photo that goes with somebody who is hidden."""
    faces = (named.objects.hidden().filter(portrait=photo) for named in (Entity, Reporter))
    return photo.pictured.filter(hidden=True).exists() or any(found.exists() for found in faces)


def has_photo(published: PublishedArticle, photo: Photo) -> bool:
    """Whether readers get that photo with that story."""
    return any(shown["key"] == str(photo.guid) for shown in published.photos)


def _standing(name: str, keys: list[int]) -> list[int]:
    """Those of these ties whose rows have not been deleted while the name was hidden."""
    rows = PublishedArticle._meta.get_field(name).related_model._default_manager  # type: ignore[union-attr]
    return sorted(rows.filter(pk__in=keys).order_by().values_list("pk", flat=True)) if keys else []


def pictures(published: PublishedArticle) -> list[int]:
    """The keys of all the photos of a story of the stand, those that are hidden among them."""
    kept = Unmasked.objects.filter(pk=published.pk).values_list("ties", flat=True).first()
    return kept["pictures"] if kept else tied(published, "pictures")


def tied(published: PublishedArticle, name: str) -> list[int]:
    """The keys of what a story of the stand is tied to by that name."""
    return sorted(getattr(published, name).order_by().values_list("pk", flat=True))


def masked(found: Whole) -> Whole:
    """The same without the names of who is hidden now; `found` itself if it holds none."""
    hidden = hidden_now()
    if not hidden.names:
        return found
    mask = Mask(
        hidden.names - _meant_otherwise(hidden, found.ties),
        longer=lambda: longer_names(hidden.names),
    )
    tags = [tag for tag in Tag.objects.filter(pk__in=found.ties["tags"]) if mask.hides(tag.name)]
    gone = hidden.photos & set(found.ties["pictures"])
    ties = {
        **found.ties,
        **{name: _without(found.ties[name], hidden.entities) for name in TIES[1:4]},
        "reporters": _without(found.ties["reporters"], hidden.reporters),
        "tags": _without(found.ties["tags"], {tag.pk for tag in tags}),
        "pictures": _without(found.ties["pictures"], gone),
    }
    addresses = hidden.addresses | {tag.get_absolute_url() for tag in tags}
    fields = found.fields | _masked_fields(
        _without_photos(found.fields, gone), mask=mask, addresses=addresses
    )
    fields["related_by"] = {
        kind: [key for key in keys if key in ties[kind]]
        for kind, keys in found.fields["related_by"].items()
    }
    if fields == found.fields and ties == found.ties:
        return found
    return Whole(fields, ties).signed()


def readdressed(found: Whole, *, gone: Entity | Reporter, into: Entity | Reporter) -> Whole:
    """The same with one row's address and key where another's were."""
    old, new = gone.get_absolute_url(), into.get_absolute_url()
    moved = TIES[1:4] if isinstance(gone, Entity) else TIES[:1]
    fields = dict(found.fields)
    for name in MARKUP:
        fields[name] = fields[name].replace(f'"{old}"', f'"{new}"')
    for name in ("credits", "named"):
        facts = [
            fact | {"address": new} if fact["address"] == old else fact for fact in fields[name]
        ]
        fields[name] = [fact for place, fact in enumerate(facts) if fact not in facts[:place]]
    if isinstance(gone, Entity):
        related = fields["related_by"].get("entities", [])
        keys = [into.pk if key == gone.pk else key for key in related]
        fields["related_by"] = fields["related_by"] | {"entities": list(dict.fromkeys(keys))}
    ties = {
        name: sorted({into.pk if key == gone.pk and name in moved else key for key in keys})
        for name, keys in found.ties.items()
    }
    return Whole(fields, ties).signed()


def _without(keys: Iterable[int], gone: Iterable[int]) -> list[int]:
    return [key for key in keys if key not in gone]


def _meant_otherwise(hidden: Hidden, ties: Mapping[str, list[int]]) -> set[str]:
    """Names that in this story are those of visible namesakes."""
    rows = Entity.objects.visible().filter(pk__in=ties["entities"]).order_by()
    visible = (
        rows.values_list("name")
        .union(
            EntityName.objects.filter(entity__in=rows).order_by().values_list("name"),
            Reporter.objects.visible()
            .filter(pk__in=ties["reporters"])
            .order_by()
            .values_list("name"),
        )
        .order_by()
    )
    borne = {name for (name,) in visible}
    meant = [hidden.entities.get(key, set()) for key in ties["entities"]]
    meant += [hidden.reporters.get(key, set()) for key in ties["reporters"]]
    return borne - set().union(*meant)


def _masked_fields(fields: Mapping[str, Any], *, mask: Mask, addresses: set[str]) -> dict[str, Any]:
    return {
        **{name: mask.text(fields[name]) for name in TEXTS},
        **{name: mask.html(_unlinked(fields[name], addresses)) for name in MARKUP},
        "photos": [
            photo | {name: mask.text(photo[name]) for name in SPOKEN if name in photo}
            for photo in fields["photos"]
        ],
        "credits": [_credit(credit, mask.text, addresses) for credit in fields["credits"]],
        "named": [entity for entity in fields["named"] if entity["address"] not in addresses],
        "keywords": [word for word in fields["keywords"] if not mask.hides(word)],
        "corrections": [fact | {"text": mask.text(fact["text"])} for fact in fields["corrections"]],
    }


def _credit(
    credit: dict[str, Any], text: Callable[[str], str], addresses: set[str]
) -> dict[str, Any]:
    """A credit under the name that is printed now; who is hidden has no page to lead to."""
    is_gone = credit["address"] in addresses
    address = {"address": reverse("reporters")} if is_gone else {}
    return credit | {"name": text(credit["name"])} | address


def _unlinked(html: str, addresses: set[str]) -> str:
    """Links to these taken out: an item of a list wholly, another link but for its text."""
    html = ITEM.sub(lambda match: "" if match[1] in addresses else match[0], html)
    html = LINK.sub(lambda match: match[2] if match[1] in addresses else match[0], html)
    return EMPTY_CONTEXT.sub("", EMPTY_LIST.sub("", html))


def _without_photos(fields: Mapping[str, Any], gone: set[int]) -> dict[str, Any]:
    """The fields without these photos, in lists, in the body and on the card."""
    keys = Photo.objects.filter(pk__in=gone).values_list("guid", flat=True) if gone else []
    guids = set(map(str, keys))
    if not guids:
        return dict(fields)
    # A story of an older rendering has no key in its markup, but the address of the file.
    marks = [*guids, *(p["src"] for p in fields["photos"] if p["key"] in guids and p["src"])]

    def drop(match: re.Match[str]) -> str:
        return "" if any(mark in match[0] for mark in marks) else match[0]

    card = CARD_PICTURE.sub(drop, fields["card_html"])
    if card != fields["card_html"]:
        card = card.replace(" has-photo", "", 1)
    return dict(fields) | {
        "photos": [photo for photo in fields["photos"] if photo["key"] not in guids],
        "body_html": FIGURE.sub(drop, fields["body_html"]),
        "card_html": card,
    }
