"""Search over the stand: every occurrence of every word, the same from each engine.

tokens (how text is cut) → documents (what is known of a story) → engines (which stories have which
grams) → results (who comes first). What readers may see is decided by PublishedArticle.public().
The desk searches its own stories, drafts among them, by the same rules: desk.
"""

from articles.search.asking import BadQuestion, Question
from articles.search.desk import index_desk, on_desk, rebuild_desk
from articles.search.engines import EngineDown
from articles.search.excerpts import Piece, excerpt, marked_html
from articles.search.facets import Facet, facets
from articles.search.index import drain, index, is_current, moved, rebuild, stale
from articles.search.matching import words
from articles.search.nearby import Nearby, nearby
from articles.search.renewing import renew
from articles.search.results import PAGE_SIZE, Answer, answer
from articles.search.suggestions import Suggestion, suggestions

__all__ = [
    "PAGE_SIZE",
    "Answer",
    "BadQuestion",
    "EngineDown",
    "Facet",
    "Nearby",
    "Piece",
    "Question",
    "Suggestion",
    "answer",
    "drain",
    "excerpt",
    "facets",
    "index",
    "index_desk",
    "is_current",
    "marked_html",
    "moved",
    "nearby",
    "on_desk",
    "rebuild",
    "rebuild_desk",
    "renew",
    "stale",
    "suggestions",
    "words",
]
