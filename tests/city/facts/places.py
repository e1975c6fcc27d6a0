"""The story's place and bodies, and what it is about."""

from tests.city import gazetteer
from tests.city.telling import Telling, slot
from tests.city.words import Word
from tests.city.world import Body

CITY = Word(gazetteer.CITY, "place", gazetteer.CITY_NAME)
LIVED_IN = ("village", "community", "compound", "town")


def town_of(teller: Telling) -> Body | None:
    """The town the story's place lies in or is."""
    return teller.place if teller.place.kind == "town" else teller.world.town_of(teller.place)


@slot
def say_place(teller: Telling, argument: str, out: list[Word]) -> None:
    """The story's place; with its town the first time."""
    town = teller.world.town_of(teller.place)
    if town and teller.place.key not in teller.named:
        out.append(town.word)
    teller.named.add(teller.place.key)
    out.append(teller.place.word)


@slot
def say_here(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(teller.place.word)


@slot
def say_mytown(teller: Telling, argument: str, out: list[Word]) -> None:
    """The story's own town, or 我市 where it has none."""
    town = town_of(teller)
    out.append(town.word if town else Word("我市"))


@slot
def say_city(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(CITY)


@slot
def say_body(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(teller.body.word)


@slot
def say_body2(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(teller.body2.word)


@slot
def say_main(teller: Telling, argument: str, out: list[Word]) -> None:
    """What the topic is about, in the words of the first of its things."""
    teller.first("thing").tell(teller, out)


@slot
def say_rank(teller: Telling, argument: str, out: list[Word]) -> None:
    """How the town stands among the towns, or the city among the cities."""
    teller.say("rank-town" if town_of(teller) else "rank-city", "", out)


@slot
def say_side(teller: Telling, argument: str, out: list[Word]) -> None:
    """A comparison with places of the same kind."""
    teller.say("side-place" if teller.place.kind in LIVED_IN else "side-other", "", out)
