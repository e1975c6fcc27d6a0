"""An act in two steps: write what it takes, read the consequences, confirm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import QuerySet

if TYPE_CHECKING:
    from django.http import HttpRequest

    from people.models import User

FORM_METHODS = ["GET", "HEAD", "POST"]


class Step(forms.Form):
    """What an editor fills in for an act, what they are told it will do, and how it is done.

    Shown by `admin/steps.html`, which other templates extend.
    """

    title: ClassVar[Any]
    button: ClassVar[Any] = ""  # what confirming is called, where that is not the title's deed
    refusals: ClassVar[tuple[type[Exception], ...]] = ()  # what `take` raises, worded for an editor

    def consequences(self) -> list[str]:
        """What happens on confirming, in words for an editor. The form is valid."""
        raise NotImplementedError

    def take(self, *, by: User) -> str:
        """Do what the valid form says; return what to tell the editor. Raises one of `refusals`."""
        raise NotImplementedError

    def listed(self) -> Iterable[str]:
        """The names of the fields that are read over before confirming."""
        return self.fields

    def filled_in(self) -> list[tuple[Any, Any]]:
        """What was filled in, field by field, as a reader of the form reads it."""
        filled = []
        for name in self.listed():
            field, value = self.fields[name], self.cleaned_data[name]
            if value and not field.widget.is_hidden:
                if isinstance(value, QuerySet):
                    value = "\n".join(map(str, value))
                choices = dict(getattr(field, "choices", [])) if isinstance(value, str) else {}
                filled.append((field.label, choices.get(value, value)))
        return filled


def taken(step: Step, request: HttpRequest, *, by: User) -> tuple[str, bool]:
    """Take the step if it was confirmed. What was done, in words, or nothing if nothing was; and
    whether the consequences are to be read now. Only the confirming POST changes anything.
    """
    is_read = step.is_valid() and "_back" not in request.POST
    if not is_read or "_confirm" not in request.POST:
        return "", is_read
    try:
        return step.take(by=by), True
    except step.refusals as refusal:
        step.add_error(None, str(refusal))
        return "", False
