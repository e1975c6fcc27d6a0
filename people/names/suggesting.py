"""Names a text may name that the paper does not know yet, and the honours it announces.

What is found is wrong at times: it is for a person to accept. A body is read as plain text, with
its quotation marks, which tell much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from people.enums import EntityKind
from people.names import honours
from people.names.bodies import bodies
from people.names.honours import Announcement
from people.names.mentions import KEPT_TEXTS, SHORT
from people.names.name import Name
from people.names.persons import SURE, people
from people.names.tagging import TaggedText


@dataclass(frozen=True)
class Suggestions:
    """What a text announces, and the names in it that no announcement has, the surest first."""

    announcements: tuple[Announcement, ...]
    others: tuple[Name, ...]

    @property
    def names(self) -> list[Name]:
        """Those who are honoured, as they stand in the text; then the others it names."""
        return [name for one in self.announcements for name in one.recipients] + [*self.others]


@lru_cache(maxsize=KEPT_TEXTS)
def suggest(text: str) -> Suggestions:
    """What a plain text seems to announce and to name, known or not, each name at its first place.

    A paragraph is a line.
    """
    every = honours.every_announcement(text)
    announced = honours.announcements(every)
    parts = list(honours.listings(text, announced))
    named = names(text, listed=[(part.start, part.end) for part in parts])
    named = [name for name in named if not _overlaps(name, every)]
    found = []
    for one in announced:
        own = [part for part in parts if part.announcement is one]
        with_names = honours.with_recipients(one, text, own, named)
        found += [with_names] if with_names.recipients else []
    taken = {name.name for one in found for name in one.recipients}
    others = sorted(_once(named, taken), key=lambda name: (-min(name.points, SURE), name.start))
    return Suggestions(tuple(found), tuple(others))


def names(text: str, *, listed: Sequence[tuple[int, int]] = ()) -> list[Name]:
    """The people and bodies a plain text names, every place of each in order.

    `listed` are the stretches that list who received an honour: there a name needs fewer signs.
    """
    tagged = TaggedText(text)
    # A name may follow that of a body, and none of a body may hold a person's.
    persons = people(tagged, listed=listed, after=[body.end for body in bodies(tagged)])
    houses = bodies(tagged, persons)
    kept = [person for person in persons if not _is_part(person, [*persons, *houses])]
    return sorted([*kept, *houses], key=lambda name: name.start)


def _is_part(person: Name, others: Sequence[Name]) -> bool:
    """Whether a name begins another: 李祖 and 李祖众 are no people where 李祖村 is named, nor 陈望
    where 陈望道 is.
    """
    if len(person.name) == SHORT and any(
        other.name != person.name and other.name.startswith(person.name) for other in others
    ):
        return True
    villages = tuple(body.name[:-1] for body in others if body.kind == EntityKind.VILLAGE)
    return person.name.startswith(villages)


def _overlaps(name: Name, announced: Sequence[Announcement]) -> bool:
    return any(name.start < one.end and one.start < name.end for one in announced)


def _once(named: Sequence[Name], taken: set[str]) -> Iterator[Name]:
    """Each name once, where it is surest, without those taken and the short forms of others: after
    义乌市公安局, 市公安局 is no other body.
    """
    best: dict[str, Name] = {}
    for name in named:
        known = best.get(name.name)
        if known is None or name.points > known.points:
            best[name.name] = name
    longer = [*taken, *best]
    for name in best.values():
        is_short = any(other != name.name and other.endswith(name.name) for other in longer)
        if name.name not in taken and not is_short:
            yield name
