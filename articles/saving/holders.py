"""What keeps rows from being deleted: what points to them, named as far as a user may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects, quote
from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

NAMED = 20  # rows that one page names


@dataclass(frozen=True)
class _Holder:
    """A row that the desk has a page for; what it holds, in words, if that was chosen; and in which
    capacity, where another row stands between them: a story holds a reporter by a byline.
    """

    row: Model
    held: str
    by: str


def holders(site: AdminSite, request: HttpRequest, rows: Collection[Model]) -> list[str]:
    """A line of HTML for each of the first rows that keep the given ones from being deleted.

    What the user may not see is counted, not named. The rows are of one model, and not empty.
    """
    chosen = list(rows)
    collector = NestedObjects(using=chosen[0]._state.db or "default", origin=chosen)
    collector.collect(chosen)
    found = list(dict.fromkeys(_holder(site, row, chosen) for row in _ordered(collector.protected)))
    seen = _seen(site, request, (holder.row for holder in found))
    named = [holder for holder in found if holder.row in seen]
    lines = [_line(site, holder) for holder in named[:NAMED]]
    if len(named) > NAMED:
        rest = len(named) - NAMED
        lines.append(ngettext("等，另有 %d 处", "等，另有 %d 处", rest) % rest)
    if unseen := len(found) - len(named):
        said = ngettext("另有 %d 处是您无权查看的内容", "另有 %d 处是您无权查看的内容", unseen)
        lines.append(said % unseen)
    return lines


def _ordered(rows: Iterable[Model]) -> list[Model]:
    return sorted(rows, key=lambda row: (row._meta.label, row.pk))


def _holder(site: AdminSite, row: Model, chosen: list[Model]) -> _Holder:
    links = [field for field in row._meta.fields if isinstance(field, ForeignKey)]
    kind = type(chosen[0])
    held = [str(one) for one in chosen for link in links if _points(row, link, one)][:1]
    if not site.is_registered(type(row)):
        for link in links:
            model: Any = link.related_model
            other = getattr(row, link.name)
            if model is not kind and other is not None and site.is_registered(model):
                return _Holder(other, "".join(held), str(row._meta.verbose_name))
    return _Holder(row, "".join(held), "")


def _points(row: Model, link: ForeignKey[Any, Any], one: Model) -> bool:
    return link.related_model is type(one) and getattr(row, link.attname) == one.pk


def _seen(site: AdminSite, request: HttpRequest, rows: Iterator[Model]) -> set[Model]:
    """Those of the rows that have a page at the desk which this user may open."""
    by_model: dict[type[Model], set[Any]] = defaultdict(set)
    for row in rows:
        by_model[type(row)].add(row.pk)
    found: set[Model] = set()
    for model, keys in by_model.items():
        if site.is_registered(model):
            desk = site.get_model_admin(model)
            if desk.has_view_permission(request):
                found |= set(desk.get_queryset(request).filter(pk__in=keys))
    return found


def _line(site: AdminSite, holder: _Holder) -> str:
    opts = holder.row._meta
    address = reverse(
        f"{site.name}:{opts.app_label}_{opts.model_name}_change", args=[quote(holder.row.pk)]
    )
    name = format_html('<a href="{}">{}</a>', address, holder.row)
    what = f"{opts.verbose_name}（{holder.by}）" if holder.by else str(opts.verbose_name)
    if not holder.held:
        return format_html("{}：{}", what, name)
    said = gettext("“{held}”用在{what}：{name}")
    return format_html(said, held=holder.held, what=what, name=name)
