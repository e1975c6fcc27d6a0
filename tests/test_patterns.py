"""No regular expression of the code is slow for a text that is made to be hard for it: four times
the text takes four times as long, or eight on a bad day, and not sixteen times.
"""

import pytest

from tests import patterns
from tests.cost import cost

SHORT, LONG = 1_000, 4_000  # characters: enough to see it, few enough to come to an end
SIZES = (50_000, 200_000)
SLACK = 2
TRIES = 3
NOTICED = 0.0008  # seconds: what takes less says nothing
ENDS = "\0甲。"


def read(pattern, way, text):
    text = text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace")
    if way == "scan":  # as sub, split and findall go through all of a text
        for _ in pattern.finditer(text):
            pass
    else:
        getattr(pattern, way)(text)


def ways_of(used):
    """The ways that differ in what they cost."""
    scans = {"scan"} if used & patterns.SCANS - {"search"} else set()
    return scans | used & {"search", "match", "fullmatch"}


def grows(pattern, way, hard, sizes, end):
    """Whether the longer of two texts costs more than it should, each time that it is tried."""
    short, long = (patterns.text(*hard, size=size, end=end) for size in sizes)
    return all(is_out_of_proportion(pattern, way, short, long) for _ in range(TRIES))


def is_out_of_proportion(pattern, way, short, long):
    most = max(SLACK * cost(read, pattern, way, short) * len(long) / len(short), NOTICED)
    return cost(read, pattern, way, long) > most


def hard_for(pattern, used):
    """The texts that cost too much, and the way in which they do."""
    for hard in patterns.hard_texts(pattern):
        for way in sorted(ways_of(used)):
            if any(grows(pattern, way, hard, (SHORT, LONG), end) for end in ENDS):
                return way, hard
            if grows(pattern, way, hard, SIZES, ENDS[0]):
                return way, hard
    return None


@pytest.mark.parametrize("every", [40, pytest.param(1, marks=pytest.mark.whole)])
def test_no_regular_expression_is_slow_for_a_hard_text(every):
    found = patterns.found()
    assert len(found) > 200

    slow = {
        place: hard
        for pattern, (place, used) in list(found.items())[::every]
        if (hard := hard_for(pattern, used))
    }

    assert slow == {}


@pytest.mark.parametrize(
    ("source", "is_slow"),
    [
        (r"[0-9]+[.]", True),
        (r"(?<![0-9])[0-9]+[.]", False),
        (r"<a [^>]*>", True),
        (r"<a [^<>]*>", False),
        (r"[ ]*甲", True),
        (r"(?:甲|[㐀-鿿])+。", True),
        (r"[^，]{2,40}，", False),
        (r"“[^“”]*”", False),
    ],
)
def test_a_slow_one_is_noticed(source, is_slow):
    pattern = patterns.re.compile(source)
    assert bool(hard_for(pattern, {"search"})) == is_slow
