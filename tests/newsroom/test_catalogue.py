"""The English catalogue says everything the source says, and its compiled form agrees."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override
from django.utils.translation.template import templatize

from tests import make

ROOT = Path(__file__).parent.parent.parent
ENGLISH = ROOT / "newsroom" / "locale" / "en" / "LC_MESSAGES"
MARKERS = {"_", "gettext", "gettext_lazy", "ngettext"}
TEMPLATE_STRING = re.compile(r"(?:gettext|_)\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
SCRIPT_STRING = re.compile(r'gettext\("([^"]+)"\)')


def strings_in(code):
    """The constant first arguments of translating calls."""
    for node in ast.walk(ast.parse(code)):
        is_marked = isinstance(node, ast.Call) and getattr(node.func, "id", None) in MARKERS
        if is_marked and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value


def source_strings():
    for app in ("newsroom", "articles", "people"):
        for path in (ROOT / app).rglob("*.py"):
            yield from strings_in(path.read_text(encoding="utf-8"))
    for path in (ROOT / "templates").rglob("*.html"):
        code = templatize(path.read_text(encoding="utf-8"), origin=path.name)
        yield from (ast.literal_eval(string) for string in TEMPLATE_STRING.findall(code))


def catalogue(domain):
    with (ENGLISH / f"{domain}.po").open("rb") as file:
        return [message for message in read_po(file) if message.id]


def first(value):
    return value if isinstance(value, str) else value[0]


def test_every_string_of_the_source_is_translated():
    translated = {first(message.id) for message in catalogue("django") if first(message.string)}

    assert set(source_strings()) - translated == set()
    assert len(translated) > 200


def test_the_catalogue_holds_nothing_the_source_does_not_say():
    assert {first(message.id) for message in catalogue("django")} - set(source_strings()) == set()


def test_every_string_of_our_scripts_is_translated():
    scripts = (ROOT / "newsroom" / "static" / "newsroom" / "js").glob("*.js")
    said = {s for path in scripts for s in SCRIPT_STRING.findall(path.read_text("utf-8"))}
    translated = {message.id for message in catalogue("djangojs") if message.string}

    assert {string for string in said if re.search("[\u4e00-\u9fff]", string)} == translated


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_the_written_one(domain):
    with (ENGLISH / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    for message in catalogue(domain):
        if isinstance(message.id, str):
            assert compiled.gettext(message.id) == message.string
        else:
            assert compiled.ngettext(*message.id, 1) == message.string[0]
            assert compiled.ngettext(*message.id, 2) == message.string[1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "english"),
    [("/admin/", "Model name"), ("/admin/people/user/add/", "After you’ve created a user")],
)
def test_the_stock_admin_says_nothing_in_english(admin_client, address, english):
    assert english not in admin_client.get(address).content.decode()


@pytest.mark.django_db
def test_the_stock_admin_s_lists_of_choices_say_nothing_in_english(admin_client):
    said = admin_client.get("/admin/jsi18n/").content.decode()

    assert '"Choose all %s": "\\u5168\\u9009%s"' in said


@pytest.mark.django_db
def test_a_short_password_is_refused_in_chinese(client):
    user = make.editor()
    client.force_login(user)

    page = client.post("/admin/password_change/", {"new_password1": "ab", "new_password2": "ab"})

    assert "密码太短，至少要有" in page.content.decode()


def test_placeholders_survive_translation():
    fields = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\}")
    for message in catalogue("django"):
        expected = sorted(fields.findall(first(message.id)))
        assert sorted(fields.findall(first(message.string))) == expected


@pytest.mark.django_db
def test_the_desk_can_be_worked_in_english(client):
    client.force_login(make.editor())

    with override("en"):
        page = client.get("/admin/articles/article/add/").content.decode()

    assert "Paste the byline" in page
    assert "Save and preview" in page
