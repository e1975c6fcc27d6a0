"""The desk's forms of pages: a printed page's image and regions, and the front page's top."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import imaging
from articles.imaging import page_images
from articles.models import Article, Page, Pin
from articles.paper import page_files
from articles.paper.front_page import MOST_PINS, Placed
from articles.paper.regions import Drawn
from articles.saving.guard import GuardedForm
from articles.text.fields import Moment, Typed
from articles.text.moments import MomentInput

if TYPE_CHECKING:
    from collections.abc import Callable

    RegionBase = forms.BaseFormSet["RegionForm"]
    PinBase = forms.BaseFormSet["PinForm"]
else:
    RegionBase = PinBase = forms.BaseFormSet

MOST_REGIONS = 60
Read = TypeVar("Read")


class PageForm(GuardedForm):
    """A page with its files. What readers get of the image is drawn here, or nothing is saved."""

    class Meta:
        model = Page
        exclude: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaced: list[str] = []  # public files that are nobody's once this is saved

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "pdf" in self.cleaned_data and "original" in self.cleaned_data:
            self._draw()
        return cleaned

    def _draw(self) -> None:
        """The image comes from the picture of the page if there is one, else from its PDF."""
        picture, pdf = self.cleaned_data["original"], self.cleaned_data["pdf"]
        printed, images = None, None
        if isinstance(pdf, UploadedFile):
            pdf.name = "page.pdf"  # served by this name's end, whatever it was called
            printed = self._read("pdf", page_images.from_pdf, pdf)
        elif "original" in self.changed_data and not picture and pdf:
            printed = self._read("original", _drawn_again, page_files.uploaded_pdf(self.instance))
        if isinstance(picture, UploadedFile):
            picture.name = f"page{imaging.ending(picture)}"
            images = self._read("original", page_images.from_picture, picture)
        elif printed:
            images = printed.images
        if self.errors:
            return
        if "pdf" in self.changed_data:
            self._put_pdf(printed)
        is_picture_kept = picture and not isinstance(picture, UploadedFile)
        if images and not is_picture_kept:
            self._put(images)
        elif not (picture or pdf):
            self._put(None)

    def _read(self, field: str, read: Callable[[Any], Read], file: Any) -> Read | None:
        """What comes of a file, or nothing, and why is said at the field."""
        try:
            return read(file)
        except imaging.PhotoRefused as error:
            self.add_error(field, str(error))
            return None

    def _put_pdf(self, printed: page_images.PrintedPage | None) -> None:
        """Readers get the clean PDF; what was uploaded is kept, and is not public."""
        page, was = self.instance, self.initial.get("pdf")
        self.replaced += [str(file) for file in (was, page.pdf_original) if file]
        page.pdf_original = self.cleaned_data["pdf"] or ""
        page.pdf_recipe = page_images.PDF_RECIPE if printed else 0
        if printed:
            self.cleaned_data["pdf"] = ContentFile(printed.pdf, name="page.pdf")

    def _put(self, images: page_images.PageImages | None) -> None:
        self.replaced += page_files.put_images(self.instance, images)
        if images:
            self.instance.image_edition += 1


def _drawn_again(pdf: bytes) -> page_images.PrintedPage:
    """A PDF that the page has already, of which only the image is wanted. Raises PhotoRefused."""
    return page_images.from_pdf(io.BytesIO(pdf), allow_missing_fonts=True)


class RegionForm(forms.Form):
    """One region. `stories` are those to choose from, asked for once for all rows."""

    article = forms.TypedChoiceField(label=_("稿件"), coerce=int)
    points = Typed(
        label=_("形状"),
        max_length=1000,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
        error_messages={"required": _("请画出区域，或写出各角的坐标。")},
    )

    def __init__(self, *args: Any, stories: list[Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [  # type: ignore[attr-defined]  # a choice field, above
            ("", "———"),
            *((story.pk, _label(story)) for story in stories),
        ]

    @property
    def drawn(self) -> Drawn:
        return Drawn(self.cleaned_data["article"], self.cleaned_data["points"])


class RegionBaseFormSet(RegionBase):
    """Regions in the order in which a page is read."""

    @property
    def drawn(self) -> list[Drawn]:
        return [form.drawn for form in self.ordered_forms]


RegionFormSet = forms.formset_factory(
    RegionForm,
    formset=RegionBaseFormSet,
    extra=1,
    max_num=MOST_REGIONS,
    absolute_max=MOST_REGIONS + 1,  # one too many is refused, however many are claimed
    validate_max=True,
    can_order=True,
    can_delete=True,
)


def _label(story: Article) -> str:
    """A story by its headline and the page it is printed on."""
    return " · ".join(filter(None, [story.title, story.page.label if story.page else ""]))


class StorySearch(forms.Select):
    """A choice of one story, found by typing, as the admin's own pickers do it. The stories that
    are chosen already are its choices; others come from `address`.
    """

    address = "admin:articles_pin_stories"

    @property
    def media(self) -> forms.Media:
        return AutocompleteSelect(Pin._meta.get_field("article"), admin.site).media

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> Any:
        asks = {
            "class": "admin-autocomplete",
            "lang": "zh-CN",
            "data-ajax--cache": "true",
            "data-ajax--delay": "250",
            "data-ajax--type": "GET",
            "data-ajax--url": reverse(self.address),
            "data-theme": "admin-autocomplete",
            "data-allow-clear": "true",
            "data-placeholder": gettext("输入标题、署名或正文里的词"),
        }
        return super().build_attrs(base_attrs | asks, extra_attrs)


class PinForm(forms.Form):
    """One story on top of the front page. `stories`, by key and by what they are called, are those
    that may stand in any row.
    """

    article = forms.TypedChoiceField(label=_("稿件"), coerce=int, widget=StorySearch)
    until = Moment(
        label=_("置顶到"),
        widget=MomentInput(),
        error_messages={"required": _("请写明置顶到什么时候。")},
    )

    def __init__(self, *args: Any, stories: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [("", "———"), *stories]  # type: ignore[attr-defined]  # a choice field, above

    def clean_until(self) -> datetime:
        until: datetime = self.cleaned_data["until"]
        if until <= timezone.now():
            raise forms.ValidationError(_("这个时间已经过了。"))
        return until

    @property
    def placed(self) -> Placed:
        return Placed(self.cleaned_data["article"], self.cleaned_data["until"])


class PinBaseFormSet(PinBase):
    """Stories in the order in which they stand on top, the lead first."""

    @property
    def placed(self) -> list[Placed]:
        return [form.placed for form in self.ordered_forms]


PinFormSet = forms.formset_factory(
    PinForm,
    formset=PinBaseFormSet,
    extra=3,
    max_num=MOST_PINS,
    absolute_max=MOST_PINS + 1,
    validate_max=True,
    can_order=True,
    can_delete=True,
)


class SeenForm(forms.Form):
    """The arrangement somebody had before them when they began."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)


class EditionForm(forms.Form):
    edition = forms.IntegerField(widget=forms.HiddenInput)
