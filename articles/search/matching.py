"""What a query asks of a story, in words that every engine understands."""

from __future__ import annotations

import re
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.search.days import Days, meant
from articles.text.folding import HAN
from articles.text.tokens import STOP, grams, solids

LONGEST = 100  # characters of a query that are read; titles are shorter
MOST_WORDS = 10
# Quotes hold together what stands between them: “抗严寒 送温暖” is one word, 抗严寒 送温暖 are two.
WORD = re.compile(r"(?:[“”\"＂][^“”\"＂]*[“”\"＂]|\S)+")
QUOTE = re.compile(r"[“”\"＂]")
# The Latin word at the end of what is typed may be the beginning of a longer one, China of
# Chinagoods. One of two or three letters is a word of its own: AI is not Air. Who is still typing
# is asked for less.
WHOLE_WORD, TYPED_WORD = 4, 2
LAST_WORD = re.compile(rf"(?<= )[^\W\d_{HAN}]+ \Z")

Clause = tuple[str, ...]  # solid texts of which a story must hold one
Match = tuple[Clause, ...]  # clauses that all must hold


def words(query: str) -> list[str]:
    """The solid words of a reader's query, each once. All of them must occur in a story.

    Whatever is typed has an answer: without a Han, a letter or a digit there are no words.
    """
    return list(clauses(query))


def clauses(query: str, *, is_typing: bool = False) -> dict[str, Clause]:
    """Each word of a query with the solid texts that answer it, itself first. More than one where
    an end of the word is folded otherwise in a longer text: 著 is 着 in 看著.

    While a reader `is_typing`, the last word may be the beginning of any.
    """
    found: dict[str, Clause] = {}
    shortest = TYPED_WORD if is_typing else WHOLE_WORD
    for word in WORD.findall(query[:LONGEST]):
        is_quoted = len(QUOTE.findall(word)) > 1
        parts = [[text.strip(STOP)] if is_quoted else text.split(STOP) for text in solids(word)]
        for texts in zip(*parts, strict=True):
            if texts[0].strip(f" {STOP}"):
                clause = tuple(dict.fromkeys(_opened(text, shortest) for text in texts))
                found.setdefault(clause[0], clause)
    return dict(list(found.items())[:MOST_WORDS])


def read(query: str, *, on: date) -> tuple[dict[str, Clause], Days | None]:
    """The words of a query made on a certain day, see `clauses`, and the days that one of them
    means, if any. A date in quotes is words like others.
    """
    days, rest = None, []
    for word in WORD.findall(query[:LONGEST]):
        found = None if days or QUOTE.search(word) else meant(word, on=on)
        days = days or found
        rest += [] if found else [word]
    return clauses(" ".join(rest)), days


def _opened(solid_text: str, shortest: int) -> str:
    """The text without the space after its last word, where that is a Latin one long enough."""
    last = LAST_WORD.search(solid_text)
    return solid_text[:-1] if last and len(last[0]) > shortest else solid_text


def holds(
    match: Match, *, proposed: bool = False, entry: str = "search_entry", part: str = "solid"
) -> Q:
    """The stories whose own text, in that part of the `entry` that belongs to them, answers the
    match.

    Of stories an index has `proposed`, only what their grams leave open: 遵义 and 义乌 and 乌江 may
    stand apart, but a pair of Han that is there is there.
    """
    clauses = (clause for clause in match if not (proposed and all(map(_is_gram, clause))))
    return reduce(
        and_,
        (
            reduce(or_, (contains(f"{entry}__{part}", text) for text in clause))
            for clause in clauses
        ),
        Q(),
    )


def _is_gram(solid_text: str) -> bool:
    """Whether the index knows of this very text: 义义义 has but one pair, and the beginnings of
    Latin words stand beside the words.
    """
    word = solid_text.strip()
    is_closed = solid_text == f" {word} " and word.isalpha()
    return not is_closed and grams(solid_text, is_query=True) == [word]


def contains(field: str, solid_text: str) -> Q:
    return Q(GreaterThan(StrIndex(F(field), Value(solid_text)), 0))


def expression(match: Match, *, all_of: str, one_of: str, quote: str) -> str:
    """The match in an engine's own query language, over grams.

    A gram is made of letters and digits and needs no escaping.
    """

    def phrase(text: str) -> str:
        return f"({all_of.join(f'{quote}{gram}{quote}' for gram in grams(text, is_query=True))})"

    return all_of.join(f"({one_of.join(map(phrase, clause))})" for clause in match)
