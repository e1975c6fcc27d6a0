"""What a page of the desk shows is what it acts on, or nothing.

Every form, list and question carries a mark of what it showed. Once a colleague has changed that,
what is sent is refused in words, nothing is changed, and what was typed is still there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as ask_and_delete
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, Model, QuerySet
from django.forms.models import BaseModelFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.audit_log.writing import record
from articles.enums import Event
from articles.saving import pointing, sent_forms, story_choice
from articles.saving.holders import holders
from articles.text.fields import FIELDS
from articles.text.keys import KEY

if TYPE_CHECKING:
    from people.models import User

    Base = admin.ModelAdmin[Any]
    Form = forms.ModelForm[Any]
    Rows = BaseModelFormSet[Any, Any]
else:
    Base, Form, Rows = admin.ModelAdmin, forms.ModelForm, BaseModelFormSet

ROW_KEY = re.compile("form-[0-9]+-id")  # the names under which a list that is edited sends its rows
BASED_ON = "based_on"  # the field that carries the mark; in lists with a dash and the row's key
MOST_AT_ONCE = 500  # rows of one action
REASONS = 3  # that one message names
ACROSS = "select_across"  # Django's: all rows of the list are meant, on whatever page
HIDDEN: list[Any] = [BASED_ON, sent_forms.FIELD]  # fields of every form that nobody fills in
CONFIRMED = "post"  # Django's: the question about a deletion was answered


def _made_before(address: str) -> SafeString:
    """What is said of a form that made a row, was changed after going back, and is sent again."""
    link = format_html('<a href="{}" target="_blank">{}</a>', address, gettext("在新窗口打开它"))
    said = gettext(
        "这一页先前已经存成了一份。您后来改动的还在下面，没有保存：要改的是那一份，请{}再改；"
        "确实要另存一份，请再点一次保存。"
    )
    return format_html(said, link)


def stale(obj: Model) -> str:
    """What is said of a row that was changed after a page showed it, whatever was asked for."""
    return gettext("您打开这一页之后，“%(name)s”又有改动，这次没有动它。") % {"name": obj}


def stale_to_type(obj: Model, *, owner: int) -> str:
    """The same where something was typed by the user with that key, who may have been faster."""
    kind = ContentType.objects.get_for_model(obj)
    log = LogEntry.objects.filter(content_type=kind, object_id=str(obj.pk))
    if log.values_list("user_id", flat=True).first() != owner:
        return stale(obj)
    said = gettext("您在另一个窗口（或返回这一页之前）已经保存过“%(name)s”，这次没有动它。")
    return said % {"name": obj}


def stale_to_decide(obj: Model) -> str:
    """The same where nothing was typed: a deletion, a step taken from a list, a restored text."""
    return stale(obj) + gettext("请看过现在的样子再决定。")


def first_reasons(reasons: list[str]) -> str:
    """The first few of the reasons why rows were passed over, as one text."""
    said = "".join(reasons[:REASONS])
    return said if len(reasons) <= REASONS else said + gettext("……其余的原因相仿，请逐个打开看。")


class GuardedForm(Form):
    """Saves only what it was based on, and a new row once.

    `mark` is that of what is stored, empty for a new row; `owner` the key of who opens the form;
    `made` says that the page has made a row before, of other content, if it has; `refused` why
    some fields may not be changed now.
    """

    mark = ""
    owner = 0
    made: str = ""
    refused: Mapping[str, str] = {}
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    form_key = sent_forms.KeyField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if BASED_ON in self.fields:  # a page to read has none
            self.fields[BASED_ON].initial = self.mark
        if sent_forms.FIELD in self.fields:
            self.fields[sent_forms.FIELD].initial = sent_forms.new_key(self.owner)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.refused.keys() & set(self.changed_data):
            self.add_error(name, ValidationError(self.refused[name], code="refused"))
        if self.made:
            raise ValidationError(self.made, code="made")
        if self.mark and self.cleaned_data.get(BASED_ON) != self.mark:
            said = gettext("您填的都还在下面；请{}，对照后再改。")
            link = format_html(
                '<a href="" target="_blank">{}</a>', gettext("在新窗口打开现在的样子")
            )
            raise ValidationError(
                format_html(
                    "{}{}",
                    stale_to_type(self.instance, owner=self.owner),
                    format_html(said, link),
                ),
                code="stale",
            )
        return cleaned


class GuardedRow(Form):
    """A row that is edited in a list. What a field held when the list was opened comes back with
    it, and is not saved over once a colleague has changed it.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.changed_data:
            if self._is_overtaken(name):
                said = stale(self.instance) + gettext("现在是：%(now)s。")
                said %= {"now": self[name].initial}
                self.add_error(name, ValidationError(said, code="stale"))
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with a field that the list does not have is said of the row."""
        said = getattr(error, "error_dict", {})
        if not said.keys() <= {*self.fields, NON_FIELD_ERRORS}:
            error = ValidationError(error.messages)
        super().add_error(field, error)

    def _is_overtaken(self, name: str) -> bool:
        field, sent_as = self.fields[name], self[name].html_initial_name
        shown = field.hidden_widget().value_from_datadict(self.data, self.files, sent_as)
        return field.has_changed(self[name].initial, shown)


class LockedRows(Rows):
    """Rows of a list, locked to be saved, so that two lists cannot cross."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        return rows.select_for_update(no_key=True, of=("self",)) if self.is_bound else rows


