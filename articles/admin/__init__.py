from articles.admin import article, correction, issue, photo, review, statistics, taxonomy

__all__ = ["article", "correction", "issue", "photo", "review", "statistics", "taxonomy"]
