"""Rolls pasted into a round, and those stories announced: previewed, entered all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.saving.guard import GuardedAdmin
from articles.text.fields import Day, Typed
from articles.text.moments import DayInput
from articles.text.roll_text import UnreadableRoll
from people.enums import EntityKind
from people.models import Round
from people.models.drafts import DraftRoll
from people.names import honours
from people.rolls import enrolling, rolls
from people.rolls.rolls import Effect, Pasted, Plan, Seen

if TYPE_CHECKING:
    from people.models import User

    RoundBase = admin.ModelAdmin[Round]
    DraftModelForm = ModelForm[DraftRoll]
else:
    RoundBase = admin.ModelAdmin
    DraftModelForm = ModelForm

CHOICE = "row_"  # and a row's token: who is meant
MOST_CHARACTERS = 200_000
ROUND_PERMISSIONS = ["people.change_round", "people.add_entity", "people.add_honour"]
GROUPS = [
    (Effect.MALFORMED, _("看不懂的行")),
    (Effect.NAMESAKE, _("要您选定是谁")),
    (Effect.DUPLICATE, _("重复，不再录入")),
    (Effect.KNOWN, _("资料库里已有")),
    (Effect.NEW, _("新建")),
]


class RollForm(forms.Form):
    """A pasted roll, with what was seen of it when it is to be entered."""

    kind = forms.ChoiceField(
        label=_("新建的是"),
        choices=EntityKind,
        initial=EntityKind.PERSON,
        help_text=_("名称看得出类型的（如“福田小学”“张某夫妇”）不受此影响；也可以加一列“类型”。"),
    )
    text = Typed(
        label=_("名单"),
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=_(
            "一行一个，依次是姓名、单位、类别、事迹，用制表符、逗号或空格隔开，行首可以有序号；"
            "也可以连同列名一起从表格里复制过来。只有姓名必填。"
        ),
        error_messages={"required": _("请粘贴名单。")},
    )
    seen_edition = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_digest = forms.CharField(required=False, widget=forms.HiddenInput)

    def pasted(self) -> Pasted:
        """What was sent, once it is valid, with the choices beside its fields."""
        sent = self.data.items()
        choices = {key.removeprefix(CHOICE): str(v) for key, v in sent if key.startswith(CHOICE)}
        return Pasted(self.cleaned_data["text"], self.cleaned_data["kind"], choices)

    def seen(self) -> Seen:
        """What the page had shown; what nobody was ever shown, if the page was tampered with."""
        edition = str(self.cleaned_data.get("seen_edition"))
        number = int(edition) if edition.isascii() and edition.isdecimal() else 0
        return Seen(number, self.cleaned_data.get("seen_digest") or "")


class DraftRollForm(DraftModelForm, RollForm):
    class Meta:
        model = DraftRoll
        fields = [
            "programme",
            "level",
            "round_name",
            "announced_on",
            "announced_precision",
            "text",
        ]
        field_classes = {"programme": Typed, "round_name": Typed, "announced_on": Day}
        widgets = {"announced_on": DayInput()}


def read(form: RollForm, *, round: Round | None) -> Plan | None:
    """The plan of what a form holds, or nothing and an error in the form."""
    if set(form.errors) - {NON_FIELD_ERRORS}:
        return None  # a refusal is of the whole, and what was refused is shown as it is now
    try:
        return rolls.plan(form.pasted(), round=round)
    except UnreadableRoll as error:
        form.add_error("text", str(error))
    return None


def groups(plan: Plan | None) -> list[dict[str, Any]]:
    """The rows of a plan by what they are, those that wait for the editor first."""
    found = []
    for effect, label in GROUPS if plan else []:
        lines = [line for line in plan.lines if line.effect == effect] if plan else []
        found.append({"label": label, "lines": lines, "name": effect.value})
    return [group for group in found if group["lines"]]


class RollPages(RoundBase):
    """For RoundAdmin: the page on which a roll is pasted into a round."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.roll)
        return [path("<int:pk>/roll/", view, name="people_round_roll"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def roll(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perms(ROUND_PERMISSIONS):
            raise PermissionDenied
        round = get_object_or_404(Round.objects.select_related("programme"), pk=pk)
        form = RollForm(request.POST or None)
        if "save" in request.POST and form.is_valid() and _entered(request, form, round):
            return HttpResponseRedirect(reverse("admin:people_round_change", args=[pk]))
        plan = read(form, round=Round.objects.get(pk=pk)) if form.is_bound else None
        context = self.admin_site.each_context(request) | {
            "title": gettext("录入名单：%s") % round,
            "opts": self.opts,
            "original": round,
            "form": form,
            "plan": plan,
            "groups": groups(plan),
            "edition": round.edition,
        }
        return TemplateResponse(request, "admin/people/roll.html", context)


def _entered(request: HttpRequest, form: RollForm, round: Round) -> bool:
    """Enter a roll as it was seen; say how it went."""
    user = cast("User", request.user)
    try:
        done = enrolling.save(round, form.pasted(), seen=form.seen(), by=user)
    except (enrolling.RollRefused, UnreadableRoll) as refusal:
        form.add_error(None, str(refusal))
        return False
    counts = {
        "all": len(done.written),
        "new": len([line for line in done.written if line.chosen == rolls.NEW]),
        "twice": len(done.duplicates),
    }
    said = gettext(
        "已录入 %(all)d 个，其中新建 %(new)d 个；重复的 %(twice)d 行没有录入。"
        "等另一位同事确认，读者现在还看不到。"
    )
    messages.success(request, said % counts)
    return True


class StateFilter(admin.SimpleListFilter):
    title = _("状态")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("pending", _("待确认")), ("confirmed", _("已确认"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DraftRoll]) -> QuerySet[DraftRoll]:
        if self.value() in {"pending", "confirmed"}:
            return queryset.filter(confirmed_at__isnull=self.value() == "pending")
        return queryset


def _differs(draft: DraftRoll, plan: Plan) -> bool:
    """Whether the story says that there are more, or fewer, than the roll has."""
    return bool(draft.stated) and honours.number(draft.stated) != len(plan.lines)


@admin.register(DraftRoll)
class DraftRollAdmin(GuardedAdmin):
    """What stories announced, as accepted on their forms, until an editor confirms it."""

    edition_field = "edition"
    list_display = ["__str__", "article", "created_by", "created_at", "confirmed_at"]
    list_filter = [StateFilter]
    list_select_related = ["article", "created_by"]
    show_full_result_count = False
    actions = None  # each draft is looked at

    def get_queryset(self, request: HttpRequest) -> QuerySet[DraftRoll]:
        """Of the stories that the user may see: a draft says what its story does."""
        seen = Article.objects.visible_to(cast("User", request.user))
        of_seen = Q(article=None) | Q(article__in=seen)
        return super().get_queryset(request).filter(of_seen)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Drafts are accepted on the form of their story."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DraftRoll | None = None) -> bool:
        """A draft may be thrown away; what was confirmed is a record."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.confirmed_at is None)

    @method_decorator(transaction.atomic)
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        draft = self.get_object(request, object_id)
        if draft is None:
            raise Http404
        if not self.has_view_permission(request, draft):
            raise PermissionDenied
        may_change = self.has_change_permission(request, draft) and draft.confirmed_at is None
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        form = DraftRollForm(request.POST or None, instance=draft)
        after = self._pressed(request, form) if request.method == "POST" else None
        return after or self._page(request, form, may_change=may_change)

    def _pressed(self, request: HttpRequest, form: DraftRollForm) -> HttpResponse | None:
        """Do what a button says: keep the draft as it was typed, or confirm it."""
        if not form.is_valid() or not {"confirm", "keep"} & set(request.POST):
            return None
        user = cast("User", request.user)
        try:
            if "confirm" in request.POST:
                draft = enrolling.confirm(form.instance, form.pasted(), seen=form.seen(), by=user)
                self.log_change(request, draft, gettext("确认入库。"))
                messages.success(
                    request, gettext("“%s”已入库，等另一位同事确认；读者现在还看不到。") % draft
                )
            else:
                draft = enrolling.keep(form.instance, seen=form.seen())
                self.log_change(request, draft, gettext("存下，仍待确认。"))
                messages.success(request, gettext("已存下，仍待确认。"))
        except (enrolling.RollRefused, UnreadableRoll) as refusal:
            form.add_error(None, str(refusal))
            return None
        if draft.confirmed_at and draft.article_id:
            return HttpResponseRedirect(
                reverse("admin:articles_article_change", args=[draft.article_id])
            )
        return HttpResponseRedirect(reverse("admin:people_draftroll_changelist"))

    def _page(self, request: HttpRequest, form: DraftRollForm, *, may_change: bool) -> HttpResponse:
        draft: DraftRoll = form.instance
        stored = DraftRoll.objects.select_related("article", "round").get(pk=draft.pk)
        if not form.is_bound:  # what a draft holds is shown with what would become of it
            form = DraftRollForm(
                forms.models.model_to_dict(draft) | {"kind": "person"}, instance=draft
            )
        known = enrolling.known_round(draft)
        plan = read(form, round=known) if may_change else None
        context = self.admin_site.each_context(request) | {
            "title": gettext("待确认：%s") % stored,
            "opts": self.opts,
            "original": stored,
            "form": form,
            "plan": plan,
            "groups": groups(plan),
            "edition": stored.edition,
            "known_round": known,
            "differs": plan is not None and _differs(stored, plan),
            "read_as_counted": f"{len(plan.lines) if plan else 0}{stored.stated[-1:]}",
            "has_change_permission": may_change,
            "may_delete": self.has_delete_permission(request, stored),
        }
        return TemplateResponse(request, "admin/people/draft_roll.html", context)
