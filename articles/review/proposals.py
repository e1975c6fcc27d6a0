"""Corrections that take two: one person writes the note, and the corrected text if there is one;
another confirms; only then do readers get both, at once. Until then they keep what they had.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import (
    CorrectionKind,
    CorrectionPlacement,
    Event,
    NoticeKind,
    ProposalState,
    RevisionCause,
    Stage,
)
from articles.history import revisions
from articles.models import (
    Article,
    Correction,
    Photo,
    ProposedCorrection,
    PublishedArticle,
    Revision,
)
from articles.review import notices, proofing, reader_reports, workflow
from articles.review.duties import why_not_confirm
from articles.review.workflow import MoveRefused
from articles.stand import locking, publishing
from articles.text import body

if TYPE_CHECKING:
    from datetime import datetime

    from articles.history.revisions import FieldChange, Snapshot
    from articles.models import ReaderReport
    from people.models import User

logger = logging.getLogger(__name__)

NOTE = Revision._meta.get_field("note").max_length or 0
# What of a story's own words may be corrected without taking it back to the reviews.
TEXTS = [
    *["kicker", "headline", "subhead", "web_headline", "summary", "source", "dateline", "body"],
]


@dataclass(frozen=True)
class Note:
    """What readers are told: its kind, its words, where it stands on the story's page, and which
    correction it takes the place of, if any."""

    kind: CorrectionKind
    text: str
    placement: CorrectionPlacement
    supersedes: Correction | None = None


@dataclass(frozen=True)
class NewText:
    """The story as it should read: every text of `TEXTS` by name, or some; captions by the key of
    the picture's use. `edition` is the one that the corrector had before them."""

    edition: int | None
    content: Mapping[str, str] = field(default_factory=dict)
    captions: Mapping[int, str] = field(default_factory=dict)


# ---- The moves --------------------------------------------------------------------------------


def propose(
    article: Article,
    *,
    by: User,
    note: Note,
    new: NewText | None = None,
    answers: Iterable[ReaderReport] = (),
) -> ProposedCorrection:
    """Lay a correction before whoever confirms it. Readers get nothing of it yet.

    The readers' reports that it `answers` are closed once it is confirmed. Raises MoveRefused if
    `by` may not correct, if readers do not have the story, if one waits already, if it says nothing
    or nothing new, if the story was changed since `new.edition`, or if the new text may not be
    published.
    """
    if not by.has_perm("articles.correct_article"):
        raise MoveRefused(_("您没有发布更正的权限。"))
    with transaction.atomic():
        locked, _published = _locked(article)
        if locked.proposals.waiting().exists():
            raise MoveRefused(
                _("这篇稿件已有一则更正等待确认。请等它有了结果，或由提出人收回，再提新的。")
            )
        proposal = draft(locked, note=note, new=new)
        refuse_unfit(proposal)
        revisions.keep_stored(locked)
        proposal.proposed_at, proposal.proposed_by = timezone.now(), by
        proposal.save()
        proposal.reports.set(_still_waiting(locked, answers))
        notices.correction_proposed(proposal)
        record(Event.CORRECTION_PROPOSED, by=by, about=proposal, details=_of(proposal))
    logger.info("article %s: correction %s proposed by %s", article.pk, proposal.pk, by.pk)
    return proposal


