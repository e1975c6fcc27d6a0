"""What an editor writes to correct or withdraw a story, and what they are told it will do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.enums import CorrectionKind, CorrectionPlacement
from articles.models import Article, Correction, Page, PublishedArticle, ReaderReport
from articles.review import corrections
from articles.text.fields import Rows, Typed
from people.models import User


class Move(forms.Form):
    """A step after publication: its fields, its consequences, and how it is taken."""

    name: ClassVar[str]  # of its address
    title: ClassVar[Any]
    permission: ClassVar[str]

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article

    def consequences(self) -> list[str]:
        """What happens on confirming, in words for an editor. The form is valid."""
        raise NotImplementedError

    def take(self, *, by: User) -> str:
        """Correct, withdraw or reinstate the story as the valid form says; return what to tell the
        editor. Raises MoveRefused.
        """
        raise NotImplementedError

    def summary(self) -> list[tuple[Any, Any]]:
        """What was filled in, field by field, as a reader of the form reads it."""
        filled = []
        for name, field in self.fields.items():
            value = self.cleaned_data[name]
            if value:
                if isinstance(value, QuerySet):
                    value = "\n".join(map(str, value))
                choices = dict(getattr(field, "choices", [])) if isinstance(value, str) else {}
                filled.append((field.label, choices.get(value, value)))
        return filled


class CorrectForm(Move):
    name = "correct"
    title = _("更正")
    permission = "articles.correct_article"

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=CorrectionKind,
        initial=CorrectionKind.CORRECTION,
        widget=forms.RadioSelect,
        help_text=_("改错用“更正”，补充后来的事实用“更新”，消除误解用“澄清”，道歉用“致歉”。"),
    )
    text = Typed(
        label=_("内容"),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text=_("写明哪里错了、正确的是什么；不排版，空一行分段。"),
        error_messages={"required": _("请写明更正的内容。")},
    )
    placement = forms.ChoiceField(
        label=_("位置"),
        choices=CorrectionPlacement,
        initial=CorrectionPlacement.TOP,
        widget=forms.RadioSelect,
    )
    supersedes = forms.ModelChoiceField(
        label=_("取代"),
        queryset=Correction.objects.none(),
        required=False,
        empty_label=_("不取代"),
        help_text=_("前一则更正本身有误时选它；它不再出现在稿件页上，但留在公开的更正记录里。"),
    )

    reports = Rows(
        label=_("读者纠错"),
        queryset=ReaderReport.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这则更正答复了哪几条；发布时它们随之结案，读者留下的联系方式同时删除。"),
    )

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(article, *args, **kwargs)
        waiting = article.reader_reports.waiting()
        self.fields["reports"].queryset = waiting  # type: ignore[attr-defined]  # a choice of rows
        if not waiting.exists():
            del self.fields["reports"]
        current = article.corrections.current()
        self.fields["supersedes"].queryset = current  # type: ignore[attr-defined]  # a choice of rows
        if not current.exists():
            del self.fields["supersedes"]

    def consequences(self) -> list[str]:
        found = [
            gettext("读者马上会在这篇稿件页面上和“更正与撤稿”页上看到它。"),
            gettext("发布以后不能改、不能删；写错了只能再发一则取代它。"),
            gettext("正文不会跟着改：要改正文，请另外编辑稿件并重新签发。"),
        ]
        if self.cleaned_data["kind"] == CorrectionKind.UPDATE:
            found.append(gettext("“更新”不是改错，不要求在报纸上刊登。"))
        elif page := self._printed_on():
            found.append(
                gettext("原稿见报于%s：更正还要登在下一期、同一版、同一位置，登出前列为“待见报”。")
                % page
            )
        return found

    def _printed_on(self) -> Page | None:
        published: PublishedArticle | None = getattr(self.article, "published", None)
        return published.page if published else None

    def take(self, *, by: User) -> str:
        correction = corrections.correct(
            self.article,
            by=by,
            kind=CorrectionKind(self.cleaned_data["kind"]),
            text=self.cleaned_data["text"],
            placement=CorrectionPlacement(self.cleaned_data["placement"]),
            supersedes=self.cleaned_data.get("supersedes"),
            answers=self.cleaned_data.get("reports", ()),
        )
        return gettext("已发布%(kind)s。") % {"kind": correction.get_kind_display()}


class WithdrawForm(Move):
    name = "withdraw"
    title = _("撤稿")
    permission = "articles.withdraw_article"

    reason = Typed(
        label=_("撤稿原因"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("读者会看到这段话；不要重复失实的内容。"),
        error_messages={"required": _("请写明撤稿原因，读者会看到。")},
    )

    def consequences(self) -> list[str]:
        return [
            gettext("稿件马上从首页、栏目、数字报、人物、标签等所有页面上消失。"),
            gettext("打开原地址的读者只看到：本报已撤稿、撤稿时间和上面的原因。"),
            gettext("只有这篇（或别的已撤稿件）用到的图片不再能打开。"),
            gettext("“更正与撤稿”页会公开列出这次撤稿，不写标题。"),
            gettext("稿件和记录都保留在后台，以后可以恢复。"),
        ]

    def take(self, *, by: User) -> str:
        corrections.withdraw(self.article, by=by, reason=self.cleaned_data["reason"])
        return gettext("已撤稿，读者看不到它了。")


class ReinstateForm(Move):
    name = "reinstate"
    title = _("恢复稿件")
    permission = "articles.withdraw_article"

    reason = Typed(
        label=_("恢复原因"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("只留在后台的记录里，读者看不到。"),
        error_messages={"required": _("请写明恢复的原因。")},
    )

    def consequences(self) -> list[str]:
        return [
            gettext("读者马上又能看到这篇稿件，和撤稿前一样，回到原来的位置。"),
            gettext("它的图片重新可以打开。"),
            gettext("“更正与撤稿”页不再列出这次撤稿；后台记录保留。"),
        ]

    def take(self, *, by: User) -> str:
        corrections.reinstate(self.article, by=by, reason=self.cleaned_data["reason"])
        return gettext("已恢复，读者又能看到它了。")


class PrintedForm(forms.Form):
    """Where a correction's notice was printed: the story that carried it, or the page alone."""

    notice = forms.ModelChoiceField(
        label=_("见报启事"),
        queryset=Article.objects.filter(page__isnull=False),
        required=False,
        error_messages={"invalid_choice": _("这篇稿件没有版面，不能登记为见报启事。")},
        help_text=_("更正登成一篇稿件时选它；只印在版上、没有单独成稿的，选下面的版。"),
    )
    page = forms.ModelChoiceField(
        label=_("更正见报"), queryset=Page.objects.select_related("issue"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, source in [("notice", "notice"), ("page", "printed_in")]:
            field: Any = self.fields[name]
            field.widget = AutocompleteSelect(Correction._meta.get_field(source), admin.site)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        notice: Article | None = self.cleaned_data.get("notice")
        page = self.cleaned_data.get("page") or (notice and notice.page)
        if page is None and not self.errors:
            raise ValidationError(_("请选择刊登更正的稿件或版面。"))
        return self.cleaned_data | {"page": page}
