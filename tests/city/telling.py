"""One story being told: its place, its people, its dates, and what has been used up already."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from tests.city.grammar import Pattern
from tests.city.patterns import Topic, shared, topics
from tests.city.words import Text, Word, finish
from tests.city.world import Body, Person, Project, World

# A sentence of fewer bits would be met again within the month; a headline may be, more often.
ENOUGH, ENOUGH_OF_A_HEADLINE = 9.0, 5.0
# What is told instead once all patterns of a list have been.
SPARE = {
    "fact": "spare-fact",
    "quote": "spare-quote",
    "oquote": "spare-office",
    "scene": "spare-scene",
}
OPENERS = {"quote": "opener", "oquote": "opener-office", "view": "opener-view"}
# Lists that are told whatever the day: what they give is no sentence, or part of a longer one.
SHORT = frozenset(
    ["kick", "sub", "cross", "chapter", "project", "thing", "plan", "cap", "cap-form"]
)
SHORT |= {"qa", "qa-local"}

Fact = Callable[["Telling", str, list[Word]], None]
FACTS: dict[str, Fact] = {}  # filled by the modules of `facts`


def slot(fact: Fact) -> Fact:
    """Let a function `say_date` stand for the slot `{date}`."""
    FACTS[fact.__name__.removeprefix("say_")] = fact
    return fact


class Telling:
    """What the patterns of one story draw on. A list is used up before any of it comes again."""

    def __init__(
        self, world: World, rng: Random, *, topic: Topic, on: date, place: Body | None = None
    ) -> None:
        self.world, self.rng, self.topic, self.on = world, rng, topic, on
        self.event_on = on - timedelta(rng.choice((1, 1, 1, 2, 2, 3)))
        self.place = place or world.pick(rng.choice(topic.places), rng)
        self.body = world.bodies[topic.bodies[0 if rng.random() < 0.7 else -1]]
        self.body2 = world.bodies[topic.bodies[-1 if self.body.key == topic.bodies[0] else 0]]
        self.project: Project | None = None
        self.last: Person | None = None
        self.hero: Person | None = None  # whom a chapter of the long read follows
        self.met: dict[str, Person] = {}
        self.named: set[str] = set()  # places and works that have been introduced
        self.other: dict[str, str] = {}  # the last other body named, by its group
        self.own: dict[str, tuple[Word, ...]] = {}  # words of this story alone, by their slot
        self.decks: dict[str, list[Pattern]] = {}
        self.spent: set[str] = set()  # lists that have been used up
        self.promised: dict[str, str] = {}  # figures of the headline, by their unit
        self.acts: list[tuple[Word, ...]] = []  # what was done, as told so far
        self.speaks = ""  # the role of the one who says the quote just told, if it is not anyone's

    def tell(self, *names: str) -> Text:
        """The text of one pattern of each list, one after another."""
        out: list[Word] = []
        for name in names:
            self.say(name, "", out)
        return finish(out)

    def in_order(self, name: str) -> Iterator[Text]:
        """The texts of all patterns of a list, one after another as they are written."""
        return map(self._text, _patterns(self.topic.key, name))

    def several(self, name: str, size: int) -> list[Text]:
        """Texts of different patterns of a list, whatever the day."""
        return [self._text(each) for each in self.rng.sample(_patterns(self.topic.key, name), size)]

    def _text(self, pattern: Pattern) -> Text:
        out: list[Word] = []
        pattern.tell(self, out)
        return finish(out)

    def moved(self, *, topic: Topic, place: Body) -> "Telling":
        """The same story somewhere else: its people are still known, its patterns are fresh."""
        there = Telling(self.world, self.rng, topic=topic, on=self.on, place=place)
        there.event_on, there.met, there.named = self.event_on, self.met, self.named
        return there

    def meet(self, person: Person) -> None:
        """Somebody is in the story from here on, and the one met last."""
        self.met[person.key] = person
        self.last = person

    # ---- Slots --------------------------------------------------------------------------------

    def say(self, name: str, argument: str, out: list[Word]) -> None:
        """Append a word of this story alone, a fact, some body of a group, a body, or a pattern."""
        if name in self.own:
            out.extend(self.own[name])
        elif fact := FACTS.get(name):
            fact(self, argument, out)
        elif name in self.world.groups:
            out.append(self._other(name).word)
        elif name in self.world.bodies:
            out.append(self.world.bodies[name].word)
        else:
            self.draw(name).tell(self, out)

    def _other(self, group: str) -> Body:
        """Some body of a group, neither the story's own place nor the one named just before."""
        for _ in range(5):
            found = self.world.pick(group, self.rng)
            if found.key not in (self.place.key, self.place.parent, self.other.get(group)):
                break
        self.other[group] = found.key
        return found

    # ---- Patterns -----------------------------------------------------------------------------

    def first(self, name: str) -> Pattern:
        """The pattern a list begins with."""
        return _patterns(self.topic.key, name)[0]

    def draw(self, name: str) -> Pattern:
        """The next pattern of a list; of its spare one once all have been told."""
        if name in SPARE and self.left(name) == 0:
            self.spent.add(name)
            name = SPARE[name]
        deck = self.decks.get(name)
        if not deck:
            source = self._allowed(name)
            deck = self.decks[name] = self.rng.sample(source, len(source))
        return deck.pop()

    def left(self, name: str) -> int:
        """How many patterns of a list can still be told before one comes again."""
        if name in self.spent:
            return 0
        deck = self.decks.get(name)
        return len(self._allowed(name)) if deck is None else len(deck)

    def _allowed(self, name: str) -> Sequence[Pattern]:
        """The patterns for the day: one that can say little is kept for few days."""
        return _due(self.topic.key, name, self.on.toordinal() % 30)


@cache
def _due(topic: str, name: str, day: int) -> Sequence[Pattern]:
    every = _patterns(topic, name)
    if name in SHORT:
        return every
    enough = ENOUGH_OF_A_HEADLINE if name.endswith("head") else ENOUGH

    def bits(each: Pattern) -> float:
        return each.later_bits if name in OPENERS else min(each.first_bits, each.later_bits)

    able = [each for each in every if _is_due(bits(each), enough, each.number + day)]
    if len(able) < min(3, len(every)):
        best = sorted(every, key=lambda each: (-min(bits(each), enough), (each.number + day) % 30))
        able = best[: max(3, len(every) // 3)]
    return able


def _is_due(bits: float, enough: float, day: int) -> bool:
    """Whether a sentence of so many bits has its turn: the fewer, the more rarely in a month."""
    return bits >= enough or day % min(30, 2 ** int(enough - bits + 1)) == 0


@cache
def _patterns(topic: str, name: str) -> tuple[Pattern, ...]:
    """A topic's own patterns of a list together with those for every topic."""
    found = topics()[topic].lists.get(name, ()) + shared().get(name, ())
    if not found:
        raise KeyError(f"No list {name} in {topic}")
    return found