def confirm(
    proposal: ProposedCorrection, *, by: User, checked: str = "", override: str = ""
) -> Correction:
    """Give readers what was proposed: the corrected text and the note, in one transaction.

    `checked` says why warnings of the corrected text are let pass, where there are any; `override`
    is why a superuser confirms what they may not. Raises MoveRefused if `by` may not confirm, if it
    was decided meanwhile, if the story was changed since it was proposed, or if it may not be
    published as it would be.
    """
    with transaction.atomic():
        row, published = _locked(proposal.article)
        kept = _undecided(proposal)
        is_override = _may_confirm(kept, by=by, override=override)
        _refuse_note(kept)
        if kept.changes_text:
            _write_text(row, kept, confirmed_by=by, checked=checked)
        now = timezone.now()
        correction = row.corrections.create(
            kind=kept.kind,
            text=kept.text,
            placement=kept.placement,
            supersedes=kept.supersedes,
            made_at=now,
            by=kept.proposed_by,
            **_owed(kept, published),
        )
        waiting = kept.reports.waiting()
        reader_reports.answer(waiting, correction=correction, by=kept.proposed_by)
        kept.correction, kept.edition, kept.is_override = correction, row.edition, is_override
        _decide(kept, ProposalState.PUBLISHED, by=by, at=now, reason=override)
        if kept.changes_text:
            publishing.publish(row, by=by, at=now)
        else:
            publishing.show_corrections(row, at=now)
        notices.correction_decided(kept, by=by)
        notices.after_publication(row, NoticeKind.CORRECTED, by=by, text=kept.text)
        said = _of(kept) | ({"override": override.strip()} if is_override else {})
        record(Event.CORRECTION_CONFIRMED, by=by, about=kept, details=said)
    logger.info("article %s: correction %s confirmed by %s", row.pk, kept.pk, by.pk)
    return correction


def refuse(proposal: ProposedCorrection, *, by: User, reason: str) -> ProposedCorrection:
    """Give a correction back to who proposed it. Raises MoveRefused."""
    with transaction.atomic():
        kept = _undecided(proposal)
        if why := why_not_confirm(kept, by=by):
            raise MoveRefused(why)
        if not reason.strip():
            raise MoveRefused(_("退回须写明理由，让提出人知道改什么。"))
        _decide(kept, ProposalState.REFUSED, by=by, at=timezone.now(), reason=reason)
        notices.correction_decided(kept, by=by, reason=reason.strip())
        said = _of(kept) | {"reason": reason.strip()}
        record(Event.CORRECTION_REFUSED, by=by, about=kept, details=said)
    logger.info("article %s: correction %s refused by %s", kept.article_id, kept.pk, by.pk)
    return kept


def take_back(proposal: ProposedCorrection, *, by: User) -> ProposedCorrection:
    """Give up a correction that one proposed oneself. Raises MoveRefused."""
    with transaction.atomic():
        kept = _undecided(proposal)
        if kept.proposed_by_id != by.pk:
            raise MoveRefused(_("只有提出人可以收回这则更正。"))
        _decide(kept, ProposalState.TAKEN_BACK, by=by, at=timezone.now())
        notices.correction_decided(kept, by=by)
        record(Event.CORRECTION_TAKEN_BACK, by=by, about=kept, details=_of(kept))
    return kept


# ---- What is shown before one decides ---------------------------------------------------------


def draft(article: Article, *, note: Note, new: NewText | None = None) -> ProposedCorrection:
    """A correction that is not proposed yet, not saved. Raises MoveRefused for a stale text."""
    content, captions = _changes(article, new) if new else ({}, {})
    return ProposedCorrection(
        article=article,
        kind=note.kind,
        text=note.text.strip(),
        placement=note.placement,
        supersedes=note.supersedes,
        content=content,
        captions={str(key): caption for key, caption in captions.items()},
        based_on=article.edition,
    )


def refuse_unfit(proposal: ProposedCorrection) -> None:
    """Raises MoveRefused for what may not be published whoever confirms it."""
    _refuse_note(proposal)
    if proposal.changes_text:
        changed = _with_content(proposal.article, proposal.content)
        before = publishing.missing_at_signing(proposal.article)
        lost = [said for said in publishing.missing_at_signing(changed) if said not in before]
        if problems := publishing.problems(changed) + lost:
            raise MoveRefused(" ".join(problems))
        _refuse_blocked(findings(proposal))


def differences(proposal: ProposedCorrection) -> list[FieldChange]:
    """What it changes in the story, field by field, marked to the character."""
    if not proposal.changes_text:
        return []
    old = revisions.kept(proposal.article, proposal.based_on)
    if old is None:  # not proposed yet, of a story that did not come through the desk
        stored = Article.objects.for_publishing().get(pk=proposal.article_id)
        old = revisions.snapshot(stored)
    before = _with_own_captions(old, proposal)
    return revisions.compare(before, _changed(before, proposal))


