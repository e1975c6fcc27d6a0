"""Names of people, from common surnames and the characters that their years of birth liked."""

from random import Random

from tests.city.lists import HERE, read

NAMES = read(HERE / "names.txt")
SURNAMES = NAMES.words("surnames")
RARE_SURNAMES = NAMES.words("rare surnames")
COMPOUND_SURNAMES = NAMES.words("compound surnames")
MINORITY_NAMES = NAMES.words("minority names")
COMMON_NAMES = NAMES.words("common names")
# The first and the second characters of a given name, by generation and sex.
GIVEN = {
    (years, is_man): [
        line.split() for line in NAMES.lines[f"{years} {'men' if is_man else 'women'}"]
    ]
    for years in ("old", "grown", "young")
    for is_man in (True, False)
}
SINGLE = {True: NAMES.words("single men"), False: NAMES.words("single women")}


def person_name(rng: Random, *, is_man: bool, age: int, plain: bool = False) -> str:
    """A name of two to four characters; now and then a common one that others bear as well.

    `plain` leaves out the unusual ones, which a village has few of.
    """
    chance = rng.random()
    if chance < 0.02:
        return rng.choice(COMMON_NAMES)
    surname = SURNAMES[int(len(SURNAMES) * rng.random() ** 1.9)]
    if not plain:
        if chance > 0.985:
            return rng.choice(MINORITY_NAMES)
        if chance > 0.955:
            surname = rng.choice(COMPOUND_SURNAMES)
        elif chance > 0.925:
            surname = rng.choice(RARE_SURNAMES)
    years = "old" if age >= 55 else "grown" if age >= 32 else "young"
    if chance < (0.26 if years == "young" else 0.12):
        return surname + rng.choice(SINGLE[is_man])
    first, second = GIVEN[years, is_man]
    one = rng.choice(first)
    return surname + one + rng.choice([two for two in second if two != one])
