from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_library import thumbnail
from articles.models import Article, Byline, Mention, PhotoUse
from articles.story.form import BylineForm
from articles.text.fields import FIELDS

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Article]
else:
    Inline = admin.TabularInline


class BylineInline(Inline):
    model = Byline
    formfield_overrides = FIELDS
    form = BylineForm
    extra = 0
    autocomplete_fields = ["reporter"]


class PhotoUseInline(Inline):
    model = PhotoUse
    formfield_overrides = FIELDS
    extra = 0
    autocomplete_fields = ["photo"]
    fields = ["thumbnail", "photo", "placement", "caption", "order"]
    readonly_fields = ["thumbnail"]

    @admin.display(description=_("图片"))
    def thumbnail(self, use: PhotoUse) -> str:
        if use.pk is None:
            return "—"
        return format_html(
            '<span class="thumbnail" data-photo="{}" data-caption="{}">{}</span>',
            use.photo.guid,
            use.caption or str(use.photo),
            thumbnail(use.photo, width=96),
        )


class MentionInline(Inline):
    model = Mention
    extra = 0
    autocomplete_fields = ["entity"]
    classes = ["collapse"]
