from articles.models.article import Article, ArticleContent, Byline, Mention
from articles.models.issue import Issue, Page
from articles.models.photo import Photo, PhotoUse
from articles.models.published import PublishedArticle
from articles.models.search import SearchEntry
from articles.models.taxonomy import Column, Section, Tag, Tagging

__all__ = [
    "Article",
    "ArticleContent",
    "Byline",
    "Column",
    "Issue",
    "Mention",
    "Page",
    "Photo",
    "PhotoUse",
    "PublishedArticle",
    "SearchEntry",
    "Section",
    "Tag",
    "Tagging",
]
