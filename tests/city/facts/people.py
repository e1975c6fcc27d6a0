"""Those who speak and act in the story; each is introduced once and then goes by the name alone."""

from tests.city.facts.places import town_of
from tests.city.grammar import figure
from tests.city.names import COMPOUND_SURNAMES
from tests.city.patterns import Role
from tests.city.telling import Telling, slot
from tests.city.words import Word
from tests.city.world import Body, Person


def by_office(teller: Telling, body: Body, person: Person, out: list[Word]) -> None:
    """市水务局副局长李群 at first, 李群 later."""
    if person.key not in teller.met:
        out += [body.word, Word(person.post)]
    teller.meet(person)
    out.append(person.word)


def speaker(teller: Telling, body: Body) -> Person:
    """The one who speaks for a body in this story, the same at every mention."""
    people = teller.world.officials[body.key]
    for person in people:
        if person.key in teller.met:
            return person
    return people[int(len(people) * teller.rng.random())]


def last(teller: Telling) -> Person:
    """The one met last; somebody of the place if nobody has been met."""
    while teller.last is None:
        say_local(teller, "", [])
    return teller.last


def age(teller: Telling, person: Person) -> int:
    return teller.on.year - person.born


def role_for(teller: Telling) -> Role:
    """Whoever must have said the last quote, or anybody."""
    roles = teller.topic.roles
    for role in roles:
        if role.name == teller.speaks:
            return role
    return roles[int(len(roles) * teller.rng.random() ** 1.3)]


def choose_hero(teller: Telling) -> None:
    """Somebody of the place old enough to have a story."""
    for _ in range(12):
        number = int(4 * teller.rng.random())
        person = teller.world.resident(teller.place, role_for(teller), number)
        if person.key not in teller.met and age(teller, person) > 44:
            break
    teller.hero = teller.last = person


@slot
def say_official(teller: Telling, argument: str, out: list[Word]) -> None:
    by_office(teller, teller.body, speaker(teller, teller.body), out)


@slot
def say_official2(teller: Telling, argument: str, out: list[Word]) -> None:
    by_office(teller, teller.body2, speaker(teller, teller.body2), out)


@slot
def say_officer(teller: Telling, argument: str, out: list[Word]) -> None:
    """Who speaks for the body, right after the body was named."""
    person = speaker(teller, teller.body)
    teller.meet(person)
    out += [Word(person.post), person.word]


@slot
def say_leader(teller: Telling, argument: str, out: list[Word]) -> None:
    """Who answers for the place: a secretary, a head, or somebody of the body."""
    place, world = teller.place, teller.world
    if place.kind in ("village", "community"):
        by_office(teller, place, world.secretary(place), out)
    elif place.key in world.officials:
        by_office(teller, place, speaker(teller, place), out)
    elif place.kind == "venue":
        by_office(teller, place, world.resident(place, Role("负责人", 34, 58), 0), out)
    else:
        say_official(teller, "", out)


@slot
def say_townhead(teller: Telling, argument: str, out: list[Word]) -> None:
    body = town_of(teller) or teller.body
    by_office(teller, body, speaker(teller, body), out)


@slot
def say_mayor(teller: Telling, argument: str, out: list[Word]) -> None:
    mayor = teller.world.mayor
    if mayor.key not in teller.met:
        out.append(Word(mayor.post))
    teller.meet(mayor)
    out.append(mayor.word)


@slot
def say_local(teller: Telling, argument: str, out: list[Word]) -> None:
    """Somebody new of the place with the role printed before the name."""
    for _ in range(8):
        number = int(4 * teller.rng.random())
        person = teller.world.resident(teller.place, role_for(teller), number)
        if all(person.name != known.name for known in teller.met.values()):
            break
    teller.speaks = ""
    teller.meet(person)
    if teller.rng.random() < 0.28 and out and out[-1].text != "的":
        out += [figure(str(age(teller, person)), "岁"), Word("的")]
    out += [Word(person.post), person.word]


@slot
def say_hero(teller: Telling, argument: str, out: list[Word]) -> None:
    """The one a chapter follows: role and name first, then 老陈 or the name."""
    hero = teller.hero
    if hero is None:
        say_local(teller, "", out)
        teller.hero = teller.last
    elif hero.key not in teller.met:
        teller.meet(hero)
        out += [Word(hero.post), hero.word]
    else:
        teller.meet(hero)
        say_lao(teller, "", out)


@slot
def say_he(teller: Telling, argument: str, out: list[Word]) -> None:
    """The name of the one met last."""
    out.append(last(teller).word)


@slot
def say_ta(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(Word("他" if last(teller).is_man else "她"))


@slot
def say_lao(teller: Telling, argument: str, out: list[Word]) -> None:
    """老陈 or 小陈, by age; the whole name in between and where the surname has two characters."""
    person = last(teller)
    years = age(teller, person)
    if person.name[:2] in COMPOUND_SURNAMES or "·" in person.name or 38 <= years <= 48:
        out.append(person.word)
    else:
        out.append(Word(("老" if years > 48 else "小") + person.name[0]))


@slot
def say_age(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(figure(str(age(teller, last(teller))), "岁"))


@slot
def say_born(teller: Telling, argument: str, out: list[Word]) -> None:
    born = str(last(teller).born)
    out.append(Word(f"{born}年", "date", "", (born, "年")))


@slot
def say_spouse(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(Word("妻子" if last(teller).is_man else "丈夫"))


@slot
def say_years(teller: Telling, argument: str, out: list[Word]) -> None:
    """How long the one met last has lived somewhere."""
    most = max(4, min(34, age(teller, last(teller)) - 18))
    out.append(figure(str(teller.rng.randint(3, most)), "年"))
