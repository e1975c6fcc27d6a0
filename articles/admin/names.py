"""Hiding and merging at the desk: the record of an act is where it is done and where it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.requests import staff
from articles.admin.steps import Step, taken
from articles.review import duties, hidden_names, workflow
from articles.stand import hiding, merging_names
from articles.text.fields import FIELDS, Typed
from people.models import Entity, Hiding, Merger, Reporter, User

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
    Form = forms.ModelForm[Any]
else:
    Base, Form = admin.ModelAdmin, forms.ModelForm

ONE = _("请选择一位人物（单位）或一位记者，只选一个。")
TWO = _("请选择两位人物（单位），或两位记者。")


class ActAdmin(Base):
    """A log in which adding a row is doing the act. Nobody deletes one."""

    change_form_template = "admin/people/act.html"
    formfield_overrides = FIELDS
    show_full_result_count = False
    list_per_page = 50
    consequences: Any = ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; an act refused after the form was found good, as a colleague was faster."""
        context = {
            "consequences": self.consequences,
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        try:
            return super().changeform_view(
                request, object_id, form_url, context | (extra_context or {})
            )
        except (hiding.HidingRefused, merging_names.MergeRefused) as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())


def _row(model: type[Hiding | Merger], name: str, label: Any) -> forms.ModelChoiceField[Any]:
    """A choice of an entity or a reporter, looked up as the record's own field is."""
    rows: Any = {"entity": Entity, "reporter": Reporter}[name]
    widget = AutocompleteSelect(model._meta.get_field(name), admin.site)
    return forms.ModelChoiceField(rows.objects, label=label, required=False, widget=widget)


