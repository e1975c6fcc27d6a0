"""Forms filled with what was typed earlier, to be read and typed on, not yet to be judged."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorDict, ErrorList
from django.utils.datastructures import MultiValueDict

Row = dict[str, list[str]]


def form(form_class: type[Any], typed: dict[str, list[str]]) -> type[Any]:
    """`form_class`, holding `typed` and saying nothing of errors."""

    class Refilled(_quiet(form_class)):  # type: ignore[misc]  # the class is made by the admin
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(data=MultiValueDict(typed), **kwargs)

    return Refilled


def formset(formset_class: type[Any], typed: dict[str, list[str]]) -> type[Any]:
    """`formset_class`, holding the rows of `typed` and saying nothing of errors."""

    class Refilled(formset_class):  # type: ignore[misc]  # the class is made by the admin
        form = _quiet(formset_class.form)
        errors: list[ErrorDict] = []

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(data=_data(typed, formset_class(**kwargs)), **kwargs)

        def non_form_errors(self) -> ErrorList:
            return ErrorList()

    return Refilled


def _quiet(form_class: type[Any]) -> type[Any]:
    class Quiet(form_class):  # type: ignore[misc]  # the class is made by the admin
        errors = ErrorDict()

    return Quiet


def _data(typed: dict[str, list[str]], present: Any) -> MultiValueDict[str, str]:
    """The typed rows of one formset in the order of those that are there now.

    A row that a colleague has added since stands as it is; one that a colleague has removed becomes
    a new row, because it may hold something typed.
    """
    key = present.model._meta.pk.name
    rows = _rows(typed, present.prefix)
    known = {row[key][0]: row for row in rows if row.get(key, [""])[0]}
    first = [known.pop(str(f.instance.pk), {}) or _row(f) for f in present.initial_forms]
    new = [row for row in rows if not row.get(key, [""])[0]]
    removed = [row | {key: [""]} for row in known.values() if DELETION_FIELD_NAME not in row]
    found = {
        "TOTAL_FORMS": [str(len(first) + len(removed) + len(new))],
        "INITIAL_FORMS": [str(len(first))],
        "MIN_NUM_FORMS": [str(present.min_num)],
        "MAX_NUM_FORMS": [str(present.max_num)],
    }
    for number, row in enumerate([*first, *removed, *new]):
        found |= {f"{number}-{name}": values for name, values in row.items()}
    return MultiValueDict({f"{present.prefix}-{name}": values for name, values in found.items()})


def _rows(typed: dict[str, list[str]], prefix: str) -> list[Row]:
    """The rows of one formset as they were typed, from the top; not the empty one it copies."""
    rows: dict[int, Row] = defaultdict(dict)
    for name, values in typed.items():
        if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(\w+)", name):
            rows[int(found[1])][found[2]] = values
    return [rows[number] for number in sorted(rows)]


def _row(form: Any) -> Row:
    """A row as a page that changes nothing sends it back."""
    values = {name: form[name].value() for name in form.fields}
    return {name: [str(value)] for name, value in values.items() if value not in (None, "")}
