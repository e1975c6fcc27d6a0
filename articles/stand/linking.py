"""Where the body of a story leads to those it names: each confirmed entity once, at its first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from articles.text.body import Body, Link
from articles.text.markup import plain

if TYPE_CHECKING:
    from people.models import Entity
    from people.names.mentions import Found, Gazetteer


def links(body: Body, entities: Iterable[Entity], *, known: Gazetteer) -> list[Link]:
    """A link to each entity at its first clear place in the body, else at its first.

    Entities are those that a person confirmed. Nothing is linked within a link or a longer name,
    where names cross, or where two confirmed namesakes may be meant; and none that is linked by
    hand already.
    """
    by_hand = {char.marks.href for run in body.running for char in run}
    addresses = {entity.pk: entity.get_absolute_url() for entity in entities}
    addresses = {key: address for key, address in addresses.items() if address not in by_hand}
    if not addresses:
        return []
    places: dict[int, tuple[int, Found]] = {}
    for number, key, found in _places(body, addresses, known):
        if key not in places or (found.is_clear and not places[key][1].is_clear):
            places[key] = number, found
    return [
        Link(number, found.start, found.end, addresses[key])
        for key, (number, found) in places.items()
    ]


def _places(
    body: Body, keys: Collection[int], names: Gazetteer
) -> Iterator[tuple[int, int, Found]]:
    """The number of the run, the entity's key and the name, wherever a name may be linked."""
    for number, run in enumerate(body.running):
        text = plain(run)
        outer = [f for f in names.find(text, with_hidden=True) if not f.is_within]
        for found in outer:
            meant = [c.entity for c in found.candidates if c.entity in keys]
            is_linked = any(char.marks.href for char in run[found.start : found.end])
            crosses = any(
                f is not found and f.start < found.end and found.start < f.end for f in outer
            )
            if len(meant) == 1 and not is_linked and not crosses:
                yield number, meant[0], found
