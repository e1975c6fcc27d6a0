"""A save on top of a colleague's save: laid out so that both texts live on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from articles.history import revisions
from articles.models import Article
from articles.saving.guard import BASED_ON
from articles.story import conflicts
from articles.story.conflicts import Conflict

if TYPE_CHECKING:
    from articles.admin.article import ArticleAdmin


def conflict(desk: ArticleAdmin, request: HttpRequest, story: Article) -> Conflict | None:
    """What a colleague saved meanwhile and how it differs from what was sent; None if nothing.

    The request then holds what the form goes on with: what was typed, and the colleague's text
    where nothing was.
    """
    revisions.keep_stored(story)
    sent = request.POST.copy()
    if conflicts.AGAIN in sent:
        sent[BASED_ON] = str(conflicts.edition_sent(sent, conflicts.AGAIN))
        sent["_continue"] = "1"
        request.POST = sent  # type: ignore[assignment]  # as good as what came
    seen = conflicts.edition_sent(sent)
    if seen == story.edition:
        return None
    base = story.revisions.filter(edition=seen).first()
    shown = set(flatten_fieldsets(desk.get_fieldsets(request, story)))
    found = conflicts.find(
        sent,
        fields=shown - set(desk.get_readonly_fields(request, story)),
        base=base.snapshot if base else None,
        theirs=revisions.snapshot(Article.objects.for_publishing().get(pk=story.pk)),
    )
    request.POST = found.rebased  # type: ignore[assignment]  # as good as what came
    return found
