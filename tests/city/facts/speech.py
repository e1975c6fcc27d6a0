"""What is said and told, so that it suits who says it and the headline says the same."""

from tests.city.facts.people import last
from tests.city.grammar import Pattern
from tests.city.telling import ENOUGH, OPENERS, Telling, slot
from tests.city.words import Word


def speech(teller: Telling, name: str, pattern: Pattern, out: list[Word]) -> None:
    """A quote; one that everybody would word alike begins with something of one's own."""
    if pattern.first_bits < ENOUGH:
        teller.draw(OPENERS[name]).tell(teller, out)
    pattern.tell(teller, out)


@slot
def say_quote(teller: Telling, argument: str, out: list[Word]) -> None:
    """What somebody says who is named after it."""
    speech(teller, "quote", teller.draw("quote"), out)


@slot
def say_oquote(teller: Telling, argument: str, out: list[Word]) -> None:
    """What somebody in office says."""
    speech(teller, "oquote", teller.draw("oquote"), out)


@slot
def say_view(teller: Telling, argument: str, out: list[Word]) -> None:
    """What the one who comments thinks."""
    speech(teller, "view", teller.draw("view"), out)


@slot
def say_word(teller: Telling, argument: str, out: list[Word]) -> None:
    """What the one named last says, so that it suits who they are."""
    role = last(teller).post
    found = teller.draw("quote")
    deck = teller.decks.get("quote", [])
    if found.speakers and role not in found.speakers:
        able = (each for each in deck if not each.speakers or role in each.speakers)
        other = next(able, None)
        if other is not None:
            deck.remove(other)
            deck.append(found)
            found = other
    speech(teller, "quote", found, out)
    teller.speaks = ""


@slot
def say_as(teller: Telling, argument: str, out: list[Word]) -> None:
    """Who may say the quote that follows: `{as 家长 学生}` at its head."""
    teller.speaks = teller.rng.choice(argument.split())


@slot
def say_act(teller: Telling, argument: str, out: list[Word]) -> None:
    """What was done, with its figure; kept for what stands around the text."""
    at = len(out)
    teller.draw("act").tell(teller, out)
    teller.acts.append(tuple(out[at:]))


@slot
def say_told(teller: Telling, argument: str, out: list[Word]) -> None:
    """What the story told first of all that was done, for a headline that says the same."""
    out.extend(teller.acts[0])


@slot
def say_again(teller: Telling, argument: str, out: list[Word]) -> None:
    """What the story told last of all that was done."""
    out.extend(teller.acts[-1])
