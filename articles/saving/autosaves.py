"""What is typed into the story form, kept beside the story until it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.http import QueryDict
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Autosave
from articles.saving.guard import BASED_ON
from articles.text.characters import visible

if TYPE_CHECKING:
    from people.models import User

LARGEST = 1024 * 1024  # bytes; a story of 3,000 字 takes about ten thousand
# What the form sends that is not part of the story.
NOT_TYPED = {"csrfmiddlewaretoken", "autosave_window", "autosave_follows"}


class AutosaveRefused(Exception):
    """Nothing was kept. The message is for the one who is typing."""


class Unreadable(AutosaveRefused):
    """The request did not come from the story form."""


class TooLong(AutosaveRefused):
    """More was typed than is kept aside."""


class HeldElsewhere(AutosaveRefused):
    """Another window of the same user holds something unsaved, which would be overwritten."""


@dataclass(frozen=True)
class Typed:
    """The story form as one open page sends it."""

    window: UUID  # the page
    follows: UUID | None  # the page whose autosave it has taken over
    edition: int  # the article's when the page was opened
    form: dict[str, list[str]]


def read(post: QueryDict) -> Typed:
    """What an open story form sends of itself to be kept: every field, its page and its edition.

    Raises Unreadable if it was not sent by such a form, and TooLong beyond LARGEST.
    """
    try:
        window, follows = pages(post)
        edition = int(post.get(BASED_ON, "0"))  # nothing stands behind a new story
    except ValueError as error:
        raise Unreadable(_("请求不完整，没有自动保存。")) from error
    if window is None or not 0 <= edition < 2**31:
        raise Unreadable(_("请求不完整，没有自动保存。"))
    form = {
        name: [visible(value) for value in map(str, values)]
        for name, values in post.lists()
        if name not in NOT_TYPED
    }
    size = sum(len(text.encode()) for name, values in form.items() for text in [name, *values])
    if size > LARGEST:
        limit = filesizeformat(LARGEST)
        raise TooLong(
            _("内容超过 %(limit)s，没有自动保存。请点“保存”，或分成几篇。") % {"limit": limit}
        )
    return Typed(window, follows, edition, form)


def pages(post: QueryDict) -> tuple[UUID | None, UUID | None]:
    """The page that sends the form, and the one it follows. Raises ValueError if they are none."""
    window, follows = post.get("autosave_window"), post.get("autosave_follows")
    return UUID(window) if window else None, UUID(follows) if follows else None


def pages_sent(post: QueryDict) -> set[UUID]:
    """The pages whose autosave a request may end; none named means whichever there is."""
    try:
        return {window for window in pages(post) if window}
    except ValueError:
        return set()


def keep(
    typed: Typed, *, article: Article | None, by: User, now: datetime | None = None
) -> Autosave:
    """Keep what `by` has typed into `article`, or into a new story, in place of the last time.

    A story has one place for each user, and each page with a new story has its own; a page that
    follows another goes on in its place. Raises HeldElsewhere.
    """
    fields = {
        "window": typed.window,
        "edition": typed.edition,
        "saved_at": now or timezone.now(),
        "form": typed.form,
    }
    with transaction.atomic():
        rows = Autosave.objects.select_for_update().filter(article=article, user=by)
        kept = rows.filter(window=typed.follows).first() if typed.follows and not article else None
        named = {} if article else {"window": kept.window if kept else typed.window}
        kept, is_new = rows.get_or_create(article=article, user=by, **named, defaults=fields)
        if not is_new:
            if kept.window not in {typed.window, typed.follows}:
                raise HeldElsewhere(
                    _(
                        "这里另有一份您没有保存的修改，为了不覆盖它，本页没有自动保存。"
                        "请先恢复或丢弃它（重新打开本页就能看到）。"
                    )
                )
            for name, value in fields.items():
                setattr(kept, name, value)
            kept.save()
    return kept


def of(user: User, *, article: Article | None) -> list[Autosave]:
    """What `user` has typed into `article`, or new stories, and not saved; the newest first."""
    return list(Autosave.objects.filter(article=article, user=user).order_by("-saved_at", "-pk"))


def discard(*, article: Article | None, by: User, held_by: set[UUID] | None = None) -> None:
    """Forget what `by` has typed; if `held_by` is given, only what one of these pages keeps.

    Of new stories there may be many, so that only what a page keeps is forgotten.
    """
    kept = Autosave.objects.filter(article=article, user=by)
    (kept.filter(window__in=held_by or ()) if held_by or article is None else kept).delete()
