from articles.admin import article, issue, photo, review, taxonomy

__all__ = ["article", "issue", "photo", "review", "taxonomy"]
