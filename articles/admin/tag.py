"""Tags: their synonyms, merging, and names offered while one types."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.models import Tag as StockTag

from articles.admin.requests import staff
from articles.models import Tag
from articles.saving.guard import GuardedAdmin, GuardedForm
from articles.stand import merging_tags
from articles.text import tags

# The library's own table of tags is not used: ours keeps Chinese addresses.
admin.site.unregister(StockTag)

OFFERED = 8


class TagForm(GuardedForm):
    class Meta:
        model = Tag
        fields = ["name", "main"]

    def clean_name(self) -> str:
        """One name, spelled as the tags of a story are.

        Raises ValidationError for several, for one without letters, and for another tag's.
        """
        names = tags.split_tags(self.cleaned_data["name"])
        if len(names) != 1:
            raise ValidationError(_("请只写一个标签，不含逗号、顿号和分号。"))
        tags.refuse_without_letters(names)
        same = Tag.objects.called(names[0]).exclude(pk=self.instance.pk).first()
        if same:
            raise ValidationError(_("已有标签“%(name)s”。"), params={"name": same.name})
        return names[0]

    def clean_main(self) -> Tag | None:
        main: Tag | None = self.cleaned_data["main"]
        if main and main.pk == self.instance.pk:
            raise ValidationError(_("标签不能并入它自己。"))
        if main and main.main_id:
            raise ValidationError(
                _("“%(name)s”本身是同义词，请选它所指的标签。"), params={"name": main}
            )
        return main


@admin.register(Tag)
class TagAdmin(GuardedAdmin):
    form = TagForm
    list_display = ["name", "main", "slug"]
    list_select_related = ["main"]
    list_filter = [("main", admin.EmptyFieldListFilter)]
    search_fields = ["name", "synonyms__name"]
    autocomplete_fields = ["main"]
    fields = ["name", "main", "synonyms", "slug"]
    readonly_fields = ["synonyms", "slug"]
    show_full_result_count = False
    actions = ["merge_selected"]

    @admin.display(description=_("同义词"))
    def synonyms(self, tag: Tag) -> str:
        return "、".join(synonym.name for synonym in tag.synonyms.all()) if tag.pk else ""

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """A tag that becomes a synonym gives up its stories to the tag it stands for."""
        into = obj.main if change and "main" in form.changed_data else None
        if into:
            obj.main = None
        super().save_model(request, obj, form, change)
        if into:
            moved = merging_tags.merge([obj], into=into, by=staff(request))
            messages.success(request, _merged(into, moved))

    @admin.action(description=_("合并所选标签"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Ask which of the tags stays, then make the others its synonyms."""
        chosen = list(queryset.annotate(stories=Count("taggings")).order_by("-stories", "pk"))
        kept = next((tag for tag in chosen if str(tag.pk) == request.POST.get("into")), None)
        if len(chosen) < 2:
            messages.error(request, gettext("请至少选两个标签。"))
            return None
        if kept is None:
            context = self.admin_site.each_context(request) | {
                "title": gettext("合并标签"),
                "opts": self.opts,
                "chosen": chosen,
                "checkbox": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/articles/tag/merge.html", context)
        try:
            others = [tag for tag in chosen if tag != kept]
            moved = merging_tags.merge(others, into=kept, by=staff(request))
        except merging_tags.MergeRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _merged(kept, moved))
        return None

    # ---- Names offered while one types ----

    def get_urls(self) -> list[URLPattern]:
        suggest = path(
            "suggest/", self.admin_site.admin_view(self.suggest), name="articles_tag_suggest"
        )
        return [suggest, *super().get_urls()]

    @method_decorator(require_safe)
    def suggest(self, request: HttpRequest) -> JsonResponse:
        """Tags whose name, or a synonym of it, holds what was typed: those that begin so first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        names = tags.split_tags(request.GET.get("q", "")[:100])
        offers: dict[str, str] = {}
        for tag in Tag.objects.holding(names[0])[:OFFERED] if names else ():
            note = gettext("同义词：%s") % tag.name if tag.main else ""
            offers.setdefault((tag.main or tag).name, note)
        said = [{"label": name, "note": note} for name, note in offers.items()]
        return JsonResponse({"suggestions": said})


def _merged(kept: Tag, moved: int) -> str:
    return gettext("已并入“%(name)s”，它新增了 %(n)d 篇稿件；旧地址会转到它的页面。") % {
        "name": kept.name,
        "n": moved,
    }
