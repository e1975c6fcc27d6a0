"""Names in the body made links: each confirmed entity once, where the text names it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from articles.text.markup import Char
from people.names import mentions
from people.names.mentions import Found

if TYPE_CHECKING:
    from people.models import Entity

Run = list[Char]  # the characters of a paragraph, an item or a cell


def link(runs: list[Run], entities: Iterable[Entity]) -> list[Run]:
    """The runs of a body with a link to each entity at its first clear place, else at its first.

    Entities are those that a person confirmed and readers may see. Nothing is linked within a link
    or a longer name, where names cross, or where two confirmed namesakes may be meant; and none
    that is linked by hand already.
    """
    by_hand = {char.marks.href for run in runs for char in run}
    addresses = {entity.pk: entity.get_absolute_url() for entity in entities}
    addresses = {key: address for key, address in addresses.items() if address not in by_hand}
    if not addresses:
        return runs
    places: dict[int, tuple[int, Found]] = {}
    for number, key, found in _places(runs, addresses):
        if key not in places or (found.is_clear and not places[key][1].is_clear):
            places[key] = number, found
    linked = [list(run) for run in runs]
    for key, (number, found) in places.items():
        for place in range(found.start, found.end):
            char, marks = linked[number][place]
            linked[number][place] = Char(char, marks._replace(href=addresses[key]))
    return linked


def _places(runs: list[Run], keys: Iterable[int]) -> Iterator[tuple[int, int, Found]]:
    """The number of the run, the entity's key and the name, wherever a name may be linked."""
    names = mentions.gazetteer()
    for number, run in enumerate(runs):
        text = "".join(char.char for char in run)
        whole = [f for f in names.find(text, with_hidden=True) if not f.is_within]
        for found in whole:
            meant = [c.entity for c in found.candidates if c.entity in keys]
            is_linked = any(char.marks.href for char in run[found.start : found.end])
            crosses = any(
                f is not found and f.start < found.end and found.start < f.end for f in whole
            )
            if len(meant) == 1 and not is_linked and not crosses:
                yield number, meant[0], found
