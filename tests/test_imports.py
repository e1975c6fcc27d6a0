"""Who may import whom: the ranks of modules, lowest first, and what apps may not touch."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ["articles", "people", "newsroom"]

RANKS = [
    {"articles.enums", "people.enums"},
    {
        "articles.body",
        "articles.bylines",
        "articles.difference",
        "articles.consistency",
        "articles.dates",
        "articles.figures",
        "articles.lexicon",
        "articles.markup",
        "articles.merging",
        "articles.months",
        "articles.page_images",
        "articles.paging",
        "articles.pdf_drawing",
        "articles.polygons",
        "articles.paste",
        "articles.visitors",
        "articles.photos",
        "articles.querysets",
        "articles.share_card",
        "articles.tags",
        "articles.typesetting",
        "people.charts",
        "people.folding",
        "people.matching",
        "people.phrases",
        "people.pinyin",
        "people.querysets",
        "people.roll_text",
        "people.staff",
        "people.suggesting",
        "people.surnames",
    },
    {"articles.models", "people.drafts", "people.models"},
    {
        "articles.accepting",
        "articles.corrections",
        "articles.comments",
        "articles.conflicts",
        "articles.duties",
        "articles.duplicates",
        "articles.forms",
        "articles.hiding",
        "articles.library",
        "articles.masking",
        "articles.photo_files",
        "articles.photo_forms",
        "articles.preview_links",
        "articles.publishing",
        "articles.reader_forms",
        "articles.reader_reports",
        "articles.related",
        "articles.rendering",
        "articles.restoring",
        "articles.revisions",
        "articles.search",
        "articles.statistics",
        "articles.tag_merging",
        "articles.public_log",
        "articles.withholding",
        "articles.typed_rows",
        "articles.workflow",
        "articles.facts",
        "articles.front_page",
        "articles.page_forms",
        "articles.regions",
        "articles.interchange",
        "articles.linking",
        "articles.naming",
        "articles.structured_data",
        "people.announcements",
        "people.masking",
        "people.mentions",
        "people.moved",
        "people.opened",
        "people.enrolling",
        "people.roll_files",
        "people.rolls",
        "people.structured_data",
        "articles.proofing",
        "articles.autosaves",
        "articles.presence",
        "articles.refill",
    },
    {
        "articles.admin",
        "articles.converters",
        "articles.feeds",
        "articles.management",
        "articles.page_views",
        "articles.preview_views",
        "articles.reader_views",
        "articles.sitemaps",
        "articles.search_views",
        "articles.templatetags",
        "articles.views",
        "people.admin",
        "people.honour_views",
        "people.views",
    },
    {"articles.urls", "people.urls"},
]
ALLOWED = {
    ("articles.admin", "articles.views"),  # a preview has the very context readers get
    ("articles.admin", "people.admin"),  # adds to it what this app alone knows of names
    ("articles.preview_views", "articles.views"),
    ("people.honour_views", "people.views"),  # both list stories
}


def module_name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(name):
    """The part of an app a module belongs to: articles.models.photo is in articles.models."""
    return ".".join(name.split(".")[:2])


def rank(name):
    return next((n for n, rooms in enumerate(RANKS) if room(name) in rooms), None)


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
        names = {f"{node.module}.{alias.name}" for alias in node.names}
        is_app = node.module in APPS
        self.names |= names if is_app else {node.module}


def reads(path, names):
    """The modules from which a file imports any of these names, for types included."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    taken = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    return {node.module for node in taken if names & {alias.name for alias in node.names}}


def imports():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            visitor = Imports()
            visitor.visit(ast.parse(path.read_text(encoding="utf-8")))
            for name in sorted(visitor.names):
                if name.split(".")[0] in APPS:
                    yield module_name(path), name


def breach(importer, imported):
    """Why one module may not import another, or nothing."""
    app, other = importer.split(".")[0], imported.split(".")[0]
    if other == "newsroom" and app != "newsroom":
        return "apps never import newsroom"
    if app == "people" and other == "articles":
        return "people never imports articles"
    if app == "newsroom" or (room(importer), room(imported)) in ALLOWED:
        return None
    if room(importer) == room(imported) or rank(importer) is None:
        return None
    if rank(imported) is None:
        return "a module without a rank"
    below, same = rank(imported) < rank(importer), rank(imported) == rank(importer)
    if not (below or (same and rank(importer) in {1, 2, 3})):
        return "a module imports from its own rank downward"
    return None


def test_nobody_imports_upward():
    assert [(a, b, why) for a, b in imports() if (why := breach(a, b))] == []


def test_every_module_has_a_rank():
    files = [p for app in ["articles", "people"] for p in (ROOT / app).rglob("*.py")]
    named = {room(module_name(p)) for p in files if "migrations" not in p.parts}
    assert {name for name in named if rank(name) is None} == {
        "articles",
        "articles.apps",
        "people",
        "people.apps",
    }


def test_one_reader_s_page_alone_reads_the_desk():
    desk = {"Article", "Byline", "Comment", "Mention", "PhotoUse", "PreviewLink"}
    readers = [p for p in (ROOT / "articles").glob("*.py") if "articles.models" in reads(p, desk)]

    assert {p.stem for p in readers if rank(module_name(p)) == 4} == {"preview_views"}


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("people.views", "articles.models"),
        ("articles.views", "newsroom.settings"),
        ("articles.models.article", "articles.publishing"),
        ("articles.querysets", "articles.models"),
        ("articles.views", "articles.admin"),
    ],
)
def test_a_breach_is_seen(importer, imported):
    assert breach(importer, imported)
