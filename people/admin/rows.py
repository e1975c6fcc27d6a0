"""Rows beneath a form, a thousand as cheaply as three: read together, and asked only if changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, Model, QuerySet
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from articles.saving import story_choice
from articles.saving.story_choice import StoryChoice
from articles.text.fields import FIELDS
from articles.text.keys import KEY

if TYPE_CHECKING:
    from people.models import User

    AnyInline = admin.options.InlineModelAdmin[Any, Any]
    InlineBase = admin.TabularInline[Any, Any]
    Form = forms.ModelForm[Any]
    FormSet = BaseInlineFormSet[Any, Any, Any]
else:
    AnyInline = admin.options.InlineModelAdmin
    InlineBase, Form, FormSet = admin.TabularInline, forms.ModelForm, BaseInlineFormSet

# Rows that one form takes, so that settings.DATA_UPLOAD_MAX_NUMBER_FIELDS does not refuse it.
MOST_ROWS = 2000
MOST_SHOWN = 100  # rows that a form shows: more are a list of their own, page by page
FEW_KEYS = 200


class RowForm(Form):
    """A stored row that comes back as it is stored is not validated: that takes queries for each.

    The form above it has a mark of what all rows held (GuardedForm), so that none is taken for
    unchanged that a colleague has changed.
    """

    gathered: forms.Media

    @property
    def media(self) -> forms.Media:
        """The same for every row, whose class is made anew for each page: gathered once."""
        kind = type(self)
        if "gathered" not in vars(kind):
            kind.gathered = super().media
        return kind.gathered

    def full_clean(self) -> None:
        if not self.is_bound or self.instance._state.adding or self.has_changed():
            super().full_clean()
            return
        self._errors = ErrorDict()
        self.cleaned_data = {
            name: self.get_initial_for_field(field, name) for name, field in self.fields.items()
        }


@lru_cache
def _autocomplete_address(name: str, prefix: str) -> str:
    """The address a site answers at, which is the same for every select of a form."""
    return reverse(name)


class ChosenSelect(AutocompleteSelect):
    """Names what is chosen without a query where the row was read with it."""

    chosen: Model | None = None

    def get_url(self) -> str:
        return _autocomplete_address(self.url_name % self.admin_site.name, get_script_prefix())

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        keys = [str(key) for key in value if KEY.fullmatch(str(key))]  # anything may be sent
        offered = [] if self.is_required else [("", "", False)]
        if self.chosen and keys == [str(self.chosen.pk)]:
            label = self.choices.field.label_from_instance(self.chosen)
            offered.append((self.chosen.pk, label, True))
        elif keys:
            return super().optgroups(name, keys, attrs)
        options = [self.create_option(name, *each, at) for at, each in enumerate(offered)]
        return [(None, options, 0)]


def chosen_select(field: forms.Field) -> ChosenSelect | None:
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

    @cached_property
    def empty_form(self) -> Any:
        """The row that the script copies: asked for again and again while a page is written."""
        return super().empty_form

    def _read_chosen(self, rows: QuerySet[Any]) -> None:
        """By a subquery where rows are many: SQLite takes no more than so many keys."""
        model: Any = self.model
        for row in rows:
            setattr(row, self.fk.name, self.instance)
        for name in (name for name, field in self.form.base_fields.items() if chosen_select(field)):
            column: Any = model._meta.get_field(name)
            keys: Any = {getattr(row, column.attname) for row in rows} - {None}
            if len(keys) > FEW_KEYS:
                keys = rows.order_by().values(name)
            field = self.form.base_fields[name]
            is_story = isinstance(field, StoryChoice)
            every = field.every if is_story else column.related_model._default_manager
            chosen = every.filter(pk__in=keys)
            names = [f.name for f in chosen.model._meta.fields if f.many_to_one and not f.null]
            complete = chosen.select_related(*names) if names else chosen
            by_key = {each.pk: each for each in complete}
            for row in rows:
                if found := by_key.get(getattr(row, column.attname)):
                    setattr(row, name, story_choice.shown(found) if is_story else found)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            select = chosen_select(field)
            if select and not form.instance._state.adding:
                select.chosen = getattr(form.instance, name)


class Inline(InlineBase):
    """Rows that may be many. `leads_to_chosen`: whether each has the ways to what it points to."""

    leads_to_chosen = True
    form: type[forms.ModelForm[Any]] = RowForm
    formfield_overrides = FIELDS
    formset = RowFormSet
    max_num = MOST_ROWS

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        kwargs |= story_choice.for_user(db_field, cast("User", request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside what a row points to is the way to change it, or to read it, and to add another.

        There is none to delete it: that would be a slip.
        """
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_change_related &= self.leads_to_chosen
            field.widget.can_view_related &= not field.widget.can_change_related
            field.widget.can_view_related &= self.leads_to_chosen
        return field


