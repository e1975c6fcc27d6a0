"""Known names in a long story: a gazetteer of many names against one of few."""

import random
import time
from functools import cache

FEW, MANY, LENGTH = 10, 100_000, 3000  # names, names, 字
ROUNDS = 9
HAN = [chr(code) for code in range(0x4E00, 0x5600)]


@cache
def made_up():
    """More than enough names, the same ones each time."""
    dice = random.Random(4)
    return sorted({"".join(dice.choices(HAN, k=dice.randint(3, 9))) for _ in range(2 * MANY)})


def gazetteer_and_text(*, size=MANY, hits=40):
    """A gazetteer of made-up names, and a text of 3,000 字 that has some of them."""
    from people.names.mentions import Candidate, Gazetteer

    dice = random.Random(5)
    names = dice.sample(made_up(), size)
    text = "".join(
        "".join(dice.choices(HAN, k=LENGTH // hits)) + names[n % size] + "。\n" for n in range(hits)
    )
    known = ((name, Candidate(key, "organisation"), True) for key, name in enumerate(names))
    return Gazetteer(known), text[:LENGTH]


def seconds(gazetteer, text):
    """The processor time of a search; building is not in it."""
    start = time.process_time()
    gazetteer.find(text)
    return time.process_time() - start


def quickest():
    """The processor time of the quickest of some searches for many names."""
    known = gazetteer_and_text()
    return min(seconds(*known) for _ in range(ROUNDS))


def growth():
    """What a search costs with many names, as a multiple of what it costs with few.

    Of each the quickest of some, in turn: what else the machine does then falls on both.
    """
    few, many = gazetteer_and_text(size=FEW), gazetteer_and_text(size=MANY)
    times = [(seconds(*few), seconds(*many)) for _ in range(ROUNDS)]
    quickest_few, quickest_many = map(min, zip(*times, strict=True))
    return quickest_many / quickest_few
