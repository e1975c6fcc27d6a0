from articles.admin import (
    article,
    correction,
    front_page,
    issue,
    lexicon,
    photo,
    reader_report,
    review,
    site_page,
    statistics,
    tag,
    taxonomy,
)

__all__ = [
    "article",
    "correction",
    "front_page",
    "issue",
    "lexicon",
    "photo",
    "reader_report",
    "review",
    "site_page",
    "statistics",
    "tag",
    "taxonomy",
]
