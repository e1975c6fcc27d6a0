"""What a change that waits goes through: it is asked for, and confirmed, refused or taken back.

Until it is confirmed the rows hold what they held, so that no reader's page needs to know of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import ChangeDecision, ChangeKind, Event
from articles.models import PendingChange
from articles.review import notices
from articles.review.confirmations import powers, reader_fields, rows
from articles.stand import locking
from articles.text.quotation import between_quotes

if TYPE_CHECKING:
    from datetime import datetime

    from articles.review.confirmations.rows import HeldRow
    from people.models import User

logger = logging.getLogger(__name__)

MOST_LOGGED = 50  # rows of one change that the log names; the change itself has them all
MAY_OVERRIDE = "articles.final_review_article"
KINDS = {
    "add": ChangeKind.ADDITION,
    "change": ChangeKind.CHANGE,
    "delete": ChangeKind.DELETION,
}
EVENTS = {
    ChangeDecision.CONFIRMED: Event.CHANGE_CONFIRMED,
    ChangeDecision.REFUSED: Event.CHANGE_REFUSED,
    ChangeDecision.TAKEN_BACK: Event.CHANGE_TAKEN_BACK,
    ChangeDecision.OVERRIDDEN: Event.CHANGE_OVERRIDDEN,
}
POWERS_EVENTS = {
    ChangeDecision.CONFIRMED: Event.POWERS_CONFIRMED,
    ChangeDecision.REFUSED: Event.POWERS_REFUSED,
    ChangeDecision.TAKEN_BACK: Event.POWERS_TAKEN_BACK,
}


class ConfirmationRefused(Exception):
    """A change that cannot be asked for, confirmed, refused or taken back; worded for editors."""


class Applied(NamedTuple):
    """A row that was just changed by a confirmation, and what was asked for in it."""

    row: models.Model
    held: HeldRow


# What has to be done once rows of a model were changed by a confirmation, as a save at the desk
# would: registered by the rooms that know how.
Effect = Callable[[list[Applied]], None]
EFFECTS: list[tuple[tuple[type[models.Model], ...], Effect]] = []


def after_confirming(*of: type[models.Model]) -> Callable[[Effect], Effect]:
    """Register what is done, in the transaction of the confirmation, with the rows of these models
    that it changed: a function that takes them all at once.
    """

    def registered(effect: Effect) -> Effect:
        EFFECTS.append((of, effect))
        return effect

    return registered


# How a change of a kind of its own is done, where that is more than to write its rows.
Apply = Callable[[PendingChange], None]
APPLIES: dict[str, Apply] = {}


def applies(kind: ChangeKind) -> Callable[[Apply], Apply]:
    """Register what does changes of this kind, in the transaction of the confirmation."""

    def registered(apply: Apply) -> Apply:
        APPLIES[kind] = apply
        return apply

    return registered


# What has to be done with what was asked for in rows of a model once nobody asks for it any more.
GivenUp = Callable[[list["HeldRow"]], None]
GIVEN_UP: list[tuple[str, GivenUp]] = []


def after_giving_up(of: type[models.Model]) -> Callable[[GivenUp], GivenUp]:
    """Register what is done, in the same transaction, with the entries of a model in a change that
    was refused, taken back or replaced by a later one: of this only the fields that went.
    """

    def registered(clear: GivenUp) -> GivenUp:
        GIVEN_UP.append((of._meta.label_lower, clear))
        return clear

    return registered


def _give_up(asked: Iterable[HeldRow]) -> None:
    found = list(asked)
    for label, clear in GIVEN_UP:
        if theirs := [row for row in found if row["model"] == label]:
            clear(theirs)


# ---- The steps --------------------------------------------------------------------------------


def hold(
    about: models.Model,
    asked: list[HeldRow],
    *,
    by: User,
    kind: ChangeKind | None = None,
    note: str = "",
) -> PendingChange:
    """Keep what a save changed until somebody else confirms it, and put the rows back.

    `about` is the row whose form was saved, `asked` what the save did in it and in the rows beneath
    it, already written to the database; its deletions are not done yet. A new row stays in its
    table, marked as waiting, where its model has the mark or `about` itself waits; otherwise it
    goes, and the confirmation makes it. What the list keeps apart is taken out of it. The number of
    queries does not grow with the new rows, of which a roll has thousands. `kind` is given where it
    is one of its own (see `applies`), `note` where who asks says why. Needs a transaction
    around it. Raises ConfirmationRefused if what somebody else asked for in one of these fields
    still waits; of what `by` asked for before, the new takes the place.

    Changes of powers stand by themselves: other people confirm them, nobody asks for their own, and
    a new row of theirs never stays (articles.review.confirmations.powers).
    """
    is_of_powers = kind == ChangeKind.POWERS
    if is_of_powers and (why := powers.why_not_ask(asked, by=by)):
        raise ConfirmationRefused(why)
    _replace_older(asked, by=by)
    main = next((row for row in asked if rows.ref_of(row) == rows.ref(about)), None)
    is_new = bool(main and _adds(main))
    is_kept = is_new or bool(getattr(about, "is_waiting", False))
    _put_back(asked, is_kept=is_kept and not is_of_powers)
    label, key = rows.ref(about)
    addition = PendingChange.objects.waiting().about(about).filter(kind=ChangeKind.ADDITION)
    open_addition = addition.select_for_update(of=("self",)).first()
    if open_addition and not is_new and not is_of_powers:
        open_addition.rows += asked
        return _edited(open_addition, by=by)
    change = PendingChange.objects.create(
        kind=kind or (KINDS[main["action"]] if main else ChangeKind.CHANGE),
        note=note.strip(),
        model=label,
        key=str(key),
        text=main["text"] if main else str(about)[: rows.TEXT],
        rows=asked,
        asked_by=by,
        asked_at=timezone.now(),
    )
    event = Event.POWERS_ASKED if is_of_powers else Event.CHANGE_ASKED
    record(event, by=by, about=about, details=_details(change), at=change.asked_at)
    logger.info("change %s of %s %s asked by %s", change.pk, label, key, by.pk)
    return change


def hold_new(row: models.Model, *, by: User) -> PendingChange:
    """Let a row wait that was just made on the way, by no form of its own. As `hold`."""
    return hold(row, [rows.held(row, "add", after=rows.values(row))], by=by)


def follow(found: Mapping[rows.Ref, rows.Values | None], *, by: User) -> set[rows.Ref]:
    """Bring what is asked for in new rows up to date with what they hold now, and name those rows.

    `found` has None for a row that is gone. Whoever has had a hand in a new row does not confirm
    it. Needs a transaction around it.
    """
    followed = set()
    for change in _touching(found):
        theirs = {rows.ref_of(row) for row in change.rows if _adds(row)} & found.keys()
        left = [_followed(row, found) for row in change.rows]
        kept = [row for row in left if row]
        if not kept:
            _decide(change, ChangeDecision.TAKEN_BACK, by=by, reason=_("已经删去。"))
        elif kept != change.rows:
            change.rows = kept
            _edited(change, by=by)
        _blank([row for row in kept if rows.ref_of(row) in theirs])
        followed |= theirs
    return followed


def complete(row: models.Model) -> None:
    """Put into an instance of a row that waits what is kept out of its table, as it was typed."""
    entry = reader_fields.of(type(row))
    apart = entry.apart if entry else ()
    for change in waiting_for([row]) if apart else ():
        for asked in change.rows:
            if _adds(asked) and rows.ref_of(asked) == rows.ref(row):
                given = {name: asked["after"][name] for name in apart if name in asked["after"]}
                rows.set_values(row, given)


def confirm(
    change: PendingChange, *, by: User, override: str = "", at: datetime | None = None
) -> PendingChange:
    """Give readers what was asked for, all of it in one transaction.

    `override` is why somebody who may not confirm it does so alone; it counts for a superuser and
    for who signs off stories. Raises ConfirmationRefused if `by` may not, if it was decided
    meanwhile, if a row no longer holds what it held, or if what was asked for is no longer valid.
    """
    with transaction.atomic():
        locking.lock_stand(alone=True)  # before the rows: what follows may render any story
        kept = _undecided(change, lock_rows=True)
        if kept.rows != change.rows:
            raise ConfirmationRefused(_("它刚刚又改过，请先看过现在的样子。"))
        why_not = why_not_confirm(kept, by=by)
        is_alone = override.strip() and may_override(by) and kept.kind != ChangeKind.POWERS
        if why_not and not is_alone:
            raise ConfirmationRefused(why_not)
        if kept.kind == ChangeKind.POWERS and (why := powers.why_not_asked(kept)):
            raise ConfirmationRefused(why)
        try:
            with transaction.atomic():
                _do(kept)
                _note_deletions(kept, by=by)
        except ValidationError as invalid:
            raise ConfirmationRefused(_no_longer_valid(" ".join(invalid.messages))) from invalid
        except models.ProtectedError as held:
            said = _("还有别处用着它，删除不了。请退回，或先改掉用它的地方。")
            raise ConfirmationRefused(said) from held
        except IntegrityError as clash:
            said = _no_longer_valid(_("与现有的内容冲突，可能已有同名的。"))
            raise ConfirmationRefused(said) from clash
        decision = ChangeDecision.OVERRIDDEN if why_not else ChangeDecision.CONFIRMED
        return _decide(kept, decision, by=by, reason=override if why_not else "", at=at)


def _note_deletions(change: PendingChange, *, by: User) -> None:
    """Write deleted rows into the desk's history, where colleagues' forms look for who did it."""
    deleted = [row for row in change.rows if row["action"] == "delete"]
    LogEntry.objects.bulk_create(
        LogEntry(
            user_id=by.pk,
            content_type=ContentType.objects.get_for_model(rows.model_of(row["model"])),
            object_id=str(row["key"]),
            object_repr=row["text"],
            action_flag=DELETION,
        )
        for row in deleted
    )


def refuse(change: PendingChange, *, by: User, reason: str) -> PendingChange:
    """Give a change back to who asked for it; rows stay as they are. Raises ConfirmationRefused."""
    with transaction.atomic():
        kept = _undecided(change)
        if why := why_not_confirm(kept, by=by):
            raise ConfirmationRefused(why)
        if not reason.strip():
            raise ConfirmationRefused(_("不同意须写明理由，让提出人知道改什么。"))
        _give_up(kept.rows)
        return _decide(kept, ChangeDecision.REFUSED, by=by, reason=reason)


def take_back(change: PendingChange, *, by: User) -> PendingChange:
    """Give up what one asked for oneself; new rows go. Raises ConfirmationRefused."""
    with transaction.atomic():
        kept = _undecided(change, lock_rows=True)
        if kept.asked_by_id != by.pk:
            raise ConfirmationRefused(_("只有提出人可以收回。"))
        try:
            with transaction.atomic():
                for model, new in reversed(_by_model(filter(_stands, kept.rows)).items()):
                    _still_waiting(model, new).delete()
        except models.ProtectedError as held:
            said = _("“%s”已经用在别处，收不回了。请先改掉用它的地方。") % between_quotes(kept.text)
            raise ConfirmationRefused(said) from held
        _give_up(kept.rows)
        return _decide(kept, ChangeDecision.TAKEN_BACK, by=by)


# ---- What waits for a row ---------------------------------------------------------------------


def waiting_for(found: Iterable[models.Model]) -> list[PendingChange]:
    """What somebody asked for in any of these rows, the longest waiting first."""
    wanted = {rows.ref(row) for row in found}
    waiting = PendingChange.objects.waiting().select_related("asked_by")
    return [c for c in waiting if wanted & {rows.ref_of(row) for row in c.rows}]


def refused_fields(row: models.Model, *, by: User) -> dict[str, str]:
    """The fields of a row that `by` may not change now, since what somebody else asked for in them
    still waits; with what is said of it.
    """
    found: dict[str, str] = {}
    for change in waiting_for([row]):
        if change.asked_by_id == by.pk:
            continue
        said = _("%(who)s 提出的改动在等待确认，这一项现在不能改。请等它有了结果再改。")
        for asked in change.rows:
            if rows.ref_of(asked) == rows.ref(row):
                names = asked["after"] or asked["before"]  # all of them, where the row is to go
                kept_out = [] if getattr(row, "is_waiting", False) else rows.apart(type(row))
                found |= dict.fromkeys(
                    [n for n in names if n in kept_out] if _adds(asked) else names,
                    said % {"who": change.asked_by},
                )
    return found


# ---- Who may ----------------------------------------------------------------------------------


def needed(change: PendingChange) -> set[str]:
    """The permissions that whoever confirms it needs, all of them."""
    if change.kind == ChangeKind.POWERS:
        return {powers.MAY_CONFIRM}
    found = set()
    for row in change.rows:
        entry = reader_fields.BY_LABEL.get(row["model"])
        found |= entry.needed(row["action"]) if entry else set()
    main = reader_fields.BY_LABEL.get(change.model)
    return found or (main.needed("change") if main else set())


def why_not_confirm(change: PendingChange, *, by: User) -> str:
    """Why a person may neither confirm nor refuse a change, in words; empty if they may."""
    if change.kind == ChangeKind.POWERS:
        return powers.why_not_confirm(change, by=by)
    if change.asked_by_id == by.pk:
        return _("要由另一个人确认，您是提出人。")
    if by in change.co_authors.all():
        return _("要由没有改过它的人确认，您改过它。")
    if not by.has_perms(needed(change)):
        return _("您没有改它的权限，所以也不能确认或退回。")
    return ""


def may_override(user: User) -> bool:
    """Whether a person who is alone on duty may confirm what they asked for themselves."""
    return user.is_superuser or user.has_perm(MAY_OVERRIDE)


# ---- How it is done ---------------------------------------------------------------------------


def _adds(row: HeldRow) -> bool:
    return row["action"] == "add"


def _rows(row: HeldRow) -> models.QuerySet[Any]:
    """The stored row that an entry is about."""
    return rows.model_of(row["model"])._base_manager.filter(pk=row["key"])


def _touching(refs: Iterable[rows.Ref]) -> list[PendingChange]:
    """What waits for one of these rows, locked. The rows themselves are locked before, always."""
    wanted = set(refs)
    found = [
        change.pk
        for change in PendingChange.objects.waiting()
        if wanted & {rows.ref_of(row) for row in change.rows}
    ]
    locked = PendingChange.objects.waiting().filter(pk__in=found).select_related("asked_by")
    return list(locked.select_for_update(of=("self",)))


def _replace_older(asked: Iterable[HeldRow], *, by: User) -> None:
    """Take the same fields of the same rows out of what `by` asked for before."""
    new = {rows.ref_of(row): row for row in asked if not _adds(row)}
    for older in _touching(new):
        left = [_without(row, new.get(rows.ref_of(row))) for row in older.rows]
        if left == older.rows:
            continue
        if older.asked_by_id != by.pk:
            said = _(
                "“%(name)s”已有 %(who)s 提出的改动在等待确认，这次没有提交。请等它有了结果再改。"
            )
            name = between_quotes(older.text)
            raise ConfirmationRefused(said % {"name": name, "who": older.asked_by})
        _give_up(_gone(row, rest) for row, rest in zip(older.rows, left, strict=True))
        if kept := [row for row in left if row]:
            older.rows = kept
            older.save(update_fields=["rows"])
        else:
            said = _("由提出人后来的改动代替。")
            _decide(older, ChangeDecision.TAKEN_BACK, by=by, reason=said)


def _gone(row: HeldRow, rest: HeldRow | None) -> HeldRow:
    """What of an entry is not in what is left of it."""
    kept = rest["after"] if rest else {}
    return {**row, "after": {n: v for n, v in row["after"].items() if n not in kept}}


def _without(row: HeldRow, newer: HeldRow | None) -> HeldRow | None:
    """An entry without the fields that a newer one changes; None if nothing is left of it."""
    if newer is None:
        return row
    if _adds(row):  # a story has passed its name since; what was kept apart waits still
        apart = set(rows.apart(rows.model_of(row["model"]))) & newer["after"].keys()
        return {**row, "after": {n: v for n, v in row["after"].items() if n not in apart}}
    if "delete" in (row["action"], newer["action"]):
        return None
    after = {name: v for name, v in row["after"].items() if name not in newer["after"]}
    before = {name: v for name, v in row["before"].items() if name in after}
    return {**row, "before": before, "after": after} if after else None


def _followed(row: HeldRow, found: Mapping[rows.Ref, rows.Values | None]) -> HeldRow | None:
    """An entry as its new row is now; None if the row is gone."""
    ref = rows.ref_of(row)
    if ref not in found or not _adds(row):
        return row
    now = found[ref]
    return {**row, "after": now} if now is not None else None


def _edited(change: PendingChange, *, by: User) -> PendingChange:
    """Store what is asked for in new rows, after somebody had a hand in them."""
    change.save(update_fields=["rows"])
    if change.asked_by_id != by.pk:
        change.co_authors.add(by)
    return change


def _stands(row: HeldRow) -> bool:
    """Whether it is a new row that stands in its table."""
    return _adds(row) and row["key"] is not None


def _by_model(found: Iterable[HeldRow]) -> dict[type[models.Model], list[HeldRow]]:
    by_model: dict[type[models.Model], list[HeldRow]] = {}
    for row in found:
        by_model.setdefault(rows.model_of(row["model"]), []).append(row)
    return by_model


def _put_back(asked: Iterable[HeldRow], *, is_kept: bool) -> None:
    """Undo what a save did. `is_kept`: new rows stay, since the one above them waits."""
    for model, theirs in _by_model(asked).items():
        entry = reader_fields.of(model)
        rows.write_together(
            model, {row["key"]: row["before"] for row in theirs if row["action"] == "change"}
        )
        new = [row for row in theirs if _adds(row)]
        if entry and entry.marks_new:
            keys = [row["key"] for row in new]
            model._base_manager.filter(pk__in=keys).update(is_waiting=True)
            _blank(new)
        elif not is_kept or (entry and entry.apart):
            model._base_manager.filter(pk__in=[row["key"] for row in new]).delete()
            for row in new:
                row["key"] = None


def _blank(new: Iterable[HeldRow]) -> None:
    """Take what is kept apart out of the table of new rows."""
    for model, theirs in _by_model(new).items():
        entry = reader_fields.of(model)
        if entry and entry.apart and entry.marks_new:
            keys = [row["key"] for row in theirs]
            model._base_manager.filter(pk__in=keys).update(**entry.blanks)


def _still_waiting(
    model: type[models.Model], new: Iterable[HeldRow]
) -> models.QuerySet[models.Model]:
    """Of new rows those that no story has passed since."""
    found = model._base_manager.filter(pk__in=[row["key"] for row in new])
    entry = reader_fields.of(model)
    return found.filter(is_waiting=True) if entry and entry.marks_new else found


def _undecided(change: PendingChange, *, lock_rows: bool = False) -> PendingChange:
    """The stored change, locked; its rows before it, in the order in which a save locks them.

    Raises ConfirmationRefused if somebody has decided it.
    """
    if lock_rows:
        for label, keys in _keys(change).items():
            found = rows.model_of(label)._base_manager.filter(pk__in=keys).order_by("pk")
            list(found.select_for_update(of=("self",)).values_list("pk"))
    stored = PendingChange.objects.select_for_update(of=("self",)).select_related("asked_by")
    kept = stored.get(pk=change.pk)
    if not kept.is_waiting:
        said = _("这项改动已经处理过：%s。") % kept.get_decision_display()
        raise ConfirmationRefused(said)
    return kept


def _keys(change: PendingChange) -> dict[str, list[Any]]:
    """The keys of the rows that a change is about, by model: that of its form first."""
    found: dict[str, list[Any]] = {change.model: [change.key]}
    for row in change.rows:
        if row["key"] is not None:
            found.setdefault(row["model"], []).append(row["key"])
    return found


def _in_order(asked: list[HeldRow]) -> list[HeldRow]:
    """Deletions first, which free names and places; new rows last, which may point to others."""
    return sorted(asked, key=lambda row: ["delete", "change", "add"].index(row["action"]))


def _do(change: PendingChange) -> None:
    """Do what a change asks for, as its kind is done. Raises ConfirmationRefused."""
    if apply := APPLIES.get(change.kind):
        for asked in change.rows:
            _unmoved(_rows(asked).first(), asked)
        apply(change)
        return
    done = _applied(change.rows)
    for of, effect in EFFECTS:
        if theirs := [each for each in done if isinstance(each.row, of)]:
            effect(theirs)


def _applied(asked: Iterable[HeldRow]) -> list[Applied]:
    """Do what was asked for. New rows that stand in their table are shown together, for a roll may
    have thousands. Raises ConfirmationRefused if a row is not as it was.
    """
    in_order = _in_order(list(asked))
    standing = [row for row in in_order if _stands(row)]
    done = [_apply(row) for row in in_order if not _stands(row)]
    return done + [each for new in _by_model(standing).items() for each in _shown(*new)]


def _shown(model: type[models.Model], asked: list[HeldRow]) -> list[Applied]:
    """Let readers see new rows of a model, with what was kept apart until now."""
    stored = model._base_manager.in_bulk([row["key"] for row in asked])
    done = [Applied(_unmoved(stored.get(row["key"]), row), row) for row in asked]
    entry = reader_fields.of(model)
    if entry and entry.marks_new:
        model._base_manager.filter(pk__in=list(stored)).update(is_waiting=False)
    apart, filled = rows.apart(model), []
    names: set[str] = set()
    for row, held in done:
        given = {name: value for name, value in held["after"].items() if name in apart and value}
        if given:
            rows.set_values(row, given)
            row.clean()
            filled.append(row)
            names |= given.keys()
    if filled:
        model._base_manager.bulk_update(filled, sorted(names))
    return done


def _apply(asked: HeldRow) -> Applied:
    """Do in one row what was asked for. Raises ConfirmationRefused if it is not as it was."""
    model = rows.model_of(asked["model"])
    row = model() if asked["key"] is None else _unmoved(_rows(asked).first(), asked)
    if asked["action"] == "delete":
        key = row.pk
        row.delete()
        row.pk = key
    else:
        _save(row, asked["after"])
    return Applied(row, asked)


def _unmoved(row: models.Model | None, asked: HeldRow) -> models.Model:
    """The row, if it holds what it held. Raises ConfirmationRefused."""
    if row is None:
        raise ConfirmationRefused(gone(asked["text"]))
    model = type(row)
    # Of a change `before` holds what waits alone; of others the list says what that is.
    is_change = asked["action"] == "change"
    expected = asked["before"]
    names = set(expected) if is_change else set(rows.waiting_fields(model))
    if _adds(asked):  # one that a story has passed since goes its own way
        is_new = getattr(row, "is_waiting", True)
        expected, names = asked["after"], names - set(rows.apart(model)) if is_new else set()
    if _differs(row, expected, names=names):
        said = _("“%s”在提出以后又有改动，不能照原来的确认。请退回，由提出人对照现在的样子再提。")
        raise ConfirmationRefused(said % between_quotes(asked["text"]))
    return row


def _differs(row: models.Model, expected: rows.Values, *, names: Collection[str]) -> bool:
    now = rows.values(row)
    return any(now[name] != value for name, value in expected.items() if name in names)


def _save(row: models.Model, given: rows.Values) -> None:
    """Store these values, if the row is valid with them. Raises ValidationError."""
    many = rows.set_values(row, given)
    others = [column.name for column in row._meta.fields if column.name not in given]
    row.clean_fields(exclude=others)
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.save()
    for name, keys in many.items():
        getattr(row, name).set(keys)


def gone(text: str) -> str:
    return _("“%s”已经不在了。请退回这项改动。") % between_quotes(text)


def _no_longer_valid(why: str) -> str:
    return _("现在不能照它改：%s请退回，或由提出人收回再提。") % why


def _decide(
    change: PendingChange,
    decision: ChangeDecision,
    *,
    by: User,
    reason: str = "",
    at: datetime | None = None,
) -> PendingChange:
    change.decision, change.decided_by = decision, by
    change.decided_at, change.reason = at or timezone.now(), reason.strip()
    change.save()
    details = _details(change) | ({"reason": change.reason} if change.reason else {})
    about = rows.model_of(change.model)._base_manager.filter(pk=change.key).first() or change
    is_of_powers = change.kind == ChangeKind.POWERS
    if is_of_powers and decision == ChangeDecision.CONFIRMED:
        said = "\n".join(powers.in_words(change))
        notices.powers_changed(powers.concerned(change.rows), said, by=by)
    event = (POWERS_EVENTS if is_of_powers else EVENTS)[decision]
    record(event, by=by, about=about, details=details, at=change.decided_at)
    logger.info("change %s %s by %s", change.pk, decision, by.pk)
    return change


def _details(change: PendingChange) -> dict[str, Any]:
    """For the log: which change, and which fields of which rows; their words stand in the row."""
    touched = [
        {"model": row["model"], "key": row["key"], "action": row["action"]}
        | {"fields": sorted(row["after"] or row["before"])}
        for row in change.rows[:MOST_LOGGED]
    ]
    found: dict[str, Any] = {
        "change": change.pk,
        "kind": change.kind,
        "asked_by": str(change.asked_by),
    }
    if change.kind == ChangeKind.POWERS:
        found["said"] = powers.in_words(change)
    return found | {"rows": touched, "count": len(change.rows)}
