"""What the documents say of the tree: every file they name is there, every room in its order, and
every decision once, under a room.
"""

import re
from pathlib import Path

import pytest

from tests.test_imports import ROOMS, ROOT

DOCUMENTS = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "GLOSSARY.md"]
PATH = re.compile(
    r"`((?:articles|people|newsroom|templates|fixtures|tests)/[\w./-]*)`|\]\(([\w./-]+)\)"
)


def paths(text):
    return [Path(inside or linked) for inside, linked in PATH.findall(text)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_path_that_a_document_names_is_there(name):
    named = paths((ROOT / name).read_text(encoding="utf-8"))

    assert [str(path) for path in named if not (ROOT / path).exists()] == []


def first_cells():
    """The first column of the architecture's table of rooms; a cell may name several rooms."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text[text.index("| room, lowest first") : text.index("## Who decides")]
    return [row.split("|")[1].strip() for row in table.splitlines()[2:] if row.startswith("|")]


def test_the_architecture_lists_the_rooms_in_their_order():
    named = [
        str(path.with_suffix("")).replace("/", ".")
        for cell in first_cells()
        for path in paths(cell)
    ]

    assert named == ROOMS


def test_every_decision_stands_once_under_a_room_in_the_order_of_rooms():
    text = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    headings = re.findall(r"^##+ (.+)$", text, re.MULTILINE)
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    before_the_first_room = text[: text.index("\n## ")]

    assert headings == [cell for cell in first_cells() if cell in headings]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert not re.search(r"^\d+\. ", before_the_first_room, re.MULTILINE)
