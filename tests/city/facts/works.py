"""The running work of a topic, whose name, cost and dates are the same in every story about it."""

from tests.city.facts.days import month_word
from tests.city.facts.people import by_office
from tests.city.grammar import figure
from tests.city.telling import Telling, slot
from tests.city.words import Word, unit
from tests.city.world import Project


def work(teller: Telling) -> Project:
    """The work this story follows; the first of a topic much more often than its third."""
    if teller.project is None:
        number = int(3 * teller.rng.random() ** 1.6)
        teller.project = teller.world.project(teller.topic, number, teller.on)
    return teller.project


@slot
def say_project(teller: Telling, argument: str, out: list[Word]) -> None:
    """The work's name, told from its own seed; 该项目 once it has been named."""
    found = work(teller)
    if found.key in teller.named:
        out += [Word("该"), Word(teller.rng.choice(("项目", "工程")))]
        return
    teller.named.add(found.key)
    chance = teller.world.rng("work", found.key)
    own = Telling(teller.world, chance, topic=teller.topic, on=teller.on, place=found.place)
    name: list[Word] = []
    own.draw("project").tell(own, name)
    parts = "_".join("_".join(word.parts) or word.text for word in name)
    out.append(unit(parts, "body", found.key))


@slot
def say_budget(teller: Telling, argument: str, out: list[Word]) -> None:
    chance = teller.world.rng("work", work(teller).key, "budget")
    if chance.random() < 0.4:
        out.append(figure(f"{chance.uniform(1.1, 9.9):.2f}", "亿元"))
    else:
        out.append(figure(str(chance.randint(32, 980) * 10), "万元"))


@slot
def say_builder(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(work(teller).builder.word)


@slot
def say_chief(teller: Telling, argument: str, out: list[Word]) -> None:
    """Who leads the work, with firm and office the first time."""
    found = work(teller)
    by_office(teller, found.builder, found.chief, out)


@slot
def say_done(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(figure(str(work(teller).progress(teller.event_on)), "%"))


@slot
def say_begun(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(month_word(work(teller).begun, seen_from=teller.on))


@slot
def say_due(teller: Telling, argument: str, out: list[Word]) -> None:
    out.append(month_word(work(teller).due, seen_from=teller.on, end="底"))
