from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import addresses
from articles.models import Column, Section, SectionEditor
from articles.review import duties
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.saving.guard import GuardedForm
from articles.stand import former_addresses

if TYPE_CHECKING:
    Inline = admin.TabularInline[Any, Section]
else:
    Inline = admin.TabularInline


class SectionEditorInline(Inline):
    model = SectionEditor
    extra = 0
    autocomplete_fields = ["user"]


class SectionForm(GuardedForm):
    """A section. What stands in a new one's address is read from its name, if nothing is typed."""

    class Meta:
        model = Section
        fields = ["name", "slug", "description", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # a page to read has none
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if not slug and self.instance.pk is None:
            slug = former_addresses.proposed(self.cleaned_data.get("name", ""))
        if not slug:
            raise ValidationError(_("请填写网址名：英文字母、拼音或数字。"))
        addresses.refuse_former(slug, of=self.instance)
        return slug


@admin.register(Section)
class SectionAdmin(ConfirmedAdmin):
    form = SectionForm
    list_display = ["name", "slug", "order", "is_waiting"]
    list_editable = ["order"]
    search_fields = ["name", "slug"]

    def why_not_delete(self, request: HttpRequest, obj: Section) -> str:
        """Whoever is named in no section is bound to none: that takes two people, and not this."""
        if not any(duties.decides(editor.user) for editor in obj.editors.select_related("user")):
            return ""
        said = gettext(
            "“%s”还列着能审稿的编辑，不能删除。请先在这个栏目里去掉他们，等确认以后再删。"
        )
        return said % obj

    def get_inlines(self, request: HttpRequest, obj: Section | None) -> list[Any]:
        return [SectionEditorInline, *addresses.inlines(obj)]


@admin.register(Column)
class ColumnAdmin(ConfirmedAdmin):
    list_display = ["name", "description", "is_waiting"]
    search_fields = ["name"]