def why_stale(proposal: ProposedCorrection) -> str:
    """Why a text that waits can no longer be confirmed, in words; empty if it can."""
    article = proposal.article
    if not proposal.is_waiting or not proposal.changes_text:
        return ""
    if article.stage != Stage.SIGNED_OFF or article.edition != proposal.based_on:
        return _stale()
    return ""


def findings(proposal: ProposedCorrection) -> proofing.Report:
    """What the checks before print find in the story as it would be."""
    captions = {int(key): caption for key, caption in proposal.captions.items()}
    changed = _with_content(proposal.article, proposal.content)
    return proofing.report(changed, captions=captions)


# ---- How they are made ------------------------------------------------------------------------


def _of(proposal: ProposedCorrection) -> dict[str, Any]:
    """What the log of the desk's acts says of a correction: what it changes, not the words."""
    changes = [*proposal.content, *(f"caption {key}" for key in proposal.captions)]
    return {"proposed_by": str(proposal.proposed_by), "changes": changes}


def _locked(article: Article) -> tuple[Article, PublishedArticle]:
    """The story's row at the desk and the one readers have, locked. Raises MoveRefused."""
    locking.lock_story(article.pk)
    row = Article.objects.get(pk=article.pk)
    published = PublishedArticle.objects.public().filter(pk=row.pk).first()
    if published is None:
        raise MoveRefused(_("读者现在看不到这篇稿件，不用更正：直接修改后签发。"))
    return row, published


def _undecided(proposal: ProposedCorrection) -> ProposedCorrection:
    rows = ProposedCorrection.objects.select_for_update(of=("self",))
    kept = rows.select_related("proposed_by", "supersedes").get(pk=proposal.pk)
    if not kept.is_waiting:
        said = _("这则更正已经处理过：%s。") % kept.get_state_display()
        raise MoveRefused(said)
    return kept


def _may_confirm(proposal: ProposedCorrection, *, by: User, override: str) -> bool:
    """Whether confirming takes an override. Raises MoveRefused if it may not be confirmed."""
    refusal = why_not_confirm(proposal, by=by)
    if refusal and not (by.is_superuser and override.strip()):
        raise MoveRefused(refusal)
    return bool(refusal)


def _refuse_note(proposal: ProposedCorrection) -> None:
    """Raises MoveRefused for a note that says nothing, or nothing new."""
    if not proposal.text:
        raise MoveRefused(_("请写明更正的内容。"))
    if words := proofing.forbidden(proposal.text):
        said = _("更正里的“%s”是禁止的词，读者也会看到：请只写正确的说法，不重复这个词。")
        raise MoveRefused(said % "、".join(words))
    current = proposal.article.corrections.current()
    if current.filter(kind=proposal.kind, text=proposal.text).exists():
        raise MoveRefused(_("这则更正已经发布，没有重复发布。"))
    if proposal.supersedes and not current.filter(pk=proposal.supersedes.pk).exists():
        raise MoveRefused(_("要取代的更正不属于这篇稿件，或已被取代。"))


def _changes(article: Article, new: NewText) -> tuple[dict[str, str], dict[int, str]]:
    """Of the new text what differs from the story's. Raises MoveRefused if it was changed since."""
    sent = {name: _plain(name, text) for name, text in new.content.items() if name in TEXTS}
    content = {n: text for n, text in sent.items() if text != _plain(n, getattr(article, n))}
    uses = {use.pk: use for use in article.photo_uses.select_related("photo")}
    captions = {
        key: text.strip()
        for key, text in new.captions.items()
        if key not in uses or text.strip() != (uses[key].caption or uses[key].photo.caption).strip()
    }
    is_stale = article.stage != Stage.SIGNED_OFF or article.edition != new.edition
    if (content or captions) and (is_stale or captions.keys() - uses.keys()):
        raise MoveRefused(_stale())
    return content, captions


