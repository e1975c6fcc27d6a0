"""The city itself: its places, bodies, people and works, the same for a seed whatever the day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.city import gazetteer as city
from tests.city.names import person_name
from tests.city.patterns import Role, Topic, topics
from tests.city.words import Word, unit

PLACES = {"place", "village", "community", "compound", "town"}


@dataclass(frozen=True, slots=True)
class Body:
    """A place or an organisation. `kind` is a word such as village, school, company or office."""

    key: str
    name: str
    kind: str
    word: Word
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone of the city. `post` is a role or office as printed before the name."""

    key: str
    name: str
    post: str
    unit: str  # the key of the body they belong to
    is_man: bool
    born: int

    @property
    def word(self) -> Word:
        return Word(self.name, "name", self.key)


@dataclass(frozen=True, slots=True)
class Reporter:
    """One who signs stories, with the title printed before the name."""

    key: str
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Project:
    """A work that the paper follows: begun, going on, and due on fixed days."""

    key: str
    topic: str
    place: Body
    builder: Body
    chief: Person
    number: str  # its own seed: name and figures are told from it
    begun: date
    due: date

    def progress(self, on: date) -> int:
        """Per cent done on that day, from 1 to 99."""
        share = (on - self.begun).days / (self.due - self.begun).days
        return max(1, min(99, round(share * 100)))


@dataclass
class World:
    """Everything stories are about. Residents and projects are made when first asked for."""

    seed: int
    bodies: dict[str, Body]
    groups: dict[str, tuple[Body, ...]]
    officials: dict[str, tuple[Person, ...]]
    reporters: tuple[Reporter, ...]
    correspondents: tuple[Reporter, ...]
    editors: tuple[str, ...]
    mayor: Person
    topics: dict[str, Topic]
    _residents: dict[str, Person] = field(default_factory=dict, repr=False)
    _projects: dict[str, Project] = field(default_factory=dict, repr=False)

    def rng(self, *about: object) -> Random:
        """The chance of one subject, untouched by all others."""
        return Random("/".join(map(str, (self.seed, *about))))

    def pick(self, group: str, rng: Random) -> Body:
        """A body of a group, the first ones much more often."""
        bodies = self.groups[group]
        return bodies[int(len(bodies) * rng.random() ** 1.5)]

    def town_of(self, body: Body) -> Body | None:
        """The town or street a place lies in, if it is one that says so."""
        return self.bodies.get(body.parent)

    def resident(self, place: Body, role: Role, number: int) -> Person:
        """The `number`th person of a role in a place."""
        key = f"{place.key}/{role.name}/{number}"
        if key not in self._residents:
            rng = self.rng("resident", key)
            age = rng.randint(role.youngest, role.oldest)
            is_man = rng.random() < 0.55
            name = person_name(rng, is_man=is_man, age=age, plain=age > 50)
            self._residents[key] = Person(key, name, role.name, place.key, is_man, 2024 - age)
        return self._residents[key]

    def person(self, key: str) -> Person:
        """Who a key means that stands in a text. Raises KeyError for one never given out."""
        if key == self.mayor.key:
            return self.mayor
        held = self.officials.get(key.rpartition("/")[0], ())
        return next((each for each in held if each.key == key), None) or self._residents[key]

    def secretary(self, place: Body) -> Person:
        """The party secretary of a village or community."""
        post = "党总支书记" if place.kind == "village" else "党委书记"
        return self.resident(place, Role(post, 36, 57), 0)

    def project(self, topic: Topic, number: int, on: date) -> Project:
        """One of the topic's works that are under way on a day."""
        key = f"{topic.key}-{on.year}-{number}"
        if key not in self._projects:
            rng = self.rng("project", key)
            begun = date(on.year, 1, 1) + timedelta(rng.randint(-420, -20))
            due = date(on.year, 12, 31) + timedelta(rng.randint(20, 300))
            place = self.pick(rng.choice(topic.places), rng)
            builder = self.bodies[
                rng.choice(("宏岚建设", "四方路桥", "文澜建工", "安澜水工", "屹丰钢构"))
            ]
            chief = self.resident(builder, Role("项目负责人", 32, 54), number)
            self._projects[key] = Project(key, topic.key, place, builder, chief, key, begun, due)
        return self._projects[key]


def build_world(seed: int) -> World:
    """The city of a seed: who holds which office differs, the map stays."""
    rng = Random(f"{seed}/world")
    groups = _groups(rng)
    return World(
        seed=seed,
        bodies={body.key: body for group in groups.values() for body in group},
        groups=groups,
        officials=_officials(rng, groups),
        reporters=_reporters(rng, 44, ("全媒体记者",) * 8 + ("见习记者",), "reporter"),
        correspondents=_reporters(rng, 48, ("通讯员",), "correspondent"),
        editors=tuple(_plain_name(rng) for _ in range(12)),
        mayor=_official(rng, "岚溪市", "市委副书记、市长"),
        topics=topics(),
    )


