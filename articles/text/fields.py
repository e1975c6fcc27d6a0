"""Fields of forms: for text, days and rows, each taking what a browser lets be typed into it, and
what both databases can store.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.text.characters import has_letters, typed_length

if TYPE_CHECKING:
    ManyRows = forms.ModelMultipleChoiceField[Any]
else:
    ManyRows = forms.ModelMultipleChoiceField


class TypedLength(MaxLengthValidator):
    """At most so many UTF-16 units, as `maxlength` counts."""

    def clean(self, x: Any) -> int:
        return typed_length(x)


class Typed(forms.CharField):
    """Text no longer than its `max_length` as browsers count, on one line unless its widget has
    several.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [
            TypedLength(each.limit_value) if type(each) is MaxLengthValidator else each
            for each in self.validators
        ]

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if not text or isinstance(self.widget, forms.Textarea):
            return text
        return " ".join(text.splitlines())


FIRST_YEAR, LAST_YEAR = 1800, 2199


def refuse_far_day(day: date) -> None:
    """Raises ValidationError for a day, or a moment, that no paper knows: a slip of the hand, and
    at the ends of the calendar one that has no time in another zone.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        said = _("年份要在 %(first)d 到 %(last)d 之间，请检查。")
        raise ValidationError(said, params={"first": FIRST_YEAR, "last": LAST_YEAR})


class Day(forms.DateField):
    default_validators = [refuse_far_day]


class Moment(forms.DateTimeField):
    default_validators = [refuse_far_day]


class SplitMoment(forms.SplitDateTimeField):
    """A moment whose day and hour are typed apart."""

    default_validators = [refuse_far_day]


class Rows(ManyRows):
    """Some rows of a table. A key longer than any is no choice, as a shorter one that is none."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:  # SQLite's, which takes no number of twenty digits
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": "、".join(map(str, value))},
            ) from error


# What an admin's `formfield_overrides` are, so that its forms are made of these.
FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.CharField: {"form_class": Typed},
    models.TextField: {"form_class": Typed},
    models.EmailField: {"form_class": forms.EmailField},
    models.SlugField: {"form_class": forms.SlugField},
    models.DateField: {"form_class": Day},
    models.DateTimeField: {"form_class": SplitMoment},
    models.ManyToManyField: {"form_class": Rows},
}


def refuse_bare_name(name: str, *, field: str = "name") -> None:
    """Raises ValidationError, at the form's field, for a name of marks or emoji alone."""
    if not has_letters(name):
        said = _("这里至少要有一个汉字、字母或数字，不能只有标点或符号。")
        raise ValidationError({field: said})
