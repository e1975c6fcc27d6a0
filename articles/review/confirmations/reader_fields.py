"""The list: every field that reaches a reader, who may change it, and whether it waits.

What waits is asked for by one person at the desk and confirmed by another; until then readers have
the old. Waits: words, pictures and facts that readers get without a review of their own. Does not
wait: what only arranges things that were passed, and what passed another gate; each says why. A
column that no reader's page reads is named as well, so that a new one is decided upon:
tests/articles/review/test_reader_fields.py fails for a field that stands nowhere here, and for one
that a reader's page reads although it is not called a reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from articles.enums import REVIEWS
from articles.models import (
    Acknowledgement,
    Article,
    Autosave,
    Byline,
    Column,
    Comment,
    Correction,
    DeskEntry,
    FormerAddress,
    HeadlineWord,
    ImportedFile,
    ImportedPicture,
    Issue,
    LexiconEntry,
    LogLine,
    Mention,
    Notice,
    Page,
    PendingChange,
    Photo,
    PhotoUse,
    Pin,
    Presence,
    PreviewLink,
    PreviewOpening,
    ProposedCorrection,
    PublishedArticle,
    PublishedCredit,
    PublishedEntity,
    PublishedPicture,
    PublishedTag,
    ReaderReport,
    Region,
    Review,
    ReviewRoute,
    Revision,
    RevisionPicture,
    ScoreRule,
    SearchChange,
    SearchEntry,
    Section,
    SectionEditor,
    SentForm,
    SitePage,
    StandVersion,
    Tag,
    Tagging,
    Unmasked,
    UnmaskedPicture,
    Waiver,
    Withdrawal,
)
from articles.stand import withholding
from people.models import (
    Entity,
    EntityName,
    Hiding,
    Honour,
    Merger,
    Programme,
    RecoveryCode,
    Reporter,
    Round,
    Session,
    Tally,
    User,
)
from people.models.drafts import DraftRoll

ARRANGES = "It only arranges what was passed: no word, picture or fact changes."
DRAWN = "It is drawn from what waits, once that is confirmed."
PRINTED = (
    "A page or an issue reaches readers with the first public story of it, which passed its "
    "reviews; the page itself was passed when it was printed. From then on every change waits. "
    "Whoever may change issues releases one by its hour; a new hour takes nothing back and shows "
    "only what was signed off."
)
STAMP = "The clock sets it; it is put back with the fields that wait."
HIDES = (
    "Hiding protects somebody and is done at once, as an act of its own with a permission and a "
    "reason; showing again gives readers what they had, for what changed meanwhile has waited."
)
MERGES = (
    "Merging makes nothing new: what readers have of two rows is shown as one. It is an act of its "
    "own with a permission, a reason and a record, and is refused for what still waits."
)


PAGE_FILES = (
    *("pdf", "pdf_original", "pdf_recipe", "original", "image", "large_image", "thumbnail"),
    *("image_width", "image_height", "image_edition"),
)


def _never(row: Any) -> bool:
    return False


def _names_hidden(row: EntityName) -> bool:
    """A further name of somebody hidden: from now on readers get 某某 for it too."""
    return row.entity.hidden


def _leads_readers(row: Tag) -> bool:
    """Whether stories in review or signed off bear a tag, or it leads readers on to another."""
    in_review = row.taggings.filter(content_object__stage__in=REVIEWS)
    is_out = PublishedTag.objects.filter(tag=row)
    return row.main_id is not None or is_out.exists() or in_review.exists()


def _page_is_out(row: Page) -> bool:
    return withholding.readers_had(row)


def _region_is_out(row: Region) -> bool:
    return _page_is_out(row.page)


def _issue_is_out(row: Issue) -> bool:
    return any(map(_page_is_out, row.pages.all()))


def _always(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class ReaderFields:
    """What readers get of a model.

    `waits`: fields whose change a second person confirms. `at_once`: those that readers get
    without, each with the reason. `desk`: those that no reader's page reads. `rows_wait`: whether
    a new row (add) and a deleted one (delete) wait as well. `is_seen`: whether readers have
    anything of a row; of one that they do not have nothing waits. `markup`: which of the fields
    hold a body. `permission`: what whoever confirms has to hold; where empty, Django's own for
    adding, changing or deleting such a row. `is_part`: the row is part of the one whose form it
    stands in, and the permission for that one is enough.

    `apart`: fields that are kept out of the table while a new row waits. A story that passed its
    reviews passes the name and the kind of whom it names for the first time (articles.stand.named),
    and nothing else that was written about them: that was in no review. Of a part it means that it
    is kept out even under a row that waits. `together`: fields that change as one, a file and what
    was made of it; `unshown` are those of them that say nothing to who confirms, `pictures` those
    that are shown as pictures (articles.admin.pending_files). `protects`: whether a new row takes
    something from readers and gives them nothing; then it does not wait.
    """

    model: type[Model]
    waits: tuple[str, ...] = ()
    at_once: Mapping[str, str] = field(default_factory=dict)
    desk: tuple[str, ...] = ()
    rows_wait: tuple[str, ...] = ("add", "delete")
    is_seen: Callable[[Any], bool] = _always
    markup: tuple[str, ...] = ()
    permission: str = ""
    is_part: bool = False
    apart: tuple[str, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    unshown: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    protects: Callable[[Any], bool] = _never

    def with_companions(self, names: Collection[str]) -> list[str]:
        """Of the fields that wait these, and those that change as one with any of them."""
        groups = [group for group in self.together if not set(group).isdisjoint(names)]
        return [n for n in self.waits if n in names or any(n in group for group in groups)]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def blanks(self) -> dict[str, Any]:
        """What a new row that waits holds in the fields that are kept out of the table."""
        columns = (self.model._meta.get_field(name) for name in self.apart)
        return {c.name: None if getattr(c, "null", False) else "" for c in columns}

    @property
    def marks_new(self) -> bool:
        """Whether a new row stands in its table while it waits, left out of readers' pages."""
        return any(column.name == "is_waiting" for column in self.model._meta.concrete_fields)

    def needed(self, action: str) -> set[str]:
        """The permissions that whoever confirms needs: `action` is add, change or delete."""
        if self.is_part:
            return set()
        opts = self.model._meta
        return {self.permission or f"{opts.app_label}.{action}_{opts.model_name}"}


