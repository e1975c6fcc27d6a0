"""A save on top of a colleague's save: laid out so that both texts live on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from articles.admin.requests import staff
from articles.history import revisions
from articles.history.revisions import ROWS, Snapshot
from articles.models import Article
from articles.saving import sent_forms
from articles.saving.guard import BASED_ON
from articles.story import conflicts, rows
from articles.story.conflicts import Conflict

if TYPE_CHECKING:
    from articles.admin.article import ArticleAdmin


def conflict(desk: ArticleAdmin, request: HttpRequest, story: Article) -> Conflict | None:
    """What was saved meanwhile and how it differs from what was sent; None if nothing is to decide.

    The request then holds what the form goes on with: what was typed, and what was stored where
    nothing was. What the same user saved from another window is put together unasked, unless both
    texts changed in one place.
    """
    revisions.keep_stored(story)
    sent = request.POST.copy()
    if conflicts.AGAIN in sent:
        sent[BASED_ON] = str(conflicts.edition_sent(sent, conflicts.AGAIN))
        sent["_continue"] = "1"
        request.POST = sent  # type: ignore[assignment]  # as good as what came
    seen = conflicts.edition_sent(sent)
    if seen == story.edition:
        _drop_merged_rows(request, story)
        return None
    shown = set(flatten_fieldsets(desk.get_fieldsets(request, story)))
    found = conflicts.find(
        sent,
        fields=shown - set(desk.get_readonly_fields(request, story)),
        base=_base(request, story, seen=seen),
        theirs=revisions.snapshot(Article.objects.for_publishing().get(pk=story.pk)),
    )
    request.POST = found.rebased  # type: ignore[assignment]  # as good as what came
    since = story.revisions.filter(edition__gt=seen)
    if seen and since.exists() and not since.exclude(by=staff(request)).exists():
        found = replace(found, is_own=True)
        if not found.is_clash:
            found.rebased[BASED_ON] = str(story.edition)
            return None
    return found


def _drop_merged_rows(request: HttpRequest, story: Article) -> None:
    """A merge of names makes no new edition, and may have made one of two rows of the story."""
    stored = {
        "bylines": {str(row.pk) for row in story.bylines.only("pk")},
        "mentions": {str(row.pk) for row in story.mentions.only("pk")},
    }
    gone = [
        name
        for name, keys in stored.items()
        if not {row.row for row in rows.read(request.POST, name) if row.row} <= keys
    ]
    if gone:
        now = revisions.snapshot(Article.objects.for_publishing().get(pk=story.pk))
        sent = request.POST.copy()
        for name in gone:
            rows.without_gone(sent, name, now[name])
        request.POST = sent  # type: ignore[assignment]  # as good as what came


def _base(request: HttpRequest, story: Article, *, seen: int) -> Snapshot | None:
    """The state that the form began with. A page to which somebody went back after saving it began
    with what it saved, but for its rows, which do not know that they are stored.
    """
    base = story.revisions.filter(edition=seen).first()
    sending = sent_forms.of(request)
    if base is None:
        return None
    began: Snapshot = base.snapshot
    if sending is None or not sending.earlier:
        return began
    saved = story.revisions.filter(
        edition__gt=seen, by=staff(request), at__lte=sending.row.sent_at
    ).first()
    return saved.snapshot | {name: began[name] for name in ROWS} if saved else began
