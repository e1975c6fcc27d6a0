"""Who may import whom: the rooms in their order. A room imports rooms before it, never after."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["articles", "people", "newsroom"]

# Lowest first. What is not named here lies in the room that its folder is.
ROOMS = [
    "people.enums",
    "articles.enums",
    "articles.tasks",
    "articles.clients",
    "articles.rates",
    "articles.text",
    "articles.imaging",
    "articles.channels",
    "people.models",
    "articles.models",
    "articles.audit_log",
    "people.names",
    "articles.saving",
    "articles.search",
    "articles.history",
    "articles.stand",
    "articles.review",
    "people.accounts",
    "articles.photos",
    "articles.paper",
    "articles.story",
    "articles.scores",
    "people.rolls",
    "articles.interchange",
    "people.reading",
    "articles.reading",
    "people.admin",
    "articles.admin",
    "articles.management",
    "people.urls",
    "articles.urls",
    "newsroom",
]
LOOSE = 8  # modules at most that stand in an app beside its rooms


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(name):
    """The room that a module lies in, or None."""
    return next((room for room in ROOMS if f"{name}.".startswith(f"{room}.")), None)


class Imports(ast.NodeVisitor):
    """What a module imports when it runs: not what it imports for types alone."""

    def __init__(self):
        self.names = set()

    def visit_If(self, node):
        if not (isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            self.generic_visit(node)

    def visit_Import(self, node):
        self.names |= {alias.name for alias in node.names}

    def visit_ImportFrom(self, node):
        is_app = node.module in APPS  # then the room is among the names
        names = {f"{node.module}.{alias.name}" for alias in node.names}
        self.names |= names if is_app else {node.module}


def modules():
    files = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in files if "migrations" not in path.parts]


def imports():
    for path in modules():
        visitor = Imports()
        visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
        for name in sorted(visitor.names):
            if name.split(".")[0] in APPS:
                yield module_name(path), name


def runs_up(importer, imported):
    """Whether a module imports from a room after its own, or from none."""
    here, there = room(importer), room(imported)
    return there is None or (here is not None and ROOMS.index(there) > ROOMS.index(here))


def reads(path, names):
    """The modules from which a file imports any of these names, for types included."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return {node.module for node in taken if names & {alias.name for alias in node.names}}


def test_no_room_imports_a_room_after_it():
    assert [pair for pair in imports() if runs_up(*pair)] == []


def test_every_module_lies_in_a_room_and_every_room_holds_one():
    names = {module_name(path) for path in modules()}

    in_none = {name for name in names if room(name) is None}
    assert in_none == {"articles", "articles.apps", "people", "people.apps"}
    assert {room(name) for name in names - in_none} == set(ROOMS)


@pytest.mark.parametrize("app", ["articles", "people"])
def test_few_modules_stand_loose(app):
    assert len(list((ROOT / app).glob("*.py"))) <= LOOSE


def test_one_reader_s_page_alone_reads_the_desk():
    desk = {"Article", "Byline", "Comment", "Mention", "PhotoUse", "PreviewLink"}
    readers = (ROOT / "articles" / "reading").rglob("*.py")

    assert {p.stem for p in readers if "articles.models" in reads(p, desk)} == {"preview_views"}


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("people.reading.views", "articles.reading.views"),
        ("articles.reading.views", "newsroom.settings"),
        ("articles.models.article", "articles.stand.publishing"),
        ("people.models.named", "articles.models"),
        ("articles.reading.views", "articles.admin"),
        ("articles.reading.views", "articles.nowhere"),
        ("articles.models.article", "articles.modelsmith"),
    ],
)
def test_a_breach_is_seen(importer, imported):
    assert runs_up(importer, imported)
