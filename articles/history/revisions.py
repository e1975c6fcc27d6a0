"""What an article was after each save: kept whole, and compared to the character.

The only writer of Revision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles import search
from articles.enums import ArticleKind, BylineRole, MentionRelation, Placement, RevisionCause
from articles.models import (
    Article,
    ArticleContent,
    Byline,
    Column,
    Mention,
    Page,
    Photo,
    PhotoUse,
    Revision,
    RevisionPicture,
    Section,
    Tag,
)
from articles.text import body, difference
from articles.text.difference import Line, Paragraph, Run
from people.models import Entity, Reporter, Round

if TYPE_CHECKING:
    from people.models import User

Snapshot = dict[str, Any]
Row = dict[str, Any]

CONTENT = [*(field.name for field in ArticleContent._meta.get_fields()), "unread_byline"]
LINKS = ["tags", "announces"]
TIMES = ["due_at", "embargo_until", "publish_at"]
ROWS: dict[str, type[Model]] = {"bylines": Byline, "photo_uses": PhotoUse, "mentions": Mention}
# What a row says, in the order it is read out: a JSON database keeps no order of its own.
SAID = {
    "bylines": ["reporter", "role", "title_as_printed"],
    "photo_uses": ["photo", "placement", "caption", "alt"],
    "mentions": ["entity", "relation", "is_confirmed"],
}
# Fields that name a row of another table, and the table.
RELATED: dict[str, type[Model]] = {
    "section": Section,
    "column": Column,
    "page": Page,
    "reporter": Reporter,
    "photo": Photo,
    "entity": Entity,
    "tags": Tag,
    "announces": Round,
}
# What some of them take their name from.
NAMED_BY = {"page": "issue", "photo": "reporter", "announces": "programme"}
# Fields whose values are words of a fixed list, and the list.
VOCABULARIES: dict[str, Any] = {
    "kind": ArticleKind,
    "role": BylineRole,
    "placement": Placement,
    "relation": MentionRelation,
}
# In the order an editor reads the form; what is not named here follows.
READING_ORDER = [
    *["kicker", "headline", "subhead", "unread_byline", "bylines", "source", "dateline", "body"],
]


@dataclass(frozen=True)
class FieldChange:
    """One field on both sides: its name, its label, and its text line by line, marked."""

    name: str
    label: str
    lines: tuple[Line, ...]

    @property
    def is_changed(self) -> bool:
        return any(difference.is_changed(line) for line in self.lines)

    @property
    def runs(self) -> list[Run]:
        return difference.runs(self.lines)


# ---- Keeping ----------------------------------------------------------------------------------


def snapshot(article: Article) -> Snapshot:
    """The whole article as plain values: content, then rows in printed order.

    A related row is {"key": …, "name": …}, the name being what the desk calls it. "row" is the key
    of the article's own row. Best given an article from `for_publishing()`.
    """
    return {
        **{name: _value(name, getattr(article, name)) for name in CONTENT},
        "bylines": [_byline(byline) for byline in article.bylines.all()],
        "photo_uses": [_photo_use(use) for use in article.photo_uses.all()],
        "mentions": [
            {
                "row": mention.pk,
                "entity": _ref(mention.entity),
                "relation": mention.relation,
                "is_confirmed": mention.is_confirmed,
            }
            for mention in article.mentions.all()
        ],
        "tags": [_ref(tagging.tag) for tagging in article.taggings.all()],
        "announces": [_ref(round_) for round_ in article.announces.all()],
        **{name: moment(getattr(article, name)) for name in TIMES},
    }


def _byline(byline: Byline) -> Row:
    return {
        "row": byline.pk,
        "reporter": _ref(byline.reporter),
        "role": byline.role,
        "title_as_printed": byline.title_as_printed,
        "order": byline.order,
    }


def _photo_use(use: PhotoUse) -> Row:
    return {
        "row": use.pk,
        "photo": _ref(use.photo),
        "placement": use.placement,
        "caption": use.caption,
        "alt": use.alt,
        "order": use.order,
    }


def moment(at: datetime | None) -> str | None:
    """A moment as a snapshot keeps it: ISO 8601 to the second, in UTC."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat() if at else None


def record(
    article: Article,
    *,
    by: User | None,
    cause: RevisionCause,
    note: str = "",
    at: datetime | None = None,
) -> Revision:
    """Keep the article as the database has it now, under its edition, and let the desk find it so.

    Called last in the transaction that saved it; changes nothing in the article. Raises
    IntegrityError if this edition is kept already.
    """
    stored = Article.objects.for_publishing().get(pk=article.pk)
    search.index_desk(stored)
    revision = Revision.objects.create(
        article=stored,
        edition=stored.edition,
        stage=stored.stage,
        cause=cause,
        by=by,
        by_name=str(by) if by else "",
        at=at or timezone.now(),
        note=note,
        length=body.stored_length(stored.body, dateline=stored.dateline),
        snapshot=snapshot(stored),
    )
    RevisionPicture.objects.bulk_create(
        RevisionPicture(revision=revision, guid=use.photo.guid) for use in stored.photo_uses.all()
    )
    return revision


