"""How many people and bodies of news paragraphs are found, and how much of what is found is one.

A file holds paragraphs with the names that a reader found in them, in order, each once.
"""

import json
from pathlib import Path

import pytest

from articles.review.accepting import SHOWN
from people.enums import EntityKind
from people.names.suggesting import suggest

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*paragraphs.json"))
MARKS = str.maketrans("", "", "“”")  # a name is kept without quotation marks
# The least precision and recall.
LEAST = {"persons": (0.85, 0.5), "bodies": (0.8, 0.4)}


def found(text, *, shown):
    """The names that the desk offers for a text, by sort; `shown` as many as it shows unasked."""
    suggestions = suggest(text)
    honoured = [name for one in suggestions.announcements for name in one.recipients]
    names = {"persons": set(), "bodies": set()}
    for name in [*honoured, *suggestions.others[:shown]]:
        sort = "persons" if name.kind == EntityKind.PERSON else "bodies"
        names[sort].add(name.name)
    return names


@pytest.mark.parametrize("shown", [None, SHOWN], ids=["all", "shown"])
@pytest.mark.parametrize("sort", ["persons", "bodies"])
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_names_of_news_are_found_and_little_else(file, sort, shown):
    right = said = wanted = 0
    wrong = []
    for paragraph in json.loads(file.read_text(encoding="utf-8")):
        true = {name.translate(MARKS) for name in paragraph[sort]}
        read = found(paragraph["text"], shown=shown)[sort]
        right, said, wanted = right + len(true & read), said + len(read), wanted + len(true)
        wrong += [(sorted(read - true), sorted(true - read), paragraph["text"][:40])]

    precision, recall = right / said, right / wanted
    least_precision, least_recall = LEAST[sort]
    told = "\n".join(str(one) for one in wrong if one[0] or one[1])
    assert precision >= least_precision, f"{precision:.3f} at {recall:.3f}\n{told}"
    assert recall >= least_recall, f"{recall:.3f} at {precision:.3f}\n{told}"
