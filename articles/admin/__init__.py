from articles.admin import article, correction, issue, lexicon, photo, review, statistics, taxonomy

__all__ = ["article", "correction", "issue", "lexicon", "photo", "review", "statistics", "taxonomy"]
