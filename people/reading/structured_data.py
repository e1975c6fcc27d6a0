"""Reporters and entities in schema.org's words. https://schema.org/Person"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from people.enums import EntityKind, ReporterKind

if TYPE_CHECKING:
    from people.models import Entity, Honour, Reporter

Absolute = Callable[[str], str]

TYPES = {
    EntityKind.PERSON: "Person",
    EntityKind.GROUP: "Organization",
    EntityKind.WORKSHOP: "Organization",
    EntityKind.SCHOOL: "School",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.PLACE: "Place",
    EntityKind.VILLAGE: "AdministrativeArea",
    EntityKind.COMMUNITY: "AdministrativeArea",
    EntityKind.COMPOUND: "Place",
    EntityKind.PROJECT: "Project",
    EntityKind.EVENT: "Event",
    EntityKind.BRAND: "Brand",
    EntityKind.PRODUCT: "Product",
    EntityKind.TEAM: "Organization",
    EntityKind.DOCUMENT: "CreativeWork",
}
ORGANISATIONS = {"Organization", "School", "Project"}
PLACES = {"Place", "AdministrativeArea"}
MAY_BE_AWARDED = ORGANISATIONS | {"Person", "Product", "CreativeWork"}  # as schema.org has it


def type_of(kind: str) -> str:
    """The schema.org type of an entity of that kind."""
    return TYPES[EntityKind(kind)]


def entity(found: Entity, *, honours: Iterable[Honour], absolute: Absolute) -> dict[str, Any]:
    """An entity as its page shows it. An honoured village or estate is an organisation too."""
    own = type_of(found.kind)
    awards = [award(honour) for honour in honours]
    is_honoured_place = bool(awards) and own in PLACES
    document = {
        "@type": [own, "Organization"] if is_honoured_place else own,
        "@id": absolute(found.get_absolute_url()) + "#entity",
        "name": found.name,
        "alternateName": [other.name for other in found.other_names.all()],
        "description": found.description,
        "url": absolute(found.get_absolute_url()),
        "image": _portrait(found, absolute=absolute),
        "award": awards if is_honoured_place or own in MAY_BE_AWARDED else [],
        **_belonging(found, own=own, absolute=absolute),
    }
    return {name: value for name, value in document.items() if value}


def award(honour: Honour) -> str:
    """An honour in one line: which, in which round, and for what kind of deed."""
    parts = [honour.round.programme.name, honour.round.name, honour.category]
    return " ".join(filter(None, parts))


def reporter(found: Reporter, *, paper: dict[str, Any], absolute: Absolute) -> dict[str, Any]:
    is_body = found.kind == ReporterKind.AGENCY
    works_here = found.kind == ReporterKind.STAFF
    document = {
        "@type": "Organization" if is_body else "Person",
        "@id": absolute(found.get_absolute_url()) + "#reporter",
        "name": found.name,
        "jobTitle": "" if is_body else found.title,
        "description": found.bio,
        "url": absolute(found.get_absolute_url()),
        "image": _portrait(found, absolute=absolute),
        "worksFor": paper if works_here else None,
    }
    return {name: value for name, value in document.items() if value}


def _portrait(found: Entity | Reporter, *, absolute: Absolute) -> str:
    return absolute(found.portrait.file.url) if found.portrait and found.portrait.file else ""


def _belonging(found: Entity, *, own: str, absolute: Absolute) -> dict[str, Any]:
    """What the entity belongs to, where schema.org has a word for that."""
    parent = found.visible_parent
    if parent is None:
        return {}
    above = type_of(parent.kind)
    stated = {"@type": above, "name": parent.name, "url": absolute(parent.get_absolute_url())}
    if own in PLACES and above in PLACES:
        return {"containedInPlace": stated}
    if own in ORGANISATIONS and above in ORGANISATIONS:
        return {"parentOrganization": stated}
    if own == "Person" and above in ORGANISATIONS:
        return {"affiliation": stated}
    return {}
