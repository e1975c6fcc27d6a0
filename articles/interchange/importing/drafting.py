"""Drafts made of what was mended: of the stories of a page, or of the one of a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from articles.enums import ImportKind
from articles.interchange.importing import texts
from articles.interchange.importing.files import ImportRefused
from articles.interchange.pages.drafting import save_drafts
from articles.interchange.word.drafting import save_draft
from articles.models import Article

if TYPE_CHECKING:
    from articles.models import ImportedFile
    from people.models import User

NAMED = 3  # titles that a refusal names


def drafts(file: ImportedFile, stories: Sequence[dict[str, Any]], *, by: User) -> Sequence[Article]:
    """A draft of each story, of its cleaned texts. Needs a transaction around it.

    Raises ImportRefused if the same file was imported elsewhere, or a picture is not taken.
    """
    if file.kind == ImportKind.WORD:
        return [save_draft(file, stories[0], by=by)]
    found = [texts.story_of(story) for story in stories]
    drafted = save_drafts(found, page=file.page, by=by, digest=file.digest)
    if not drafted.made:
        raise ImportRefused(_made_before(drafted.articles, by=by))
    return drafted.articles


def _made_before(articles: Sequence[Article], *, by: User) -> str:
    """What is said of a file whose stories are there, of which the user may not see each."""
    keys = [article.pk for article in articles]
    seen = set(Article.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    titles = [article.title for article in articles if article.pk in seen][:NAMED]
    if not titles:
        return _("这个文件的稿件先前已经存过，这次没有保存。")
    return _("这个文件的稿件先前已经存过，这次没有保存：%s。") % "、".join(titles)