def _officials(rng: Random, groups: dict[str, tuple[Body, ...]]) -> dict[str, tuple[Person, ...]]:
    """Who speaks for which body, by its key."""
    posts = {name.replace("_", ""): tuple(held) for name, held in city.GAZETTEER.rows("bodies")}
    for town in groups["town"]:
        head = (
            "镇长" if town.name.endswith("镇") else "乡长" if town.name.endswith("乡") else "主任"
        )
        posts[town.key] = ("党委书记", head, f"副{head}", "农办主任", "社会事务办主任")
    for group, post in (("company", "副总经理"), ("coop", "负责人")):
        posts |= {body.key: (post,) for body in groups[group]}
    for body in groups["school"]:
        posts[body.key] = ("园长" if body.name.endswith("幼儿园") else "校长",)
    for body in groups["hospital"]:
        posts[body.key] = ("主任" if body.name.endswith("中心") else "副院长",)
    return {key: tuple(_official(rng, key, post) for post in held) for key, held in posts.items()}


def _plain_name(rng: Random) -> str:
    return person_name(rng, is_man=rng.random() < 0.5, age=rng.randint(28, 56))


def _official(rng: Random, body: str, post: str) -> Person:
    age, is_man = rng.randint(34, 58), rng.random() < 0.62
    name = person_name(rng, is_man=is_man, age=age)
    return Person(f"{body}/{post}", name, post, body, is_man, 2024 - age)


def _reporters(rng: Random, size: int, titles: Sequence[str], kind: str) -> tuple[Reporter, ...]:
    found: dict[str, Reporter] = {}
    while len(found) < size:
        name = person_name(rng, is_man=rng.random() < 0.48, age=rng.randint(22, 54))
        found.setdefault(name, Reporter(f"{kind}/{name}", name, rng.choice(titles)))
    return tuple(found.values())


def _body(written: str, kind: str, parent: str = "") -> Body:
    name = written.replace("_", "")
    return Body(
        name, name, kind, unit(written, "place" if kind in PLACES else "body", name), parent
    )


def _groups(rng: Random) -> dict[str, tuple[Body, ...]]:
    """Bodies by what they are; those asked for most stand first, which differs by the seed."""
    words = city.GAZETTEER.words
    streets = [_body(name, "town") for name in words("streets")]
    towns = [_body(name, "town") for name in words("towns")]

    def within(names: Sequence[str], kind: str) -> tuple[Body, ...]:
        placed = Random("map")  # the map is the same whatever the seed
        return tuple(_body(name, kind, placed.choice(streets).key) for name in names)

    groups = {
        "town": (*streets, *towns),
        "street": tuple(streets),
        "rural": tuple(towns),
        "village": tuple(_villages([*towns, streets[-1]])),
        "community": within(words("communities"), "community"),
        "compound": within(words("compounds"), "compound"),
        "office": tuple(_body(name, "office") for name, _ in city.GAZETTEER.rows("bodies")),
        "city": (_body(city.CITY_NAME, "place"), _body(city.UPPER, "place")),
    }
    for group, lists, kind in city.GROUPS:
        names = [name for each in lists.split() for name in words(each)]
        groups[group] = tuple(_body(name, kind) for name in names)
    groups["grocery"] = tuple(
        body for body in groups["market"] if "茶叶" not in body.name and "竹木" not in body.name
    )
    groups["avenue"] = tuple(body for body in groups["road"] if body.name.endswith(("路", "大道")))
    for group in SHUFFLED:
        order = list(groups[group])
        rng.shuffle(order)
        groups[group] = tuple(order)
    return groups


SHUFFLED = ("village", "community", "compound", "road", "factory", "company", "coop", "school")


def _villages(towns: Sequence[Body]) -> list[Body]:
    """About a hundred villages with names of two kinds, 上坞村 and 陈家湾村, none of them twice."""
    placed, words = Random("map"), city.GAZETTEER.words
    plain = [f"{one}{two}_村" for one in words("village first") for two in words("village second")]
    clans = [f"{clan}家{end}_村" for clan in words("village clans") for end in "坞湾畈埠"]
    names = placed.sample(plain, 76) + placed.sample(clans, 30)
    placed.shuffle(names)
    return [_body(name, "village", towns[at % len(towns)].key) for at, name in enumerate(names)]
