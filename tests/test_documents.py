"""What the documents say of the tree: every file they name is there, every room in its order."""

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


def test_the_architecture_lists_the_rooms_in_their_order():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text[text.index("| room, lowest first") : text.index("## Who decides")]
    firsts = [row.split("|")[1] for row in table.splitlines()[2:] if row.startswith("|")]
    named = [str(path.with_suffix("")).replace("/", ".") for row in firsts for path in paths(row)]

    assert named == ROOMS
