"""The facts of a story without what is hidden: names are 某某 in its texts, links and photos are
left out. A story that names a visible namesake, and nobody hidden of that name, keeps the name.

What was masked is kept as it was in Unmasked, and nowhere else that readers' code reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import search
from articles.models import Photo, PublishedArticle, Tag, Unmasked
from articles.stand import earlier_rows, facts, linked_rows
from articles.stand.facts import TEXTS, Facts, Row
from articles.text.body import Body
from articles.text.folding import compared
from articles.text.markup import Block, Char, Text
from articles.text.tokens import solids
from people.models import Entity, EntityName, Reporter, Round
from people.names.masking import Mask, current, longer_names

# Columns of the stand that may hold a name.
MARKUP = [
    *["body", "body_html", "card_html", "byline_html", "context_html"],
    *["corrections_top_html", "corrections_bottom_html"],
]
STORED = [*TEXTS, "body", "photos", "credits", "named", "corrections", "related_by", "facts"]
WORDED = ["alt", "caption", "credit", "copyright"]  # of a photo


# ---- Who is hidden ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Hidden:
    """Who is hidden: keys with all their names, and their photos: keys with guids."""

    entities: dict[int, set[str]] = field(default_factory=dict)
    reporters: dict[int, set[str]] = field(default_factory=dict)
    photos: dict[int, str] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        return set().union(*self.entities.values(), *self.reporters.values())

    @property
    def addresses(self) -> set[str]:
        pages = {reverse("entity", args=[key]) for key in self.entities}
        return pages | {reverse("reporter", args=[key]) for key in self.reporters}


def hidden_now() -> Hidden:
    """Everybody whose name readers may not see at present, with their photos, in one query."""
    entities = Entity.objects.hidden().order_by()
    others = EntityName.objects.filter(entity__hidden=True).order_by()
    reporters = Reporter.objects.hidden().order_by()
    photos = Photo.objects.showing_hidden().order_by()
    rows = entities.values_list(Value("entity"), "pk", "name").union(
        others.values_list(Value("entity"), "entity", "name"),
        reporters.values_list(Value("reporter"), "pk", "name"),
        photos.values_list(Value("photo"), "pk", Cast("guid", CharField())),
    )
    found = Hidden()
    for kind, key, name in rows.order_by():
        if kind == "photo":
            found.photos[key] = str(UUID(name))
        else:
            of_kind = found.entities if kind == "entity" else found.reporters
            of_kind.setdefault(key, set()).add(name)
    return found


def has_hidden(photo: Photo) -> bool:
    """Whether it is a photo of somebody who is hidden."""
    return Photo.objects.showing_hidden().filter(pk=photo.pk).exists()


def visible_tag(slug: str) -> Tag:
    """The tag of that address. Raises Http404 if there is none that a public story bears, or if it
    is a hidden name.
    """
    tag = get_object_or_404(Tag.objects.at(slug).with_page(PublishedArticle.objects.public()))
    if current().hides(tag.name):
        raise Http404
    return tag


# ---- Which stories ----------------------------------------------------------------------------


def holding(names: Iterable[str], *, of: Entity | Reporter) -> QuerySet[PublishedArticle]:
    """Stories on the stand, seen or not, that may hold these names or are linked to who has them.

    A scan, for hiding is rare: a name in any spelling is found in what search knows. What another
    tokenizer cut is read as it was.
    """
    link = "entities" if isinstance(of, Entity) else "reporters"
    may = Q(**{link: of}) | Q(unmasked__isnull=False)
    may |= Q(pictures__in=photos_of(of))
    notices = Photo.objects.exclude(rights="").order_by().values_list("rights", flat=True)
    mask = Mask(names)
    may |= Q(pictures__rights__in=[said for said in notices.distinct() if mask.hides(said)])
    may |= Q(search_entry__in=list(_cut_otherwise(mask)))
    may |= Q(pk__in=list(_told_beside(mask)))
    announced = Round.objects.select_related("programme")
    may |= Q(rounds__in=[round.pk for round in announced if mask.hides(str(round))])
    for name in names:
        for spelling in solids(name):
            may |= Q(GreaterThan(StrIndex(F("search_entry__solid"), Value(spelling)), 0))
        for markup in MARKUP:
            may |= Q(**{f"{markup}__contains": name})
    keys = PublishedArticle.objects.filter(may).order_by().values("pk").distinct()
    return PublishedArticle.objects.filter(pk__in=keys).order_by("pk")


def _cut_otherwise(mask: Mask) -> Iterator[int]:
    """Entries of another tokenizer that may hold a name, by key."""
    others = search.stale().order_by("pk")
    for key, solid_text, text in others.values_list("pk", "solid", "text").iterator(100):
        if mask.hides(solid_text) or mask.hides(text):
            yield key


def _told_beside(mask: Mask) -> Iterator[int]:
    """Stories that may hold a name in what search does not know of, by key: in corrections, and in
    what is said of a photo to who cannot see it.
    """
    stories = PublishedArticle.objects.exclude(photos=[], corrections=[]).order_by("pk")
    for key, photos, corrections in stories.values_list("pk", "photos", "corrections").iterator():
        texts = [photo.get("alt", "") for photo in photos]
        texts += [correction["text"] for correction in corrections]
        if mask.hides("\n".join(texts)):
            yield key


def photos_of(of: Entity | Reporter) -> list[int]:
    """The keys of the photos that go with somebody: the portrait, and all that show the entity."""
    shown = of.photographs.values_list("pk", flat=True) if isinstance(of, Entity) else []
    return [*filter(None, [of.portrait_id]), *shown]


# ---- The facts of a story on the stand --------------------------------------------------------


def unmasked(published: PublishedArticle) -> Facts:
    """The facts of a story of the stand with no name hidden. Best given one with `unmasked`."""
    kept: Unmasked | None = getattr(published, "unmasked", None)
    if kept:
        stored = kept.fields
        keys = {name: linked_rows.existing(name, kept.keys[name]) for name in linked_rows.NAMES}
    else:
        stored = {name: getattr(published, name) for name in STORED}
        keys = linked_rows.read(published.pk).keys
    if not stored.get("facts"):
        html = stored if kept else {name: getattr(published, name) for name in MARKUP}
        stored = stored | {"facts": earlier_rows.facts(html | stored, keys=keys)}
    return facts.of_stored(stored, published, keys)


def fingerprint(published: PublishedArticle) -> str:
    """The fingerprint of a story of the stand with no name hidden."""
    kept: Unmasked | None = getattr(published, "unmasked", None)
    return str(kept.fields["fingerprint"]) if kept else published.fingerprint


def photos(published: PublishedArticle) -> list[Row]:
    """The photos of a story of the stand, those that are hidden among them."""
    kept: Unmasked | None = getattr(published, "unmasked", None)
    found: list[Row] = kept.fields["photos"] if kept else published.photos
    return found


def has_photo(published: PublishedArticle, photo: Photo) -> bool:
    """Whether readers get that photo with that story."""
    return any(shown["key"] == str(photo.guid) for shown in published.photos)


def pictures(published: PublishedArticle) -> list[int]:
    """The keys of all the photos of a story of the stand, those that are hidden among them."""
    kept = Unmasked.objects.filter(pk=published.pk).values_list("keys", flat=True).first()
    if kept:
        return list(kept["pictures"])
    return sorted(published.pictures.order_by().values_list("pk", flat=True))


# ---- Masking ----------------------------------------------------------------------------------


def masked(found: Facts, hidden: Hidden | None = None) -> Facts:
    """The facts without who is `hidden`, or hidden now; `found` itself if they hold nobody."""
    hidden = hidden_now() if hidden is None else hidden
    if not hidden.names:
        return found
    names = hidden.names - _meant_otherwise(hidden, found.keys)
    mask = Mask(names, longer=lambda: longer_names(hidden.names))
    without = _without_photos(found, hidden.photos)
    shown = _without_names(without, mask, hidden)
    return found if shown == found else shown


def _meant_otherwise(hidden: Hidden, keys: Mapping[str, list[int]]) -> set[str]:
    """Names that in this story are those of visible namesakes."""
    rows = Entity.objects.unhidden().filter(pk__in=keys["entities"]).order_by()
    reporters = Reporter.objects.unhidden().filter(pk__in=keys["reporters"]).order_by()
    visible = rows.values_list("name").union(
        EntityName.objects.filter(entity__in=rows).order_by().values_list("name"),
        reporters.values_list("name"),
    )
    borne = {compared(name) for (name,) in visible.order_by()}
    meant = [hidden.entities.get(key, set()) for key in keys["entities"]]
    meant += [hidden.reporters.get(key, set()) for key in keys["reporters"]]
    borne -= {compared(name) for names in meant for name in names}
    return {name for name in hidden.names if compared(name) in borne}


def _without_photos(found: Facts, photos: Mapping[int, str]) -> Facts:
    """The facts without these photos: keys with guids."""
    guids = set(photos.values())
    return replace(
        found,
        photos=[photo for photo in found.photos if photo["key"] not in guids],
        card_photo="" if found.card_photo in guids else found.card_photo,
        keys=found.keys | {"pictures": _without(found.keys["pictures"], photos)},
    )


def _without_names(found: Facts, mask: Mask, hidden: Hidden) -> Facts:
    addresses = hidden.addresses
    tags = [tag for tag in found.tags if not mask.hides(tag["name"])]
    dropped = {tag["key"] for tag in found.tags if tag not in tags}
    pieces = mask.pieces([text for text, _address in found.byline])
    addressed = [address for _text, address in found.byline]
    entities = {
        name: _without(found.keys[name], hidden.entities)
        for name in ("entities", "subjects", "pictured")
    }
    keys = entities | {
        "reporters": _without(found.keys["reporters"], hidden.reporters),
        "tags": _without(found.keys["tags"], dropped),
    }
    return replace(
        found,
        texts={name: mask.text(text) for name, text in found.texts.items()},
        body=_masked_body(found.body, mask, addresses),
        linked=_masked_body(found.linked, mask, addresses),
        byline=[
            (text, "" if address in addresses else address)
            for text, address in zip(pieces, addressed, strict=True)
        ],
        photos=[_masked(photo, mask, WORDED) for photo in found.photos],
        credits=[_credit(credit, mask, addresses) for credit in found.credits],
        named=[
            _masked(entity, mask, ["name"])
            for entity in found.named
            if entity["address"] not in addresses
        ],
        tags=tags,
        rounds=[_masked(round, mask, ["name"]) for round in found.rounds],
        corrections=[_masked(correction, mask, ["text"]) for correction in found.corrections],
        related_by={
            kind: [key for key in related if key in keys[kind]]
            for kind, related in found.related_by.items()
        },
        keys=found.keys | keys,
    )


def _masked_body(body: Body, mask: Mask, addresses: Collection[str]) -> Body:
    """A body without links to these addresses; an item that is one such link and nothing else is
    left out.
    """

    def change(chars: list[Char]) -> list[Char]:
        return mask.chars([_unlinked(char, addresses) for char in chars])

    items = [
        block
        for block, following in zip(body.blocks, [*body.blocks[1:], None], strict=True)
        if not _is_link_alone(block, following, addresses)
    ]
    return Body(tuple(items)).changed(change)


def _unlinked(char: Char, addresses: Collection[str]) -> Char:
    leads = char.marks.href in addresses
    return char._replace(marks=char.marks._replace(href="")) if leads else char


def _is_link_alone(block: Block, following: Block | None, addresses: Collection[str]) -> bool:
    """Whether a block is an item that holds a link to one of these addresses, and no other item."""
    if not (isinstance(block, Text) and block.kind == "li"):
        return False
    hrefs = {char.marks.href for char in block.chars}
    holds = (
        isinstance(following, Text)
        and following.group == block.group
        and len(following.lists) > len(block.lists)
    )
    return len(hrefs) == 1 and hrefs <= set(addresses) and not holds


def _masked(row: Row, mask: Mask, names: Iterable[str]) -> Row:
    return row | {name: mask.text(row[name]) for name in names if name in row}


def _credit(credit: Row, mask: Mask, addresses: Collection[str]) -> Row:
    """A credit under the name that is printed now; who is hidden has no page to lead to."""
    is_hidden = credit["address"] in addresses
    address = {"address": reverse("reporters")} if is_hidden else {}
    return _masked(credit, mask, ["name"]) | address


def _without(keys: Iterable[int], dropped: Collection[int]) -> list[int]:
    return [key for key in keys if key not in dropped]
