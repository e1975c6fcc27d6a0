"""What was mended is kept, and made drafts of, as long as nobody else was faster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.audit_log.writing import record
from articles.enums import Event
from articles.interchange.importing.files import ImportRefused
from articles.models import Article, ImportedFile

if TYPE_CHECKING:
    from people.models import User

KEPT = timedelta(days=90)


def keep(file: ImportedFile, content: dict[str, Any], *, seen: int) -> ImportedFile:
    """Keep what was mended. Raises ImportRefused unless it is based on what is there now."""
    with transaction.atomic():
        stored = _locked(file, seen=seen)
        if stored.content != content:
            stored.content = content
            stored.edition += 1
            stored.save()
    return stored


def finish(
    file: ImportedFile,
    content: dict[str, Any],
    *,
    seen: int,
    by: User,
    draft: Callable[[ImportedFile], Sequence[Article]],
) -> ImportedFile:
    """Keep what was mended and make drafts of it, all or none: `draft` makes them.

    Raises ImportRefused as `keep` does.
    """
    with transaction.atomic():
        stored = _locked(file, seen=seen)
        stored.content = content
        drafts = draft(stored)
        stored.made = [article.pk for article in drafts]
        stored.edition += 1
        stored.finished_at, stored.finished_by = timezone.now(), by
        stored.save()
        stored.pictures.all().delete()
        for article in drafts:
            record(Event.IMPORTED, by=by, about=article, details={"file": stored.name})
    return stored


def discard(file: ImportedFile, *, seen: int, by: User) -> None:
    """Throw away what was read and mended. Raises ImportRefused as `keep` does."""
    with transaction.atomic():
        stored = _locked(file, seen=seen)
        record(Event.DELETED, by=by, about=stored)
        stored.delete()


def forget(*, now: datetime | None = None) -> int:
    """Delete the imports that were neither saved as drafts nor changed for KEPT; how many."""
    old = (now or timezone.now()) - KEPT
    found = ImportedFile.objects.filter(finished_at=None, updated_at__lt=old)
    return found.delete()[1].get(ImportedFile._meta.label, 0)


def _locked(file: ImportedFile, *, seen: int) -> ImportedFile:
    stored = ImportedFile.objects.select_for_update(of=("self",)).filter(pk=file.pk).first()
    if stored is None:
        raise ImportRefused(_("这次导入已经被丢弃，没有保存。要用的文字请复制出来，再重新导入。"))
    if stored.is_finished:
        raise ImportRefused(_("这次导入已经存成稿件，这次没有保存。请在新窗口打开看存成了哪些。"))
    if stored.edition != seen:
        raise ImportRefused(
            _("您打开这一页之后，这次导入又有改动，这次没有保存。您改的还在下面，请对照后再改。")
        )
    return stored
