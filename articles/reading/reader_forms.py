"""Forms that readers fill in. They set no cookie: no account stands behind them to be misused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.models import ReaderReport
from articles.models.reader_report import LONGEST_PASSAGE, LONGEST_TEXT
from articles.review import reader_reports
from articles.text.fields import Typed

if TYPE_CHECKING:
    from articles.models import PublishedArticle

QUICKEST = timedelta(seconds=3)  # nobody reads the form and fills it in sooner
LONGEST = timedelta(hours=12)
signer = signing.TimestampSigner(salt="articles.reading.reader_forms")


class ReportForm(forms.Form):
    """What is wrong in a story. `stamp` says when the form was opened, and for which story; `topic`
    is a trap, which nobody sees who does not read markup.
    """

    passage = Typed(
        label=_("有误的原文"),
        required=False,
        max_length=LONGEST_PASSAGE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("从报道里摘一句，便于查找；可以不填。"),
    )
    text = Typed(
        label=_("错在哪里，正确的是什么"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("有依据的话，请写明出处。"),
        error_messages={"required": _("请写明错在哪里。")},
    )
    contact = Typed(
        label=_("联系方式"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
        help_text=_("电话或邮箱，可以不填。只供编辑核实时联系您，处理完即删除。"),
    )
    topic = Typed(
        label=_("请不要填写这一栏"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, story: PublishedArticle, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.story = story

    @property
    def fresh_stamp(self) -> str:
        return signer.sign(str(self.story.pk))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("topic"):
            raise ValidationError(_("有一栏应当留空，却填了内容。请再提交一次。"))
        if not self.errors and not self._was_opened_in_time():
            raise ValidationError(_("提交得太快，或页面打开得太久。写好的内容还在，请再提交一次。"))
        return self.cleaned_data

    def _was_opened_in_time(self) -> bool:
        stamp = self.cleaned_data.get("stamp", "")
        try:
            opened = signer.unsign(stamp, max_age=LONGEST)
        except signing.BadSignature:
            return False
        return opened == str(self.story.pk) and not self._is_younger(stamp)

    @staticmethod
    def _is_younger(stamp: str) -> bool:
        try:
            signer.unsign(stamp, max_age=QUICKEST)
        except signing.SignatureExpired:
            return False
        return True

    def send(self, *, client: str) -> ReaderReport:
        """Keep the report. Raises TooManyReports."""
        said = {name: self.cleaned_data[name] for name in ("passage", "text", "contact")}
        return reader_reports.receive(self.story, client=client, **said)