class GuardedAdmin(Base):
    """An admin whose forms, lists and deletions act on what their pages showed.

    Its `form` is a GuardedForm. `edition_field` names the column that counts the saves of a row;
    where there is none, a mark is worked out of what the form and its rows show. What is saved and
    deleted goes to the log of the desk's acts.
    """

    form = GuardedForm
    formfield_overrides = FIELDS
    edition_field: str | None = None
    is_setting = False  # whether its rows say how the desk works

    def mark(self, request: HttpRequest, obj: Any, *, fields: Collection[str]) -> str:
        """The same as long as the row holds the same in these fields, and its inlines in theirs."""
        if self.edition_field:
            return str(getattr(obj, self.edition_field))
        shown = [_held(obj, fields)]
        for inline in self.get_inline_instances(request, obj):
            formset: Any = inline.get_formset(request, obj)
            rows = inline.model._default_manager.filter(**{formset.fk.name: obj}).order_by("pk")
            shown += [[row.pk, *_held(row, formset.form.base_fields)] for row in rows]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:32]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """Locked to be saved, so that two saves cannot cross; what only points here goes on."""
        # Django asks for the field of no name if `_to_field` is sent empty.
        obj = super().get_object(request, object_id, from_field or None)
        if obj and request.method == "POST":
            obj = self._locked(request).get(pk=obj.pk)
        if obj:
            story_choice.conceal(obj, user=cast("User", request.user))
        return obj

    def _locked(self, request: HttpRequest) -> QuerySet[Any]:
        return self.get_queryset(request).select_for_update(no_key=True, of=("self",))

    # ---- The form ----

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A story is chosen among those that the user may see."""
        kwargs |= story_choice.for_user(db_field, cast("User", request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any | None = None) -> Any:
        """The mark stands where something is changed: on no page to read, and for no new row."""
        given = [
            (name, options | {"fields": [f for f in options["fields"] if f not in HIDDEN]})
            for name, options in super().get_fieldsets(request, obj)
        ]
        if obj is None:
            given.append((None, {"fields": [sent_forms.FIELD], "classes": ["hidden"]}))
        elif self.has_change_permission(request, obj):
            given.append((None, {"fields": HIDDEN, "classes": ["hidden"]}))
        return given

    def get_form(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # the rest is handed on
        form: Any = super().get_form(request, obj, **kwargs)
        if obj and kwargs.get("fields", ()) is not None:  # else only their names are asked for
            form.mark = self.mark(request, obj, fields=form.base_fields)
        form.owner = request.user.pk
        sent = sent_forms.of(request)
        if sent and sent.earlier and obj is None:
            form.made = _made_before(sent.earlier)
        return form

    # ---- Answering a form ----

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What a form points to is followed where it was merged. A page that has made a row makes
        no other unasked.
        """
        sent = sent_forms.of(request)
        context = extra_context or {}
        request.GET = pointing.keys_only(request.GET, [self.model])  # type: ignore[assignment]  # as good as what came
        if request.method == "POST":
            self._follow(request)
            if sent and sent.is_repeated and IS_POPUP_VAR in request.POST:
                made = self.get_object(request, resolve(sent.earlier).kwargs["object_id"])
                if made:
                    answer = self.response_change if object_id else self.response_add
                    return answer(request, made)
            if sent and sent.earlier and object_id is None:
                post = request.POST.copy()
                post[sent_forms.FIELD] = sent_forms.new_key(request.user.pk or 0)
                request.POST = post  # type: ignore[assignment]  # as good as what came
            context |= self.before_reading(request, object_id)
        return super().changeform_view(request, object_id, form_url, context)

    def before_reading(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        """What is done with a form that was sent before it is read; what its page shows of it."""
        return {}

    def _follow(self, request: HttpRequest) -> None:
        """Put the row that stayed where the form names one that was merged, and say so."""
        models = [self.model, *(inline.model for inline in self.get_inline_instances(request))]
        post, said = pointing.followed(pointing.keys_only(request.POST, models), models)
        request.POST = post  # type: ignore[assignment]  # as good as what came
        for note in said:
            self.message_user(request, note, messages.INFO)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "POST":
            pointing.name_deleted(context["adminform"].form)
            for inline in context["inline_admin_formsets"]:
                for row in inline.formset.forms:
                    pointing.name_deleted(row)
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._note_saved(request, obj)
        self._record(Event.ADDED, request, obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self._note_saved(request, obj)
        self._record(Event.CHANGED, request, obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._record(Event.DELETED, request, obj)
        return super().log_deletions(request, queryset)

    def _record(self, event: Event, request: HttpRequest, obj: Any, message: Any = None) -> None:
        """In the log of the desk's acts: superusers' too, and kept when accounts and rows go."""
        details = {"what": message or None, "act": event.value if self.is_setting else None}
        record(
            Event.SETTING_CHANGED if self.is_setting else event,
            by=cast("User", request.user),
            about=obj,
            details={name: value for name, value in details.items() if value},
        )

    def _note_saved(self, request: HttpRequest, obj: Any) -> None:
        """Whoever sends the form again is led to the row it made or changed."""
        if sent := sent_forms.of(request):
            opts = self.opts
            page = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
            sent.saved(reverse(page, args=[obj.pk]))

    # ---- The list ----

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        saves = request.method == "POST"
        with transaction.atomic() if saves else nullcontext():
            if saves and "_save" in request.POST and self._misses_rows(request):
                said = _("列表里有的行已经不在，这次什么都没有存。请看现在的样子再改。")
                self.message_user(request, said, messages.ERROR)
                return HttpResponseRedirect(request.get_full_path())
            return super().changelist_view(request, extra_context)

    def _misses_rows(self, request: HttpRequest) -> bool:
        """Whether a list that is to be saved has rows that are gone, or never were."""
        sent = {str(v) for name, v in request.POST.items() if ROW_KEY.fullmatch(name)}
        keys = [int(value) for value in sent if KEY.fullmatch(value)]
        return self.get_queryset(request).filter(pk__in=keys).count() < len(sent)

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=GuardedRow, **kwargs)

    def get_changelist_formset(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_formset(request, formset=LockedRows, **kwargs)

    def action_checkbox(self, obj: Any) -> SafeString:
        """The box carries the mark of what its row shows, where that is a number at hand."""
        box = super().action_checkbox(obj)
        if not self.edition_field:
            return box
        mark = '{}<input type="hidden" name="{}-{}" value="{}">'
        return format_html(mark, box, BASED_ON, obj.pk, getattr(obj, self.edition_field))

    def response_action(
        self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """More rows at once than can be gone through with care are refused, in words."""
        is_across = request.POST.get(ACROSS) == "1"
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        count = queryset.count() if is_across else len(chosen)
        if count <= MOST_AT_ONCE:
            return super().response_action(request, queryset, *args, **kwargs)
        said = gettext(
            "您选了 %(count)d 个，一次最多处理 %(most)d 个，什么也没有改。请用查找或右边的筛选缩小"
            "范围，分几次做。"
        )
        said %= {"count": count, "most": MOST_AT_ONCE}
        self.message_user(request, said, messages.WARNING)
        return HttpResponseRedirect(request.get_full_path())

    def as_shown(
        self, request: HttpRequest, chosen: QuerySet[Any]
    ) -> tuple[list[tuple[Any, str]], list[str]]:
        """The chosen rows, locked, with their marks; and of those that the page did not show as
        they are now, why nothing is done with them. Needs a transaction around it.
        """
        is_marked = self.edition_field or CONFIRMED in request.POST
        keys = list(chosen.order_by("pk").values_list("pk", flat=True))
        rows, refused = [], []
        for obj in self._locked(request).filter(pk__in=keys).order_by("pk"):
            mark, shown = self._whole_mark(request, obj), f"{BASED_ON}-{obj.pk}"
            if is_marked and shown not in request.POST:
                refused.append(gettext("“%s”不在您打开的那一页上，没有看过。") % obj)
            elif is_marked and request.POST[shown] != mark:
                refused.append(stale_to_decide(obj))
            else:
                rows.append((obj, mark))
        return rows, refused

    # ---- Deleting ----

    def _whole_mark(self, request: HttpRequest, obj: Any) -> str:
        """Of all that people fill in, shown in a form or not, but for what machines write."""
        opts = obj._meta
        editable = {f.name for f in (*opts.concrete_fields, *opts.many_to_many) if f.editable}
        fields = editable - set(self.get_readonly_fields(request, obj))
        return self.mark(request, obj, fields=fields)

    def why_not_delete(self, request: HttpRequest, obj: Any) -> str:
        """Why a row that may be deleted should not be now, in words; empty if it should."""
        return ""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A row that was changed while the question stood open is asked about again."""
        with transaction.atomic():
            obj = self.get_object(request, unquote(object_id))
            context = extra_context or {}
            if obj and self.has_delete_permission(request, obj):
                mark = self._whole_mark(request, obj)
                context |= {"mark": mark}
                if request.method == "POST" and (why := self._objection(request, obj, mark)):
                    self.message_user(request, why, messages.ERROR)
                    request.POST = QueryDict()
            return super().delete_view(request, object_id, context)

    def _objection(self, request: HttpRequest, obj: Any, mark: str) -> str:
        if request.POST.get(BASED_ON) != mark:
            return stale_to_decide(obj)
        return self.why_not_delete(request, obj)

    def rows_to_delete(self, request: HttpRequest, chosen: QuerySet[Any]) -> dict[Any, str]:
        """Which of the chosen rows may go as their page showed them, by key, with their marks now.

        The user is told of the others, in one message. Needs a transaction around it.
        """
        rows, refused = self.as_shown(request, chosen)
        found = {}
        for obj, mark in rows:
            if why := self.why_not_delete(request, obj):
                refused.append(why)
            else:
                found[obj.pk] = mark
        if refused:
            said = ngettext("%d 个没有删除：", "%d 个没有删除：", len(refused)) % len(refused)
            self.message_user(request, said + first_reasons(refused), messages.ERROR)
        return found

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What holds the rows is named before what the user may not delete: it stands in the way of
        everybody.
        """
        deleted, counts, needed, protected = super().get_deleted_objects(objs, request)
        if protected:
            needed, protected = set(), holders(self.admin_site, request, objs)
        return deleted, counts, needed, protected


@admin.action(description=_("删除所选的 %(verbose_name_plural)s"), permissions=["delete"])
def delete_selected(desk: Any, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
    """Django's own action, acting on nothing that was changed since it was asked about.

    `desk` is a GuardedAdmin.
    """
    with transaction.atomic():
        marks = desk.rows_to_delete(request, queryset)
        if not marks:
            return None
        answer: Any = ask_and_delete(desk, request, queryset.filter(pk__in=list(marks)))
        if answer:
            answer.context_data["marks"] = marks.items()
        return answer


def _held(obj: Any, fields: Collection[str]) -> list[str]:
    """What a row holds in these fields, in the order of their names, as texts that compare."""
    columns = sorted((*obj._meta.concrete_fields, *obj._meta.many_to_many), key=lambda f: f.name)
    return [_plain(column.value_from_object(obj)) for column in columns if column.name in fields]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return str(sorted(str(getattr(each, "pk", each)) for each in value))
    return str(value)
