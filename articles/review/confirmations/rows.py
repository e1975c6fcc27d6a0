"""Rows of the database as JSON: as they were before a save, what the save changed, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from django.apps import apps
from django.db import models

from articles.review.confirmations import reader_fields

Values = dict[str, Any]
Ref = tuple[str, Any]  # a model's label and a row's key
Snapshot = dict[Ref, Values]

TEXT = 200  # characters of what a row is called that are kept


class HeldRow(TypedDict):
    """What one save asks for in one row. `key` is None for a row that is made when it is confirmed;
    `action` is add, change or delete; `before` and `after` hold the fields that differ.
    """

    model: str
    key: Any
    text: str
    action: str
    before: Values
    after: Values


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def ref(row: models.Model) -> Ref:
    return row._meta.label_lower, row.pk


def ref_of(held: HeldRow) -> Ref:
    return held["model"], held["key"]


def values(row: models.Model) -> Values:
    """What a row holds, by name of field, as JSON can hold it: all but its key."""
    opts = row._meta
    columns = [column for column in opts.concrete_fields if not column.primary_key]
    return {column.name: _plain(column, row) for column in (*columns, *opts.many_to_many)}


def snapshot(found: Iterable[models.Model]) -> Snapshot:
    return {ref(row): values(row) for row in found}


def changed(before: Values, after: Values, *, names: Iterable[str]) -> tuple[Values, Values]:
    """Of these fields those that differ, before and after."""
    differ = [name for name in names if before[name] != after[name]]
    return {name: before[name] for name in differ}, {name: after[name] for name in differ}


def named(found: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """With the rows that these must point to, and that those must, for that is what they are called
    by: 获得者 · 荣誉 批次.
    """
    names = []
    for column in _needed(found.model):
        beyond = _needed(column.related_model)
        names += [column.name, *(f"{column.name}__{each.name}" for each in beyond)]
    return found.select_related(*names) if names else found


def _needed(model: Any) -> list[Any]:
    return [column for column in model._meta.fields if column.many_to_one and not column.null]


def held(
    row: models.Model, action: str, *, before: Values | None = None, after: Values | None = None
) -> HeldRow:
    label, key = ref(row)
    text = str(row)[:TEXT]
    before, after = before or {}, after or {}
    return HeldRow(model=label, key=key, text=text, action=action, before=before, after=after)


def write(row: models.Model, given: Mapping[str, Any]) -> None:
    """Give a stored row these values, past its `save`, so that no clock and no effect runs."""
    columns, many = _split(row, given)
    if columns:
        type(row)._base_manager.filter(pk=row.pk).update(**columns)
    for name, keys in many.items():
        getattr(row, name).set(keys)


def write_together(model: type[models.Model], given: Mapping[Any, Mapping[str, Any]]) -> None:
    """The same for many rows of a model, by key, in as many queries as for one."""
    stored = model._base_manager.in_bulk(list(given))
    names: set[str] = set()
    for key, row in stored.items():
        many = set_values(row, given[key])
        names |= given[key].keys() - many.keys()
        for name, keys in many.items():
            getattr(row, name).set(keys)
    if names:
        model._base_manager.bulk_update(stored.values(), sorted(names))


def set_values(row: models.Model, given: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Put values into an instance that is still to be saved; what is many-to-many is given back,
    to be set once it has a key.
    """
    columns, many = _split(row, given)
    for name, value in columns.items():
        setattr(row, name, value)
    return many


def stamps(model: type[models.Model]) -> list[str]:
    """The fields that the clock sets with every save."""
    return [c.name for c in model._meta.concrete_fields if getattr(c, "auto_now", False)]


def apart(model: type[models.Model]) -> tuple[str, ...]:
    entry = reader_fields.of(model)
    return entry.apart if entry else ()


def waiting_fields(model: type[models.Model]) -> tuple[str, ...]:
    entry = reader_fields.of(model)
    return entry.waits if entry else ()


def _plain(column: models.Field[Any, Any], row: models.Model) -> Any:
    value: Any = column.value_from_object(row)
    if column.many_to_many:
        return sorted(each.pk for each in value)
    if isinstance(column, models.JSONField) or isinstance(value, str | int | float | None):
        return value
    return column.value_to_string(row)


def _split(
    row: models.Model, given: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Values as a row takes them, by attribute; and those that are many-to-many, as keys."""
    columns: dict[str, Any] = {}
    many: dict[str, list[Any]] = {}
    for name, value in given.items():
        column: Any = row._meta.get_field(name)
        if column.many_to_many:
            many[name] = value
        elif isinstance(column, models.JSONField):
            columns[name] = value
        else:
            columns[column.attname] = column.to_python(value)
    return columns, many
