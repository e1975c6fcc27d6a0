"""操作记录: the log of the desk's acts, read and searched, and taken out as JSON lines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Model, TextChoices
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.requests import staff
from articles.audit_log.reading import Asked, as_data
from articles.audit_log.writing import record
from articles.enums import ChangeKind, Event, Stage
from articles.models import Article, LogLine
from articles.review.confirmations import holding
from articles.text.fields import Typed
from articles.text.keys import KEY
from people.accounts.reauthentication import reauthenticated

if TYPE_CHECKING:
    Base = admin.ModelAdmin[LogLine]
else:
    Base = admin.ModelAdmin

ON_A_PAGE = 50
LONGEST = 200  # characters of one detail that a page shows
ACCOUNTS = {"people.user", "auth.group"}  # who may read the log, reads who was given what
DETAILS = {
    "act": _("做法"),
    "address": _("网络地址"),
    "asked": _("查找条件"),
    "asked_by": _("提出人"),
    "began_at": _("登录时间"),
    "change": _("待确认修改的编号"),
    "changes": _("改动"),
    "count": _("处数"),
    "days": _("天数"),
    "edition": _("修改次数"),
    "file": _("文件"),
    "for": _("要打开的页面"),
    "for_whom": _("给谁看"),
    "from": _("原阶段"),
    "front_page": _("首页置顶的稿件编号"),
    "kind": _("类别"),
    "known": _("账号存在"),
    "left": _("剩余恢复码"),
    "lexicon": _("词语"),
    "login": _("用户名"),
    "merged": _("并入的"),
    "merged_key": _("并入的编号"),
    "n": _("稿件数"),
    "names": _("名字"),
    "network": _("网络地址"),
    "override": _("越级理由"),
    "printed_in": _("更正见报"),
    "proposed_by": _("提出人"),
    "publish_at": _("发布时间"),
    "reason": _("理由"),
    "released_at": _("上线时间"),
    "role": _("角色"),
    "roles": _("角色"),
    "rows": _("改动的内容"),
    "said": _("内容"),
    "statistics": _("考核月份"),
    "to": _("现阶段"),
    "version": _("读者所见版本"),
    "visible_from": _("读者从何时看到"),
    "what": _("内容"),
}
# Details that hold one of a list of values.
CHOICES: dict[str, type[TextChoices]] = {
    "act": Event,
    "from": Stage,
    "kind": ChangeKind,
    "to": Stage,
}


class LogForm(forms.Form):
    """What the log is searched by. All of it is in the address, so that a search can be kept."""

    by = Typed(label=_("用户名"), required=False, max_length=150)
    event = forms.ChoiceField(
        label=_("操作"), required=False, choices=[("", _("全部")), *Event.choices]
    )
    model = forms.ChoiceField(label=_("对象类型"), required=False)
    key = Typed(
        label=_("对象编号"),
        required=False,
        max_length=100,
        help_text=_("稿件、记者等的编号，在它的网址里；点下面的对象，可看它的全部记录。"),
    )
    since = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(model._meta.label_lower, model._meta.verbose_name) for model in _known_models()]
        self.fields["model"].choices = [("", _("全部")), *kinds]  # type: ignore[attr-defined]  # a choice

    def asked(self) -> Asked:
        """The question; what makes no sense in it asks for nothing."""
        given = self.cleaned_data if self.is_bound else {}
        return Asked(
            by=given.get("by") or "",
            event=given.get("event") or "",
            model=given.get("model") or "",
            key=given.get("key") or "",
            since=given.get("since"),
            until=given.get("until"),
        )


@admin.register(LogLine)
class LogAdmin(Base):
    """Two addresses: the lines, and the file of them. Nothing is written here, by nobody."""

    def get_urls(self) -> list[URLPattern]:
        pages = [("", self.changelist_view, "changelist"), ("export/", self.export, "export")]
        return [
            path(address, self.admin_site.admin_view(view), name=f"articles_logline_{name}")
            for address, view, name in pages
        ]

    def has_view_permission(self, request: HttpRequest, obj: LogLine | None = None) -> bool:
        return request.user.has_perm("articles.view_audit_log")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LogLine | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LogLine | None = None) -> bool:
        return False

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The newest lines of what is asked for; older ones on the pages that follow."""
        form, asked = self._asked(request)
        typed = request.GET.get("before", "")
        before = int(typed) if KEY.fullmatch(typed) else None
        found = list(asked.older_than(before)[: ON_A_PAGE + 1])
        lines, is_more = found[:ON_A_PAGE], len(found) > ON_A_PAGE
        shown = _shown(request, lines)
        query = {name: value for name, value in asdict(asked).items() if value}
        context = self.admin_site.each_context(request) | {
            "title": self.opts.verbose_name_plural,
            "opts": self.opts,
            "form": form,
            "rows": [_row(line, is_shown=line.number in shown) for line in lines],
            "is_newest": before is None,
            "is_searched": bool(query),
            "newest": f"?{urlencode(query)}",
            "older": f"?{urlencode(query | {'before': lines[-1].number})}" if is_more else "",
            "export": f"{reverse('admin:articles_logline_export')}?{urlencode(query)}",
        }
        return TemplateResponse(request, "admin/articles/logline/change_list.html", context)

    @method_decorator([reauthenticated, require_safe])
    def export(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """All lines of what is asked for, the newest first, a JSON object a line."""
        _form, asked = self._asked(request)
        if request.method == "GET":
            said = {name: value for name, value in asdict(asked).items() if value}
            details = {"file": "log.jsonl", "asked": said}
            record(Event.EXPORTED, by=staff(request), details=details)

        def written() -> Iterator[str]:
            for lines in asked.chunks():
                shown = _shown(request, lines)
                for line in lines:
                    data = as_data(line, is_shown=line.number in shown)
                    yield json.dumps(data, ensure_ascii=False) + "\n"

        headers = {"Content-Disposition": 'attachment; filename="log.jsonl"'}
        return StreamingHttpResponse(written(), content_type="application/jsonl", headers=headers)

    def _asked(self, request: HttpRequest) -> tuple[LogForm, Asked]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = LogForm(request.GET or None)
        form.is_valid()
        return form, form.asked()


def _known_models() -> list[type[Model]]:
    """The models that have a page at the desk."""
    return list(admin.site._registry)


# ---- What the reader of the log may see ---------------------------------------------------------


def _shown(request: HttpRequest, lines: list[LogLine]) -> set[int]:
    """The numbers of the lines whose object and details the reader of the page may see.

    Who may not see a story learns from no line what it is called or what was done to it in words;
    nor what a row of the desk holds that has no page for them. Of a story that is gone nobody can
    tell whose it was: it is shown to those alone who see every story.
    """
    by = staff(request)
    if by.is_superuser:
        return {line.number for line in lines}
    seen = Article.objects.visible_to(by, with_archived=True)
    stories = {line.story for line in lines if line.story}
    if not Article.objects.shows_all_to(by):
        stories = set(seen.filter(pk__in=stories).values_list("pk", flat=True))
    closed = _closed(request, lines)
    return {
        line.number
        for line in lines
        if (line.story is None or line.story in stories) and (line.model, line.key) not in closed
    }


def _closed(request: HttpRequest, lines: list[LogLine]) -> set[tuple[str, str]]:
    """Which rows that the lines name are kept from the reader by the desk's own pages of them."""
    named: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        named[line.model].add(line.key)
    closed: set[tuple[str, str]] = set()
    for model in _known_models():
        label = model._meta.label_lower
        if (keys := named.get(label)) and label not in ACCOUNTS:
            there = model._default_manager.filter(pk__in=keys)
            desk = admin.site.get_model_admin(model)
            if desk.has_view_permission(request):
                there = there.exclude(pk__in=desk.get_queryset(request).filter(pk__in=keys))
                closed |= {(label, str(key)) for key in there.values_list("pk", flat=True)}
            else:
                closed |= {(label, key) for key in keys}
    return closed


# ---- What a page shows --------------------------------------------------------------------------


def _row(line: LogLine, *, is_shown: bool) -> dict[str, Any]:
    """A line as the page shows it."""
    kinds = {model._meta.label_lower: model._meta.verbose_name for model in apps.get_models()}
    found = urlencode({"model": line.model, "key": line.key})
    is_searchable = line.model in {model._meta.label_lower for model in _known_models()}
    return {
        "line": line,
        "kind": kinds.get(line.model, line.model),
        "text": line.text if is_shown else gettext("（您看不到的内容）"),
        "same": f"?{found}" if is_searchable else "",
        "same_person": f"?{urlencode({'by': line.by_login})}" if line.by_login else "",
        "details": list(_said(line.details)) if is_shown else [],
    }


def _said(details: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a line says besides, each with its name, in words where there are words for it."""
    for name, value in details.items():
        if value not in (None, "", [], {}):
            text = _text(name, value)
            cut = text if len(text) <= LONGEST else f"{text[:LONGEST]}……"
            yield str(DETAILS.get(name, name)), cut


def _of_row(row: dict[str, Any]) -> str:
    """Which fields of a row a change touches: 新增栏目：名称、简介."""
    model = apps.get_model(row["model"])
    labels = {field.name: str(field.verbose_name) for field in model._meta.fields}
    fields = "、".join(labels.get(name) or name for name in row["fields"])
    return f"{holding.KINDS[row['action']].label}{model._meta.verbose_name}：{fields}"


def _text(name: str, value: Any) -> str:
    if (choices := CHOICES.get(name)) and value in choices:
        return str(choices(value).label)
    if isinstance(value, list):
        return _of_list(name, value)
    if isinstance(value, dict):
        labels = {asked: field.label for asked, field in LogForm.base_fields.items()}
        return "，".join(f"{labels.get(asked, asked)} {given}" for asked, given in value.items())
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, str):
        at = parse_datetime(value) if name.endswith("_at") or name == "visible_from" else None
        return formats.date_format(timezone.localtime(at), "Y-m-d H:i") if at else value
    return str(value)


def _of_list(name: str, found: list[Any]) -> str:
    if name == "rows":
        return "；".join(map(_of_row, found))
    if name == "what" and found and isinstance(found[0], dict):
        message: str = LogEntry(change_message=json.dumps(found)).get_change_message()
        return message
    return "、".join(map(str, found))
