"""A story chosen in a form: one that the user may see, or the one that is set already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models import Article

if TYPE_CHECKING:
    from django.db.models import ForeignKey, Model

    from people.models import User

    StoryField = forms.ModelChoiceField[Article]
else:
    StoryField = forms.ModelChoiceField

UNSEEN = _("（您看不到的稿件）")


def shown(story: Article) -> Article:
    """A story marked by `marked_for` as a page may name it: one without a name, if it is unseen."""
    is_seen = getattr(story, "is_seen", False)
    return story if is_seen else Article(pk=story.pk, headline=str(UNSEEN))


class StoryChoice(StoryField):
    """Offers and takes the stories of `queryset` that are marked as seen (`marked_for`).

    What a stored row points to stays a choice of its form, without its headline where the user may
    not see it: so the row can be saved by who may not know which story it is.
    """

    default_error_messages = {  # Django's way
        "invalid_choice": _("这篇稿件已经不在，或者您看不到，请另选或留空。"),
    }

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        self.every = queryset  # of ArticleQuerySet, which knows no column of the mark's name
        super().__init__(self.every.filter(is_seen=True), **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The field of one form, asked for before anything that was sent is read."""
        row: Model = form.instance  # type: ignore[attr-defined]  # the form of a row
        stored = row.serializable_value(field_name)
        if stored is not None:
            self.queryset = self.every.filter(Q(("is_seen", True)) | Q(pk=stored))
        return super().get_bound_field(form, field_name)

    def label_from_instance(self, obj: Article) -> str:
        return str(shown(obj))


def for_user(column: ForeignKey[Any, Any], user: User) -> dict[str, Any]:
    """What an admin gives the form field of a column: this choice, where it points to a story."""
    if column.related_model is not Article:
        return {}
    return {"form_class": StoryChoice, "queryset": Article.objects.marked_for(user)}


def conceal(row: Model, *, user: User) -> None:
    """Leave a row no story by name that the user may not see, before a page shows the row."""
    for column in row._meta.concrete_fields:
        key = row.serializable_value(column.name) if column.related_model is Article else None
        if key is not None:
            setattr(row, column.name, shown(Article.objects.marked_for(user).get(pk=key)))