class HideForm(Step):
    """Whom to hide from readers, and why."""

    title = _("隐藏")
    refusals = (hiding.HidingRefused,)

    entity = _row(Hiding, "entity", _("人物或单位"))
    reporter = _row(Hiding, "reporter", _("记者"))
    reason = Typed(
        label=_("隐藏原因"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        help_text=_("如“本人要求”“未成年人”。只在后台记录，读者看不到。"),
        error_messages={"required": _("请写明隐藏的原因。")},
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        chosen = [of for of in (given.get("entity"), given.get("reporter")) if of]
        if len(chosen) != 1:
            raise ValidationError(ONE)
        if chosen[0].hidden:
            raise ValidationError(gettext("“%s”已经隐藏。") % chosen[0])
        return given

    @property
    def of(self) -> Entity | Reporter:
        chosen: Entity | Reporter = self.cleaned_data["entity"] or self.cleaned_data["reporter"]
        return chosen

    def consequences(self) -> list[str]:
        of = self.of
        seen = hiding.foreseen(of)
        found = [
            gettext("名称马上从所有页面、列表、搜索、订阅和下载文件中消失，文字里改作“某某”。"),
            gettext("读者有的稿件里，最多 %d 篇要改。") % seen.stories,
        ]
        if seen.photos:
            found.append(gettext("%d 张图片（肖像、拍到此人的）读者不再能打开。") % seen.photos)
        found.append(
            gettext("%s 和它的订阅地址不再能打开，搜索引擎会慢慢忘掉。") % of.get_absolute_url()
        )
        if seen.names:
            said = gettext("这些名称里含有“%(name)s”，不会跟着隐藏，需要时请另行处理：%(names)s")
            found.append(said % {"name": of.name, "names": "、".join(seen.names)})
        found.append(gettext("编辑部内部不变；可以随时恢复，恢复后与隐藏前一字不差。"))
        found.append(gettext("收不回的：已印在报上的，别人已转载、下载或截图的。"))
        return found

    def take(self, *, by: User) -> str:
        hiding.hide(self.of, by=by, reason=self.cleaned_data["reason"])
        return gettext("已对读者隐藏“%s”。") % self.of


class HidingForm(Form):
    """The record, which asks for why it is undone."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("show_reason", "").strip():
            self.add_error("show_reason", gettext("请写明恢复的原因。"))
        return given


@admin.register(Hiding)
class HidingAdmin(ActAdmin):
    """Who was hidden from readers, by whom and why, and how to show them again."""

    form = HidingForm
    list_display = ["of", "reason", "hidden_at", "hidden_by", "shown_at", "shown_by"]
    list_filter = [("shown_at", admin.EmptyFieldListFilter)]
    list_select_related = ["entity", "reporter", "hidden_by", "shown_by"]
    search_fields = ["entity__name", "reporter__name", "reason"]
    fields = ["entity", "reporter", "reason", "hidden_at", "hidden_by", "show_reason"]
    consequences = _("恢复以后，读者马上又看到这个名称和肖像，与隐藏前一字不差。")

    def get_fields(self, request: HttpRequest, obj: Hiding | None = None) -> list[Any]:
        undone = ["shown_at", "shown_by"] if obj and obj.shown_at else []
        return [*self.fields, *undone]

    def get_readonly_fields(self, request: HttpRequest, obj: Hiding | None = None) -> list[str]:
        return [name for name in self.get_fields(request, obj) if name != "show_reason"]

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Choose whom and give the reason, read the consequences, confirm."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        filled = request.POST if request.method == "POST" else None
        form = HideForm(filled, initial=request.GET.dict())
        said, is_read = taken(form, request, by=staff(request))
        if said:
            messages.success(request, said)
            return HttpResponseRedirect(_home(form.of))
        context = {"title": form.title, "opts": self.opts, "form": form, "confirming": is_read}
        context |= {"cancel": reverse("admin:people_hiding_changelist")}
        given = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/articles/steps.html", given)

    def has_change_permission(self, request: HttpRequest, obj: Hiding | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.shown_at)

    def save_model(
        self, request: HttpRequest, obj: Hiding, form: ModelForm[Hiding], change: bool
    ) -> None:
        by = staff(request)
        hiding.show(obj, by=by, reason=form.cleaned_data["show_reason"])
        if held := hidden_names.hold(obj, by=by):
            said = gettext("隐藏期间加的名称（%s）读者还看不到，等另一位同事确认。")
            messages.warning(request, said % "、".join(row["after"]["name"] for row in held.rows))

    @admin.display(description=_("隐藏的人物或单位"))
    def of(self, hiding: Hiding) -> str:
        return str(hiding.of)


def _home(of: Entity | Reporter) -> str:
    return reverse(f"admin:people_{of._meta.model_name}_change", args=[of.pk])


class MergerForm(Form):
    other_entity = _row(Merger, "entity", _("并入后删除的人物或单位"))
    other_reporter = _row(Merger, "reporter", _("并入后删除的记者"))
    is_sure = forms.BooleanField(label=_("我已核对，两者是同一人或同一单位"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        people = given.get("entity"), given.get("other_entity")
        reporters = given.get("reporter"), given.get("other_reporter")
        if sum(map(all, (people, reporters))) != 1 or sum(map(any, (people, reporters))) != 1:
            raise ValidationError(TWO)
        given["into"], given["gone"] = people if all(people) else reporters
        try:
            merging_names.refuse_unlike(given["into"], given["gone"])
        except merging_names.MergeRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return given


def _why_not_one(into: Reporter, gone: Reporter, *, by: User) -> str:
    """Why two reporters may not be made one, in words: the account of one reviewed the other's
    stories. Empty if it did not, and for a superuser.
    """
    pairs = [(into, gone.user), (gone, into.user)]
    asked = [] if by.is_superuser else [(one, account) for one, account in pairs if account]
    return next(filter(None, (duties.why_not_signer(*pair) for pair in asked)), "")


@admin.register(Merger)
class MergerAdmin(ActAdmin):
    """Which rows were found to be one, and where the other's address leads."""

    form = MergerForm
    list_display = ["former_name", "into_name", "reason", "at", "by"]
    search_fields = ["former_name", "into_name", "reason"]
    list_select_related = ["by"]
    autocomplete_fields = ["entity", "reporter"]
    consequences = _(
        "荣誉、稿件、署名、别名和下属都并到保留的一个名下，另一个删除，旧网址转到保留的页面。"
        "已发布的文字不变。合并不能撤销。"
    )

    def get_fields(self, request: HttpRequest, obj: Merger | None = None) -> list[Any]:
        if obj:
            return ["former_name", "into_name", "entity", "reporter", "reason", "at", "by"]
        people = ["entity", "other_entity", "reporter", "other_reporter"]
        return [*people, "reason", "is_sure"]

    def has_change_permission(self, request: HttpRequest, obj: Merger | None = None) -> bool:
        """Nobody changes a record; the form of a new one may be filled in."""
        return obj is None and self.has_add_permission(request)

    def save_model(
        self, request: HttpRequest, obj: Merger, form: ModelForm[Merger], change: bool
    ) -> None:
        given, by = form.cleaned_data, staff(request)
        into, gone = given["into"], given["gone"]
        if isinstance(into, Reporter) and (why := _why_not_one(into, gone, by=by)):
            raise merging_names.MergeRefused(why)
        done = merging_names.merge(into, gone, by=by, reason=given["reason"])
        if isinstance(into, Reporter):
            workflow.note_account(into, by=by)
        obj.pk, obj.former_name, obj.into_name = done.pk, done.former_name, done.into_name
