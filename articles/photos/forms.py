"""The library's forms: one photo, and many at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from articles import imaging
from articles.enums import SourceType
from articles.models import Photo
from articles.photos import library
from articles.saving.guard import GuardedForm
from articles.text.fields import Day, Typed

if TYPE_CHECKING:
    from people.models import User

    BatchModelForm = forms.ModelForm[Photo]
else:
    BatchModelForm = forms.ModelForm

ACCEPTED = "image/jpeg,image/png,image/webp,image/avif"
MAX_FILES = 100  # in one request without scripts, as Django limits it; with them there is no limit

# Facts about a file that may not fit the next: the question about them, and their columns, each
# with what it holds where nothing was said.
ABOUT_FILE: dict[str, dict[str, Any]] = {
    "replaced_caption": {"caption": ""},
    "replaced_taken_on": {"taken_on": None},
    "replaced_focus": {"focal_x": 50, "focal_y": 50},
}


class AfterReplacing(TextChoices):
    """What becomes of a fact about the old file when another takes its place."""

    KEEP = "keep", _("沿用原来的")
    RENEW = "renew", _("照新文件（新文件没有写就清空）")


def _after_replacing(label: Any, *, renew: Any = AfterReplacing.RENEW.label) -> forms.ChoiceField:
    choices = [(AfterReplacing.KEEP.value, AfterReplacing.KEEP.label), ("renew", renew)]
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=forms.RadioSelect)


class PhotoForm(GuardedForm):
    """One photo. What the file says fills the fields that were left empty.

    Where a new file takes the place of another, what was said of the old one (ABOUT_FILE) is kept
    or renewed, as the editor answers; what the editor has just typed stands without an answer.
    """

    uploader: User  # whom a photograph is credited to that names nobody, if that is a reporter
    replaced_caption = _after_replacing(_("换文件后，图片说明"))
    replaced_taken_on = _after_replacing(_("换文件后，拍摄日期"))
    replaced_focus = _after_replacing(_("换文件后，焦点"), renew=_("回到正中"))

    class Meta:
        model = Photo
        exclude: list[str] = []
        # The original has no address: a link to it would lead nowhere.
        widgets = {"original": forms.FileInput(attrs={"accept": ACCEPTED})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.picture: imaging.Picture | None = None

    def clean_original(self) -> Any:
        upload = self.cleaned_data["original"]
        if isinstance(upload, UploadedFile):
            try:
                self.picture = imaging.taken_in(upload)
            except imaging.PhotoRefused as error:
                raise ValidationError(str(error)) from error
        return upload

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        is_placeholder = self.cleaned_data.get("source_type") == SourceType.PLACEHOLDER
        has_file = self.instance.original or self.instance.file or self.picture
        if "original" in self.fields and not (
            has_file or is_placeholder or "original" in self.errors
        ):
            self.add_error("original", _("请选择图片文件；没有图片时只能登记为占位图。"))
        return cleaned

    def _post_clean(self) -> None:
        """Ask for what publishing will ask; say that the upload of a refused form was not kept.

        What the form leaves to others is not asked for.
        """
        super()._post_clean()  # type: ignore[misc]  # Django's hook, not in the stubs
        photo = self.instance
        if self.picture and photo.pk:
            self._renew()
        if self.picture and not self.errors:
            said = self.picture.embedded
            library.fill_in(photo, said, file_name=str(self.cleaned_data["original"].name))
            library.credit_uploader(photo, said, by=self.uploader)
        if "source" in self.fields and not photo.credit.strip():
            self.add_error("source", _("每张图片都要有署名：请选择摄影者，或填写来源。"))
        if "alt" in self.fields and not (photo.alt.strip() or photo.is_decorative):
            self.add_error("alt", _("请填写替代文字；图片纯属装饰时勾选“纯装饰”。"))
        if self.errors and self.picture:
            self.add_error("original", _("图片还没有保存：改好标出的地方后，请再选一次这个文件。"))

    def _renew(self) -> None:
        """Clear what the editor wants as the new file has it; ask where there is no answer."""
        for question, unsaid in ABOUT_FILE.items():
            is_typed = not unsaid.keys().isdisjoint(self.changed_data)
            is_said = any(getattr(self.instance, name) != value for name, value in unsaid.items())
            if is_typed or not is_said:
                continue
            answer = self.cleaned_data.get(question)
            if not answer:
                self.add_error(question, _("换了文件，原来的还合适吗？请选一项。"))
            elif answer == AfterReplacing.RENEW:
                for name, value in unsaid.items():
                    setattr(self.instance, name, value)


class BatchForm(BatchModelForm):
    """What is said of all photos of an upload. Files come beside it, one or many."""

    class Meta:
        model = Photo
        fields = ["caption", "reporter", "source", "source_type", "rights", "taken_on", "place"]
        field_classes = dict.fromkeys(["caption", "source", "rights", "place"], Typed) | {
            "taken_on": Day
        }
        help_texts = {
            "caption": _("整批图片共用的说明；各张不同时留空，传完再逐张填写。"),
            "source": _("不是本社记者所摄时填写，如“市文明办供图”。"),
        }

    def said(self) -> dict[str, Any]:
        """What was filled in, for every photo of the batch."""
        return {name: value for name, value in self.cleaned_data.items() if value}
