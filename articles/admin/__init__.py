from articles.admin import article, issue, photo, statistics, taxonomy

__all__ = ["article", "issue", "photo", "statistics", "taxonomy"]
