"""Two rows for one person or body made one: everything moves, and the old address leads on.

Done in one transaction, for good; Merger keeps what was merged, by whom and why.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Article, Mention, PublishedArticle
from articles.stand import locking, publishing
from people.models import Entity, EntityName, Honour, Merger, Reporter, Tally

if TYPE_CHECKING:
    from people.models import User

logger = logging.getLogger(__name__)
Named = Entity | Reporter
FILLED = ["category", "citation", "unit_as_printed", "article"]  # of an honour noted twice


class MergeRefused(Exception):
    """Why two rows cannot be merged, worded for the editor."""


@transaction.atomic
def merge(into: Named, merged: Named, *, by: User, reason: str) -> Merger:
    """Move all that `merged` has to `into`, and delete it. Its address leads to `into` from now on.

    What is published keeps its words; its links and lists follow. Raises MergeRefused if `by` may
    not merge, without a reason, or if the two cannot be one.
    """
    if not by.has_perm("people.add_merger"):
        raise MergeRefused(_("您没有合并的权限。"))
    if not reason.strip():
        raise MergeRefused(_("请写明合并的原因。"))
    locking.lock_stand(alone=True)
    stories, desk = list(_stories(merged)), list(_desk(merged))
    locking.lock_desk({*stories, *desk})
    into, merged = _locked(into, merged)
    publishing.readdress(stories, merged=merged, into=into)
    _complete(into, merged)
    _move(merged, into)
    kept = {"entity": into} if isinstance(into, Entity) else {"reporter": into}
    merger = Merger.objects.create(
        former=merged.pk,
        former_name=str(merged),
        into_name=str(into),
        reason=reason.strip(),
        at=timezone.now(),
        by=by,
        **kept,
    )
    said = _("并入了“%s”，原因见合并记录。") % merged
    LogEntry.objects.log_actions(by.pk, [into], CHANGE, said, single_object=True)
    former = {"merged": str(merged), "merged_key": merged.pk, "reason": reason.strip()}
    merged.delete()
    publishing.republish(stories)
    for article in Article.objects.for_publishing().filter(pk__in=desk).order_by("pk"):
        search.index_desk(article)
    record(Event.MERGED, by=by, about=into, details=former)
    logger.info("%s: merged by %s", merger, by.pk)
    return merger


def _locked(into: Named, merged: Named) -> tuple[Named, Named]:
    """Both rows as they are now, if they can be one."""
    model = type(into)
    rows = model.objects.select_for_update(of=("self",)).in_bulk([into.pk, merged.pk])
    if type(merged) is not model or len(rows) != 2:
        raise MergeRefused(_("请选择两个不同的、都还在的名称。"))
    refuse_unlike(rows[into.pk], rows[merged.pk])
    return rows[into.pk], rows[merged.pk]


def refuse_unlike(into: Named, merged: Named) -> None:
    """Raises MergeRefused if these two cannot be one."""
    if into == merged or type(into) is not type(merged):
        raise MergeRefused(_("请选择两个不同的、都还在的名称。"))
    if into.hidden or merged.hidden:
        raise MergeRefused(_("隐藏的人物先恢复显示，再合并。"))
    if into.is_waiting or merged.is_waiting:
        raise MergeRefused(_("还在等确认的人物或单位，先请同事确认，再合并。"))
    if _has_waiting([into, merged]):
        raise MergeRefused(_("有荣誉或累计还在等确认，先请同事确认或退回，再合并。"))
    if isinstance(into, Entity) and isinstance(merged, Entity) and into.kind != merged.kind:
        kinds = {"kind": into.get_kind_display(), "other_kind": merged.get_kind_display()}
        said = _("“%(one)s”是%(kind)s，“%(other)s”是%(other_kind)s，不能合并。")
        raise MergeRefused(said % {"one": into, "other": merged, **kinds})
    if isinstance(into, Reporter) and isinstance(merged, Reporter) and into.user and merged.user:
        raise MergeRefused(_("两位记者各有登录账号，先取消其中一个。"))


def _has_waiting(both: list[Named]) -> bool:
    """Whether an honour or a tally of one of these waits: what a row lacks comes from the other's,
    and of two the same one goes.
    """
    keys = [row.pk for row in both if isinstance(row, Entity)]
    honours = Honour.objects.filter(recipient__in=keys, is_waiting=True)
    return honours.exists() or Tally.objects.filter(place__in=keys, is_waiting=True).exists()


def _stories(merged: Named) -> models.QuerySet[PublishedArticle, int]:
    """The keys of the stories on the stand that are linked to a row. Neither is hidden, so there is
    none of which only what is unmasked is linked to it.
    """
    link = {"entities": merged} if isinstance(merged, Entity) else {"reporters": merged}
    found = PublishedArticle.objects.filter(**link).order_by("pk")
    return found.values_list("pk", flat=True)


def _desk(merged: Named) -> models.QuerySet[Article, int]:
    """The keys of the stories that the desk's search finds by a row."""
    if isinstance(merged, Entity):
        found = Article.objects.filter(mentions__entity=merged)
    else:
        signed = Q(bylines__reporter=merged) | Q(photo_uses__photo__reporter=merged)
        found = Article.objects.filter(signed)
    return found.order_by("pk").distinct().values_list("pk", flat=True)


def _complete(into: Named, merged: Named) -> None:
    """Give the row that stays what it lacks, and make room for what moves to it."""
    text = "description" if isinstance(into, Entity) else "bio"
    setattr(into, text, getattr(into, text) or getattr(merged, text))
    into.portrait = into.portrait or merged.portrait
    if isinstance(into, Entity) and isinstance(merged, Entity):
        _complete_entity(into, merged)
    elif isinstance(into, Reporter) and isinstance(merged, Reporter) and merged.user:
        user, merged.user = merged.user, None
        merged.save(update_fields=["user"])
        into.user = user
    into.save()


def _complete_entity(into: Entity, merged: Entity) -> None:
    if into.parent_id == merged.pk:
        into.parent = merged.parent
    into.parent = into.parent or merged.parent
    if into.parent_id == into.pk:
        into.parent = None
    if merged.name != into.name:
        EntityName.objects.get_or_create(entity=into, name=merged.name)
    into.edition = F("edition") + 1
    for honour in Honour.objects.filter(recipient=merged):
        same = Honour.objects.filter(recipient=into, round=honour.round_id).first()
        for field in FILLED if same else ():
            setattr(same, field, getattr(same, field) or getattr(honour, field))
        if same:
            same.save(update_fields=FILLED)
    for mention in Mention.objects.filter(entity=merged, is_confirmed=True):
        same_mention = Mention.objects.filter(entity=into, article=mention.article_id)
        same_mention.filter(relation=mention.relation).update(is_confirmed=True)


def _move(merged: Named, into: Named) -> None:
    """Every row that points to one points to the other; what the other has already is dropped.

    The stand is not moved here: publishing writes it.
    """
    for relation in merged._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):
            continue
        model: Any = relation.related_model
        if model._meta.auto_created is PublishedArticle:
            continue
        name = relation.field.name
        rows = model._base_manager.filter(**{name: merged.pk})
        if not _moved(rows, name, into):
            for row in rows.order_by("pk"):
                if not _moved(rows.filter(pk=row.pk), name, into):
                    row.delete()


def _moved(rows: models.QuerySet[Any], name: str, into: Named) -> bool:
    try:
        with transaction.atomic():
            rows.update(**{name: into.pk})
    except IntegrityError:
        return False
    return True
