"""Comments of colleagues on a story: made, answered, resolved, opened again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Comment
from articles.models.comment import anchors
from articles.review import duties, notices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.models import Article
    from people.models import User

TEXT_LENGTH = Comment._meta.get_field("text").max_length or 0
QUOTE_LENGTH = Comment._meta.get_field("quote").max_length or 0


class CommentRefused(Exception):
    """A comment that may not be made or resolved. The message is for whoever tried it."""


class NotYours(CommentRefused):
    """Resolving what others have to resolve."""


def add(  # noqa: PLR0913  # a comment is made of these
    article: Article,
    *,
    by: User,
    text: str,
    field: str = "",
    quote: str = "",
    to: Iterable[User] = (),
) -> Comment:
    """Comment on a field of the story form (see `anchors`), or on the whole story.

    It goes to the people in `to`, and to those whom the text calls by @ and their name. Raises
    CommentRefused, also where one of `to` may not see the story.
    """
    if field not in dict(anchors()):
        raise CommentRefused(_("稿件里没有“%s”这一项。") % field)
    quote = " ".join(quote.split())
    if len(quote) > QUOTE_LENGTH:
        raise CommentRefused(_("引用的原文请不要超过 %d 个字。") % QUOTE_LENGTH)
    return _write(article, by=by, text=text, to=to, field=field, quote=quote)


def reply(comment: Comment, *, by: User, text: str) -> Comment:
    """Answer a comment; an answer is not answered itself. Raises CommentRefused.

    Whom the text calls by @ and their name is told of it, beside those who took part.
    """
    if comment.parent_id is not None:
        raise CommentRefused(_("回复不能再被回复，请回复原来的批注。"))
    return _write(comment.article, by=by, text=text, parent=comment)


def resolve(comment: Comment, *, by: User, text: str = "") -> Comment:
    """Resolve a comment, with a last word or none; one resolved before keeps its moment and name.

    Raises NotYours, CommentRefused.
    """
    return _settle(comment, by=by, text=text, at=timezone.now())


def reopen(comment: Comment, *, by: User, text: str = "") -> Comment:
    """Take back that a comment is resolved, saying why or not. Raises as `resolve`."""
    return _settle(comment, by=by, text=text, at=None)


def may_resolve(article: Article, comments: Iterable[Comment], *, by: User) -> set[int]:
    """Which of an article's comments `by` may resolve: all, or their own. At most one query."""
    may_edit = duties.may_edit(article, by=by)
    return {comment.pk for comment in comments if may_edit or comment.by_id == by.pk}


def open_by_field(article: Article) -> list[tuple[str, str, list[Comment]]]:
    """The open comments field by field in the order of `anchors`: name, label, comments.

    A comment on a field that the form no longer has is one on the whole story.
    """
    groups: dict[str, list[Comment]] = {name: [] for name, _label in anchors()}
    for comment in article.comments.open().select_related("by"):
        groups.get(comment.field, groups[""]).append(comment)
    return [(name, str(label), groups[name]) for name, label in anchors() if groups[name]]


@transaction.atomic
def _write(
    article: Article, *, by: User, text: str, to: Iterable[User] = (), **fields: object
) -> Comment:
    if not duties.may_see(article, by=by):
        raise CommentRefused(_("您看不到这篇稿件。"))
    text = text.strip()
    if not text:
        raise CommentRefused(_("请写下批注的内容。"))
    if len(text) > TEXT_LENGTH:
        raise CommentRefused(_("批注请不要超过 %d 个字。") % TEXT_LENGTH)
    people = list(duties.who_sees(article))
    if unseeing := set(to) - set(people):
        names = "、".join(str(person) for person in unseeing)
        raise CommentRefused(_("%s看不到这篇稿件，请另选别人。") % names)
    comment = Comment.objects.create(article=article, by=by, text=text, at=timezone.now(), **fields)
    comment.addressees.set({*to, *notices.named_in(text, people)})
    notices.commented(comment)
    return comment


@transaction.atomic
def _settle(comment: Comment, *, by: User, text: str, at: datetime | None) -> Comment:
    """Write that a comment is resolved at `at`, or that it is open."""
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if locked.parent_id is not None:
        raise CommentRefused(_("请在原来的批注上标记解决。"))
    may_see = duties.may_see(locked.article, by=by)
    if not (may_see and may_resolve(locked.article, [locked], by=by)):
        raise NotYours(_("只有批注者本人和可以修改这篇稿件的人能标记解决。"))
    if text.strip():
        reply(locked, by=by, text=text)
    if (locked.resolved_at is None) != (at is None):
        locked.resolved_at, locked.resolved_by = at, by if at else None
        locked.save(update_fields=["resolved_at", "resolved_by"])
    return locked
