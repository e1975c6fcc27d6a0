from articles.models.article import Article, ArticleContent, Byline, Mention
from articles.models.issue import Issue, Page
from articles.models.lexicon import LexiconEntry
from articles.models.photo import Photo, PhotoUse
from articles.models.published import PublishedArticle
from articles.models.taxonomy import Column, Section, Tag, Tagging
from articles.models.waiver import Waiver

__all__ = [
    "Article",
    "ArticleContent",
    "Byline",
    "Column",
    "Issue",
    "LexiconEntry",
    "Mention",
    "Page",
    "Photo",
    "PhotoUse",
    "PublishedArticle",
    "Section",
    "Tag",
    "Tagging",
    "Waiver",
]
