from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin

from articles.models import Column, Section, SectionEditor
from articles.saving.guard import GuardedAdmin

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Section]
else:
    Inline = admin.TabularInline


class SectionEditorInline(Inline):
    model = SectionEditor
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Section)
class SectionAdmin(GuardedAdmin):
    inlines = [SectionEditorInline]
    list_display = ["name", "slug", "order"]
    list_editable = ["order"]
    search_fields = ["name", "slug"]


@admin.register(Column)
class ColumnAdmin(GuardedAdmin):
    list_display = ["name", "description"]
    search_fields = ["name"]
