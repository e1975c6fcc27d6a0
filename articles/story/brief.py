"""写简讯: a short story written on a telephone, by the same door as the story form.

The page carries the number that its story will have, so that however often a bad line sends it,
there is one story: what comes again changes it as long as nobody else did.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.audit_log.writing import record
from articles.enums import ArticleKind, BylineRole, Event, Placement, Stage
from articles.models import Article, Byline, Photo, PhotoUse
from articles.review import duties
from articles.saving import autosaves
from articles.stand import withholding
from articles.story.form import ArticleForm
from articles.story.saving import STEPS, Save
from articles.text import body
from articles.text.fields import Typed
from articles.text.keys import KEY

if TYPE_CHECKING:
    from people.models import Reporter, User

PHOTOS = 20  # of one brief at most
CAPTION = PhotoUse._meta.get_field("caption").max_length or 0
EDITION = re.compile(r"[0-9]{1,9}")
CAPTIONS = "caption_"  # and the key of a photo: what is said of it


class BriefForm(ArticleForm):
    """Headline, text and section of the story form, the text without markup."""

    printed_byline = None  # type: ignore[assignment]  # a phone has no page to paste from
    number = forms.UUIDField(widget=forms.HiddenInput)
    body = Typed(
        label=_("正文"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一行一段，不用空格缩进。"),
    )
    is_signed = forms.BooleanField(required=False)

    class Meta:
        model = Article
        fields = ["headline", "body", "section"]

    field_order = ["headline", "body"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data["photos"] = self._photos()
        return cleaned

    def _photos(self) -> list[Photo]:
        """In the order in which they were sent."""
        sent = list(dict.fromkeys(cast("QueryDict", self.data).getlist("photos")))
        if len(sent) > PHOTOS:
            raise ValidationError(_("简讯最多 %d 张图；更多的请用完整的表单。") % PHOTOS)
        keys = [int(key) for key in sent if KEY.fullmatch(key)]
        found = Photo.objects.in_bulk(keys)
        if len(found) < len(sent):
            raise ValidationError(_("有一张图片已经不在图库里，请去掉它，或重新选图。"))
        return [found[key] for key in keys]

    @property
    def brief(self) -> Brief:
        said = self.cleaned_data
        return Brief(
            number=said["number"],
            headline=said["headline"],
            text=said["body"],
            section=said["section"],
            is_signed=said["is_signed"],
            photos=[(photo, self._caption(photo)) for photo in said["photos"]],
            edition=int(known[0]) if (known := EDITION.fullmatch(said["based_on"])) else None,
        )

    def _caption(self, photo: Photo) -> str:
        said = str(self.data.get(f"{CAPTIONS}{photo.pk}", "")).replace("\0", "")
        return " ".join(said.split())[:CAPTION].rstrip()


@dataclass(frozen=True)
class Brief:
    """What was written: the story's number, its content, and the edition that the page knows."""

    number: UUID
    headline: str
    text: str
    section: Any
    is_signed: bool
    photos: Sequence[tuple[Photo, str]]  # each with what is said of it
    edition: int | None = None

    @property
    def body(self) -> str:
        """The first photo stands on top of the story, the others below its text."""
        return body.of_plain(self.text, figures=[str(photo.guid) for photo, _ in self.photos[1:]])


class BriefRefused(Exception):
    """The story was not written. The message is for who wrote it; `story` is what stands there."""

    def __init__(self, message: str, *, story: Article | None = None) -> None:
        super().__init__(message)
        self.story = story


def reporter_of(user: User) -> Reporter | None:
    """Whose name a person signs with, if they are a reporter."""
    return getattr(user, "reporter", None)


@transaction.atomic
def write(brief: Brief, *, by: User, sent: QueryDict) -> Article:
    """The draft that a brief is: made, or found and changed where it was sent before.

    Raises BriefRefused if somebody has gone on with the story since, or if it is not theirs.
    """
    story, is_new = Article.objects.get_or_create(
        guid=brief.number,
        defaults={
            "headline": brief.headline,
            "body": brief.body,
            "section": brief.section,
            "kind": ArticleKind.BRIEF,
            "created_by": by,
            "updated_by": by,
        },
    )
    story = Article.objects.select_for_update(of=("self",), no_key=True).get(pk=story.pk)
    if story.created_by_id != by.pk:
        raise BriefRefused(gettext("这一页已经失效，请另开一页“写简讯”，把文字粘贴过去。"))
    is_changed = is_new or _is_other(brief, story)
    if not is_new and is_changed:
        _require_untouched(story, brief, by=by)
        story.headline, story.body, story.section = brief.headline, brief.body, brief.section
        story.updated_by = by
        story.save()
    if is_changed:
        _place_photos(story, brief, by=by)
        _sign(story, brief, by=by)
    page = sent.copy()
    page["autosave_window"], page["autosave_follows"] = str(brief.number), ""
    save = Save(story=story, by=by, sent=page, is_new=is_new, is_changed=is_changed)
    for step in STEPS:
        save = step(save)
    autosaves.discard(article=None, by=by, held_by={brief.number})
    if save.leaves_trace:
        record(Event.ADDED if is_new else Event.CHANGED, by=by, about=story)
    return story


def _is_other(brief: Brief, story: Article) -> bool:
    """Whether the story does not hold what was sent yet."""
    words = (story.headline, story.body, story.section)
    captions = {
        use.photo_id: use.caption or use.photo.caption
        for use in story.photo_uses.select_related("photo")
    }
    return words != (brief.headline, brief.body, brief.section) or any(
        captions.get(photo.pk) != (caption or photo.caption) for photo, caption in brief.photos
    )


def _require_untouched(story: Article, brief: Brief, *, by: User) -> None:
    known, may_edit = brief.edition or 1, duties.may_edit(story, by=by)
    if story.edition != known or story.stage != Stage.DRAFT or not may_edit:
        said = gettext(
            "这篇稿件送出以后又有改动，您后来写的还在下面，没有存进去。请打开完整的表单改。"
        )
        raise BriefRefused(said, story=story)


def _place_photos(story: Article, brief: Brief, *, by: User) -> None:
    """The first photo on top, the others in the text; what was said of one is its caption, and says
    what is in it to those who cannot see it; in this story alone, if others have seen the photo.
    """
    for place, (photo, caption) in enumerate(brief.photos):
        fresh = Photo.objects.filter(pk=photo.pk, uploaded_by=by, edition=1, caption="", alt="")
        is_free = bool(caption) and not withholding.change_waits(photo)
        is_said = is_free and fresh.update(caption=caption, alt=caption)
        own = caption if caption and not is_said and caption != photo.caption else ""
        PhotoUse.objects.update_or_create(
            article=story,
            photo=photo,
            defaults={
                "placement": Placement.INLINE if place else Placement.LEAD,
                "order": place + 1,
                **({"caption": own, "alt": own if not photo.alt else ""} if own else {}),
            },
        )


def _sign(story: Article, brief: Brief, *, by: User) -> None:
    """Sign with the writer's own name; who wrote and brought pictures is credited for both."""
    reporter = reporter_of(by)
    if not (brief.is_signed and reporter):
        return
    took_some = any(photo.reporter_id == reporter.pk for photo, _caption in brief.photos)
    role = BylineRole.TEXT_AND_PHOTO if took_some else BylineRole.TEXT
    byline = story.bylines.filter(reporter=reporter).first() or Byline(
        article=story, reporter=reporter, title_as_printed=reporter.title, order=1
    )
    byline.role = role
    byline.save()
