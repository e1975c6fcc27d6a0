"""Stories read from a printed page become drafts on the page of an issue.

A draft gets its number (`guid`) from the digest of the file and its place in it. So the same file
finds the drafts that were made of it, however often it comes, and needs no list of what came.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.enums import RevisionCause
from articles.history import revisions
from articles.interchange.pages.contents import Paragraph, Story
from articles.models import Article, Column
from articles.story import byline
from articles.story.saving import STEPS, Save, add_credits, number_rows
from articles.text import body

if TYPE_CHECKING:
    from articles.models import Page
    from people.models import User

IMPORTS = UUID("6f0a5f0e-3c7b-4f43-9a53-2f4d1c1f8a21")  # the namespace of numbers given here
MOST = 200  # stories of one file
SHORT = ("kicker", "subhead", "dateline", "source")  # texts with a length that the desk keeps to
OPENING = 20  # characters of the text that stand for a headline that was not found


@dataclass(frozen=True)
class Drafted:
    """The drafts of one file, in the order of the page; `made` is False if they were there."""

    articles: tuple[Article, ...]
    made: bool


def save_drafts(
    stories: Sequence[Story], *, page: Page | None, by: User | None, digest: str
) -> Drafted:
    """Make one draft of each story, all or none, each with its first revision.

    Nothing is made if a draft of this digest exists. A byline that does not read surely, or names
    somebody who is not registered, stays as its line for an editor. `by` is None for a
    command. Raises ValueError for more than MOST stories.
    """
    if len(stories) > MOST:
        raise ValueError(f"a page of {len(stories)} stories")
    if found := _made_of(digest):
        return Drafted(found, made=False)
    try:
        with transaction.atomic():
            first = next_order(page)
            drafts = tuple(
                _draft(
                    story,
                    page=page,
                    order=first + at if page else 0,
                    by=by,
                    guid=_number(digest, at),
                )
                for at, story in enumerate(stories)
            )
    except IntegrityError:
        if found := _made_of(digest):  # somebody else was faster with the same file
            return Drafted(found, made=False)
        raise
    return Drafted(drafts, made=True)


def next_order(page: Page | None) -> int:
    """The place on a page after its last story; 0 for a story of no page."""
    if page is None:
        return 0
    last = Article.objects.filter(page=page).aggregate(last=Max("page_order"))["last"]
    return (last or 0) + 1


def _made_of(digest: str) -> tuple[Article, ...]:
    numbers = [_number(digest, at) for at in range(MOST)]
    found = {article.guid: article for article in Article.objects.filter(guid__in=numbers)}
    return tuple(found[number] for number in numbers if number in found)


def _number(digest: str, at: int) -> UUID:
    return uuid5(IMPORTS, f"{digest} {at}")


def _draft(story: Story, *, page: Page | None, order: int, by: User | None, guid: UUID) -> Article:
    """One draft, with the steps of a save at the desk."""
    signing = byline.signing_unasked(story.byline) if story.byline else None
    unread = signing.unread_line if signing else ""
    fields, over = _fitted(story)
    limit = _limit("unread_byline")
    if len(unread) > limit:
        over = [unread, *over]
    draft = Article.objects.create(
        guid=guid,
        **fields | byline.said_beside(signing, fields),
        headline=_headline(story),
        unread_byline=unread[:limit],
        body=_body(story, over),
        column=Column.objects.filter(name=story.column).first() if story.column else None,
        page=page,
        page_order=order,
        created_by=by,
        updated_by=by,
    )
    if by is None:
        added = Save(draft, by, QueryDict(), is_new=True, is_changed=True, signing=signing)  # type: ignore[arg-type]  # these two steps ask for no user
        number_rows(add_credits(added))
        revisions.record(draft, by=None, cause=RevisionCause.IMPORTED)
        return draft
    save = Save(draft, by, QueryDict(), is_new=True, is_changed=True, signing=signing)
    for step in STEPS:
        save = step(save)
    return draft


def _limit(name: str) -> int:
    return getattr(Article._meta.get_field(name), "max_length", None) or 0


def _fitted(story: Story) -> tuple[dict[str, str], list[str]]:
    """The texts that fit their fields; and those that are too long for theirs, for the body."""
    said = {name: getattr(story, name) for name in SHORT}
    over = [text for name, text in said.items() if len(text) > _limit(name)]
    if len(story.headline) > _limit("headline"):
        over.append(story.headline)
    return {name: "" if text in over else text for name, text in said.items()}, over


def _headline(story: Story) -> str:
    """The headline; of a story without one, a line that says so."""
    if story.headline:
        return story.headline[: _limit("headline")]
    opening = next((paragraph.text for paragraph in story.body), "")
    return _("（待补主题）%s") % opening[:OPENING]


def _body(story: Story, over: Sequence[str]) -> str:
    """The text as the desk stores it. Captions come last: their pictures are not in the file."""
    first = [Paragraph("p", "", text) for text in over]
    last = [Paragraph("p", "", _("图片说明：%s") % text) for text in story.captions]
    return body.clean("".join(_html(each) for each in [*first, *story.body, *last]))


def _html(paragraph: Paragraph) -> str:
    text = escape(paragraph.text)
    if paragraph.kind == "h2":
        label = f"{escape(paragraph.label)}<br>" if paragraph.label else ""
        return f"<h2>{label}{text}</h2>"
    return f"<p>{text}</p>"
