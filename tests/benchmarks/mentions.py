"""Known names in a long story: a gazetteer of many names against one of few."""

import random
import time

FEW, MANY, LENGTH = 10, 100_000, 3000  # names, names, 字
ROUNDS = 9


def gazetteer_and_text(*, size=MANY, hits=40):
    """A gazetteer of made-up names, and a text of 3,000 字 that has some of them."""
    from people.names.mentions import Candidate, Gazetteer

    dice = random.Random(5)
    han = [chr(code) for code in range(0x4E00, 0x5600)]
    made = sorted({"".join(dice.choices(han, k=dice.randint(3, 9))) for _ in range(2 * MANY)})
    names = dice.sample(made, size)
    text = "".join(
        "".join(dice.choices(han, k=LENGTH // hits)) + names[n % size] + "。\n" for n in range(hits)
    )
    known = ((name, Candidate(key, "organisation"), True) for key, name in enumerate(names))
    return Gazetteer(known), text[:LENGTH]


def seconds(size):
    """The processor time of the quickest of some searches; building is not in it."""
    gazetteer, text = gazetteer_and_text(size=size)
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        gazetteer.find(text)
        times.append(time.process_time() - start)
    return min(times)


def growth():
    """What a search costs with many names, as a multiple of what it costs with few."""
    return seconds(MANY) / seconds(FEW)
