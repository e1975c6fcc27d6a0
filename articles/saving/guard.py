"""A form that stands open while a colleague saves: refused in words, and nothing typed lost.

What a form shows, the rows beneath it too, is told by a mark worked out of it, so that no table
needs a column that counts its saves.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.forms.models import BaseModelFormSet, model_to_dict
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    Form = forms.ModelForm[Any]
    Rows = BaseModelFormSet[Any, Any]
else:
    Base, Form, Rows = admin.ModelAdmin, forms.ModelForm, BaseModelFormSet

OPENED = "opened"


class OpenedForm(Form):
    """Saves only what it was opened on. `mark` tells what is stored; empty for what is new."""

    mark = ""
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[OPENED].initial = self.mark

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.mark and self.cleaned_data.get(OPENED) != self.mark:
            told = _("您打开之后，别人改过这里，这次没有保存；您填的还在下面。请{}，对照后再改。")
            link = format_html('<a href="" target="_blank">{}</a>', _("在新窗口打开现在的样子"))
            raise ValidationError(format_html(told, link), code="stale")
        return cleaned


class OpenedRow(Form):
    """A row that is edited in a list. What a field held when the list was opened comes back with
    it, and is not saved over once a colleague has changed it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.changed_data:
            if self._is_overtaken(name):
                told = _("别人已改成 %(now)s，这次没有保存；请重新打开列表再填。")
                self.add_error(name, ValidationError(told % {"now": self[name].initial}, "stale"))
        return cleaned

    def _is_overtaken(self, name: str) -> bool:
        field, sent_as = self.fields[name], self[name].html_initial_name
        opened = field.hidden_widget().value_from_datadict(self.data, self.files, sent_as)
        return field.has_changed(self[name].initial, opened)


class OpenedRows(Rows):
    """Locked to be saved, so that two lists cannot cross."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows.select_for_update(no_key=True, of=("self",)) if self.is_bound else rows


class OpenedAdmin(Base):
    """An admin whose forms are OpenedForms, and the rows of whose list are OpenedRows."""

    form = OpenedForm

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        saves = request.method == "POST"
        with transaction.atomic() if saves else nullcontext():
            return super().changelist_view(request, extra_context)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=OpenedRow, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=OpenedRows, **kwargs)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """Locked to be saved, so that two saves cannot cross; what only points here goes on."""
        obj = super().get_object(request, object_id, from_field)
        if obj and request.method == "POST":
            return (
                self.get_queryset(request)
                .select_for_update(no_key=True, of=("self",))
                .get(pk=obj.pk)
            )
        return obj

    def get_fieldsets(self, request: HttpRequest, obj: Any | None = None) -> Any:
        """The mark stands where something is changed: on no page to read, and for no new row."""
        given = [
            (name, options | {"fields": [f for f in options["fields"] if f != OPENED]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj and self.has_change_permission(request, obj):
            given.append((None, {"fields": [OPENED], "classes": ["hidden"]}))
        return given

    def get_form(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # the rest is handed on
        form: Any = super().get_form(request, obj, **kwargs)
        if obj:
            form.mark = self._mark(request, obj, form)
        return form

    def _mark(self, request: HttpRequest, obj: Any, form: type[Form]) -> str:
        """The same as long as the object and its rows hold what a form of them shows."""
        shown = [_shown(obj, form)]
        for inline in self.get_inline_instances(request, obj):
            formset: Any = inline.get_formset(request, obj)
            rows = inline.model._default_manager.filter(**{formset.fk.name: obj}).order_by("pk")
            shown += [[row.pk, *_shown(row, formset.form)] for row in rows]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]


def _shown(obj: Any, form: type[Form]) -> list[Any]:
    held = model_to_dict(obj, fields=list(form.base_fields))
    return [_plain(held[name]) for name in sorted(held)]


def _plain(value: Any) -> Any:
    is_many = isinstance(value, list)
    return sorted(str(getattr(each, "pk", each)) for each in value) if is_many else str(value)
