from articles.admin import article, correction, issue, photo, taxonomy

__all__ = ["article", "correction", "issue", "photo", "taxonomy"]
