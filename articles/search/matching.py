"""What a query asks of a story, in words that every engine understands."""

from __future__ import annotations

import re
from functools import reduce
from operator import and_, or_

from django.db.models import F, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.text.tokens import STOP, grams, solid

LONGEST = 100  # characters of a query that are read; titles are shorter
MOST_WORDS = 10
# Quotes hold together what stands between them: “抗严寒 送温暖” is one word, 抗严寒 送温暖 are two.
WORD = re.compile(r"(?:[“”\"＂][^“”\"＂]*[“”\"＂]|\S)+")
QUOTE = re.compile(r"[“”\"＂]")

Clause = tuple[str, ...]  # solid texts of which a story must hold one
Match = tuple[Clause, ...]  # clauses that all must hold


def words(query: str) -> list[str]:
    """The solid words of a reader's query, each once. All of them must occur in a story.

    Whatever is typed has an answer: without a Han, a letter or a digit there are no words.
    """
    found: dict[str, None] = {}
    for word in WORD.findall(query[:LONGEST]):
        text = solid(word)
        parts = [text.strip(STOP)] if len(QUOTE.findall(word)) > 1 else text.split(STOP)
        found |= dict.fromkeys(part for part in parts if part.strip(f" {STOP}"))
    return list(found)[:MOST_WORDS]


def holds(match: Match, *, proposed: bool = False, entry: str = "search_entry") -> Q:
    """The stories whose own text, in the `entry` that belongs to them, answers the match.

    Of stories an index has `proposed`, only what their grams leave open: 遵义 and 义乌 and 乌江 may
    stand apart, but a pair of Han that is there is there.
    """
    clauses = (clause for clause in match if not (proposed and all(map(_is_gram, clause))))
    return reduce(
        and_,
        (reduce(or_, (contains(f"{entry}__solid", text) for text in clause)) for clause in clauses),
        Q(),
    )


def _is_gram(solid_text: str) -> bool:
    return grams(solid_text, is_query=True) == [solid_text.strip()]  # 义义义 has but one pair


def contains(field: str, solid_text: str) -> Q:
    return Q(GreaterThan(StrIndex(F(field), Value(solid_text)), 0))


def expression(match: Match, *, all_of: str, one_of: str, quote: str) -> str:
    """The match in an engine's own query language, over grams.

    A gram is made of letters and digits and needs no escaping.
    """

    def phrase(text: str) -> str:
        return f"({all_of.join(f'{quote}{gram}{quote}' for gram in grams(text, is_query=True))})"

    return all_of.join(f"({one_of.join(map(phrase, clause))})" for clause in match)
