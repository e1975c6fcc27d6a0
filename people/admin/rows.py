"""Rows beneath a form, a thousand as cheaply as three: read together, and asked only if changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.forms.utils import ErrorDict
from django.http import HttpRequest

from articles.text.fields import FIELDS

if TYPE_CHECKING:
    InlineBase = admin.TabularInline[Any, Any]
    Form = forms.ModelForm[Any]
    FormSet = BaseInlineFormSet[Any, Any, Any]
else:
    InlineBase, Form, FormSet = admin.TabularInline, forms.ModelForm, BaseInlineFormSet

# Rows that one form takes. More than this, and settings.DATA_UPLOAD_MAX_NUMBER_FIELDS refuses it.
MOST_ROWS = 2000


class RowForm(Form):
    """A stored row that comes back as it is stored is not validated: that takes queries for each.

    The form above it has a mark of what all rows held (GuardedForm), so that none is taken for
    unchanged that a colleague has changed.
    """

    def full_clean(self) -> None:
        if not self.is_bound or self.instance._state.adding or self.has_changed():
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {
            name: self.get_initial_for_field(field, name) for name, field in self.fields.items()
        }


class ChosenSelect(AutocompleteSelect):
    """Names what is chosen without a query where the row was read with it."""

    chosen: Model | None = None

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        if self.chosen is None or [str(key) for key in value] != [str(self.chosen.pk)]:
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance(self.chosen)
        offered = [(self.chosen.pk, label, True)]
        if not self.is_required:
            offered.insert(0, ("", "", False))
        options = [self.create_option(name, *each, at) for at, each in enumerate(offered)]
        return [(None, options, 0)]


def _select(field: forms.Field) -> ChosenSelect | None:
    """The select of a field that is looked up by typing, without the links around it."""
    widget = field.widget
    inner = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
    return inner if isinstance(inner, ChosenSelect) else None


class RowFormSet(FormSet):
    """Rows that are read with what they are about: one query for each column, not for each row."""

    def get_queryset(self) -> QuerySet[Any]:
        is_read = hasattr(self, "_queryset")  # where Django keeps them
        rows = super().get_queryset()
        if not is_read:
            self._read_chosen(rows)
        return rows

    def _read_chosen(self, rows: QuerySet[Any]) -> None:
        """By a subquery: SQLite takes no more than a thousand keys of a prefetch."""
        model: Any = self.model
        for row in rows:
            setattr(row, self.fk.name, self.instance)
        for name in (name for name, field in self.form.base_fields.items() if _select(field)):
            column: Any = model._meta.get_field(name)
            chosen = column.related_model._default_manager.filter(
                pk__in=rows.order_by().values(name)
            )
            names = [f.name for f in chosen.model._meta.fields if f.many_to_one and not f.null]
            complete = chosen.select_related(*names) if names else chosen
            by_key = {each.pk: each for each in complete}
            for row in rows:
                if found := by_key.get(getattr(row, column.attname)):
                    setattr(row, name, found)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            select = _select(field)
            if select and not form.instance._state.adding:
                select.chosen = getattr(form.instance, name)


class Inline(InlineBase):
    """Rows that may be many."""

    form = RowForm
    formfield_overrides = FIELDS
    formset = RowFormSet
    max_num = MOST_ROWS

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
