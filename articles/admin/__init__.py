from articles.admin import (
    article,
    correction,
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
