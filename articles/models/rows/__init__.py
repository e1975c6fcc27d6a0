"""Which rows; then, with which related rows."""

from articles.models.rows.asides import CommentQuerySet, NoticeQuerySet, PreviewLinkQuerySet
from articles.models.rows.desk import ArticleQuerySet, BylineQuerySet, MentionQuerySet
from articles.models.rows.paper import (
    ColumnQuerySet,
    IssueQuerySet,
    PageQuerySet,
    PinQuerySet,
    RegionQuerySet,
    SectionQuerySet,
    SitePageQuerySet,
    TaggingQuerySet,
    TagQuerySet,
)
from articles.models.rows.pending import PendingChangeQuerySet
from articles.models.rows.photos import PhotoQuerySet, PhotoUseQuerySet
from articles.models.rows.records import (
    MAY_CONFIRM,
    CorrectionQuerySet,
    LexiconEntryQuerySet,
    ProposedCorrectionQuerySet,
    ReaderReportQuerySet,
    ReviewQuerySet,
    ReviewRouteQuerySet,
    RevisionQuerySet,
)
from articles.models.rows.scoring import PublishedCreditQuerySet, ScoreRuleQuerySet
from articles.models.rows.stand import LIST_SIZE, PublishedArticleQuerySet

__all__ = [
    "LIST_SIZE",
    "MAY_CONFIRM",
    "ArticleQuerySet",
    "BylineQuerySet",
    "ColumnQuerySet",
    "CommentQuerySet",
    "CorrectionQuerySet",
    "IssueQuerySet",
    "LexiconEntryQuerySet",
    "MentionQuerySet",
    "NoticeQuerySet",
    "PageQuerySet",
    "PendingChangeQuerySet",
    "PhotoQuerySet",
    "PhotoUseQuerySet",
    "PinQuerySet",
    "PreviewLinkQuerySet",
    "ProposedCorrectionQuerySet",
    "PublishedArticleQuerySet",
    "PublishedCreditQuerySet",
    "ReaderReportQuerySet",
    "RegionQuerySet",
    "ReviewQuerySet",
    "ReviewRouteQuerySet",
    "RevisionQuerySet",
    "ScoreRuleQuerySet",
    "SectionQuerySet",
    "SitePageQuerySet",
    "TagQuerySet",
    "TaggingQuerySet",
]
