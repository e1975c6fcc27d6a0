"""The rows that a form points to, merged or deleted while it was open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, ManyToManyField, Model
from django.forms import BaseForm, ModelChoiceField, ModelMultipleChoiceField
from django.http import QueryDict
from django.utils.translation import gettext

from articles.saving.story_choice import StoryChoice
from articles.text.keys import KEY
from people.models import Entity, Merger, Reporter

KINDS: dict[type[Model], str] = {Entity: "entity", Reporter: "reporter"}  # that can be merged
NO_ROW = "0"  # a key that no row has


def keys_only(sent: QueryDict, models: Iterable[type[Model]]) -> QueryDict:
    """What was sent, with the key of no row where a field of these models that points to
    rows holds no key: the select that is drawn again would ask the database for it.
    """
    fields = {
        field.name
        for model in models
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and isinstance(field, ForeignKey | ManyToManyField)
    }
    wrong = [
        name
        for name in sent
        if name.rpartition("-")[2] in fields and not all(map(_may_be_key, sent.getlist(name)))
    ]
    if not wrong:
        return sent
    changed = sent.copy()
    for name in wrong:
        changed.setlist(name, [key if _may_be_key(key) else NO_ROW for key in sent.getlist(name)])
    return changed


def _may_be_key(value: object) -> bool:
    return not value or bool(KEY.fullmatch(str(value)))


def followed(post: QueryDict, models: Iterable[type[Model]]) -> tuple[QueryDict, list[str]]:
    """What was sent with the key of the row that stayed in place of each that was merged, and what
    the sender is told of it. `models` are those that the form and its rows write.
    """
    fields = dict(_fields(models))
    sent = {
        name: fields[field]
        for name in post
        if (field := name.rpartition("-")[2]) in fields and any(post.getlist(name))
    }
    found = {kind: _merged(kind, post, sent) for kind in set(sent.values())}
    if not any(found.values()):
        return post, []
    changed, said = post.copy(), {}
    for name, kind in sent.items():
        for key in post.getlist(name):
            if merger := found[kind].get(key):
                said[merger.pk] = gettext("“%(former)s”已并入“%(into)s”，这里已换成后者。") % {
                    "former": merger.former_name,
                    "into": merger.into,
                }
        keys = [_into(found[kind], key) for key in post.getlist(name)]
        changed.setlist(name, list(dict.fromkeys(keys)))
    return changed, list(said.values())


def _fields(models: Iterable[type[Model]]) -> Iterator[tuple[str, type[Model]]]:
    for model in models:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            if field.editable and field.related_model in KINDS:
                yield field.name, field.related_model


def _merged(kind: type[Model], post: QueryDict, sent: dict[str, type[Model]]) -> dict[str, Merger]:
    keys = {key for name, of in sent.items() if of is kind for key in post.getlist(name)}
    numbers = [int(key) for key in keys if KEY.fullmatch(key)]
    mergers = Merger.objects.filter(**{f"{KINDS[kind]}__isnull": False, "former__in": numbers})
    return {str(merger.former): merger for merger in mergers.select_related(KINDS[kind])}


def _into(found: dict[str, Merger], key: str) -> str:
    merger = found.get(key)
    return str(merger.into.pk) if merger and merger.into else key


def name_deleted(form: BaseForm) -> None:
    """Where a field names a row that is gone, let its error say which row that was.

    Not of a story: a headline is for who saw the story.
    """
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        if not isinstance(field, ModelChoiceField) or field.queryset is None:
            continue
        if isinstance(field, StoryChoice):
            continue
        code = "invalid_pk_value" if isinstance(field, ModelMultipleChoiceField) else ""
        for place, error in enumerate(errors.as_data()):
            if error.code in {"invalid_choice", code}:
                key = str((error.params or {}).get("value", form[name].value()))
                if said := _gone(field.queryset.model, key):
                    errors.data[place] = ValidationError(said, code=error.code)


def _gone(model: type[Model], key: str) -> str:
    """What is said of a row that is not there any more; nothing of one that is, or never was."""
    if not KEY.fullmatch(key) or key == NO_ROW or model._base_manager.filter(pk=key).exists():
        return ""
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id=key, action_flag=DELETION
    )
    entry: Any = log.select_related("user").first()
    if entry is None:
        return gettext("您打开这一页之后，这里选的一项已经删除，请另选或留空。")
    said = gettext("“%(name)s”已由%(by)s删除，请另选或留空；其他填的都还在。")
    return said % {"name": entry.object_repr, "by": entry.user}
