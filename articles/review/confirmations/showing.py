"""A change that waits as the desk shows it: each field before and after, its differences marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from articles.enums import ChangeKind
from articles.models import Article
from articles.review.confirmations import holding, powers, reader_fields, rows
from articles.text import difference

if TYPE_CHECKING:
    from articles.models import PendingChange
    from articles.review.confirmations.rows import HeldRow
    from articles.text.difference import Run
    from people.models import User

Names = dict[tuple[type[models.Model], Any], str]


class ShownField(NamedTuple):
    """A field with its differences; or with what `file` is called, and where it is shown: `before`,
    `after`. `row` is the place of its row in the change.
    """

    label: str
    runs: list[Run]
    row: int = 0
    file: str = ""
    sides: tuple[str, ...] = ()


class ShownRow(NamedTuple):
    kind: str  # what the desk calls its model
    text: str
    action: str
    fields: list[ShownField]


class Counted(NamedTuple):
    action: str
    kind: str
    rows: int


class Shown(NamedTuple):
    """A change as a person sees it. `why_not` is why they may not confirm it; `hidden` counts the
    rows that are left out, and `counts` says what there is in all.
    """

    change: PendingChange
    rows: list[ShownRow]
    hidden: int
    counts: list[Counted]
    why_not: str
    is_own: bool
    may_override: bool


def shown(changes: Sequence[PendingChange], *, by: User, most: int, start: int = 0) -> list[Shown]:
    """Changes as `by` sees them, of each at most so many rows from the place `start` on, in as many
    queries for thirty as for one: names of what rows point to are read together, those of stories
    only where `by` sees them.
    """
    end = start + most
    names = _names([row for change in changes for row in change.rows[start:end]], by=by)
    may_override = holding.may_override(by)
    found = []
    for change in changes:
        why_not = holding.why_not_confirm(change, by=by)
        found.append(
            Shown(
                change,
                [_row(row, names, place=n) for n, row in enumerate(change.rows[start:end], start)],
                len(change.rows) - len(change.rows[start:end]),
                _counts(change),
                why_not,
                change.asked_by_id == by.pk,
                bool(why_not) and may_override and change.kind != ChangeKind.POWERS,
            )
        )
    return found


def _counts(change: PendingChange) -> list[Counted]:
    counted = Counter((row["action"], row["model"]) for row in change.rows)
    return [
        Counted(
            str(holding.KINDS[action].label), str(rows.model_of(label)._meta.verbose_name), count
        )
        for (action, label), count in counted.items()
    ]


def _row(row: HeldRow, names: Names, *, place: int) -> ShownRow:
    model = rows.model_of(row["model"])
    entry = reader_fields.of(model)
    fields = [
        _file(model, name, row, place=place)
        if entry and name in entry.pictures
        else _field(model, name, row, names)
        for name in _differing(row, model, entry)
    ]
    return ShownRow(
        str(model._meta.verbose_name), row["text"], str(holding.KINDS[row["action"]].label), fields
    )


def _differing(
    row: HeldRow, model: type[models.Model], entry: reader_fields.ReaderFields | None
) -> list[str]:
    """The fields to be shown of a row, in the order of its form: of a changed row those that
    differ; of one that is new or goes those that readers would see and that say something.
    """
    left_out = {*rows.stamps(model), *(entry.unshown if entry else ())}
    before, after = row["before"], row["after"]
    differ = {n for n in before | after if before.get(n) != after.get(n)} - left_out
    if row["action"] != "change" and entry:
        held, listed = before | after, {*entry.waits, *entry.at_once}
        differ = {n for n in differ & listed if held[n] not in ("", None, [])}
    opts = model._meta
    return [c.name for c in (*opts.concrete_fields, *opts.many_to_many) if c.name in differ]


def _field(model: type[models.Model], name: str, row: HeldRow, names: Names) -> ShownField:
    column: Any = model._meta.get_field(name)
    sides = [_paragraphs(column, side.get(name), names) for side in (row["before"], row["after"])]
    if name == powers.UNSHOWN:
        sides = [difference.paragraphs(""), difference.paragraphs(_("新密码，不显示"))]
    lines = difference.lines(*sides)
    return ShownField(str(column.verbose_name), difference.runs(lines))


def _file(model: type[models.Model], name: str, row: HeldRow, *, place: int) -> ShownField:
    column: Any = model._meta.get_field(name)
    sides = {"before": row["before"].get(name), "after": row["after"].get(name)}
    there = tuple(side for side, file in sides.items() if file)
    return ShownField(str(column.verbose_name), [], place, name, there)


def _paragraphs(column: Any, value: Any, names: Names) -> list[difference.Paragraph]:
    entry = reader_fields.of(column.model)
    if entry and column.name in entry.markup:
        return difference.body_paragraphs(value or "", photos={})
    return difference.paragraphs(_text(column, value, names))


def _text(column: Any, value: Any, names: Names) -> str:
    """A value as the desk reads it."""
    if value in (None, "", []):
        return ""
    if column.is_relation:
        keys = value if column.many_to_many else [value]
        return "、".join(names.get((column.related_model, key), _("（已不在）")) for key in keys)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(column, models.DateTimeField):
        return formats.date_format(timezone.localtime(column.to_python(value)), "Y-m-d H:i")
    return str(value)


def _names(found: Iterable[HeldRow], *, by: User) -> Names:
    """What rows are called that others point to, by model and key: a query for each model."""
    keys: dict[type[models.Model], set[Any]] = {}
    for row in found:
        model = rows.model_of(row["model"])
        for name, value in [*row["before"].items(), *row["after"].items()]:
            column: Any = model._meta.get_field(name)
            if column.is_relation and value:
                wanted = keys.setdefault(column.related_model, set())
                wanted.update(value if column.many_to_many else [value])
    named: Names = {}
    for model, wanted in keys.items():
        named |= {(model, key): _("（您看不到的稿件）") for key in wanted if model is Article}
        named |= {(model, row.pk): str(row) for row in _read(model, wanted, by=by)}
    return named


def _read(model: type[models.Model], keys: set[Any], *, by: User) -> models.QuerySet[Any]:
    if model is Article:
        return Article.objects.visible_to(by).filter(pk__in=keys).defer("body")
    needed = [c.name for c in model._meta.fields if c.many_to_one and not c.null]
    rows_ = model._base_manager.filter(pk__in=keys)
    return rows_.select_related(*needed) if needed else rows_
