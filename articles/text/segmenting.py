"""Where the words of Chinese text end, and what kind of word each is.

Two models that know nothing of each other: a dictionary with a hidden Markov model for what it does
not list (jieba's, in Rust), and BudouX's, which reads six characters at a time. Each is loaded when
it is first asked, which is where text is published, never where it is only served.
"""

from __future__ import annotations

from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, FileFinder
from importlib.util import find_spec, module_from_spec
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux import Parser
    from rjieba import Jieba

DICTIONARY = Path(__file__).with_name("dictionary.txt")


def words(text: str) -> list[str]:
    """The words of a text in order, marks and spaces among them; joined they are the text."""
    return _jieba().cut(text)


def tagged(text: str) -> list[tuple[str, str]]:
    """The same words, each with its kind as jieba names it: nr person, ns place, nt body, n, v …

    The first call of a process takes 8 MiB more than `words` needs.
    """
    return _jieba().tag(text)


def is_listed(word: str) -> bool:
    """Whether the dictionary has a word: the model makes up others, names above all."""
    return _jieba().has_word(word)


def sure_ends(text: str) -> set[int]:
    """The places inside a text where both models end a word: fewer than there are, and surer."""
    return _ends(words(text)) & _ends(_budoux().parse(text))


def _ends(parts: list[str]) -> set[int]:
    return set(accumulate(map(len, parts[:-1])))


@cache
def _jieba() -> Jieba:
    """jieba with the words of DICTIONARY alone.

    `import rjieba` would build its whole dictionary, 34 MiB of words that are mostly names; what is
    compiled in it is found beside its `__init__` and loaded without that.
    """
    package = find_spec("rjieba")
    if package is None or package.submodule_search_locations is None:
        raise ModuleNotFoundError("rjieba is not installed", name="rjieba")
    finder = FileFinder(
        package.submodule_search_locations[0], (ExtensionFileLoader, EXTENSION_SUFFIXES)
    )
    compiled = finder.find_spec("rjieba")
    if compiled is None or compiled.loader is None:
        raise ModuleNotFoundError("rjieba holds nothing compiled", name="rjieba")
    module = module_from_spec(compiled)
    compiled.loader.exec_module(module)
    jieba: Jieba = module.Jieba.empty()
    with DICTIONARY.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                word, count, kind = line.split()
                jieba.add_word(word, int(count), kind)
    return jieba


@cache
def _budoux() -> Parser:
    from budoux import load_default_simplified_chinese_parser  # noqa: PLC0415  # when it is asked

    return load_default_simplified_chinese_parser()
