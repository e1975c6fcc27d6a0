"""What the code does not do at all: shells, text run as code, weak hashes, scripts that listen."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
APPS = ["articles", "people", "newsroom"]
SCRIPTS = ROOT / "newsroom/static/newsroom/js"

# Modules that make code of data, weak random numbers, or do by hand what a library proves.
NEVER_IMPORTED = {"pickle", "marshal", "shelve", "dill", "yaml", "random", "telnetlib", "ftplib"}
NEVER_IMPORTED |= {"urllib.request", "requests", "httpx"}  # they follow redirects
NEVER_IMPORTED |= {"cryptography", "Crypto"}  # nothing is encrypted
NEVER_CALLED = {
    *("eval", "exec", "compile", "__import__"),
    *("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *(
        "hashlib.md5",
        "hashlib.sha1",
        "hashlib.new",
        "tempfile.mktemp",
        "ssl._create_unverified_context",
    ),
    *("engines.from_string", "Engine.from_string"),
}
TAKE_PATTERNS = {
    *("re.compile", "re.search", "re.match", "re.fullmatch"),
    *("re.sub", "re.split", "re.findall", "re.finditer"),
}
NEVER_IN_SCRIPTS = re.compile(
    r"\beval\(|new Function\(|document\.write\(|\.on(?:message)\b|[\"']message[\"']\s*,|jsonp",
    re.IGNORECASE,
)


@cache
def trees():
    files = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [(path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))) for path in files]


def called(call):
    """The name of what is called, with its module where that is written."""
    return ast.unparse(call.func)


def breaches(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & NEVER_IMPORTED
        elif isinstance(node, ast.ImportFrom):
            yield from {node.module} & NEVER_IMPORTED
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from names & NEVER_CALLED
        elif isinstance(node, ast.Call):
            yield from {called(node)} & NEVER_CALLED
            yield from (
                f"{called(node)}({word.arg}=True)"
                for word in node.keywords
                if word.arg == "shell" and getattr(word.value, "value", True) is not False
            )


def test_no_command_goes_through_a_shell_and_no_text_becomes_code():
    found = {str(path): names for path, tree in trees() if (names := list(breaches(tree)))}

    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from random import choice",
        "from os import system",
        "eval(text)",
        "subprocess.run(command, shell=True)",
        "hashlib.md5(data)",
    ],
)
def test_such_a_line_is_seen(line):
    assert list(breaches(ast.parse(line)))


def test_no_script_runs_text_or_listens_to_other_windows():
    found = [
        (path.name, match.group())
        for path in sorted(SCRIPTS.rglob("*.js"))
        for match in NEVER_IN_SCRIPTS.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_what_is_put_into_a_regular_expression_is_escaped():
    """A pattern made while the program runs holds constants of its module, or is escaped."""
    found = []
    for path, tree in trees():
        for node in made_while_running(tree):
            if isinstance(node, ast.Call) and called(node) in TAKE_PATTERNS:
                found += [
                    (str(path), ast.unparse(value))
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.FormattedValue) and not is_safe(value := part.value)
                ]

    assert found == []


def made_while_running(tree):
    """What stands in functions: a module makes what it makes on import of its own words."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    for function in ast.walk(tree):
        if isinstance(function, functions):
            yield from ast.walk(function)


def is_safe(value):
    """Whether an expression is made of constants alone, of this module or another, or escapes."""
    if "re.escape" in ast.unparse(value):
        return True
    parts = list(ast.walk(value))
    modules = {part.value.id for part in parts if is_constant_of_a_module(part)}
    return all(
        part.id.isupper() or part.id in modules for part in parts if isinstance(part, ast.Name)
    )


def is_constant_of_a_module(part):
    is_attribute = isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
    return is_attribute and part.attr.isupper()


def test_every_package_is_pinned_with_its_hashes():
    """The list of what is installed is whole: pip refuses what is not in it, or differs."""
    named = re.findall(r'^    "([a-z0-9-]+)', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    locked = (ROOT / "requirements.txt").read_text()
    pins = dict(re.findall(r"^([a-z0-9-]+)(?:\[.*\])?==(.+?) ", locked, re.MULTILINE))
    blocks = re.split(r"\n(?=[a-z])", locked)

    assert set(named[: named.index("whitenoise") + 1]) <= pins.keys()
    assert [block.split("==")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "--require-hashes" in (ROOT / "Makefile").read_text()
    assert "://" not in locked
    assert {"pytest", "playwright", "hypothesis"}.isdisjoint(pins)  # nothing of the makers' own
