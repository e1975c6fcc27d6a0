from articles.models.acknowledgement import Acknowledgement
from articles.models.article import Article, ArticleContent, Byline, Mention
from articles.models.audit_log import LogLine
from articles.models.autosave import Autosave
from articles.models.comment import Comment
from articles.models.correction import Correction, ProposedCorrection, Withdrawal
from articles.models.former_address import FormerAddress
from articles.models.imported_file import ImportedFile, ImportedPicture
from articles.models.issue import Issue, Page
from articles.models.lexicon import LexiconEntry
from articles.models.notice import Notice
from articles.models.pending_change import PendingChange
from articles.models.photo import Photo, PhotoUse
from articles.models.pin import Pin
from articles.models.presence import Presence
from articles.models.preview_link import PreviewLink, PreviewOpening
from articles.models.published import (
    PublishedArticle,
    PublishedEntity,
    PublishedPicture,
    PublishedTag,
    Unmasked,
    UnmaskedPicture,
)
from articles.models.reader_report import ReaderReport
from articles.models.region import Region
from articles.models.review import Review, ReviewRoute
from articles.models.revision import Revision, RevisionPicture
from articles.models.scoring import PublishedCredit, ScoreRule
from articles.models.search import DeskEntry, HeadlineWord, SearchChange, SearchEntry
from articles.models.sent_form import SentForm
from articles.models.site_page import SitePage
from articles.models.stand_version import StandVersion
from articles.models.taxonomy import Column, Section, SectionEditor, Tag, Tagging
from articles.models.waiver import Waiver

__all__ = [
    "Acknowledgement",
    "Article",
    "ArticleContent",
    "Autosave",
    "Byline",
    "Column",
    "Comment",
    "Correction",
    "DeskEntry",
    "FormerAddress",
    "HeadlineWord",
    "ImportedFile",
    "ImportedPicture",
    "Issue",
    "LexiconEntry",
    "LogLine",
    "Mention",
    "Notice",
    "Page",
    "PendingChange",
    "Photo",
    "PhotoUse",
    "Pin",
    "Presence",
    "PreviewLink",
    "PreviewOpening",
    "ProposedCorrection",
    "PublishedArticle",
    "PublishedCredit",
    "PublishedEntity",
    "PublishedPicture",
    "PublishedTag",
    "ReaderReport",
    "Region",
    "Review",
    "ReviewRoute",
    "Revision",
    "RevisionPicture",
    "ScoreRule",
    "SearchChange",
    "SearchEntry",
    "Section",
    "SectionEditor",
    "SentForm",
    "SitePage",
    "StandVersion",
    "Tag",
    "Tagging",
    "Unmasked",
    "UnmaskedPicture",
    "Waiver",
    "Withdrawal",
]
