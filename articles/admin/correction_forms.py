"""What an editor writes to correct, withdraw or archive a story; what they are told it will do."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_shown import thumbnail
from articles.admin.steps import Step
from articles.enums import CorrectionKind, CorrectionPlacement, Stage, Visibility
from articles.models import (
    Article,
    Correction,
    Page,
    Photo,
    PhotoUse,
    ProposedCorrection,
    PublishedArticle,
    ReaderReport,
)
from articles.review import archiving, corrections, proofing, proposals
from articles.review.workflow import MoveRefused
from articles.stand import visibility
from articles.story.form import ArticleForm, as_printed
from articles.text.fields import Rows, Typed
from people.models import User

CAPTION = "caption_"  # and the key of the picture's use


class Move(Step):
    """A step that stands beside the reviews: after publication, or out of the desk's way."""

    name: ClassVar[str]  # of its address
    template: ClassVar[str] = "move"
    permission: ClassVar[str]
    refusals = (MoveRefused,)

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article


class CorrectForm(Move):
    """The note, and the text of a story that is not being edited: both wait for a second person."""

    name = "correct"
    template = "correct"
    title = _("更正")
    button = _("提交，等另一个人确认")
    permission = "articles.correct_article"

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=CorrectionKind,
        initial=CorrectionKind.CORRECTION,
        widget=forms.RadioSelect,
        help_text=_("改错用“更正”，补充后来的事实用“更新”，消除误解用“澄清”，道歉用“致歉”。"),
    )
    text = Typed(
        label=_("说明"),
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text=_("登给读者看的：写明哪里错了、正确的是什么；不排版，空一行分段。"),
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
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(article, *args, **kwargs)
        self.fields["edition"].initial = article.edition
        waiting = article.reader_reports.waiting()
        self.fields["reports"].queryset = waiting  # type: ignore[attr-defined]  # a choice of rows
        if not waiting.exists():
            del self.fields["reports"]
        current = article.corrections.current()
        self.fields["supersedes"].queryset = current  # type: ignore[attr-defined]  # a choice of rows
        if not current.exists():
            del self.fields["supersedes"]
        self.note_fields = list(self.fields)
        self.uses: list[PhotoUse] = []
        if article.stage == Stage.SIGNED_OFF:
            self._add_text()

    def _add_text(self) -> None:
        for name in proposals.TEXTS:
            field: Any = deepcopy(ArticleForm.base_fields[name])
            if isinstance(field.widget, forms.TextInput):
                field.widget = AdminTextInputWidget(attrs=field.widget.attrs)
            field.initial = getattr(self.article, name)
            if name == "summary":
                field.widget.attrs["rows"] = 3
            self.fields[name] = field
        self.uses = list(self.article.photo_uses.select_related("photo__reporter"))
        for number, use in enumerate(self.uses, 1):
            column: Any = PhotoUse._meta.get_field("caption")
            self.fields[f"{CAPTION}{use.pk}"] = Typed(
                label=_("第 %d 张图片的说明") % number,
                required=False,
                max_length=column.max_length,
                widget=AdminTextInputWidget,
                initial=use.caption or use.photo.caption,
            )

    @property
    def note_part(self) -> dict[str, list[forms.BoundField]]:
        """The fields of the note, as they are shown above those of the text."""
        fields = [self[name] for name in self.note_fields]
        return {
            "hidden_fields": [field for field in fields if field.is_hidden],
            "visible_fields": [field for field in fields if not field.is_hidden],
        }

    @property
    def text_part(self) -> list[tuple[forms.BoundField, Photo | None, str]]:
        """The fields of the text, those of captions with the photo and its picture; none while the
        story is edited.
        """
        photos = {f"{CAPTION}{use.pk}": use.photo for use in self.uses}
        found = []
        for name in self.fields:
            if name not in self.note_fields:
                photo = photos.get(name)
                found.append((self[name], photo, thumbnail(photo, width=96) if photo else ""))
        return found

    def listed(self) -> Iterable[str]:
        return self.note_fields

    def clean_headline(self) -> str:
        return as_printed(self.cleaned_data["headline"])

    def clean(self) -> dict[str, Any]:
        """What is wrong with the new text is said before the consequences are."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                proposals.refuse_unfit(self.draft)
            except MoveRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return given

    @cached_property
    def draft(self) -> ProposedCorrection:
        """What would be proposed, not to be saved. Raises MoveRefused for a stale text."""
        return proposals.draft(self.article, note=self.note, new=self.new_text)

    @property
    def note(self) -> proposals.Note:
        return proposals.Note(
            CorrectionKind(self.cleaned_data["kind"]),
            self.cleaned_data["text"],
            CorrectionPlacement(self.cleaned_data["placement"]),
            self.cleaned_data.get("supersedes"),
        )

    @property
    def new_text(self) -> proposals.NewText:
        """The text that was sent; nothing for a page that showed none."""
        said = self.cleaned_data
        return proposals.NewText(
            edition=said["edition"],
            content={name: said[name] for name in proposals.TEXTS if name in said},
            captions={
                use.pk: said[name] for use in self.uses if (name := f"{CAPTION}{use.pk}") in said
            },
        )

    def differences(self) -> Any:
        return proposals.differences(self.draft)

    @cached_property
    def findings(self) -> proofing.Report:
        """What whoever confirms will be asked to look at."""
        return proposals.findings(self.draft)

    def consequences(self) -> list[str]:
        found = [gettext("先交另一个人确认：有权更正或终审签发、不在本稿署名中的同事。")]
        if self.draft.changes_text:
            found.append(
                gettext("确认之前，读者看到的一个字也不变；确认以后，正文和说明同时换上。")
            )
            found.append(gettext("确认之前如果有人改了这篇稿件，这次更正就作废，要重新提出。"))
        else:
            found.append(gettext("确认之前，读者看不到说明；正文不改。"))
        if self.draft.changes_text and self.findings.warnings:
            found.append(
                gettext("上面的提醒，确认的人要核对并写明理由；是您改漏了的，请返回修改。")
            )
        found.append(gettext("确认以后，这篇稿件的页面和“更正与撤稿”页上都有这段说明。"))
        found.append(gettext("发布以后不能改、不能删；写错了只能再发一则取代它。"))
        return [*found, *on_paper(self.article, self.cleaned_data["kind"])]

    def take(self, *, by: User) -> str:
        proposals.propose(
            self.article,
            by=by,
            note=self.note,
            new=self.new_text,
            answers=self.cleaned_data.get("reports", ()),
        )
        return gettext("已提交更正，等另一个人确认；在那以前读者看到的不变。")


def on_paper(article: Article, kind: str) -> list[str]:
    """What a correction of this kind owes on paper, in words for an editor."""
    if kind == CorrectionKind.UPDATE:
        return [gettext("“更新”不是改错，不要求在报纸上刊登。")]
    published: PublishedArticle | None = getattr(article, "published", None)
    if published is None or published.page is None:
        return []
    said = gettext("原稿见报于%s：更正还要登在下一期、同一版、同一位置，登出前列为“待见报”。")
    return [said % published.page]


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
        seen = visibility.at_present(self.article)
        if seen.state == Visibility.WAITING:
            return [
                gettext("读者还没有看到过这篇稿件，到 %s 也不会上线。") % seen.moment,
                gettext("“更正与撤稿”页不提这次撤稿，上面的原因读者也看不到。"),
                gettext("稿件和记录都保留在后台，以后可以恢复。"),
            ]
        return [
            gettext("稿件马上从首页、栏目、数字报、人物、标签等所有页面上消失。"),
            gettext("打开原地址的读者只看到：本报已撤稿、撤稿时间和上面的原因。"),
            gettext("只有这篇（或别的已撤稿件）用到的图片不再能打开。"),
            gettext("“更正与撤稿”页会公开列出这次撤稿，不写标题。"),
            gettext("稿件和记录都保留在后台，以后可以恢复。"),
        ]

    def take(self, *, by: User) -> str:
        seen = visibility.at_present(self.article)
        corrections.withdraw(self.article, by=by, reason=self.cleaned_data["reason"])
        if seen.state == Visibility.WAITING:
            return gettext("已撤稿，到 %s 不会上线。") % seen.moment
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
        then = visibility.once_reinstated(self.article)
        if then.state == Visibility.WAITING:
            return [gettext("这篇稿件重新等待上线，读者 %s 看得到。") % then.moment]
        return [
            gettext("读者马上又能看到这篇稿件，和撤稿前一样，回到原来的位置。"),
            gettext("它的图片重新可以打开。"),
            gettext("“更正与撤稿”页不再列出这次撤稿；后台记录保留。"),
        ]

    def take(self, *, by: User) -> str:
        corrections.reinstate(self.article, by=by, reason=self.cleaned_data["reason"])
        seen = visibility.at_present(self.article)
        if seen.state == Visibility.WAITING:
            return gettext("已恢复，读者 %s 看得到。") % seen.moment
        return gettext("已恢复，读者又能看到它了。")


class ArchiveForm(Move):
    name = "archive"
    title = _("归档")
    permission = "articles.delete_article"

    reason = Typed(
        label=_("归档原因"),
        required=False,
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("可以不写；写了，留在操作记录里。"),
    )

    def consequences(self) -> list[str]:
        return [
            gettext("送过审的稿件不删除：稿件、审稿记录和各版修改都留着。"),
            gettext("它不再出现在稿件列表、“今天”、查找和本期的统计里，也不能修改。"),
            gettext("以后在稿件列表右边选“已归档”找得到它，可以取消归档。"),
        ]

    def take(self, *, by: User) -> str:
        archiving.archive(self.article, by=by, reason=self.cleaned_data["reason"])
        return gettext("《%s》已归档。") % self.article.title


class UnarchiveForm(Move):
    name = "unarchive"
    title = _("取消归档")
    permission = "articles.delete_article"

    reason = Typed(
        label=_("取消归档的原因"),
        required=False,
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("可以不写；写了，留在操作记录里。"),
    )

    def consequences(self) -> list[str]:
        return [gettext("它重新成为草稿，和归档前一样，可以修改、送审。")]

    def take(self, *, by: User) -> str:
        archiving.bring_back(self.article, by=by, reason=self.cleaned_data["reason"])
        return gettext("《%s》已取消归档，现在是草稿。") % self.article.title


class PrintedForm(forms.Form):
    """Where a correction's notice was printed: the story that carried it, or the page alone."""

    notice = forms.ModelChoiceField(
        label=_("见报启事"),
        queryset=Article.objects.in_use().filter(page__isnull=False),
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
