"""A pasted roll beside what the paper knows: a plan to look at before it is entered."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.text import roll_text
from articles.text.folding import compared
from articles.text.roll_text import Row
from people.enums import EntityKind
from people.models import Entity, Honour, Round
from people.names import mentions

NEW = "new"  # chosen in place of an entity's key: somebody the paper does not know


@dataclass(frozen=True)
class Pasted:
    """What an editor sent: the roll, the kind of new entities whose row tells none, and choices.

    A choice says by a row's token who is meant: an entity's key, or NEW.
    """

    text: str
    kind: str = EntityKind.PERSON.value
    choices: Mapping[str, str] = field(default_factory=dict)


class Seen(NamedTuple):
    """What a preview was made of: the edition of what is written to, and the digest of the plan."""

    edition: int
    digest: str


class Effect(Enum):
    """What a row of the roll is, beside what the paper knows."""

    KNOWN = "known"
    NEW = "new"
    NAMESAKE = "namesake"
    DUPLICATE = "duplicate"
    MALFORMED = "malformed"


@dataclass
class Line:
    """A row, the entities it may mean, and which of them, or a new one, it is taken for."""

    row: Row
    effect: Effect
    candidates: list[Entity] = field(default_factory=list)
    chosen: str = ""
    note: str = ""

    @property
    def token(self) -> str:
        """Names the row in a form: a choice follows its row wherever that moves to."""
        return hashlib.sha256(repr(_identity(self.row)).encode()).hexdigest()[:16]

    @property
    def taken_for(self) -> Entity | None:
        """Whom the paper knows and the row is taken for; None if it is somebody new."""
        return next((e for e in self.candidates if str(e.pk) == self.chosen), None)

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to say who is meant."""
        return self.effect == Effect.NAMESAKE and not self.chosen


@dataclass(frozen=True)
class Plan:
    """What a roll would do, row by row. `digest` tells whether it still would."""

    lines: list[Line]

    @property
    def known(self) -> list[Line]:
        return self._with(Effect.KNOWN)

    @property
    def new(self) -> list[Line]:
        return self._with(Effect.NEW)

    @property
    def namesakes(self) -> list[Line]:
        return self._with(Effect.NAMESAKE)

    @property
    def duplicates(self) -> list[Line]:
        return self._with(Effect.DUPLICATE)

    @property
    def malformed(self) -> list[Line]:
        return self._with(Effect.MALFORMED)

    @property
    def open(self) -> list[Line]:
        return [line for line in self.lines if line.is_open]

    @property
    def written(self) -> list[Line]:
        """The rows that are entered; those that stand twice, or stand already, are not."""
        return [line for line in self.lines if line.chosen and line.effect != Effect.DUPLICATE]

    @property
    def is_savable(self) -> bool:
        return bool(self.written) and not self.malformed and not self.open

    @property
    def digest(self) -> str:
        shown = [
            (line.row, line.effect, [e.pk for e in line.candidates], line.chosen, line.note)
            for line in self.lines
        ]
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def _with(self, effect: Effect) -> list[Line]:
        return [line for line in self.lines if line.effect == effect]


def plan(pasted: Pasted, *, round: Round | None) -> Plan:
    """What a pasted roll would add to a round, or to no round: names alone. Writes nothing.

    Raises roll_text.UnreadableRoll. The number of queries does not grow with the roll.
    """
    rows = roll_text.read(pasted.text)
    names = mentions.gazetteer()
    entities = Entity.objects.select_related("parent").in_bulk(
        [bearer.entity for row in rows for bearer in names.bearers(row.name)]
    )
    units: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.problem:
            name, unit = _identity(row)
            units[name].add(unit)
    honours = Honour.objects.filter(round=round) if round else Honour.objects.none()
    taken = dict.fromkeys(honours.values_list("recipient", flat=True), _("已在这一批名单中。"))
    seen: dict[tuple[str, str], int] = {}
    lines = []
    for row in rows:
        known = [entities[b.entity] for b in names.bearers(row.name) if b.entity in entities]
        line = _line(row, known, kind=pasted.kind, is_alone=len(units[_identity(row)[0]]) < 2)
        _choose(line, pasted.choices.get(line.token, ""))
        _compare(line, seen, taken)
        lines.append(line)
    return Plan(lines)


def _identity(row: Row) -> tuple[str, str]:
    """Two rows of one name and one unit are one."""
    return compared(row.name), compared(row.unit)


def _line(row: Row, known: list[Entity], *, kind: str, is_alone: bool) -> Line:
    """The row beside those of its name. `is_alone` says that no other row bears it."""
    if row.problem:
        return Line(row, Effect.MALFORMED, note=row.problem)
    wanted = row.kind or kind
    alike = [entity for entity in known if entity.kind == wanted] or known
    if not alike and is_alone:
        return Line(row, Effect.NEW, chosen=NEW)
    if len(alike) == 1 and is_alone and alike[0].kind == wanted and not _differs(alike[0], row):
        return Line(row, Effect.KNOWN, alike, chosen=str(alike[0].pk))
    return Line(row, Effect.NAMESAKE, alike)


def _differs(entity: Entity, row: Row) -> bool:
    """Whether what the paper knows of an entity speaks against the unit of the row."""
    unit = compared(row.unit)
    texts = [entity.distinction, entity.parent.name if entity.parent else ""]
    known = [compared(text) for text in texts if text]
    return bool(unit and known) and not any(k in unit or unit in k for k in known)


def _choose(line: Line, choice: str) -> None:
    """Take what an editor chose, if the row offers it."""
    offered = [NEW, *(str(entity.pk) for entity in line.candidates)]
    if line.candidates or line.effect == Effect.NAMESAKE:
        line.chosen = choice if choice in offered else line.chosen


def _compare(line: Line, seen: dict[tuple[str, str], int], taken: dict[int, str]) -> None:
    """Mark a row that stands on the roll already, or twice in the text."""
    if line.effect == Effect.MALFORMED:
        return
    twice = _("与第 %d 行重复。")
    identity = _identity(line.row)
    if identity in seen:
        line.effect, line.note = Effect.DUPLICATE, twice % seen[identity]
        return
    seen[identity] = line.row.number
    if line.chosen and line.chosen != NEW:
        key = int(line.chosen)
        if key in taken:
            line.effect, line.note = Effect.DUPLICATE, taken[key]
        taken.setdefault(key, twice % line.row.number)