class OneOf(admin.SimpleListFilter):
    """Rows of one row above them, as a link from its form asks for; a way back to all of them.

    There is no choice to offer: rows above may be thousands.
    """

    column: str
    model: type[Model]

    @classmethod
    def by(cls, column: str, model: type[Model]) -> type[OneOf]:
        """The filter for a column that points to a model."""
        name = f"{column}__id__exact"
        fields = {"column": column, "model": model, "parameter_name": name}
        return type("OneOf", (cls,), fields | {"title": model._meta.verbose_name})

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        key = request.GET.get(str(self.parameter_name), "")
        one = self.model._default_manager.filter(pk=key).first() if KEY.fullmatch(key) else None
        return [(key, str(one))] if one else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        key = self.value() or ""
        return queryset.filter(**{self.column: key}) if KEY.fullmatch(key) else queryset


def short_enough(inlines: Iterable[type[AnyInline]], obj: Any) -> list[type[AnyInline]]:
    """Those of the inlines of a row that its form shows: not one of too many rows, unless they have
    no list of their own at the desk.
    """
    return [inline for inline in inlines if obj is None or not _is_long(inline, obj)]


def lists_instead(inlines: Iterable[type[AnyInline]], obj: Any) -> SafeString | str:
    """For each inline that the form of a row leaves out, the way to the list of those rows."""
    links = []
    for inline in inlines:
        if not _is_long(inline, obj):
            continue
        opts, key = inline.model._meta, _key(inline, obj).name
        page = f"admin:{opts.app_label}_{opts.model_name}_"
        count = _count(inline, obj)
        said = ngettext("%(name)s：%(count)d 条", "%(name)s：%(count)d 条", count)
        said %= {"name": inline.verbose_name_plural or opts.verbose_name_plural, "count": count}
        listed = f"{reverse(f'{page}changelist')}?{key}__id__exact={obj.pk}"
        links.append((listed, said, f"{reverse(f'{page}add')}?{key}={obj.pk}", gettext("加一条")))
    link = '<p><a href="{}">{}</a> · <a href="{}">{}</a></p>'
    return format_html_join("", link, links) or "—"


def _is_long(inline: type[AnyInline], obj: Any) -> bool:
    return admin.site.is_registered(inline.model) and _count(inline, obj) > MOST_SHOWN


def _count(inline: type[AnyInline], obj: Any) -> int:
    """How many rows the inline would show, counted once for an object."""
    counts: dict[type[AnyInline], int] = obj.__dict__.setdefault("counted_rows", {})
    if inline not in counts:
        rows = inline.model._default_manager.filter(**{_key(inline, obj).name: obj})
        counts[inline] = rows.count()
    return counts[inline]


def _key(inline: type[AnyInline], obj: Any) -> ForeignKey[Any, Any]:
    """By which the inline's rows point to the row whose form it stands in."""
    return _get_foreign_key(type(obj), inline.model, fk_name=inline.fk_name)
