"""The desk's forms: what an editor typed, checked and cleaned before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media, Script
from taggit.forms import TagWidget

from articles.enums import Stage
from articles.models import Article, Byline, Section
from articles.review.confirmations import holding
from articles.saving.guard import GuardedForm
from articles.story import byline
from articles.story.byline import Offer
from articles.text import body, paste, tags
from articles.text.fields import Typed
from people.enums import ReporterKind
from people.models import Reporter

if TYPE_CHECKING:
    from django.http import QueryDict

    BylineModelForm = forms.ModelForm[Byline]
else:
    BylineModelForm = forms.ModelForm

# The editor offers what articles.text.body keeps, and nothing else.
BODY_EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2]},
    "Bold": True,
    "Italic": True,
    "Superscript": True,
    "Subscript": True,
    "HardBreak": True,
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    # What is typed after a link is no part of it: that is what goes without autolink.
    "Link": {
        "enableTarget": False,
        "autolink": False,
        "defaultProtocol": "https",
        "protocols": ["http", "https", "mailto", "tel"],
    },
    "TypedLinks": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "PhotoFigure": True,
    "PastedText": {"address": reverse_lazy("admin:articles_article_paste")},
    "Menu": {
        "groups": [
            {"group": "headings"},
            {"group": "marks"},
            {"group": "lists"},
            {"group": "nodes -headings -lists"},
            {"group": "photo"},
            {"group": "link"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
}


MOST_BODY = 500_000  # characters with their markup: the longest report has a tenth of it


def cleaned_body(html: str) -> str:
    """A body as it was sent, in the vocabulary. Raises ValidationError if it is too long, or nested
    too deep.
    """
    if len(html) > MOST_BODY:
        said = _("正文太长：连同格式最多 %(most)d 个字符，现在有 %(count)d 个。请分成几篇。")
        raise ValidationError(said, params={"most": MOST_BODY, "count": len(html)})
    try:
        paste.refuse_depth(html)
    except paste.TooDeep as refusal:
        raise ValidationError(str(refusal)) from refusal
    return body.clean(html)


class SourceInput(forms.TextInput):
    """The line of the source, which offers those of earlier stories while one types."""

    @property
    def media(self) -> Media:
        return Media(js=[Script("newsroom/js/suggestions.js", type="module")])

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        offers = {
            "class": "vTextField",
            "autocomplete": "off",
            "data-suggestions": reverse("admin:articles_article_sources"),
            "data-label": gettext("用过的来源"),
        }
        return super().build_attrs(base_attrs | offers, extra_attrs)


class TagInput(TagWidget):  # type: ignore[misc]  # published without types
    """The line of tags, which offers those there are while one types."""

    @property
    def media(self) -> Media:
        return Media(js=[Script("newsroom/js/suggestions.js", type="module")])

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        offers = {
            "autocomplete": "off",
            "data-suggestions": reverse("admin:articles_tag_suggest"),
            "data-separators": "，､、;；,",
            "data-label": gettext("已有的标签"),
        }
        return super().build_attrs(base_attrs | offers, extra_attrs)


class ArticleForm(GuardedForm):
    """The story's form. What a printed line comes to is `signing` of its cleaned data.

    `may_register` says whether who opens it may make reporters of unknown names.
    """

    may_register = False

    headline = Typed(
        label=_("主题"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vTextField headline"}),
        help_text=_("报纸上分几行就分几行；网页列表中会自动连成一行。"),
        error_messages={"required": _("请填写主题。")},
    )
    body = ProseEditorFormField(
        label=_("正文"),
        required=False,
        widget=AdminProseEditorWidget,
        config={"extensions": BODY_EXTENSIONS},
        preset="configurable",
        sanitize=cleaned_body,
        help_text=_(
            "小标题上方有标签（如“探访”）时，在小标题里先写标签，按 Shift+回车换行，再写小标题。"
            "段首不用空格，网站会自动缩进。"
        ),
    )
    printed_byline = Typed(
        label=_("粘贴署名行"),
        required=False,
        max_length=500,
        widget=forms.Textarea(
            attrs={"class": "vTextField", "rows": 2, "aria-describedby": "byline-said"}
        ),
        help_text=_(
            "照报纸原样粘贴，可以有几行，如“▢ 全媒体记者 陈洋波 文/图”“本报讯（记者 陈洋波）”；"
            "保存时填入署名表，来源和电头空着的也一起填。拿不准的会请您选。"
        ),
    )

    class Meta:
        model = Article
        exclude = ["stage"]
        widgets = {"tags": TagInput, "source": SourceInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Who opens a new story begins with its headline."""
        super().__init__(*args, **kwargs)
        if self.instance.pk is None and "headline" in self.fields:
            self.fields["headline"].widget.attrs["autofocus"] = True

    def clean_headline(self) -> str:
        return as_printed(self.cleaned_data["headline"])

    def clean_tags(self) -> list[str]:
        names: list[str] = self.cleaned_data["tags"]
        tags.refuse_without_letters(names)
        tags.refuse_too_long(names)
        return names

    def clean_section(self) -> Section | None:
        """Readers have it under a section: it may be moved to another, not be taken out of all."""
        section: Section | None = self.cleaned_data["section"]
        is_signed_off = self.instance.stage == Stage.SIGNED_OFF
        if section is None and is_signed_off and not self.instance.predates_section_rule:
            raise ValidationError(_("签发过的稿件要有栏目；要换栏目，请直接选另一个。"))
        return section

    def clean(self) -> dict[str, Any] | None:
        self._clean_byline()
        return super().clean()

    @property
    def byline_offer(self) -> Offer | None:
        """The readings of the printed line that was typed, or else of the one that is not read yet;
        None if there is no line.
        """
        if "printed_byline" not in self.fields:
            return None
        typed = self["printed_byline"].value() or ""
        line = typed.strip() or self._unread_line()
        if not line:
            return None
        sent = cast("QueryDict", self.data)
        who = sent.getlist(byline.WHO) if self.is_bound else []
        return byline.offered(line, chosen=sent.get(byline.CHOSEN, ""), who=who)

    def _unread_line(self) -> str:
        if "unread_byline" not in self.fields:
            return ""
        return (self["unread_byline"].value() or "").strip()

    def _clean_byline(self) -> None:
        """`signing` is what the save does with a printed line. One that was not read before is left
        alone until a reading of it is chosen.
        """
        typed = self.cleaned_data.get("printed_byline")
        is_asked = typed or self.data.get(byline.CHOSEN)
        offer = self.byline_offer if is_asked and "printed_byline" not in self.errors else None
        if offer is None:
            return
        signing = byline.signing(offer, may_register=self.may_register)
        if signing is None:
            self.add_error("printed_byline", offer.said)
            return
        self.cleaned_data["signing"] = signing
        self.cleaned_data["unread_byline"] = self.instance.unread_byline = signing.unread_line
        for name in ("source", "dateline"):
            read = getattr(signing.reading, name)
            if read and name in self.fields and not self.cleaned_data.get(name):
                self.cleaned_data[name] = read


def as_printed(headline: str) -> str:
    """A headline in its lines, without empty ones and needless spaces."""
    lines = [" ".join(line.split()) for line in headline.splitlines()]
    return "\n".join(filter(None, lines))


class BylineForm(BylineModelForm):
    class Meta:
        model = Byline
        fields = ["reporter", "role", "title_as_printed", "order"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        reporter: Reporter | None = self.cleaned_data.get("reporter")
        is_new = self.instance.pk is None
        if is_new and reporter and reporter.kind != ReporterKind.AGENCY:
            if reporter.is_waiting:  # the title they were entered with waits apart
                holding.complete(reporter)
            self.cleaned_data["title_as_printed"] = (
                self.cleaned_data.get("title_as_printed") or reporter.title
            )
        return cleaned
