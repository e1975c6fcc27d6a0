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
    tag,
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
    "tag",
    "taxonomy",
]