LIST = (
    ReaderFields(
        Section,
        waits=("name", "slug", "description"),
        at_once={"order": ARRANGES},
        desk=("is_waiting",),
    ),
    ReaderFields(Column, waits=("name", "description"), desk=("is_waiting",)),
    ReaderFields(
        SitePage,
        waits=("slug", "title", "body"),
        at_once={"updated_at": STAMP},
        desk=("is_waiting",),
        markup=("body",),
    ),
    # A new tag has no page before a story that bears it is signed off, which passes its name.
    ReaderFields(
        Tag,
        waits=("name", "compared", "main"),
        unshown=("compared",),
        at_once={"slug": "It is made of the name of a new tag and never changes."},
        rows_wait=("delete",),
        is_seen=_leads_readers,
    ),
    # A new photo is in no reader's page; one that readers have cannot be deleted.
    ReaderFields(
        Photo,
        waits=(
            *("original", "file_name", "photographer"),
            *("caption", "alt", "is_decorative", "reporter", "source", "source_type", "rights"),
            *("focal_x", "focal_y", "pictured"),
        ),
        at_once=dict.fromkeys(
            ("file", "former_files", "width", "height", "renditions", "recipe"), DRAWN
        ),
        desk=(
            *("guid", "checksum", "likeness", "taken_on", "place", "shows_minor", "consent"),
            *("uploaded_at", "uploaded_by", "edition"),
            *("registration_asked_at", "registration_asked_by"),
        ),
        rows_wait=(),
        is_seen=withholding.change_waits,
        permission="articles.final_review_article",
        together=(("original", "file_name", "photographer"),),
        unshown=("photographer",),
        pictures=("original",),
    ),
    ReaderFields(
        Issue,
        waits=("date", "date_is_certain", "number", "title"),
        at_once={"released_at": PRINTED},
        rows_wait=(),
        is_seen=_issue_is_out,
    ),
    ReaderFields(
        Page,
        waits=(
            *("issue", "number", "name", "responsible_editor", "layout_editor", "proofreader"),
            *PAGE_FILES,
        ),
        desk=("regions_edition", "regions_drawn_on"),
        rows_wait=("delete",),  # one that stories only run on to is not held by them
        is_seen=_page_is_out,
        together=(PAGE_FILES,),
        unshown=(
            *("pdf_original", "pdf_recipe", "original", "large_image", "thumbnail"),
            *("image_width", "image_height", "image_edition"),
        ),
        pictures=("image", "pdf"),
    ),
    ReaderFields(
        Region,
        waits=("page", "article", "points", "order"),
        is_seen=_region_is_out,
        is_part=True,
    ),
    ReaderFields(
        Correction,
        at_once=dict.fromkeys(
            ("article", "kind", "text", "placement", "supersedes", "made_at"),
            "One person proposes a correction and another confirms it: articles.review.proposals.",
        ),
        desk=("by", "owed_page", "owed_order", "printed_in", "notice"),
        rows_wait=(),
    ),
    ReaderFields(
        Pin,
        at_once=dict.fromkeys(
            ("article", "order", "until"), f"{ARRANGES} Each arrangement is in the log."
        ),
        desk=("pinned_by", "pinned_at"),
        rows_wait=(),
    ),
    # Deleting one frees an address that readers may have kept.
    ReaderFields(
        FormerAddress, waits=("slug", "section", "site_page"), desk=("left_at",), is_part=True
    ),
    ReaderFields(
        Reporter,
        waits=("name", "compared", "kind", "title", "bio", "portrait"),
        unshown=("compared",),
        apart=("title", "bio", "portrait"),
        at_once={"sort_key": ARRANGES, "hidden": HIDES},
        desk=("distinction", "user", "is_waiting", "visible_from"),
    ),
    ReaderFields(
        Entity,
        waits=("name", "compared", "kind", "parent", "description", "portrait"),
        unshown=("compared",),
        apart=("parent", "description", "portrait"),
        at_once={"sort_key": ARRANGES, "hidden": HIDES},
        desk=("distinction", "edition", "updated_at", "is_waiting", "visible_from"),
    ),
    # Search finds by it, and a text that calls somebody so is linked.
    ReaderFields(
        EntityName,
        waits=("entity", "name", "compared", "since", "until"),
        unshown=("compared",),
        apart=("entity", "name", "compared", "since", "until"),
        desk=("updated_at",),
        is_part=True,
        protects=_names_hidden,
    ),
    ReaderFields(
        Programme,
        waits=("name", "level", "bodies", "next_rung", "description"),
        at_once={"order": ARRANGES},
        desk=("is_waiting",),
    ),
    ReaderFields(
        Round,
        waits=("programme", "name", "announced_on", "announced_precision"),
        desk=("is_waiting", "edition"),
    ),
    ReaderFields(
        Honour,
        waits=("round", "recipient", "category", "citation", "unit_as_printed", "article"),
        at_once={"order": ARRANGES},
        desk=("is_waiting",),
    ),
    ReaderFields(Tally, waits=("programme", "place", "as_of", "count"), desk=("is_waiting",)),
    ReaderFields(
        Merger,
        at_once={"former": MERGES, "entity": MERGES, "reporter": MERGES},
        desk=("former_name", "into_name", "reason", "at", "by"),
        rows_wait=(),
    ),
)
# Models of which readers get every column, and only what passed another gate.
PASSED: dict[type[Model], str] = dict.fromkeys(
    (
        *(PublishedArticle, PublishedEntity, PublishedPicture, PublishedTag),
        *(HeadlineWord, SearchEntry, Unmasked, UnmaskedPicture),
    ),
    "The stand: written by articles.stand.publishing alone, of stories that passed their reviews, "
    "and of corrections that a second person confirmed.",
)
# Models that no public page reads: the desk's own.
DESK: dict[type[Model], str] = {
    **dict.fromkeys(
        (Article, Byline, Mention, PhotoUse, Tagging),
        "A story of the desk reaches readers through its reviews, and then as the stand has it.",
    ),
    **dict.fromkeys(
        (Review, ReviewRoute, Revision, RevisionPicture, Waiver, Comment, Notice, Presence),
        "How stories are worked on.",
    ),
    **dict.fromkeys(
        (ProposedCorrection, Withdrawal, PendingChange, Acknowledgement, LogLine, Hiding),
        "Acts and the records of acts; what comes of them stands elsewhere.",
    ),
    **dict.fromkeys(
        (Autosave, SentForm, ImportedFile, ImportedPicture, DraftRoll, DeskEntry, SearchChange),
        "What is being typed, taken in or looked for at the desk.",
    ),
    **dict.fromkeys(
        (LexiconEntry, ScoreRule, PublishedCredit, SectionEditor, User, Session, RecoveryCode),
        "How the paper checks, counts and divides its work, and who does it.",
    ),
    **dict.fromkeys(
        (PreviewLink, PreviewOpening),
        "A preview is shown to who has its link, and is no public page.",
    ),
    ReaderReport: "What readers write to the paper.",
    StandVersion: "Says that what readers get has changed, and is on no page itself.",
}
BY_LABEL = {entry.label: entry for entry in LIST}


def of(model: type[Model]) -> ReaderFields | None:
    """What the list says of a model; None if no reader's page reads it."""
    return BY_LABEL.get(model._meta.label_lower)
