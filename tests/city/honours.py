"""What the city honours: programmes, their rounds, and who is named in each, in printed order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.city.grammar import Pattern, pattern, told
from tests.city.lists import HERE, read
from tests.city.patterns import Role
from tests.city.words import Text, Word, unit
from tests.city.world import World

# For whom a programme is: the role and the kinds of body that people belong to, or else a group.
PEOPLE = {
    "person": ("居民", ("community", "village", "company")),
    "worker": ("职工", ("factory",)),
    "nurse": ("护士", ("hospital",)),
    "teacher": ("教师", ("school",)),
    "grower": ("农户", ("village",)),
}
MONTHS = {"quarter": 3, "year": 12}
NUMERALS = "一二三四"
EARLY = 60  # days into a quarter before which the last one is meant


@dataclass(frozen=True, slots=True)
class Programme:
    """An honour. `who` says whom it is for, a group of bodies or persons; `size` how many."""

    key: str
    name: Word  # as printed before the list: “岚溪好人”
    noun: str  # what its receivers are called: 名同志, 所学校
    body: str
    level: str  # county, prefecture or province
    every: str  # quarter or year
    who: str
    size: tuple[int, int]
    day: int  # days from the start of the period to the announcement
    citations: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Honour:
    """One receiver. `unit` is where they work or lie; `citation` what they are named for."""

    order: int
    key: str
    name: Word
    kind: str  # person, or what kind of body
    unit: Word
    citation: Text


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a programme."""

    key: str
    programme: Programme
    label: Word  # 2024年第三季度, 2024年度
    announced_on: date
    honours: tuple[Honour, ...]

    @property
    def count(self) -> str:
        """As stated: 10名同志."""
        return f"{len(self.honours)}{self.programme.noun}"


@cache
def programmes() -> dict[str, Programme]:
    """All programmes by their key."""
    lists = read(HERE / "honours.txt").lines
    found = {}
    for line in lists["programmes"]:
        key, name, noun, body, level, every, who, size, day, cited = line.split(" | ")
        least, most = size.split("-")
        found[key] = Programme(
            key=key,
            name=unit(name, "quoted" if name.startswith("“") else "body", key),
            noun=noun,
            body=body,
            level=level,
            every=every,
            who=who,
            size=(int(least), int(most)),
            day=int(day),
            citations=tuple(map(pattern, lists[cited])),
        )
    return found


def rounds_on(world: World, on: date) -> tuple[Round, ...]:
    """The rounds announced on a day, usually none or one."""
    return tuple(_announced(world, on))


def latest_round(world: World, on: date, *, within: int) -> Round | None:
    """The last round of people announced in the days before a day; they are still news."""
    for back in range(1, within + 1):
        for found in _announced(world, on - timedelta(back)):
            if found.programme.who in PEOPLE:
                return found
    return None


def round_of(world: World, key: str) -> Round:
    """The round of a key such as `good-2024-07`. Raises KeyError if there is no such programme."""
    name, year, month = key.rsplit("-", 2)
    return _round(world, programmes()[name], date(int(year), int(month), 1))


def _announced(world: World, on: date) -> Iterator[Round]:
    for programme in programmes().values():
        months = MONTHS[programme.every]
        begins = date(on.year, (on.month - 1) // months * months + 1, 1)
        if begins + timedelta(programme.day) == on:
            yield _round(world, programme, begins)


def _label(programme: Programme, begins: date) -> Word:
    """The period that is honoured: early in a quarter it is the one before."""
    parts: tuple[str, ...] = (str(begins.year), "年度")
    if programme.every == "quarter":
        of = begins - timedelta(1) if programme.day < EARLY else begins
        parts = (str(of.year), "年", "第", NUMERALS[(of.month - 1) // 3], "季度")
    return Word("".join(parts), "date", "", parts)


def _round(world: World, programme: Programme, begins: date) -> Round:
    key = f"{programme.key}-{begins.year}-{begins.month:02}"
    rng = world.rng("round", key)
    size = rng.randint(*programme.size)
    found: dict[str, Honour] = {}
    citations: list[Pattern] = []
    while len(found) < size:
        citations = citations or rng.sample(programme.citations, len(programme.citations))
        honour = _honour(world, programme, citations[-1], order=len(found) + 1, chance=rng.random())
        if honour.name.text not in found:
            found[honour.name.text] = honour
            citations.pop()
    announced_on = begins + timedelta(programme.day)
    return Round(key, programme, _label(programme, begins), announced_on, tuple(found.values()))


def _honour(
    world: World, programme: Programme, cited: Pattern, *, order: int, chance: float
) -> Honour:
    rng = world.rng("honour", programme.key, order, chance)
    citation = told(cited, rng)
    if programme.who not in PEOPLE:
        body = rng.choice(world.groups[programme.who])
        within = world.town_of(body) or world.bodies["岚溪市"]
        return Honour(order, body.key, body.word, body.kind, within.word, citation)
    role, groups = PEOPLE[programme.who]
    works = rng.choice(world.groups[rng.choice(groups)])
    person = world.resident(works, Role(role, 26, 66), rng.randint(0, 3))
    return Honour(order, person.key, person.word, "person", works.word, citation)
