from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from taggit.models import Tag as StockTag

from articles.models import Column, Section, SectionEditor, Tag

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Section]
    SectionBase = admin.ModelAdmin[Section]
    ColumnBase = admin.ModelAdmin[Column]
    TagBase = admin.ModelAdmin[Tag]
else:
    Inline = admin.TabularInline
    SectionBase = ColumnBase = TagBase = admin.ModelAdmin

# The library's own table of tags is not used: ours keeps Chinese addresses.
admin.site.unregister(StockTag)


class SectionEditorInline(Inline):
    model = SectionEditor
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Section)
class SectionAdmin(SectionBase):
    inlines = [SectionEditorInline]
    list_display = ["name", "slug", "order"]
    list_editable = ["order"]
    search_fields = ["name", "slug"]


@admin.register(Column)
class ColumnAdmin(ColumnBase):
    list_display = ["name", "description"]
    search_fields = ["name"]


@admin.register(Tag)
class TagAdmin(TagBase):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    show_full_result_count = False
