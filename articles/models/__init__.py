from articles.models.article import Article, ArticleContent, Byline, Mention
from articles.models.autosave import Autosave
from articles.models.issue import Issue, Page
from articles.models.photo import Photo, PhotoUse
from articles.models.presence import Presence
from articles.models.published import PublishedArticle
from articles.models.taxonomy import Column, Section, Tag, Tagging

__all__ = [
    "Article",
    "ArticleContent",
    "Autosave",
    "Byline",
    "Column",
    "Issue",
    "Mention",
    "Page",
    "Photo",
    "PhotoUse",
    "Presence",
    "PublishedArticle",
    "Section",
    "Tag",
    "Tagging",
]
