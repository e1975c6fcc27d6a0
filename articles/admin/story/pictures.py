"""The pictures of a story in its form: a row each, with its words, its place and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_shown import picture_row
from articles.models import Article, Photo, PhotoUse
from articles.story.rows import NUMBER

if TYPE_CHECKING:
    Inline = admin.StackedInline[Any, Article]
    PictureRows = BaseInlineFormSet[PhotoUse, Article, forms.ModelForm[PhotoUse]]
    PhotoUseModelForm = forms.ModelForm[PhotoUse]
    PhotoChoice = forms.ModelChoiceField[Photo]
else:
    Inline = admin.StackedInline
    PictureRows = BaseInlineFormSet
    PhotoUseModelForm = forms.ModelForm
    PhotoChoice = forms.ModelChoiceField

Photos = Mapping[str, Photo]  # by their keys, as a form sends them


class PictureInput(forms.Widget):
    """The photo of a row as it is shown, and its key as it is sent. Scripts choose another."""

    photos: Photos = {}

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        photo = self.photos.get(str(value))
        return format_html(
            '<input type="hidden" name="{}" id="{}" value="{}"><div class="picture-shown">{}</div>',
            name,
            (attrs or {}).get("id", ""),
            "" if value is None else value,
            picture_row(photo) if photo else "",
        )


class PictureField(PhotoChoice):
    """A choice among photos that have been read already, all the rows' together."""

    widget = PictureInput
    photos: Photos = {}

    def among(self, photos: Photos) -> None:
        self.photos = self.widget.photos = photos

    def to_python(self, value: Any) -> Photo | None:
        if value in self.empty_values:
            return None
        if str(value) not in self.photos:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return self.photos[str(value)]


class PhotoUseForm(PhotoUseModelForm):
    photo = PictureField(
        label=_("图片"),
        queryset=Photo.objects.all(),
        error_messages={
            "required": _("这一行没有图片，请移除。"),
            "invalid_choice": _("这张图片已经不在图库里，请移除这一行。"),
        },
    )

    class Meta:
        model = PhotoUse
        fields = ["photo", "placement", "caption", "alt", "order"]


class PictureFormSet(PictureRows):
    """The rows, however many there are, read their photos in one query at most."""

    @cached_property
    def photos(self) -> Photos:
        """The photos that the stored rows have and those that the sent ones name."""
        known = {str(use.photo_id): use.photo for use in self.get_queryset()}
        numbers = range(self.total_form_count()) if self.is_bound else []
        sent = {str(self.data.get(f"{self.prefix}-{n}-photo", "")) for n in numbers}
        wanted = {int(key) for key in sent - known.keys() if NUMBER.fullmatch(key)}
        found = Photo.objects.select_related("reporter").filter(pk__in=wanted) if wanted else []
        return known | {str(photo.pk): photo for photo in found}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "photo" in form.fields:  # a page to read has none
            form.fields["photo"].among(self.photos)


class PhotoUseInline(Inline):
    model = PhotoUse
    form = PhotoUseForm
    formset = PictureFormSet
    template = "admin/articles/article/_pictures.html"
    extra = 0
    fields = ["photo", "placement", "caption", "alt", "order"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PhotoUse]:
        return super().get_queryset(request).select_related("photo__reporter")
