"""Search over the stand: every occurrence of every word, the same from each engine.

tokens (how text is cut) → documents (what is known of a story) → engines (which stories have which
grams) → results (who comes first). What readers may see is decided by PublishedArticle.public().
"""

from articles.search.asking import BadQuestion, Question
from articles.search.facets import Facet, facets
from articles.search.index import index, is_current, rebuild
from articles.search.results import PAGE_SIZE, Answer, answer
from articles.search.suggestions import Suggestion, suggestions

__all__ = [
    "PAGE_SIZE",
    "Answer",
    "BadQuestion",
    "Facet",
    "Question",
    "Suggestion",
    "answer",
    "facets",
    "index",
    "is_current",
    "rebuild",
    "suggestions",
]
