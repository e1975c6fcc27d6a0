"""Which rows; then, with which related rows."""

from articles.querysets.asides import CommentQuerySet, PreviewLinkQuerySet
from articles.querysets.desk import ArticleQuerySet, BylineQuerySet, MentionQuerySet
from articles.querysets.paper import (
    ColumnQuerySet,
    IssueQuerySet,
    PageQuerySet,
    PinQuerySet,
    RegionQuerySet,
    SectionQuerySet,
    TaggingQuerySet,
    TagQuerySet,
)
from articles.querysets.photos import PhotoQuerySet, PhotoUseQuerySet
from articles.querysets.records import (
    CorrectionQuerySet,
    LexiconEntryQuerySet,
    ReaderReportQuerySet,
    ReviewQuerySet,
    ReviewRouteQuerySet,
    RevisionQuerySet,
)
from articles.querysets.scoring import PublishedCreditQuerySet, ScoreRuleQuerySet
from articles.querysets.stand import LIST_SIZE, PublishedArticleQuerySet

__all__ = [
    "LIST_SIZE",
    "ArticleQuerySet",
    "BylineQuerySet",
    "ColumnQuerySet",
    "CommentQuerySet",
    "CorrectionQuerySet",
    "IssueQuerySet",
    "LexiconEntryQuerySet",
    "MentionQuerySet",
    "PageQuerySet",
    "PhotoQuerySet",
    "PhotoUseQuerySet",
    "PinQuerySet",
    "PreviewLinkQuerySet",
    "PublishedArticleQuerySet",
    "PublishedCreditQuerySet",
    "ReaderReportQuerySet",
    "RegionQuerySet",
    "ReviewQuerySet",
    "ReviewRouteQuerySet",
    "RevisionQuerySet",
    "ScoreRuleQuerySet",
    "SectionQuerySet",
    "TagQuerySet",
    "TaggingQuerySet",
]
