"""A roll entered: what a preview showed is done, all or nothing, and logged.

Readers get it once a second person has confirmed it: the round, the honours and whoever is new are
one change that waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event
from articles.review.confirmations import holding, rows
from articles.text.pinyin import sort_key
from people.enums import EntityKind
from people.models import Entity, Honour, Programme, Round
from people.models.drafts import DraftRoll
from people.names import mentions
from people.names.mentions import Candidate, Gazetteer
from people.rolls.rolls import NEW, Effect, Line, Pasted, Plan, Seen, plan

if TYPE_CHECKING:
    from people.models import User


class RollRefused(ValueError):
    """A roll that may not be saved. The message is for the editor."""


def save(round: Round, pasted: Pasted, *, seen: Seen, by: User) -> Plan:
    """Enter a roll into a round, all or nothing, as its preview showed it.

    `seen` is the edition of the round and the digest of the plan that were looked at. Raises
    RollRefused if either is another now, or if a row is malformed or undecided.
    """
    with _refusing_clashes(), transaction.atomic():
        stored = Round.objects.select_for_update().select_related("programme").get(pk=round.pk)
        if stored.edition != seen.edition:
            raise RollRefused(_("没有录入：这一批次在预览之后被别人改过，请看过新的预览再录入。"))
        planned = plan(pasted, round=stored)
        _require_same(planned, seen)
        new = _write(planned, round=stored, kind=pasted.kind, by=by)
        _ask(new, about=stored, by=by)
    return planned


def confirm(draft: DraftRoll, pasted: Pasted, *, seen: Seen, by: User) -> DraftRoll:
    """Make entities, programme, round and honours of a draft as it is given, all or nothing; they
    wait for a second person.

    Raises RollRefused as `save` does, and PermissionDenied if `by` may not add all it would add.
    """
    with _refusing_clashes(), transaction.atomic():
        stored = DraftRoll.objects.select_for_update().get(pk=draft.pk)
        _require_unmoved(stored, seen)
        round, new = _round_or_new(draft, by=by)
        planned = plan(pasted, round=round)
        _require_same(planned, seen)
        new += _write(planned, round=round, kind=pasted.kind, by=by)
        _ask(new, about=round or new[0], by=by)
        draft.round, draft.confirmed_at, draft.confirmed_by = round, timezone.now(), by
        draft.text, draft.edition = pasted.text, stored.edition + 1
        draft.save()
    return draft


def keep(draft: DraftRoll, *, seen: Seen) -> DraftRoll:
    """Keep a draft as it was typed, still to be confirmed. Raises RollRefused if it moved on."""
    with transaction.atomic():
        stored = DraftRoll.objects.select_for_update().get(pk=draft.pk)
        _require_unmoved(stored, seen)
        draft.edition = stored.edition + 1
        draft.save()
    return draft


def known_round(draft: DraftRoll) -> Round | None:
    """The round a draft speaks of, if the paper has it already; 首批 is 第一批."""
    rounds = Round.objects.filter(programme__name=draft.programme).select_related("programme")
    same = (r for r in rounds if _first(r.name) == _first(draft.round_name))
    return next(same, None) if draft.programme else None


def _first(name: str) -> str:
    return name.replace("首批", "第一批")


def _round_or_new(draft: DraftRoll, *, by: User) -> tuple[Round | None, list[Model]]:
    """The round that a draft roll names, in which its honours are entered; None if it names no
    programme. A round, and a programme, that is not in the database is created and logged, and
    given beside it.

    Raises RollRefused if `by` may not, or if the draft names no round.
    """
    _require(by, "add_entity", *(["add_honour"] if draft.programme else []))
    if not draft.programme:
        return None, []
    known = known_round(draft)
    if known:
        stored = Round.objects.select_for_update().select_related("programme").get(pk=known.pk)
        return stored, []
    _require(by, "add_round")
    new: list[Model] = []
    programme = Programme.objects.filter(name=draft.programme).first()
    if programme is None:
        _require(by, "add_programme")
        programme = Programme.objects.create(name=draft.programme, level=draft.level)
        _log([programme], ADDITION, by=by)
        new.append(programme)
    if not draft.round_name:
        raise RollRefused(_("没有录入：请填写批次或届次，如“第一批”“2023年第四季度”。"))
    round = Round.objects.create(
        programme=programme,
        name=draft.round_name,
        announced_on=draft.announced_on,
        announced_precision=draft.announced_precision,
    )
    _log([round], ADDITION, by=by)
    return round, [*new, round]


def _require_unmoved(stored: DraftRoll, seen: Seen) -> None:
    if stored.confirmed_at or stored.edition != seen.edition:
        raise RollRefused(_("没有保存：这份名单刚刚被别人改过或确认过，请重新打开。"))


def _require_same(planned: Plan, seen: Seen) -> None:
    if not planned.is_savable:
        raise RollRefused(_("没有录入：有看不懂的行、没有选定的同名者，或没有可录入的内容。"))
    if planned.digest != seen.digest:
        raise RollRefused(_("没有录入：名单或资料库在预览之后有改动，请看过新的预览再录入。"))


def _write(planned: Plan, *, round: Round | None, kind: str, by: User) -> list[Model]:
    """Write the entities and the honours of a plan; returns those that are new."""
    names = mentions.gazetteer()
    made = {
        id(line): _entity(line, names, kind=kind, round=round)
        for line in planned.written
        if line.chosen == NEW
    }
    Entity.objects.bulk_create(made.values())
    _log(made.values(), ADDITION, by=by)
    if round is None:
        return [*made.values()]
    last = Honour.objects.filter(round=round).order_by("-order").values_list("order", flat=True)
    start = (last.first() or 0) + 1
    honours = Honour.objects.bulk_create(
        Honour(
            round=round,
            recipient=made[id(line)] if line.chosen == NEW else line.taken_for,
            category=line.row.category,
            citation=line.row.citation,
            unit_as_printed=line.row.unit,
            order=start + place,
        )
        for place, line in enumerate(planned.written)
    )
    round.edition += 1
    round.save(update_fields=["edition"])
    _log([round], CHANGE, by=by)
    record(Event.IMPORTED, by=by, about=round, details={"names": len(planned.written)})
    return [*made.values(), *honours]


def _ask(new: Iterable[Model], *, about: Model, by: User) -> None:
    """Let all of it wait for a second person, as one change."""
    holding.hold(about, [rows.held(row, "add", after=rows.values(row)) for row in new], by=by)


def _entity(line: Line, names: Gazetteer, *, kind: str, round: Round | None) -> Entity:
    """A new entity of a row. Namesakes are told apart by their unit, else by the round."""
    row = line.row
    kind = row.kind or kind
    units = [bearer for bearer in names.bearers(row.unit) if bearer.kind != EntityKind.PERSON]
    is_namesake = line.effect == Effect.NAMESAKE or bool(line.candidates)
    return Entity(
        name=row.name,
        kind=kind,
        distinction=(row.unit or str(round or ""))[:60] if is_namesake else "",
        parent_id=_only(units),
        sort_key=sort_key(row.name, is_person=kind == EntityKind.PERSON),
    )


def _only(bearers: list[Candidate]) -> int | None:
    return bearers[0].entity if len(bearers) == 1 else None


def _require(by: User, *codenames: str) -> None:
    if not by.has_perms([f"people.{codename}" for codename in codenames]):
        raise PermissionDenied


def _log(rows: Iterable[Entity | Programme | Round], flag: int, *, by: User) -> None:
    rows = list(rows)
    if rows:
        LogEntry.objects.log_actions(by.pk, rows, flag, _("从名单录入。"))


@contextmanager
def _refusing_clashes() -> Iterator[None]:
    """Turns a clash of two editors, or of two new namesakes, into a refusal."""
    try:
        yield
    except IntegrityError as error:
        message = _("没有录入：有同类同名者无法区分，请给他们写上不同的单位。")
        raise RollRefused(message) from error
