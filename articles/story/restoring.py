"""Bring an article back to what it was. The old text becomes the newest edition; none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, RevisionCause
from articles.history import revisions
from articles.history.revisions import CONTENT, RELATED, ROWS, Row, Snapshot
from articles.models import Article, Revision, Tag
from articles.review import workflow
from articles.review.duties import may_edit
from articles.saving.guard import stale_to_decide
from articles.stand import locking
from articles.text import body

if TYPE_CHECKING:
    from people.models import User


class RestoreRefused(workflow.MoveRefused):
    """A revision that cannot come back as it was. The message is for the editor who tried it."""


@transaction.atomic
def restore(revision: Revision, *, by: User, seen_edition: int) -> Article:
    """Make the article again what it was at `revision`: an edit like any other, by `by`.

    `seen_edition` is the edition `by` has seen. Pictures that were deleted since are left out: ask
    `missing_pictures` which these are. Raises RestoreRefused if the article was saved since, or
    anything else the revision names is gone; MoveRefused if it may not be edited now.
    """
    locking.lock_story(revision.article_id)
    article = Article.objects.get(pk=revision.article_id)
    if not may_edit(article, by=by):
        raise RestoreRefused(_("您不能修改这篇稿件。"))
    if article.edition != seen_edition:
        raise RestoreRefused(stale_to_decide(article))
    missing = list(_missing(revision.snapshot))
    if names := [row["name"] for field, row in missing if field != "photo"]:
        raise RestoreRefused(
            _("不能恢复第 %(edition)s 版：其中的“%(names)s”已经不在库里。")
            % {"edition": revision.edition, "names": "”“".join(names)}
        )
    revisions.keep_stored(article)
    pictures = [row for field, row in missing if field == "photo"]
    snapshot = _without_pictures(revision.snapshot, pictures)
    _write_rows(article, snapshot, by=by)
    # Before the text: what comes back may be less than a live story needs.
    workflow.note_edit(article, by=by)
    article.refresh_from_db()
    _write_content(article, snapshot)
    revisions.record(article, by=by, cause=RevisionCause.RESTORED, note=str(revision))
    record(Event.RESTORED, by=by, about=article, details={"edition": revision.edition})
    return article


def missing_pictures(revision: Revision) -> list[Row]:
    """The pictures of a revision that are no longer in the library, as its snapshot names them."""
    return list(_gone("photo", revisions.named(revision.snapshot)["photo"]))


def _write_rows(article: Article, snapshot: Snapshot, *, by: User) -> None:
    article.edition += 1
    article.updated_by = by
    article.save(update_fields=["edition", "updated_by", "updated_at"])
    for name, model in ROWS.items():
        model._base_manager.filter(article=article).delete()
        model._base_manager.bulk_create(_rows(model, article, snapshot[name]))
    article.tags.set(Tag.objects.filter(pk__in=[ref["key"] for ref in snapshot["tags"]]))
    article.announces.set([ref["key"] for ref in snapshot["announces"]])


def _write_content(article: Article, snapshot: Snapshot) -> None:
    """The text as it was. When the story is due and may be seen is not text, and stays."""
    for name in CONTENT:
        if name in snapshot:  # a field newer than the revision keeps what it has
            setattr(article, *_stored(name, snapshot[name]))
    article.save()


def _rows(model: type[Model], article: Article, rows: list[Row]) -> Iterator[Model]:
    """The rows as they were, under their old keys, so that a form opened on them still fits."""
    for row in rows:
        fields = dict(_stored(name, value) for name, value in row.items() if name != "row")
        yield model(pk=row["row"], article=article, **fields)


def _stored(name: str, value: Any) -> tuple[str, Any]:
    """Under which attribute a value is stored, and as what."""
    return (f"{name}_id", value and value["key"]) if name in RELATED else (name, value)


def _without_pictures(snapshot: Snapshot, missing: list[Row]) -> Snapshot:
    """A snapshot without these pictures: among the story's, and in their places in the text."""
    keys, guids = {row["key"] for row in missing}, {str(row.get("guid")) for row in missing}
    uses = [use for use in snapshot["photo_uses"] if use["photo"]["key"] not in keys]
    text = snapshot["body"]
    if missing:
        text = body.parse(text).without_figures(guids).html
    return snapshot | {"photo_uses": uses, "body": text}


def _missing(snapshot: Snapshot) -> Iterator[tuple[str, Row]]:
    """What the snapshot names that is no longer there, with the field that names it, in one query
    a table.
    """
    for name, refs in revisions.named(snapshot).items():
        yield from ((name, ref) for ref in _gone(name, refs))


def _gone(name: str, refs: list[Row]) -> Iterator[Row]:
    """Which of the rows that a field names are no longer there."""
    keys = {ref["key"] for ref in refs}
    present = set(RELATED[name]._base_manager.filter(pk__in=keys).values_list("pk", flat=True))
    yield from (ref for ref in refs if ref["key"] not in present)
