"""The locks of all that writes what readers get, and the one order in which they are taken.

1. The stand's own lock (`lock_stand`). Whoever writes a story shares it; whoever hides a name or
   merges two has it alone, for that changes any number of stories.
2. Stories at the desk, by key (`lock_desk`).
3. Photos, by key: those of a story that is rendered (`lock_story`), or the one that is changed.
4. Names: the people, bodies, reporters and tags that are hidden or merged.
5. Stories on the stand, by key.
6. The log of the desk's acts (articles.audit_log.writing): whoever appends to it keeps others from
   appending until the transaction ends, so that it comes last.

A row is locked as one that stays (`no_key`): what points at it may be written, as the whole index
is when it is built anew, whose writer would else wait for us as we for it.

Who needs none of a kind passes it over, and never goes back; but whoever has the stand alone may
render the stories whose desk rows it has locked, since nobody else does so then. Whatever is
written is read after the locks: what was read before may be what somebody else has just changed.
A form that saves a story locks all of them before it begins, since it may hand the story in.

SQLite has one writer at a time, so nothing is locked there.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.models import Article, Photo, PublishedArticle

STAND = 7_301_994  # the key of PostgreSQL's advisory lock


def lock_stand(*, alone: bool = False) -> None:
    """Keep names from being hidden or merged until this transaction ends; `alone`, keep every other
    writer of the stand away as well.

    Else a story rendered a moment before a name is hidden would be written a moment after.
    """
    if connection.vendor == "postgresql":
        lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s)", [STAND])


def lock_file(checksum: str) -> None:
    """Let nobody else take in the same file until this transaction ends. Taken after all others."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), 0)", [checksum])


def lock_desk(keys: Iterable[int]) -> None:
    """Lock the desk's rows of these stories."""
    if connection.features.has_select_for_update:
        rows = Article.objects.filter(pk__in=list(keys)).order_by("pk").only("pk")
        list(rows.select_for_update(no_key=True))


def lock_story(key: int) -> None:
    """Lock all that one story is rendered from and written to: the stand, its row at the desk, its
    photos, its row on the stand.
    """
    lock_stand()
    lock_desk([key])
    if connection.features.has_select_for_update:
        photos = Photo.objects.filter(uses__article=key).order_by("pk").only("pk")
        list(photos.select_for_update(of=("self",), no_key=True))
        lock_published([key])


def lock_published(keys: Iterable[int]) -> None:
    """Lock the stand's rows of these stories."""
    if connection.features.has_select_for_update:
        rows = PublishedArticle.objects.filter(pk__in=list(keys)).order_by("pk").only("pk")
        list(rows.select_for_update(of=("self",), no_key=True))
