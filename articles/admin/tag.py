"""Tags: their synonyms, merging, and names offered while one types."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from taggit.models import Tag as StockTag

from articles.admin.requests import staff
from articles.admin.steps import FORM_METHODS, Step, taken
from articles.models import PublishedArticle, Tag
from articles.review import tag_mergers
from articles.review.confirmations.desk import ConfirmedAdmin
from articles.review.confirmations.holding import ConfirmationRefused
from articles.saving.guard import GuardedForm
from articles.stand import merging_tags
from articles.text import tags
from articles.text.fields import Rows, Typed
from people.models import User

# The library's own table of tags is not used: ours keeps Chinese addresses.
admin.site.unregister(StockTag)

OFFERED = 8
MOST = 100  # tags merged at a time
KEY = 18  # figures of a row's key at most


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
        tags.refuse_too_long(names)
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
        if main and self.instance.pk is None and tag_mergers.waits([main]):
            said = _("读者已经看得到“%(name)s”：请先存下新标签，再把它并入，由另一位同事确认。")
            raise ValidationError(said, params={"name": main})
        return main


class MergeTagsForm(Step):
    """Which of some tags stays, and why they are one."""

    title = _("合并标签")
    refusals = (merging_tags.MergeRefused, ConfirmationRefused)

    tags = Rows(queryset=Tag.objects.none(), widget=forms.MultipleHiddenInput)
    into = forms.ModelChoiceField(
        label=_("留下哪一个"),
        queryset=Tag.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        help_text=_("其余的成为它的同义词。"),
        error_messages={"required": _("请选择留下哪一个。")},
    )
    reason = Typed(
        label=_("原因"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("如“同一件事的两种写法”。记在这几个标签的历史里，读者看不到。"),
        error_messages={"required": _("请写明合并的原因。")},
    )

    def __init__(self, chosen: QuerySet[Tag], *args: Any, **kwargs: Any) -> None:
        """`chosen` are the tags to be made one, those with most stories first."""
        super().__init__(*args, **kwargs)
        self.chosen = chosen
        keeping: Any = self.fields["into"]
        self.fields["tags"].queryset = keeping.queryset = chosen  # type: ignore[attr-defined]  # choices of rows
        keeping.label_from_instance = _with_stories
        self.initial.setdefault("into", next(iter(chosen), None))
        self.initial.setdefault("tags", list(chosen))

    def clean_into(self) -> Tag:
        into: Tag = self.cleaned_data["into"]
        if into.main_id:
            raise ValidationError(gettext("“%s”是别的标签的同义词，不能再并入其他标签。") % into)
        return into

    @property
    def others(self) -> list[Tag]:
        return [tag for tag in self.chosen if tag != self.cleaned_data["into"]]

    def consequences(self) -> list[str]:
        into: Tag = self.cleaned_data["into"]
        seen = merging_tags.foreseen(self.others, into=into)
        counts = {"name": into.name, "desk": seen.at_desk, "stand": seen.on_stand}
        found = [
            gettext("“%(name)s”新增 %(desk)d 篇稿件，其中读者看得到的 %(stand)d 篇。") % counts
        ]
        ways = {"new": unquote(into.get_absolute_url())}
        for tag in self.others:
            ways["old"] = unquote(tag.get_absolute_url())
            found.append(gettext("%(old)s 转到 %(new)s，它的订阅地址也一样。") % ways)
        if seen.synonyms:
            said = gettext("原来算作它们同义词的 %d 个标签，改算作它的同义词。")
            found.append(said % seen.synonyms)
        if tag_mergers.waits([*self.others, into]):
            found.insert(
                0, gettext("读者已经看得到这些标签：合并要等另一位同事确认，确认以前不变。")
            )
        found.append(gettext("以后写这些标签时，自动换成留下的那个；搜索里两种写法都找得到。"))
        found.append(gettext("不能一键撤销：哪篇稿件原来用哪个标签不再记得，要分开只能逐篇改。"))
        return found

    def take(self, *, by: User) -> str:
        into: Tag = self.cleaned_data["into"]
        change, moved = tag_mergers.merge(
            self.others, into=into, by=by, reason=self.cleaned_data["reason"]
        )
        if change:
            return gettext("合并已提交，等另一位同事确认；读者现在看到的还是原来的。")
        said = gettext("已并入“%(name)s”，它新增了 %(n)d 篇稿件；旧地址会转到它的页面。")
        return said % {"name": into.name, "n": moved}


def _with_stories(tag: Any) -> str:
    """A tag with how many stories bear it, counted as `stories`."""
    said = gettext("%(name)s（%(n)d 篇稿件）") % {"name": tag.name, "n": tag.stories}
    return said + (gettext("，是“%s”的同义词") % tag.main.name if tag.main else "")


@admin.register(Tag)
class TagAdmin(ConfirmedAdmin):
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

    def get_view_on_site_url(self, obj: Tag | None = None) -> str | None:
        """No way to a page that readers do not have."""
        shown = Tag.objects.filter(pk=obj.pk if obj else None)
        has_page = shown.with_page(PublishedArticle.objects.public()).exists()
        return super().get_view_on_site_url(obj) if has_page else None

    # ---- Merging ----

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        """A tag that is to become a synonym does so by merging, which asks first."""
        if _is_to_be_merged(form, change=change):
            obj.main_id = form.initial["main"]
        super().save_model(request, obj, form, change)

    def response_change(self, request: HttpRequest, obj: Tag) -> HttpResponse:
        into = request.POST.get("main", "")
        if into and into != str(obj.main_id or ""):
            self.message_user(request, gettext("其他改动已保存。"), messages.SUCCESS)
            messages.info(request, gettext("并入前请写明原因，看过后果再确认。"))
            return _to_merge([obj.pk, int(into)], into=into)
        return super().response_change(request, obj)

    @admin.action(description=_("合并所选标签"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """Go where it is asked which of the tags stays, and why they are one."""
        keys = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(keys) < 2:
            messages.error(request, gettext("请至少选两个标签。"))
        elif len(keys) > MOST:
            messages.error(request, gettext("一次最多合并 %d 个标签，请分几次做。") % MOST)
        else:
            return _to_merge(keys)
        return None

    def merge(self, request: HttpRequest) -> HttpResponse:
        """Choose which stays and give the reason, read the consequences, confirm."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        asked = request.POST if request.method == "POST" else request.GET
        keys = [key for key in asked.getlist("tags") if key.isascii() and key.isdecimal()]
        found = Tag.objects.filter(pk__in=[key for key in keys if len(key) <= KEY])
        chosen = found.select_related("main").annotate(stories=Count("taggings"))
        chosen = chosen.order_by("-stories", "pk")
        home = reverse("admin:articles_tag_changelist")
        if not 2 <= chosen.count() <= MOST:
            messages.error(request, gettext("请在列表里勾选要合并的标签，至少两个。"))
            return HttpResponseRedirect(home)
        filled = request.POST if request.method == "POST" else None
        initial = {"into": request.GET["into"]} if request.GET.get("into") in keys else {}
        form = MergeTagsForm(chosen, filled, initial=initial)
        said, is_read = taken(form, request, by=staff(request))
        if said:
            messages.success(request, said)
            return HttpResponseRedirect(home)
        context = {"title": form.title, "opts": self.opts, "form": form}
        context |= {"confirming": is_read, "cancel": home}
        given = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/articles/steps.html", given)

    # ---- Names offered while one types ----

    def get_urls(self) -> list[URLPattern]:
        suggest = path(
            "suggest/", self.admin_site.admin_view(self.suggest), name="articles_tag_suggest"
        )
        merging = require_http_methods(FORM_METHODS)(self.merge)
        merge = path("merge/", self.admin_site.admin_view(merging), name="articles_tag_merge")
        return [suggest, merge, *super().get_urls()]

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


def _is_to_be_merged(form: Any, *, change: bool) -> bool:
    """Whether a save says that a tag there is already stands for another one from now on."""
    return change and "main" in form.changed_data and form.cleaned_data["main"] is not None


def _to_merge(keys: list[int], *, into: str = "") -> HttpResponse:
    """On to the page that merges these tags."""
    asked = QueryDict(mutable=True)
    asked.setlist("tags", list(map(str, keys)))
    if into:
        asked["into"] = into
    return HttpResponseRedirect(f"{reverse('admin:articles_tag_merge')}?{asked.urlencode()}")
