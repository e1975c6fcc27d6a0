"""What an editor should know of a story's pictures before its review. It keeps no story back."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.enums import Placement
from articles.models import Article
from articles.text import body


def notes(article: Article) -> list[str]:
    """Pictures that are to stand in the text and stand nowhere in it, and places in the text whose
    picture the story does not have.
    """
    prefetch_related_objects([article], "photo_uses__photo")
    uses = list(article.photo_uses.all())
    placed = set(body.parse(article.body).figures)
    found = [
        _("图片“%s”是文中图，还没有放进正文，现在会排在全文最后。") % use
        for use in uses
        if use.placement == Placement.INLINE and str(use.photo.guid) not in placed
    ]
    if lost := len(placed - {str(use.photo.guid) for use in uses}):
        said = ngettext(
            "正文里有 %d 处放着不在“稿件图片”里的图，读者看不到。",
            "正文里有 %d 处放着不在“稿件图片”里的图，读者看不到。",
            lost,
        )
        found.append(said % lost)
    return found
