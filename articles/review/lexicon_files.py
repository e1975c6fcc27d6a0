"""The lexicon as a CSV file: read, shown before anything is written, applied whole, and written."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event, FindingKind, FindingLevel
from articles.models import LexiconEntry
from articles.text.characters import visible
from articles.text.folding import compared

if TYPE_CHECKING:
    from people.models import User

# The heading of each column as the paper's own tables have it, and as a program may name it.
COLUMNS = {
    "word": "词语",
    "level": "级别",
    "kind": "类别",
    "advice": "建议或正确写法",
    "note": "备注",
    "is_active": "启用",
    "valid_from": "起始日期",
    "valid_until": "截止日期",
}
HEADINGS = {heading: name for name, heading in COLUMNS.items()} | {name: name for name in COLUMNS}
# Files travel between desks in different languages, so their values are the same in each.
VALUES: dict[str, dict[str, str | bool]] = {
    "level": {"禁止": FindingLevel.BLOCK, "提醒": FindingLevel.WARN},
    "kind": {
        "敏感词": FindingKind.SENSITIVE,
        "易错词": FindingKind.ERROR,
        "姓名职务": FindingKind.NAME,
    },
    "is_active": {"是": True, "否": False, "1": True, "0": False},
}
DAYS = ("valid_from", "valid_until")
STARTER = settings.BASE_DIR / "fixtures" / "lexicon_starter.csv"
FORMULA = ("=", "+", "-", "@")


class ImportRefused(ValueError):
    """A file that cannot be read or may not be applied. The message is for the editor."""


class Effect(Enum):
    """What a line of the file does to the lexicon."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    MALFORMED = "malformed"


@dataclass
class Line:
    """A line of the file, and the entry as it would be."""

    number: int
    word: str
    effect: Effect
    entry: LexiconEntry | None = None
    changes: list[tuple[str, str, str]] = field(default_factory=list)  # heading, before, after
    problem: str = ""


@dataclass(frozen=True)
class Plan:
    """What a file would do, line by line. `digest` tells whether it still would."""

    lines: list[Line]

    @property
    def new(self) -> list[Line]:
        return self._with(Effect.NEW)

    @property
    def changed(self) -> list[Line]:
        return self._with(Effect.CHANGED)

    @property
    def same(self) -> list[Line]:
        return self._with(Effect.SAME)

    @property
    def malformed(self) -> list[Line]:
        return self._with(Effect.MALFORMED)

    @property
    def is_applicable(self) -> bool:
        """Whether the file can be applied: it changes something, and every line can be read."""
        return bool(self.new or self.changed) and not self.malformed

    @property
    def digest(self) -> str:
        shown = [(line.number, line.word, line.effect, line.changes) for line in self.lines]
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def _with(self, effect: Effect) -> list[Line]:
        return [line for line in self.lines if line.effect == effect]


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, with or without its mark, or GB18030. Raises ImportRefused."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return visible(text)
    raise ImportRefused(_("认不出文件的编码。请另存为 CSV（UTF-8）再上传。"))


def starter() -> str:
    """The file of commonly confused words that ships, without the words that are there already."""
    heading, *lines = STARTER.read_text(encoding="utf-8").splitlines()
    known = set(LexiconEntry.objects.values_list("folded", flat=True))
    new = (line for line in lines if compared(line.partition(",")[0]) not in known)
    return "\n".join([heading, *new])


def plan(text: str) -> Plan:
    """What the file would do to the lexicon as it is now. Raises ImportRefused.

    Columns go by their headings; one that is absent, and an empty 级别, 类别 or 启用, leaves what
    is there.
    """
    return _plan(text, LexiconEntry.objects.all())


def apply(text: str, *, digest: str, by: User) -> Plan:
    """Do what the file says, all or nothing, and log each entry.

    Raises ImportRefused if a line is malformed, or the effect is no longer the one of `digest`.
    """
    with transaction.atomic():
        planned = _plan(text, LexiconEntry.objects.select_for_update())
        if not planned.is_applicable:
            raise ImportRefused(_("没有导入：有错误的行，或没有要改的内容。"))
        if planned.digest != digest:
            raise ImportRefused(_("没有导入：内容或词库在预览之后有改动，请看过新的预览再导入。"))
        new = [line.entry for line in planned.new if line.entry]
        changed = [line.entry for line in planned.changed if line.entry]
        try:
            LexiconEntry.objects.bulk_create(new)
            LexiconEntry.objects.bulk_create(
                changed,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[*COLUMNS, "edition", "updated_at"],
            )
        except IntegrityError as error:
            raise ImportRefused(_("没有导入：词库刚刚被别人改过，请重新预览。")) from error
        for entries, flag in ((new, ADDITION), (changed, CHANGE)):
            LogEntry.objects.log_actions(by.pk, entries, flag, _("从 CSV 导入。"))
        words = {
            "added": [entry.word for entry in new],
            "changed": [entry.word for entry in changed],
        }
        record(Event.IMPORTED, by=by, details={"lexicon": words})
    return planned


