"""The story of a Word file becomes a draft, its pictures photos of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.enums import Placement
from articles.interchange.importing.files import ImportRefused
from articles.interchange.pages.drafting import next_order
from articles.models import Article, PhotoUse
from articles.photos import library
from articles.story import byline
from articles.story.saving import STEPS, Save
from articles.text import body
from articles.text.markup import Figure, write

if TYPE_CHECKING:
    from articles.models import ImportedFile, Photo
    from people.models import User


def save_draft(file: ImportedFile, story: dict[str, Any], *, by: User) -> Article:
    """A draft of the cleaned texts of a story. Needs a transaction around it.

    Raises ImportRefused if one of its pictures does not come into the library: then nothing does.
    """
    photos = _photos(file, story["body"], by=by)
    named = ("kicker", "headline", "subhead", "dateline", "source")
    fields = {name: story[name] for name in named}
    signing = byline.signing_unasked(story["byline"]) if story["byline"] else None
    draft = Article.objects.create(
        **fields | byline.said_beside(signing, fields),
        body=_with_photos(story["body"], photos),
        unread_byline=signing.unread_line if signing else "",
        page=file.page,
        page_order=next_order(file.page),
        created_by=by,
        updated_by=by,
    )
    for order, photo in enumerate(photos.values(), start=1):
        PhotoUse.objects.get_or_create(
            article=draft, photo=photo, defaults={"placement": Placement.INLINE, "order": order}
        )
    save = Save(draft, by, QueryDict(), is_new=True, is_changed=True, signing=signing)
    for step in STEPS:
        save = step(save)
    return draft


def _photos(file: ImportedFile, html: str, *, by: User) -> dict[str, Photo]:
    """The photos of the pictures that the text still has, by the keys of their places."""
    placed = {b.key for b in body.parse(html).blocks if isinstance(b, Figure)}
    pictures = [picture for picture in file.pictures.all() if str(picture.guid) in placed]
    if pictures and not by.has_perm("articles.add_photo"):
        raise ImportRefused(_("您没有传图的权限：请先从正文里去掉图片，再存成草稿。"))
    found = {}
    for picture in pictures:
        upload = SimpleUploadedFile(picture.name, bytes(picture.data))
        received = library.receive(upload, by=by, said={"alt": picture.alt})
        photo = received.photo or received.twin
        if photo is None:
            raise ImportRefused(f"{received.name}：{received.refusal}")
        found[str(picture.guid)] = photo
    return found


def _with_photos(html: str, photos: dict[str, Photo]) -> str:
    """The text with the keys of the photos in their places; a place that has none is left out."""
    blocks = []
    for block in body.parse(html).blocks:
        if isinstance(block, Figure):
            if block.key not in photos:
                continue
            block.key = str(photos[block.key].guid)
        blocks.append(block)
    return write(blocks)
