from articles.admin import article, issue, photo, review, statistics, taxonomy

__all__ = ["article", "issue", "photo", "review", "statistics", "taxonomy"]