def export(entries: Iterable[LexiconEntry]) -> Iterator[str]:
    """The file, a line at a time, for Excel and WPS: marked as UTF-8, and no cell is a formula."""
    yield "\ufeff" + _written(COLUMNS.values())
    for entry in entries:
        yield _written(_guarded(_cell(entry, name)) for name in COLUMNS)


def _plan(text: str, entries: Iterable[LexiconEntry]) -> Plan:
    records = _records(text)
    _number, headings = next(records, (1, []))
    names = [HEADINGS.get(heading.strip(), "") for heading in headings]
    unknown = [heading for heading, name in zip(headings, names, strict=True) if not name]
    if "word" not in names:
        raise ImportRefused(
            _("第一行要写列名，至少有“词语”一列。可以用的列名：%s。") % "、".join(COLUMNS.values())
        )
    if unknown:
        raise ImportRefused(_("不认识的列名：%s。") % "、".join(unknown))
    if len(set(names)) < len(names):
        raise ImportRefused(_("有列名写了不止一次。"))
    existing = {entry.folded: entry for entry in entries}
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for number, cells in records:
        line = _line(number, names, cells, existing)
        if line.entry:
            if line.entry.folded in seen:
                line.problem = _("与第 %d 行是同一个词。") % seen[line.entry.folded]
                line.effect = Effect.MALFORMED
            seen.setdefault(line.entry.folded, number)
        lines.append(line)
    return Plan(lines)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that hold anything, each with the number of its first line."""
    text = text.removeprefix("\ufeff")
    heading = text.lstrip().partition("\n")[0]
    is_pasted = "\t" in heading and "," not in heading  # cells copied from a spreadsheet
    reader = csv.reader(io.StringIO(text), delimiter="\t" if is_pasted else ",", strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield number, [_unguarded(" ".join(cell.split())) for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(_("第 %d 行起读不下去，可能是引号没有成对。") % number) from error


def _line(
    number: int, names: list[str], cells: list[str], existing: dict[str, LexiconEntry]
) -> Line:
    values = dict(zip(names, cells, strict=False))
    word = values.get("word", "")
    if any(cells[len(names) :]):
        problem = _("比列名多出一格；内容里有逗号时要用英文双引号括起来。")
        return Line(number, word, Effect.MALFORMED, problem=problem)
    entry = existing.get(compared(word))
    is_new = entry is None
    entry = entry or LexiconEntry()
    before = {name: "" if is_new else _cell(entry, name) for name in names}
    try:
        _fill(entry, values | {"word": word})
    except ValidationError as error:
        problem = " ".join(error.messages)
        return Line(number, word, Effect.MALFORMED, problem=problem)
    after = {name: _cell(entry, name) for name in names}
    changes = [(COLUMNS[n], before[n], after[n]) for n in names if before[n] != after[n]]
    if is_new:
        effect = Effect.NEW
    elif changes:
        effect = Effect.CHANGED
        entry.edition += 1
    else:
        effect = Effect.SAME
    return Line(number, word, effect, entry, changes)


def _fill(entry: LexiconEntry, values: dict[str, str]) -> None:
    for name, cell in values.items():
        if name in DAYS:
            setattr(entry, name, cell.replace("/", "-") or None)  # 2024/3/5 as Excel has it
        elif name not in VALUES:
            setattr(entry, name, cell)
        elif cell in VALUES[name]:
            setattr(entry, name, VALUES[name][cell])
        elif cell:
            raise ValidationError(
                _("%(heading)s“%(cell)s”不对，应为：%(values)s。")
                % {"heading": COLUMNS[name], "cell": cell, "values": "、".join(VALUES[name])}
            )
    try:
        entry.clean_fields(exclude={"folded"})  # worked out from the word
    except ValidationError as error:
        raise ValidationError(
            [f"{COLUMNS[name]}：{' '.join(texts)}" for name, texts in error.message_dict.items()]
        ) from error
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        raise ValidationError(_("截止日期不能早于起始日期。"))


def _cell(entry: LexiconEntry, name: str) -> str:
    value = getattr(entry, name)
    if name not in VALUES:
        return "" if value is None else str(value)
    return next(cell for cell, meaning in VALUES[name].items() if meaning == value)


def _written(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
