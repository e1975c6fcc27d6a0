"""Pairs of texts that are the same or are not, alike for all that compares texts."""

from datetime import date
from pathlib import Path

import pytest

from articles.enums import FindingKind, FindingLevel
from articles.search.matching import clauses
from articles.text import body
from articles.text.folding import fold
from articles.text.lexicon import Lexicon, Word
from articles.text.tags import comparable
from articles.text.tokens import solid
from people.enums import EntityKind
from people.names.masking import Mask
from people.names.mentions import Candidate, Gazetteer

LINES = Path(__file__).with_name("same_texts.txt").read_text(encoding="utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
# Name, text, and whether the name is found in it.
PAIRS = [(text, other, sign != "≠") for _kind, text, sign, other in ROWS]
PAIRS += [(other, text, sign == "=") for _kind, text, sign, other in ROWS if sign != "≠"]
BODY = EntityKind.ORGANISATION


def _told(text):
    return f"昨天，{text}，记者说"


def test_the_table_is_long():
    assert len(ROWS) >= 200
    assert len({kind for kind, *_ in ROWS}) >= 12


def _mentions(name, text):
    return bool(Gazetteer([(name, Candidate(1, BODY), True)]).find(text))


def _stops(word, text):
    lexicon = Lexicon([Word(word, FindingLevel.BLOCK, FindingKind.SENSITIVE, "")])
    return bool(lexicon.hits(fold(text), on=date(2024, 3, 1)))


def _finds(query, text):
    asked = clauses(f"“{query}”").values()
    return bool(asked) and all(any(t in solid(text) for t in clause) for clause in asked)


@pytest.mark.parametrize("holds", [_mentions, _stops, _finds, lambda n, t: Mask([n]).hides(t)])
def test_all_that_looks_for_a_text_takes_the_same_for_the_same(holds):
    wrong = [(name, text) for name, text, is_found in PAIRS if holds(name, _told(text)) != is_found]

    assert wrong == []


def test_tags_that_are_the_same_are_one():
    same = [(text, other) for _kind, text, sign, other in ROWS if sign == "="]
    others = [(text, other) for _kind, text, sign, other in ROWS if sign != "="]

    assert [pair for pair in same if len(set(map(comparable, pair))) == 2] == []
    assert [pair for pair in others if len(set(map(comparable, pair))) == 1] == []


@pytest.mark.parametrize(
    "typed",
    [
        "<ruby>长<rp>(</rp><rt>cháng</rt><rp>)</rp>风<rt>fēng</rt></ruby>违禁",
        "长\u2800风违禁",
        "长<wbr>风&shy;违<!-- 无 -->禁",
        "<em>长</em><a href='/x'>風</a><span>违</span><br>禁",
    ],
)
def test_no_markup_parts_a_word(typed):
    text = body.parse(body.clean(f"<p>{typed}</p>")).text

    assert _stops("长风违禁", text)
    assert Mask(["长风违禁"]).hides(text)
    assert _finds("长风违禁", text)
