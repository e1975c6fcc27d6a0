"""The regular expressions of the code, how each is used, and texts that are hard for it."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from re import _constants as opcodes
from re import _parser as parser

APPS = ["articles", "people", "newsroom"]
LEFT_OUT = ("migrations", "newsroom.wsgi", "newsroom.asgi")
CALLS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
WORD = "甲乙"
SCANS = CALLS - {"match", "fullmatch"}  # these begin anew at every place of a text
REPEATS = {opcodes.MAX_REPEAT, opcodes.MIN_REPEAT, opcodes.POSSESSIVE_REPEAT}
CLASSES = {
    opcodes.CATEGORY_DIGIT: str.isdigit,
    opcodes.CATEGORY_SPACE: str.isspace,
    opcodes.CATEGORY_WORD: str.isalnum,
    opcodes.CATEGORY_NOT_DIGIT: lambda character: not character.isdigit(),
    opcodes.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    opcodes.CATEGORY_NOT_WORD: lambda character: not character.isalnum(),
}
OTHERS = "甲 a0。\n（“<\\"  # of which a class is asked first what it holds


def modules():
    for app in APPS:
        package = importlib.import_module(app)
        for found in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not any(part in found.name for part in LEFT_OUT):
                yield importlib.import_module(found.name)


def compiled(value, depth=2):
    """The patterns in a value: itself, or what a list, a dict or a class holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in [*value, *value.values()]:
            yield from compiled(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from compiled(each, depth - 1)


class Calls(ast.NodeVisitor):
    """What a module calls: `re`, with an expression that is a pattern, and patterns by name."""

    def __init__(self, module):
        self.names = vars(module)
        self.direct, self.named = [], []
        self.visit(ast.parse(Path(module.__file__).read_text(encoding="utf-8")))

    def visit_Call(self, node):
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in CALLS:
            if isinstance(function.value, ast.Name) and function.value.id == "re":
                self.direct.append((function.attr, node.args[0]))
            elif isinstance(pattern := self.named_by(function.value), re.Pattern):
                self.named.append((function.attr, pattern))
        self.generic_visit(node)

    def named_by(self, node):
        """What a name of this module, or of one that it imports, stands for."""
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return getattr(self.names.get(node.value.id), node.attr, None)
        return None


def found():
    """Every pattern of the code, with the places it stands at and the ways it is used."""
    places, ways = {}, {}
    for module in modules():
        for name, value in vars(module).items():
            for pattern in compiled(value):
                places.setdefault(pattern, set()).add(f"{module.__name__}.{name}")
        calls = Calls(module)
        for way, pattern in calls.named:
            ways.setdefault(pattern, set()).add(way)
        for way, expression in calls.direct:
            pattern = evaluated(expression, module)
            places.setdefault(pattern, set()).add(f"{module.__name__}:{expression.lineno}")
            ways.setdefault(pattern, set()).add(way)
    return {
        pattern: (sorted(places[pattern])[0], ways.get(pattern, CALLS))
        for pattern in sorted(places, key=lambda pattern: sorted(places[pattern]))
    }


def evaluated(expression, module):
    """A pattern as it is written where it is used; what is known there alone stands for a word."""
    if isinstance(expression, ast.Name) and expression.id not in vars(module):
        return re.compile("甲乙")  # handed in: it stands elsewhere too
    names = {node.id: WORD for node in ast.walk(expression) if isinstance(node, ast.Name)}
    known = {"re": re, "map": map} | {n: vars(module).get(n, WORD) for n in names if n != "map"}
    code = compile(ast.Expression(expression), module.__file__, "eval")
    value = eval(code, known)  # an expression of our own code
    return re.compile(value) if isinstance(value, str) else value


# ---- Hard texts ---------------------------------------------------------------------------------


def hard_texts(pattern):
    """Beginnings of texts, each with what is to be repeated after it: every part that the pattern
    repeats, after what stands before it; a text that it matches, whole and not quite; its letters.
    """
    source = pattern.pattern
    source = source if isinstance(source, str) else source.decode("latin-1")
    parsed = list(parser.parse(source, pattern.flags & ~re.UNICODE))
    found = {}
    for others in (OTHERS, OTHERS[::-1]):
        near = sample(parsed, others)
        found |= dict.fromkeys(("", text) for text in (near, near[:-1], near[1:]))
        for before, unit in repeated(parsed, others):
            found |= dict.fromkeys([("", unit), (before, unit), ("", before + unit)])
    found |= dict.fromkeys(("", letter) for letter in list(letters(parsed))[:12])
    return [(before, unit) for before, unit in found if unit]


def parts(op, value):
    """The sequences inside a part of a parsed pattern."""
    if op in REPEATS:
        return [value[2]]
    if op is opcodes.BRANCH:
        return value[1]
    if op is opcodes.SUBPATTERN:
        return [value[-1]]
    if op in {opcodes.ASSERT, opcodes.ASSERT_NOT}:
        return [value[1]]
    return [value] if op is opcodes.ATOMIC_GROUP else []


def sample(parsed, others=OTHERS):
    """A text that a parsed pattern matches, near enough; what is repeated stands there twice."""
    return "".join(sample_of(op, value, others) for op, value in parsed)


def sample_of(op, value, others):
    if op is opcodes.LITERAL:
        return chr(value)
    if op in {opcodes.NOT_LITERAL, opcodes.ANY, opcodes.IN, opcodes.CATEGORY}:
        return member(op, value, others)
    if op in {opcodes.ASSERT, opcodes.ASSERT_NOT}:
        return ""
    inner = sample(parts(op, value)[0], others) if parts(op, value) else ""
    return inner * max(value[0], min(2, int(value[1]))) if op in REPEATS else inner


def member(op, value, others):
    """A character that a class holds, of `others` where one of them does."""
    items = value if op is opcodes.IN else [(op, value)]
    if op is opcodes.ANY:
        return others[0]
    is_negative = items[0][0] in {opcodes.NEGATE, opcodes.NOT_LITERAL}
    for character in others:
        if any(holds(item, character) for item in items) != is_negative:
            return character
    op, value = items[0]
    return chr(value[0] if op is opcodes.RANGE else value) if not is_negative else "乙"


def holds(item, character):
    op, value = item
    if op is opcodes.RANGE:
        return value[0] <= ord(character) <= value[1]
    if op is opcodes.CATEGORY:
        return CLASSES[value](character)
    return op in {opcodes.LITERAL, opcodes.NOT_LITERAL} and ord(character) == value


def repeated(parsed, others):
    """Each part that is repeated, after what a text has before it."""
    before = ""
    for op, value in parsed:
        if op in REPEATS:
            yield before, sample(value[2], others)
        for part in parts(op, value):
            yield from ((before + first, unit) for first, unit in repeated(part, others))
        before += sample_of(op, value, others)


def letters(parsed):
    for op, value in parsed:
        if not parts(op, value):
            yield sample_of(op, value, OTHERS)
        for part in parts(op, value):
            yield from letters(part)


def text(before, unit, *, size, end="\0"):
    """So many characters, the last of which is most likely none that the pattern wants."""
    return (before + unit * (size // len(unit) + 1))[: size - 1] + end
