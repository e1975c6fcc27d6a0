"""One story being told: its place, its people, its dates, and what has been used up already."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from tests.city import gazetteer
from tests.city.grammar import Pattern, figure
from tests.city.names import COMPOUND_SURNAMES
from tests.city.patterns import Role, Topic, shared, topics
from tests.city.words import Text, Word, finish, unit
from tests.city.world import Body, Person, Project, World

CITY = Word(gazetteer.CITY, "place", "岚溪市")
MARK = {text: Word(text, "mark") for text in "，。、“”：；！？（）"}
SEASONS = (
    "隆冬",
    "早春",
    "初春",
    "仲春",
    "初夏",
    "盛夏",
    "盛夏",
    "夏末",
    "初秋",
    "深秋",
    "初冬",
    "隆冬",
)
ENOUGH = 9.0  # a sentence of fewer bits would be met again within the month
SPARE = {
    "fact": "spare-fact",
    "quote": "spare-quote",
    "oquote": "spare-office",
    "scene": "spare-scene",
}
SHORT = frozenset(
    (
        "kick",
        "sub",
        "cross",
        "chapter",
        "project",
        "thing",
        "plan",
        "cap",
        "cap-form",
        "qa",
        "qa-local",
    )
)  # no sentences
OPENERS = {"quote": "opener", "oquote": "opener-office", "view": "opener-view"}


class Telling:
    """What the patterns of one story draw on. A list is used up before any of it comes again."""

    def __init__(
        self, world: World, rng: Random, *, topic: Topic, on: date, place: Body | None = None
    ) -> None:
        self.world, self.rng, self.topic, self.on = world, rng, topic, on
        self.event_on = on - timedelta(rng.choice((1, 1, 1, 2, 2, 3)))
        self.project: Project | None = None
        self.place = place or world.pick(rng.choice(topic.places), rng)
        self.body = world.bodies[topic.bodies[0 if rng.random() < 0.7 else -1]]
        self.body2 = world.bodies[topic.bodies[-1 if self.body.key == topic.bodies[0] else 0]]
        self.last: Person | None = None
        self.met: dict[str, Person] = {}
        self.named: set[str] = set()
        self.own: dict[str, tuple[Word, ...]] = {}  # words of this story alone, by their slot
        self.other: dict[str, str] = {}  # the last other body named, by its group
        self.decks: dict[str, list[Pattern]] = {}
        self.promised: dict[str, str] = {}
        self.first_act: tuple[Word, ...] = ()
        self.hero: Person | None = None  # whom a chapter of the long read follows
        self.spent: set[str] = set()  # lists that have been used up
        self.speaks = ""  # the role of the one who says the quote just told, if it is not anyone's

    # ---- Patterns told ------------------------------------------------------------------------

    def tell(self, *names: str) -> Text:
        """The text of one pattern of each list, one after another."""
        out: list[Word] = []
        for name in names:
            self.say(name, "", out)
        return finish(out)

    def in_order(self, name: str) -> Iterator[Text]:
        """The texts of all patterns of a list, one after another as they are written."""
        return map(self._text, _patterns(self.topic, name))

    def moved(self, *, topic: Topic, place: Body) -> "Telling":
        """The same story somewhere else: its people are still known, its patterns are fresh."""
        there = Telling(self.world, self.rng, topic=topic, on=self.on, place=place)
        there.event_on, there.met, there.named = self.event_on, self.met, self.named
        return there

    def left(self, name: str) -> int:
        """How many patterns of a list can still be told before one comes again."""
        if name in self.spent:
            return 0
        deck = self.decks.get(name)
        return len(self._allowed(name)) if deck is None else len(deck)

    def several(self, name: str, size: int) -> list[Text]:
        """Texts of different patterns of a list, whatever the day."""
        found = self.rng.sample(_patterns(self.topic, name), size)
        return [self._text(each) for each in found]

    def _text(self, pattern: Pattern) -> Text:
        out: list[Word] = []
        pattern.tell(self, out)
        return finish(out)

    def say(self, name: str, argument: str, out: list[Word]) -> None:
        """Append the words of a fact of the story, a body by its name, or a pattern of a list."""
        fact = FACTS.get(name)
        if name in self.own:
            out.extend(self.own[name])
        elif fact:
            fact(self, argument, out)
        elif name in self.world.groups:
            self._other(name, out)
        elif name in self.world.bodies:
            out.append(self.world.bodies[name].word)
        else:
            self.draw(name).tell(self, out)

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

    def _allowed(self, name: str) -> Sequence[Pattern]:
        """The patterns of a list that may be told on the day: one that can say little is kept for few days."""
        every = _patterns(self.topic, name)
        if name in SHORT:
            return every
        day = self.on.toordinal()
        enough = 5.0 if name.endswith("head") else ENOUGH
        is_said = name in OPENERS
        able = [
            each
            for each in every
            if _is_due(
                each.later_bits if is_said else min(each.first_bits, each.later_bits),
                enough,
                each.number + day,
            )
        ]
        if len(able) < min(3, len(every)):
            able = sorted(
                every,
                key=lambda each: (
                    -min(each.first_bits, each.later_bits, enough),
                    (each.number + day) % 30,
                ),
            )
            able = able[: max(3, len(every) // 3)]
        return able

    def _speech(self, name: str, pattern: Pattern, out: list[Word]) -> None:
        """A quote; one that everybody would word alike begins with something of one's own."""
        if pattern.first_bits < ENOUGH:
            self.draw(OPENERS[name]).tell(self, out)
        pattern.tell(self, out)

    # ---- Places and bodies --------------------------------------------------------------------

    def _other(self, group: str, out: list[Word]) -> None:
        """Some body of a group, neither the story's own place nor the one named just before."""
        found = self.world.pick(group, self.rng)
        for _ in range(4):
            if found.key not in (self.place.key, self.place.parent, self.other.get(group)):
                break
            found = self.world.pick(group, self.rng)
        self.other[group] = found.key
        out.append(found.word)

    def say_place(self, argument: str, out: list[Word]) -> None:
        """The story's place; with its town the first time."""
        town = self.world.town_of(self.place)
        if town and self.place.key not in self.named:
            out.append(town.word)
        self.named.add(self.place.key)
        out.append(self.place.word)

    def say_here(self, argument: str, out: list[Word]) -> None:
        out.append(self.place.word)

    def say_town(self, argument: str, out: list[Word]) -> None:
        """The town the story's place lies in, or the city where it lies in none."""
        town = self.place if self.place.kind == "town" else self.world.town_of(self.place)
        out.append(town.word if town else Word("我市"))

    def say_body(self, argument: str, out: list[Word]) -> None:
        out.append(self.body.word)

    def say_body2(self, argument: str, out: list[Word]) -> None:
        out.append(self.body2.word)

    # ---- People -------------------------------------------------------------------------------

    def meet(self, person: Person) -> None:
        self.met[person.key] = person
        self.last = person

    def _by_office(self, body: Body, person: Person, out: list[Word]) -> None:
        if person.key not in self.met:
            out += [body.word, Word(person.post)]
        self.meet(person)
        out.append(person.word)

    def _speaker(self, body: Body) -> Person:
        """The one who speaks for a body in this story, the same at every mention."""
        people = self.world.officials[body.key]
        for person in people:
            if person.key in self.met:
                return person
        return people[int(len(people) * self.rng.random())]

    def say_official(self, argument: str, out: list[Word]) -> None:
        self._by_office(self.body, self._speaker(self.body), out)

    def say_official2(self, argument: str, out: list[Word]) -> None:
        self._by_office(self.body2, self._speaker(self.body2), out)

    def say_leader(self, argument: str, out: list[Word]) -> None:
        """Who answers for the place: a secretary, a head, or somebody of the town."""
        if self.place.kind in ("village", "community"):
            self._by_office(self.place, self.world.secretary(self.place), out)
        elif self.place.key in self.world.officials:
            self._by_office(self.place, self._speaker(self.place), out)
        elif self.place.kind == "venue":
            self._by_office(
                self.place, self.world.resident(self.place, Role("负责人", 34, 58), 0), out
            )
        else:
            self.say_official("", out)

    def say_officer(self, argument: str, out: list[Word]) -> None:
        """Who speaks for the body, right after the body was named."""
        person = self._speaker(self.body)
        self.meet(person)
        out += [Word(person.post), person.word]

    def say_hero(self, argument: str, out: list[Word]) -> None:
        """The one a chapter follows: role and name first, then 老陈 or the name."""
        hero = self.hero
        if hero is None:
            self.say_local("", out)
            self.hero = self.last
        elif hero.key not in self.met:
            self.meet(hero)
            out += [Word(hero.post), hero.word]
        else:
            self.meet(hero)
            self.say_lao("", out)

    def choose_hero(self) -> None:
        """Somebody of the place old enough to have a story."""
        for _ in range(12):
            person = self.world.resident(self.place, self._role(), int(4 * self.rng.random()))
            if person.key not in self.met and self.on.year - person.born > 44:
                break
        self.hero = self.last = person

    def say_born(self, argument: str, out: list[Word]) -> None:
        born = str(self._last().born)
        out.append(Word(f"{born}年", "date", "", (born, "年")))

    def say_spouse(self, argument: str, out: list[Word]) -> None:
        out.append(Word("妻子" if self._last().is_man else "丈夫"))

    def say_years(self, argument: str, out: list[Word]) -> None:
        """How long the one met last has lived somewhere."""
        age = self.on.year - self._last().born
        out.append(figure(str(self.rng.randint(3, max(4, min(34, age - 18)))), "年"))

    def say_main(self, argument: str, out: list[Word]) -> None:
        """What the topic is about, in the words of the first of its things."""
        _patterns(self.topic, "thing")[0].tell(self, out)

    def say_rank(self, argument: str, out: list[Word]) -> None:
        has_town = self.place.kind == "town" or self.world.town_of(self.place) is not None
        self.draw("rank-town" if has_town else "rank-city").tell(self, out)

    def say_townhead(self, argument: str, out: list[Word]) -> None:
        town = self.place if self.place.kind == "town" else self.world.town_of(self.place)
        self._by_office(town or self.body, self._speaker(town or self.body), out)

    def say_mayor(self, argument: str, out: list[Word]) -> None:
        mayor = self.world.mayor
        if mayor.key not in self.met:
            out.append(Word(mayor.post))
        self.meet(mayor)
        out.append(mayor.word)

    def say_local(self, argument: str, out: list[Word]) -> None:
        """Somebody new of the place with the role printed before the name."""
        for _ in range(8):
            role = self._role()
            person = self.world.resident(self.place, role, int(4 * self.rng.random()))
            if person.key not in self.met and all(
                person.name != known.name for known in self.met.values()
            ):
                break
        self.speaks = ""
        self.meet(person)
        if self.rng.random() < 0.28 and out and out[-1].text not in "的":
            out += [figure(str(self.on.year - person.born), "岁"), Word("的")]
        out += [Word(person.post), person.word]

    def _role(self) -> Role:
        """Whoever must have said the last quote, or anybody."""
        for role in self.topic.roles:
            if role.name == self.speaks:
                return role
        return self.topic.roles[int(len(self.topic.roles) * self.rng.random() ** 1.3)]

    def say_quote(self, argument: str, out: list[Word]) -> None:
        """What somebody says who is named after it."""
        self._speech("quote", self.draw("quote"), out)

    def say_oquote(self, argument: str, out: list[Word]) -> None:
        """What somebody in office says."""
        self._speech("oquote", self.draw("oquote"), out)

    def say_view(self, argument: str, out: list[Word]) -> None:
        """What the one who comments thinks."""
        self._speech("view", self.draw("view"), out)

    def say_word(self, argument: str, out: list[Word]) -> None:
        """What the one named last says, so that it suits who they are."""
        role = self._last().post
        found = self.draw("quote")
        deck = self.decks.get("quote", [])
        if found.speakers and role not in found.speakers:
            other = next(
                (each for each in deck if not each.speakers or role in each.speakers), None
            )
            if other is not None:
                deck.remove(other)
                deck.append(found)
                found = other
        self._speech("quote", found, out)
        self.speaks = ""

    def say_as(self, argument: str, out: list[Word]) -> None:
        """Who may say the quote that follows: `{as 家长 学生}` at its head."""
        self.speaks = self.rng.choice(argument.split())

    def say_act(self, argument: str, out: list[Word]) -> None:
        at = len(out)
        self.draw("act").tell(self, out)
        self.first_act = self.first_act or tuple(out[at:])

    def say_told(self, argument: str, out: list[Word]) -> None:
        """What the story has told first, for a headline that says the same."""
        if not self.first_act:
            self.say_act("", [])
        out.extend(self.first_act)

    def say_side(self, argument: str, out: list[Word]) -> None:
        """A comparison with places of the same kind."""
        is_lived_in = self.place.kind in ("village", "community", "compound", "town")
        self.draw("side-place" if is_lived_in else "side-other").tell(self, out)

    def say_he(self, argument: str, out: list[Word]) -> None:
        """The name of the one met last."""
        out.append(self._last().word)

    def _last(self) -> Person:
        while self.last is None:
            self.say_local("", [])
        return self.last

    def say_ta(self, argument: str, out: list[Word]) -> None:
        out.append(Word("他" if self._last().is_man else "她"))

    def say_lao(self, argument: str, out: list[Word]) -> None:
        """老陈 or 小陈, by age; the whole name where the surname has two characters."""
        person = self._last()
        age = self.on.year - person.born
        two = person.name[:2] in COMPOUND_SURNAMES or "·" in person.name
        if two or 38 <= age <= 48:
            out.append(person.word)
        else:
            out.append(Word(("老" if age > 48 else "小") + person.name[0]))

    def say_age(self, argument: str, out: list[Word]) -> None:
        out.append(figure(str(self.on.year - self._last().born), "岁"))

    def say_home(self, argument: str, out: list[Word]) -> None:
        self.say_place("", out)

    # ---- The running work ---------------------------------------------------------------------

    def _work(self) -> Project:
        if self.project is None:
            number = int(3 * self.rng.random() ** 1.6)
            self.project = self.world.project(self.topic, number, self.on)
        return self.project

    def say_project(self, argument: str, out: list[Word]) -> None:
        """The work's name, told from its own seed; 该项目 once it has been named."""
        work = self._work()
        if work.key in self.named:
            out += self.rng.choice(((Word("该"), Word("项目")), (Word("该"), Word("工程"))))
            return
        self.named.add(work.key)
        own = Telling(
            self.world,
            self.world.rng("work", work.number),
            topic=self.topic,
            on=self.on,
            place=work.place,
        )
        name: list[Word] = []
        own.draw("project").tell(own, name)
        parts = "_".join("_".join(word.parts) or word.text for word in name)
        out.append(unit(parts, "body", work.key))

    def _work_figure(
        self, low: float, high: float, measure: str, about: str, decimals: int
    ) -> Word:
        chance = self.world.rng("work", self._work().number, about)
        return figure(f"{chance.uniform(low, high):.{decimals}f}", measure)

    def say_budget(self, argument: str, out: list[Word]) -> None:
        is_large = self.world.rng("work", self._work().number, "size").random() < 0.4
        measure = (1.1, 9.9, "亿元", "budget", 2) if is_large else (320, 9800, "万元", "budget", 0)
        out.append(self._work_figure(*measure))

    def say_builder(self, argument: str, out: list[Word]) -> None:
        out.append(self._work().builder.word)

    def say_chief(self, argument: str, out: list[Word]) -> None:
        """Who leads the work, with firm and office the first time."""
        work = self._work()
        self._by_office(work.builder, work.chief, out)

    def say_done(self, argument: str, out: list[Word]) -> None:
        out.append(figure(str(self._work().progress(self.event_on)), "%"))

    def say_begun(self, argument: str, out: list[Word]) -> None:
        out.append(self._month(self._work().begun))

    def say_due(self, argument: str, out: list[Word]) -> None:
        out.append(self._month(self._work().due, "底"))

    # ---- Dates --------------------------------------------------------------------------------

    def _day(self, on: date) -> Word:
        months, days = str(on.month), str(on.day)
        years = {-1: "去年", 1: "明年"}.get(on.year - self.on.year, "")
        parts = (*((years,) if years else ()), months, "月", days, "日")
        return Word("".join(parts), "date", "", parts)

    def _month(self, on: date, end: str = "") -> Word:
        behind = on.year - self.on.year
        year = {0: "今年", -1: "去年", 1: "明年"}.get(behind, f"{on.year}年")
        parts = (year, str(on.month), "月" + end)
        return Word("".join(parts), "date", "", parts)

    def say_date(self, argument: str, out: list[Word]) -> None:
        out.append(self._day(self.event_on))

    def say_today(self, argument: str, out: list[Word]) -> None:
        out.append(self._day(self.on))

    def say_ago(self, argument: str, out: list[Word]) -> None:
        out.append(self._day(self.on - timedelta(self._between(argument or "4-40"))))

    def say_in(self, argument: str, out: list[Word]) -> None:
        out.append(self._day(self.on + timedelta(self._between(argument or "2-20"))))

    def say_since(self, argument: str, out: list[Word]) -> None:
        out.append(self._month(self.on - timedelta(31 * self._between(argument or "2-11"))))

    def say_by(self, argument: str, out: list[Word]) -> None:
        out.append(self._month(self.on + timedelta(31 * self._between(argument or "1-9")), "底"))

    def say_year(self, argument: str, out: list[Word]) -> None:
        year = self.on.year - self._between(argument or "1-9")
        out.append(Word(f"{year}年", "date", "", (str(year), "年")))

    def say_clock(self, argument: str, out: list[Word]) -> None:
        low, _, high = (argument or "8-17").partition("-")
        hour = self.rng.randint(int(low), int(high))
        part = "凌晨" if hour < 5 else "早上" if hour < 8 else "上午" if hour < 12 else "中午" if hour == 12 else "下午" if hour < 18 else "晚上"  # fmt: skip
        minute = self.rng.choice(("许", "", "30分", "15分", "20分", "40分", "50分", "10分"))
        shown = hour if hour <= 12 else hour - 12
        parts = (part, f"{shown}", "时", *((minute,) if minute else ()))
        out.append(Word("".join(parts), "date", "", parts))

    def say_season(self, argument: str, out: list[Word]) -> None:
        out.append(Word(SEASONS[self.event_on.month - 1]))

    def _between(self, written: str) -> int:
        low, _, high = written.partition("-")
        return self.rng.randint(int(low), int(high or low))


def _is_due(bits: float, enough: float, day: int) -> bool:
    """Whether a sentence of so many bits has its turn: the fewer, the more rarely in thirty days."""
    return bits >= enough or day % min(30, 2 ** int(enough - bits + 1)) == 0


@cache
def _all_patterns(topic: str, name: str) -> tuple[Pattern, ...]:
    found = topics()[topic].lists.get(name, ()) + shared().get(name, ())
    if not found:
        raise KeyError(f"No list {name} in {topic}")
    return found


def _patterns(topic: Topic, name: str) -> tuple[Pattern, ...]:
    """A topic's own patterns of a list together with those for every topic."""
    return _all_patterns(topic.key, name)


FACTS: dict[str, Callable[[Telling, str, list[Word]], None]] = {
    name[4:]: getattr(Telling, name) for name in dir(Telling) if name.startswith("say_")
} | {
    "mytown": Telling.say_town,
    "city": lambda teller, argument, out: out.append(CITY),
}
del FACTS["town"]  # `{town}` is any town; `{mytown}` the story's own
