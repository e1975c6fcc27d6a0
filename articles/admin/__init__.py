from articles.admin import article, issue, lexicon, photo, taxonomy

__all__ = ["article", "issue", "lexicon", "photo", "taxonomy"]