def _plain(name: str, text: str) -> str:
    """A text as it is compared and kept: markup in its one form, a line end as one character."""
    return body.clean(text) if name == "body" else "\n".join(text.splitlines()).strip()


def _stale() -> str:
    return _(
        "您写更正时依据的稿件已经有人改过，或正在重新编辑，正文不能照这份更正。"
        "请对照现在的稿件重新提出；如果新稿快要签发，也可以只发说明、不改正文。"
    )


def _refuse_blocked(report: proofing.Report) -> None:
    if report.blocks:
        words = "、".join(dict.fromkeys(finding.matched for finding in report.blocks))
        raise MoveRefused(_("发稿前检查：“%s”必须改掉。") % words)


def _with_content(article: Article, content: Mapping[str, str]) -> Article:
    """The story with these texts, not to be saved."""
    changed = copy(article)
    for name, text in content.items():
        setattr(changed, name, text)
    return changed


def _with_own_captions(old: Snapshot, proposal: ProposedCorrection) -> Snapshot:
    """A snapshot in which the captions that change are those readers have, be they the file's."""
    rows = old["photo_uses"]
    own = [row for row in rows if str(row["row"]) in proposal.captions and not row["caption"]]
    files = Photo.objects.filter(pk__in=[row["photo"]["key"] for row in own])
    of_file = dict(files.values_list("pk", "caption"))
    filled = [
        row | {"caption": of_file.get(row["photo"]["key"], "")} if row in own else row
        for row in rows
    ]
    return {**old, "photo_uses": filled}


def _changed(before: Snapshot, proposal: ProposedCorrection) -> Snapshot:
    """The same as it would be once the correction is out."""
    uses = [
        row | {"caption": proposal.captions.get(str(row["row"]), row["caption"])}
        for row in before["photo_uses"]
    ]
    return {**before, **proposal.content, "photo_uses": uses}


def _still_waiting(article: Article, answers: Iterable[ReaderReport]) -> list[ReaderReport]:
    keys = {report.pk for report in answers}
    found = list(article.reader_reports.waiting().filter(pk__in=keys))
    if len(found) != len(keys):
        raise MoveRefused(_("选中的读者纠错里有已经结案的，请重新选择。"))
    return found


def _write_text(
    row: Article, proposal: ProposedCorrection, *, confirmed_by: User, checked: str
) -> None:
    """Write the corrected text to the desk's row, as an edition and a round of its own."""
    if row.stage != Stage.SIGNED_OFF or row.edition != proposal.based_on:
        raise MoveRefused(_stale())
    for name, text in proposal.content.items():
        setattr(row, name, text)
    row.edition += 1
    row.updated_by = proposal.proposed_by
    row.save(update_fields=[*proposal.content, "edition", "updated_by", "updated_at"])
    for key, caption in proposal.captions.items():
        row.photo_uses.filter(pk=int(key)).update(caption=caption)
    workflow.note_correction(row, by=proposal.proposed_by)
    if problems := publishing.problems(row):
        raise MoveRefused(" ".join(problems))
    report = proofing.report(row)
    _refuse_blocked(report)
    if report.warnings and not checked.strip():
        raise MoveRefused(_("发稿前检查有提醒：请逐条核对，写明理由后再确认，或退回修改。"))
    try:
        for finding in report.warnings:
            proofing.waive(row, key=finding.key, by=confirmed_by, reason=checked)
    except proofing.WaiverRefused as refusal:
        raise MoveRefused(str(refusal)) from refusal
    said = (_("%s确认") % confirmed_by)[:NOTE]
    revisions.record(row, by=proposal.proposed_by, cause=RevisionCause.CORRECTED, note=said)


def _owed(proposal: ProposedCorrection, published: PublishedArticle) -> dict[str, Any]:
    """Where on paper a story stood: there its correction has to stand too."""
    if proposal.kind == CorrectionKind.UPDATE or published.page is None:
        return {}
    return {"owed_page": published.page, "owed_order": published.page_order}


def _decide(
    proposal: ProposedCorrection,
    state: ProposalState,
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, at
    proposal.reason = reason.strip()
    proposal.save()
