"""What a person did last, as the front page of the desk lists it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.admin.models import DELETION, LogEntry
from django.db.models import Model, QuerySet

from articles.models import Article

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite
    from django.http import HttpRequest

LOOKED_THROUGH = 30  # entries, of which the page shows ten


def recent_acts(site: AdminSite, request: HttpRequest) -> QuerySet[LogEntry]:
    """The person's newest entries in the log, for Django's list of them.

    An entry keeps what its row was called. It is left out if the row is a story, or a record of
    one, that this person does not find at the desk now; their own deletions stay.
    """
    entries = site.get_log_entries(request)
    newest = list(entries.filter(user=request.user.pk)[:LOOKED_THROUGH])
    hidden = _hidden(site, request, (e for e in newest if e.action_flag != DELETION))
    return entries.filter(pk__in=[entry.pk for entry in newest if entry not in hidden])


def _hidden(site: AdminSite, request: HttpRequest, entries: Iterable[LogEntry]) -> set[LogEntry]:
    by_model: dict[type[Model], dict[str, list[LogEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        model = entry.content_type.model_class() if entry.content_type else None
        if model and _is_of_a_story(model) and site.is_registered(model):
            by_model[model][str(entry.object_id)].append(entry)
    hidden: set[LogEntry] = set()
    for model, found in by_model.items():
        seen = site.get_model_admin(model).get_queryset(request).filter(pk__in=list(found))
        seen_keys = set(map(str, seen.values_list("pk", flat=True)))
        hidden |= {e for key, own in found.items() if key not in seen_keys for e in own}
    return hidden


def _is_of_a_story(model: type[Model]) -> bool:
    return model is Article or any(f.related_model is Article for f in model._meta.fields)
