"""Rolls of honour as files: CSV (RFC 4180) for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from people.models import Honour

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads a CSV in the machine's own encoding
# What makes a spreadsheet take a cell for a formula, in full width too.
# https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(honours: Iterable[Honour], *, absolute: Callable[[str], str]) -> list[dict[str, Any]]:
    """An object for each honour, in the order given. `absolute` makes an address whole."""
    return [
        {
            "programme": honour.round.programme.name,
            "round": honour.round.name,
            "announced": honour.round.announced,
            "name": honour.name,
            "kind": honour.recipient.kind,
            "unit": honour.unit,
            "category": honour.category,
            "citation": honour.citation,
            "url": absolute(honour.recipient.get_absolute_url()),
            "round_url": absolute(honour.round.get_absolute_url()),
        }
        for honour in honours
    ]


def as_csv(honours: Iterable[Honour], *, absolute: Callable[[str], str]) -> str:
    """A row for each honour under a row of headings, marked as UTF-8, and no cell is a formula."""
    rows = [
        [
            *[_("荣誉"), _("批次"), _("公布"), _("名称"), _("类别"), _("单位")],
            *[_("奖项"), _("事迹"), _("网址")],
        ]
    ]
    rows += [
        [
            *[honour.round.programme.name, honour.round.name, honour.round.announced],
            *[honour.name, str(honour.recipient.get_kind_display()), honour.unit],
            *[honour.category, honour.citation],
            absolute(honour.recipient.get_absolute_url()),
        ]
        for honour in honours
    ]
    text = StringIO()
    csv.writer(text).writerows([_without_formula(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()


def _without_formula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
