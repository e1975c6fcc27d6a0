from articles.admin import article, issue, photo, taxonomy

__all__ = ["article", "issue", "photo", "taxonomy"]
