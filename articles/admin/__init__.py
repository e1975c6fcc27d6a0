from articles.admin import (
    article,
    correction,
    issue,
    lexicon,
    names,
    photo,
    review,
    site_page,
    statistics,
    taxonomy,
)

__all__ = [
    "article",
    "correction",
    "issue",
    "lexicon",
    "names",
    "photo",
    "review",
    "site_page",
    "statistics",
    "taxonomy",
]