def keep_stored(article: Article) -> None:
    """Keep what is stored before it is changed, if nothing has kept it yet.

    A story that did not come through the desk has no revision; without one, its first edit would
    have nothing to be compared with.
    """
    if not Revision.objects.filter(article=article, edition=article.edition).exists():
        stored = Article.objects.select_related("updated_by").get(pk=article.pk)
        cause, at = RevisionCause.IMPORTED, stored.updated_at
        record(stored, by=stored.updated_by, cause=cause, at=at)


def kept(article: Article, edition: int) -> Snapshot | None:
    """The article as it was at an edition, or nothing if that was not kept."""
    found = Revision.objects.filter(article=article, edition=edition)
    snapshot: Snapshot | None = found.values_list("snapshot", flat=True).first()
    return snapshot


def record_imports(articles: Iterable[Article]) -> None:
    """Keep articles that a fixture brought. One that was here before goes on counting."""
    for article in articles:
        newest = Revision.objects.filter(article=article).order_by("-edition").first()
        is_new = newest is None or newest.snapshot != snapshot(article)
        if newest:
            article.edition = newest.edition + is_new
            article.save(update_fields=["edition"])
        if is_new:
            record(article, by=None, cause=RevisionCause.IMPORTED)


def named(snapshot: Snapshot) -> dict[str, list[Row]]:
    """Every row of another table the snapshot names, under the field that names it."""
    holders = [snapshot, *(row for name in ROWS for row in snapshot[name])]
    found: dict[str, list[Row]] = {name: list(snapshot[name]) for name in LINKS}
    for name in RELATED.keys() - set(LINKS):
        found[name] = [holder[name] for holder in holders if holder.get(name)]
    return found


def references(name: str, keys: set[str]) -> dict[str, Row]:
    """The rows with these keys as a snapshot names them, by key."""
    if not keys:
        return {}
    rows = RELATED[name]._base_manager.filter(pk__in=keys)
    if name in NAMED_BY:
        rows = rows.select_related(NAMED_BY[name])
    return {str(row.pk): _ref(row) for row in rows}


def _value(name: str, value: Any) -> Any:
    return _ref(value) if value and name in RELATED else value


def _ref(row: Model) -> Row:
    """A picture is known by its number and its credit as well."""
    extra = {"guid": str(row.guid), "credit": row.credit} if isinstance(row, Photo) else {}
    return {"key": row.pk, "name": str(row), **extra}


# ---- Comparing --------------------------------------------------------------------------------


def compare(old: Snapshot, new: Snapshot) -> list[FieldChange]:
    """What differs, field by field in the order of the form, marked to the character."""
    return [change for name in names() if (change := field_change(name, old, new)).is_changed]


def reading(snapshot: Snapshot) -> list[FieldChange]:
    """The whole snapshot, with nothing marked; empty fields are left out."""
    fields = [field_change(name, snapshot, snapshot) for name in names()]
    return [field for field in fields if field.lines]


def names() -> list[str]:
    """Everything a snapshot holds, in the order of the form."""
    return list(dict.fromkeys([*READING_ORDER, *CONTENT, *ROWS, *LINKS, *TIMES]))


def field_change(name: str, old: Snapshot, new: Snapshot) -> FieldChange:
    photos = {
        use["photo"]["guid"]: use["photo"]["name"]
        for use in [*old.get("photo_uses", []), *new.get("photo_uses", [])]
        if use["photo"].get("guid")
    }
    before, after = (_paragraphs(name, side.get(name), photos=photos) for side in (old, new))
    return FieldChange(name, _label(name), tuple(difference.lines(before, after)))


def _label(name: str) -> str:
    if name in ROWS:
        return str(ROWS[name]._meta.verbose_name)
    return str(Article._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # ours have one


def _paragraphs(name: str, value: Any, *, photos: dict[str, str]) -> list[Paragraph]:
    if name == "body":
        return difference.body_paragraphs(value or "", photos=photos)
    if name in ROWS:
        # 陈洋波 · 文/图 · 全媒体记者
        said = [[_text(part, row.get(part)) for part in SAID[name]] for row in value or []]
        lines = [" · ".join(filter(None, parts)) for parts in said]
    elif name in LINKS:
        lines = sorted(ref["name"] for ref in value or [])
    else:
        lines = [_text(name, value)]
    return [paragraph for line in lines for paragraph in difference.paragraphs(line)]


def _text(name: str, value: Any) -> str:
    if name == "is_confirmed":
        return "" if value else _("尚待确认")
    if name in TIMES and value:
        return _printed(value)
    if name == "page_order" or value is None:
        return str(value or "")
    if isinstance(value, dict):
        number = value.get("guid", "")[:8]
        return " ".join(filter(None, [value["name"], number, value.get("credit")]))
    vocabulary = VOCABULARIES.get(name)
    return str(vocabulary(value).label) if vocabulary and value in vocabulary.values else str(value)


def _printed(moment: str) -> str:
    """A kept moment as the desk prints it; what is none, as it was typed."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return formats.date_format(timezone.localtime(at), "Y-m-d H:i")
