"""Files that are imported: read once, and kept while they are mended.

The same file for the same page, or the same Word file of the same person, opens what is there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import ImportKind
from articles.interchange import word
from articles.interchange.importing import texts
from articles.interchange.pages import decoding, drafting, lines, pdf, reading
from articles.models import Article, ImportedFile, ImportedPicture

if TYPE_CHECKING:
    from articles.models import Page
    from people.models import User

MOST_BYTES = 20 * 2**20  # of a file
MOST_STORIES = 100  # of a page


class ImportRefused(ValueError):
    """An import is not taken, kept or saved. The message tells an editor why, and what to do."""


def may_import_pages(user: User) -> bool:
    """Whether somebody may read a whole page into drafts."""
    return user.has_perms(["articles.change_page", "articles.add_article"])


def is_open_to(file: ImportedFile, user: User) -> bool:
    """Pages are mended by every editor; a Word file is its sender's alone until it is a story."""
    if file.kind == ImportKind.PAGE:
        return may_import_pages(user)
    return file.created_by_id == user.pk and user.has_perm("articles.add_article")


def page_file(data: bytes, *, name: str, page: Page, by: User) -> ImportedFile:
    """A file with the text of a page, read, or as far as it was mended before; finished, if drafts
    were made of it in another way.

    Raises ImportRefused for what is too large or cannot be read.
    """
    refuse_large(len(data))
    digest = _digest(data)
    named = {"kind": ImportKind.PAGE, "digest": digest, "page": page}
    if known := _known(**named):
        return known
    try:
        page_lines = _lines(data, name)
        found = reading.of_lines(page_lines)
    except reading.Unreadable as error:
        raise ImportRefused(str(error)) from error
    if len(found.stories) > MOST_STORIES:
        said = _("从文件里读出 %(count)d 篇，一次最多 %(most)d 篇：请一次导入一个版。")
        raise ImportRefused(said % {"count": len(found.stories), "most": MOST_STORIES})
    # Of no story no draft is made; those that were made of this file before are given.
    earlier = drafting.save_drafts((), page=page, by=by, digest=digest).articles
    file = ImportedFile(
        **named,
        name=name[-200:],
        made=[draft.pk for draft in earlier],
        finished_at=timezone.now() if earlier else None,
        source="\n".join(line.text for line in page_lines),
        content=texts.of_reading(found),
        created_by=by,
    )
    return _stored(file, [])


def word_file(data: bytes, *, name: str, page: Page | None, by: User) -> ImportedFile:
    """A Word file with one story, read, or as far as its sender mended it before.

    Raises ImportRefused for what is too large, no .docx, or not safe to be read.
    """
    refuse_large(len(data))
    named = {"kind": ImportKind.WORD, "digest": _digest(data), "created_by": by}
    if known := _known(**named):
        return known
    try:
        found = word.read(data, name)
    except word.WordRefused as error:
        raise ImportRefused(str(error)) from error
    file = ImportedFile(
        **named, name=name[-200:], page=page, source=found.plain, content=texts.of_word(found)
    )
    return _stored(file, found.pictures)


def refuse_large(size: int) -> None:
    """Raises ImportRefused for a file of that many bytes, if it is empty or too large."""
    if not size:
        raise ImportRefused(_("文件是空的。"))
    if size > MOST_BYTES:
        said = _("文件有 %(size)d MB，超过 %(most)d MB 的上限。请只导出本版（或本篇）再传。")
        raise ImportRefused(said % {"size": size // 2**20, "most": MOST_BYTES // 2**20})


def _lines(data: bytes, name: str) -> list[lines.Line]:
    """The printed lines of a file. Raises Unreadable."""
    if b"%PDF-" in data[:1024] or name.lower().endswith(".pdf"):
        return pdf.lines_of(data)
    return lines.of_text(decoding.decode(data))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _known(**named: Any) -> ImportedFile | None:
    """What is there of a file. Drafts that were all thrown away do not count: it is read anew."""
    known = ImportedFile.objects.filter(**named).first()
    if known and known.is_finished and not Article.objects.filter(pk__in=known.made).exists():
        known.delete()
        return None
    return known


def _stored(file: ImportedFile, pictures: Sequence[word.Picture]) -> ImportedFile:
    """The file, stored with its pictures. Two requests cannot both store it: the forms' guard asks
    the later one again, which then finds it."""
    with transaction.atomic():
        file.save()
        ImportedPicture.objects.bulk_create(
            ImportedPicture(file=file, guid=each.guid, name=each.name, alt=each.alt, data=each.data)
            for each in pictures
        )
    return file
