"""Two tags that mean the same made one: the desk, the stand, search and old addresses follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from articles import search
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Article, PublishedArticle, PublishedTag, Tag, Tagging, Unmasked
from articles.stand import locking, publishing

if TYPE_CHECKING:
    from people.models import User


class MergeRefused(ValueError):
    """Tags that cannot be made one. The message is for the editor who tried it."""


@dataclass(frozen=True)
class Foreseen:
    """What a merge would change: stories at the desk that get the tag which stays, stories readers
    have that are listed under it, and synonyms that stand for it from then on.
    """

    at_desk: int
    on_stand: int
    synonyms: int


def foreseen(tags: Sequence[Tag], *, into: Tag) -> Foreseen:
    """What merging these tags would change, as far as can be told now."""
    keys = [tag.pk for tag in tags]
    stand = PublishedTag.objects.filter(tag__in=keys).values("article_id").distinct()
    return Foreseen(
        at_desk=_gained(keys, into),
        on_stand=stand.count(),
        synonyms=Tag.objects.filter(main__in=keys).count(),
    )


def _gained(keys: Sequence[int], into: Tag) -> int:
    own = Tagging.objects.filter(tag=into).values("content_object_id")
    others = Tagging.objects.filter(tag__in=keys).exclude(content_object__in=own)
    return others.values("content_object_id").distinct().count()


def refuse_unfit(*, into: Tag, reason: str) -> None:
    """Raises MergeRefused for a merger without a reason, or into a synonym."""
    if not reason.strip():
        raise MergeRefused(_("请写明合并的原因。"))
    if into.main_id:
        raise MergeRefused(_("“%s”是别的标签的同义词，不能再并入其他标签。") % into)


@transaction.atomic
def merge(tags: Sequence[Tag], *, into: Tag, by: User, reason: str) -> int:
    """Make `tags` synonyms of `into`, which takes their stories; say how many stories it gained.

    The reason is kept in the history of every one of them.

    Their addresses lead to it from now on, and whoever types them gets it. A story whose desk is
    being edited keeps the old name on its page until it is signed off again; the link leads on.
    Raises MergeRefused.
    """
    refuse_unfit(into=into, reason=reason)
    locking.lock_stand(alone=True)
    keys = [tag.pk for tag in tags]
    on_desk = Tagging.objects.filter(tag__in=keys).values_list("content_object_id", flat=True)
    on_stand = PublishedTag.objects.filter(tag__in=keys).values_list("article_id", flat=True)
    locking.lock_desk({*on_desk, *on_stand})
    rows = Tag.objects.select_for_update().order_by("pk").in_bulk([into.pk, *keys])
    kept, old = rows.pop(into.pk), list(rows.values())
    refuse_unfit(into=kept, reason=reason)
    if not old:
        raise MergeRefused(_("标签不能并入它自己。"))
    before = Tagging.objects.filter(tag=kept).count()
    desk, stand = _move_desk(old, kept), _move_stand(old, kept)
    Tag.objects.filter(main__in=old).update(main=kept)
    Tag.objects.filter(pk__in=[tag.pk for tag in old]).update(main=kept)
    _show(desk, stand)
    gained = Tagging.objects.filter(tag=kept).count() - before
    _log(old, kept, gained, by=by, reason=reason.strip())
    return gained


def _move_desk(old: Sequence[Tag], kept: Tag) -> set[int]:
    """Of each story's tags that are one now, the first is kept in its place."""
    stories = set(Tagging.objects.filter(tag__in=old).values_list("content_object_id", flat=True))
    same = Tagging.objects.filter(tag__in=[*old, kept], content_object__in=stories)
    first: dict[int, int] = {}
    for key, story in same.order_by("pk").values_list("pk", "content_object_id"):
        first.setdefault(story, key)
    same.exclude(pk__in=first.values()).delete()
    Tagging.objects.filter(pk__in=first.values()).update(tag=kept)
    return stories


def _move_stand(old: Sequence[Tag], kept: Tag) -> set[int]:
    into = {tag.pk: kept.pk for tag in old}
    stories = set(PublishedTag.objects.filter(tag__in=old).values_list("article_id", flat=True))
    PublishedTag.objects.filter(tag__in=old).delete()
    PublishedTag.objects.bulk_create(
        [PublishedTag(article_id=story, tag=kept) for story in sorted(stories)],
        ignore_conflicts=True,
    )
    locking.lock_published(stories)
    for story in PublishedArticle.objects.filter(pk__in=stories).only("related_by", "facts"):
        story.related_by = _related(story.related_by, into)
        story.facts = _moved_facts(story.facts, into)
        story.save(update_fields=["related_by", "facts"])
    _move_kept(into)
    return stories


def _related(by: dict[str, list[int]], into: dict[int, int]) -> dict[str, list[int]]:
    keys = [into.get(key, key) for key in by.get("tags", [])]
    return by | {"tags": list(dict.fromkeys(keys))}


def _moved_facts(facts: dict[str, Any], into: dict[int, int]) -> dict[str, Any]:
    """The facts of a story with other keys of its tags; the names on its page stay."""
    if "tags" not in facts:
        return facts
    tags = [tag | {"key": into.get(tag["key"], tag["key"])} for tag in facts["tags"]]
    return facts | {"tags": tags}


def _move_kept(into: dict[int, int]) -> None:
    """The same in what is kept of stories in which a name is hidden."""
    for story in Unmasked.objects.select_for_update():
        tags = {into.get(key, key) for key in story.keys["tags"]}
        if tags != set(story.keys["tags"]):
            story.keys["tags"] = sorted(tags)
            story.fields["related_by"] = _related(story.fields["related_by"], into)
            story.fields["facts"] = _moved_facts(story.fields.get("facts", {}), into)
            story.save(update_fields=["fields", "keys"])


def _show(desk: set[int], stand: set[int]) -> None:
    """Pages and both indexes anew."""
    publishing.republish(sorted(stand))
    for story in PublishedArticle.objects.filter(pk__in=stand).exclude(article__stage="signed_off"):
        search.index(story)
    moved = Article.objects.for_publishing().filter(pk__in=desk).order_by("pk")
    for article in moved.iterator(chunk_size=200):
        search.index_desk(article)


def _log(old: Sequence[Tag], kept: Tag, gained: int, *, by: User, reason: str) -> None:
    """In the history of each tag, by name: a renamed or deleted one is still named here."""
    names = "”“".join(tag.name for tag in old)
    said = {"names": names, "n": gained, "reason": reason}
    taken = _("并入了“%(names)s”，新增 %(n)d 篇稿件。原因：%(reason)s") % said
    given = _("已并入“%(name)s”。原因：%(reason)s") % {"name": kept.name, "reason": reason}
    LogEntry.objects.log_actions(by.pk, [kept], CHANGE, taken, single_object=True)
    for tag in old:
        LogEntry.objects.log_actions(by.pk, [tag], CHANGE, given, single_object=True)
    merged = {"merged": [tag.name for tag in old], "reason": reason}
    record(Event.MERGED, by=by, about=kept, details=merged)
