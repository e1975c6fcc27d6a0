"""What a save of the story's form does once its own fields and rows are written.

The steps stand in STEPS, in their order; each gets the save as the step before left it, and hands
it on. A save that changes nothing leaves no trace; any other is a new edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Protocol

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from articles.enums import Placement, RevisionCause
from articles.history import revisions
from articles.models import Article
from articles.review import accepting, naming, workflow
from articles.saving import autosaves
from articles.story import byline
from articles.text import links, paste

if TYPE_CHECKING:
    from articles.story.byline import Signing
    from people.models import Reporter, User
    from people.models.drafts import DraftRoll

# Boxes beside the fields of the form: what their names begin with, and what follows.
MENTION_CHOSEN = "mention_"  # the key of an entity: its box
MENTION_TICKED = "offered_"  # the key of an entity: its box was ticked when the page was made
ROLL_CHOSEN = "suggested_"  # a token: the box of a name, or of a whole round
ROUND_CHOSEN = "announce_"  # the key of a round: its box
ROUND_TICKED = "asked_"  # the key of a round: its box was ticked when the page was made


@dataclass(frozen=True)
class Save:
    """One save of a story: who saves, what the browser sent, and what came of it so far."""

    story: Article
    by: User
    sent: QueryDict
    is_new: bool
    is_changed: bool  # anything differs from what was stored; a new story differs from nothing
    has_changed_pictures: bool = False  # a picture of it was added, changed or removed
    signing: Signing | None = None  # of a printed byline
    registered: tuple[Reporter, ...] = ()  # whom it made
    notes: tuple[str, ...] = ()  # what the editor is told of it

    @property
    def leaves_trace(self) -> bool:
        return self.is_new or self.is_changed


Step = Callable[[Save], Save]


def keep_draft_rolls(save: Save) -> Save:
    """Keep the rolls that the text seems to announce and the editor ticked, as drafts."""
    chosen = set(_after(save.sent, ROLL_CHOSEN))
    if save.is_new or not chosen or not save.by.has_perm("people.add_draftroll"):
        return save
    drafts = accepting.accept(save.story, chosen=chosen, by=save.by)
    return replace(save, notes=(*save.notes, *map(_kept, drafts)))


def announce_rounds(save: Save) -> Save:
    """Tie the rounds that were ticked to the story that announces them."""
    keys = set(_keys(save.sent, ROUND_CHOSEN))
    if save.is_new or not keys:
        return save
    announced = accepting.announce(save.story, chosen=keys)
    return replace(save, is_changed=save.is_changed or bool(announced))


def register_mentions(save: Save) -> Save:
    """Write a mention for each entity that was ticked, and for each whose tick was taken away that
    it is not meant.
    """
    chosen = set(_keys(save.sent, MENTION_CHOSEN))
    declined = set(_keys(save.sent, MENTION_TICKED)) - chosen
    if save.is_new or not chosen | declined or not save.by.has_perm("articles.add_mention"):
        return save
    registered = naming.register(save.story, chosen=chosen, declined=declined)
    count = sum(mention.is_confirmed for mention in registered)
    said = (
        ngettext(
            "登记了正文里提到的 %d 个人物或单位。", "登记了正文里提到的 %d 个人物或单位。", count
        )
        % count
    )
    return replace(
        save,
        is_changed=save.is_changed or bool(registered),
        notes=(*save.notes, said) if count else save.notes,
    )


def name_refused_links(save: Save) -> Save:
    """Say which links of the text were no addresses: their words stand there unlinked."""
    said = gettext("正文里“%(words)s”的链接（%(typed)s）不是网址，已去掉链接，文字还在。")
    found = links.refused(save.sent.get("body", ""))
    told = (said % {"words": words[:40], "typed": typed[:80] or "—"} for words, typed in found)
    return replace(save, notes=(*save.notes, *told))


def name_left_out(save: Save) -> Save:
    """Say what else of the text that was sent is no part of a body, such as a picture."""
    notes = paste.Notes()
    paste.read(save.sent.get("body", ""), notes=notes)
    told = (note.said for note in notes if note.kind != paste.Kind.LINK)
    return replace(save, notes=(*save.notes, *told))


def count_edition(save: Save) -> Save:
    """A story that was changed has a new edition, by who changed it."""
    if save.is_changed and not save.is_new:
        save.story.edition += 1
        save.story.save(update_fields=["edition", "updated_by", "updated_at"])
    return save


def add_credits(save: Save) -> Save:
    """Put the names of a pasted byline into the byline's rows, unless they stand there.

    It is the whole byline: the writer's own name, which a new story begins with, stays only as it
    has it.
    """
    signing = save.signing
    if signing is None:
        return save
    if save.is_new and signing.reading.credits and not signing.is_kept:
        named = [Q(reporter=key, role=credit.role) for credit, key in signing.signed]
        own = save.story.bylines.filter(reporter__user=save.by)
        (own.exclude(reduce(or_, named)) if named else own).delete()
    registered = byline.sign(save.story, signing, by=save.by)
    notes = tuple(_byline_notes(save.story, signing, registered))
    return replace(save, registered=tuple(registered), notes=(*save.notes, *notes))


def _byline_notes(story: Article, signing: Signing, registered: list[Reporter]) -> Iterator[str]:
    """Whom a byline registered, whom it could not name, and what it said that stands otherwise."""
    if registered:
        names = "、".join(reporter.name for reporter in registered)
        yield gettext("已登记“%s”，类别和称谓可在记者名单里改。") % names
    if signing.unread:
        said = gettext(
            "记者名单里还没有“%s”，署名行照原样留着；登记以后在稿件里选好读法，才能签发。"
        )
        yield said % "、".join(signing.unread)
    elif signing.is_kept:
        yield gettext("署名行照原样留着，签发前要在稿件里选好读法，或自己填好署名表。")
    for name, read in (("source", signing.reading.source), ("dateline", signing.reading.dateline)):
        if read and getattr(story, name) != read:
            label = {"source": gettext("来源"), "dateline": gettext("电头")}[name]
            said = gettext("署名行里的“%(read)s”没有填进%(field)s：那里已经写着“%(now)s”。")
            yield said % {"read": read, "field": label, "now": getattr(story, name)}


def number_rows(save: Save) -> Save:
    """Bylines and photos count from 1 in the order given; those without a number come last."""
    if save.leaves_trace:
        _renumber(save.story.bylines.all())
        _renumber(save.story.photo_uses.all())
    return save


def keep_one_lead(save: Save) -> Save:
    """Of several pictures one leads, the first of those that are to; the others are for the text.

    Stories that came with several keep them until their pictures are changed.
    """
    if not save.has_changed_pictures:
        return save
    leads = save.story.photo_uses.filter(placement=Placement.LEAD)
    others = leads.filter(pk__in=[use.pk for use in leads[1:]])
    if not (count := others.update(placement=Placement.INLINE)):
        return save
    said = ngettext(
        "题图只有一张：另外 %d 张改为文中图。", "题图只有一张：另外 %d 张改为文中图。", count
    )
    return replace(save, notes=(*save.notes, said % count))


def note_writer(save: Save) -> Save:
    """Who writes has a part in the round, and a story that is edited goes back to its draft."""
    if save.leaves_trace:
        workflow.note_edit(save.story, by=save.by)
    return save


def record_revision(save: Save) -> Save:
    """Keep the story as it is now for its history."""
    if save.leaves_trace:
        revisions.record(save.story, by=save.by, cause=RevisionCause.SAVED)
    return save


def drop_autosave(save: Save) -> Save:
    """What has been saved need not be kept aside; what another window holds is."""
    story = None if save.is_new else save.story
    autosaves.discard(article=story, by=save.by, held_by=autosaves.pages_sent(save.sent))
    return save


STEPS: list[Step] = [
    keep_draft_rolls,
    announce_rounds,
    register_mentions,
    name_refused_links,
    name_left_out,
    count_edition,
    add_credits,
    number_rows,
    keep_one_lead,
    note_writer,
    record_revision,
    drop_autosave,
]


def _after(sent: QueryDict, prefix: str) -> Iterator[str]:
    """What follows the prefix in the names that were sent."""
    return (name.removeprefix(prefix) for name in sent if name.startswith(prefix))


def _keys(sent: QueryDict, prefix: str) -> Iterator[int]:
    return (int(key) for key in _after(sent, prefix) if key.isascii() and key.isdecimal())


def _kept(draft: DraftRoll) -> str:
    address = reverse("admin:people_draftroll_change", args=[draft.pk])
    said = gettext("已存为待确认名单：")
    return format_html('{}<a href="{}">{}</a>', said, address, draft)


class Ordered(Protocol):
    pk: int
    order: int

    def save(self, *, update_fields: list[str]) -> None: ...


def _renumber(rows: Iterable[Ordered]) -> None:
    in_order = sorted(rows, key=lambda row: (row.order == 0, row.order, row.pk))
    for number, row in enumerate(in_order, start=1):
        if row.order != number:
            row.order = number
            row.save(update_fields=["order"])
