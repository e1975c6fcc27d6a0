"""The front page: what stands on it, and what editors keep on top of it for a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import search
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import Article, Issue, Pin, PublishedArticle, Section
from people.models import Honour, Round

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet
    from people.models import User

FRONT = 40  # stories of the newest issue on the front page
BESIDE = 7  # of these, how many stand beside the lead
LATEST = 12  # stories from elsewhere than the newest issue
STRIP = 3  # rounds of honours
MOST_PINS = 6
FOUND = 20  # stories offered for what was typed


class ArrangementRefused(ValueError):
    """An arrangement that is not kept. The message tells an editor why."""


@dataclass(frozen=True)
class Placed:
    """A story on top of the front page: its key, and until when it stays."""

    article: int
    until: datetime


def pinned() -> list[PublishedArticle]:
    """The stories on top of the front page now, the lead first, as far as they are public."""
    public = PublishedArticle.objects.public()
    return list(public.pinned(Pin.objects.in_effect()).for_front()[:MOST_PINS])


def as_placed(placed: Sequence[Placed]) -> list[PublishedArticle]:
    """The same for an arrangement that is not kept yet."""
    keys = [each.article for each in placed]
    found = PublishedArticle.objects.public().filter(pk__in=keys).for_front()
    return sorted(found, key=lambda story: keys.index(story.pk))


def laid_out(top: list[PublishedArticle]) -> dict[str, Any]:
    """What the front page shows, with these stories on top of the newest issue's."""
    public = PublishedArticle.objects.public()
    issue = Issue.objects.carrying(public).first()
    keys = {story.pk for story in top}
    printed = _without(public.in_issue(issue).for_front()[:FRONT], keys) if issue else []
    elsewhere = public.outside(issue).newest_first().for_front()[: LATEST + MOST_PINS]
    latest = _without(elsewhere, keys)[:LATEST]
    stories = top + printed or latest[:1]
    rest = [story for story in stories[1:] if not story.column or story.pk in keys]
    return {
        "issue": issue,
        "lead": stories[0] if stories else None,
        "beside": rest[:BESIDE],
        "by_section": _by_section(rest[BESIDE:]),
        "columns": _by_column(s for s in stories[1:] if s.column and s.pk not in keys),
        "latest": latest if top or printed else latest[1:],
        "rounds": list(Round.objects.for_strip(Honour.objects.for_names())[:STRIP]),
    }


def _without(stories: PublishedArticleQuerySet, keys: set[int]) -> list[PublishedArticle]:
    return [story for story in stories if story.pk not in keys]


def _by_column(stories: Iterable[PublishedArticle]) -> list[list[PublishedArticle]]:
    """The stories of each column together, in the order the columns first appear."""
    groups: dict[int | None, list[PublishedArticle]] = {}
    for story in stories:
        groups.setdefault(story.column_id, []).append(story)
    return list(groups.values())


def _by_section(
    stories: Iterable[PublishedArticle],
) -> list[tuple[Section | None, list[PublishedArticle]]]:
    """The stories of each section together, in the order of sections; those without one last."""
    groups: dict[Section | None, list[PublishedArticle]] = {}
    for story in stories:
        groups.setdefault(story.section, []).append(story)

    def place(section: Section | None) -> tuple[bool, int, str]:
        return (section is None, section.order if section else 0, section.name if section else "")

    return [(section, groups[section]) for section in sorted(groups, key=place)]


# ---- Arranged by an editor ----


def pinnable(by: User) -> PublishedArticleQuerySet:
    """What can be pinned by a person: what readers see, and what waits for its moment and may be
    seen by them at the desk; it then stands on top from that moment on.
    """
    waiting = PublishedArticle.objects.waiting()
    seen = waiting.filter(article__in=Article.objects.visible_to(by))
    either = Q(pk__in=PublishedArticle.objects.public().values("pk")) | Q(pk__in=seen.values("pk"))
    return PublishedArticle.objects.filter(either)


def choices(keys: Iterable[int], *, by: User) -> list[tuple[int, str]]:
    """Those of these stories that may stand on top, by key, with what a person is told of each.

    What is pinned already stays, though it waits in a section that is not theirs: unnamed.
    """
    now, kept = timezone.now(), Pin.objects.in_effect().values("article")
    either = Q(pk__in=pinnable(by).values("pk")) | Q(pk__in=kept)
    wanted = PublishedArticle.objects.filter(either, pk__in=list(keys))
    seen = Q(pk__in=Article.objects.visible_to(by).values("pk")) | Q(visible_from__lte=now)
    rows: Any = wanted.annotate(is_seen=Case(When(seen, then=True), default=False))
    unnamed = _("别的栏目的稿件，还没上线")
    return [(row.pk, label(row, now=now) if row.is_seen else unnamed) for row in rows]


def found(typed: str, *, by: User) -> list[PublishedArticle]:
    """What can be pinned and has these words, the best first; the newest, if there are none."""
    rows = pinnable(by)
    if not typed.strip():
        return list(rows.order_by("-visible_from", "-pk")[:FOUND])
    desk = search.on_desk(Article.objects.filter(pk__in=rows.values("pk")), typed)
    keys = list(desk.values_list("pk", flat=True)[:FOUND])
    by_key = rows.in_bulk(keys)
    return [by_key[key] for key in keys if key in by_key]


def label(story: PublishedArticle, *, now: datetime) -> str:
    """A story as it is offered: its title, the day from which readers have it, and whether they
    do not yet.
    """
    from_when = timezone.localtime(story.visible_from)
    if story.visible_from > now:
        said = _("待发布，%s 上线") % date_format(from_when, "n月j日 H:i")
        return f"{story.title} · {said}"
    return f"{story.title} · {date_format(from_when, 'Y年n月j日')}"


def fingerprint() -> str:
    """What differs after any change of the arrangement."""
    pins = Pin.objects.order_by("order").values_list("article", "until")
    return ";".join(f"{article}:{until.timestamp():.0f}" for article, until in pins)


def arrange(placed: Sequence[Placed], *, by: User, seen: str) -> None:
    """Put these stories on top of the front page in place of what was there, in this order.

    Raises ArrangementRefused if it was changed since `seen`, for a story twice, or too many.
    """
    if len({each.article for each in placed}) < len(placed):
        raise ArrangementRefused(_("同一篇稿件只能放一次。"))
    if len(placed) > MOST_PINS:
        raise ArrangementRefused(_("置顶最多 %d 篇。") % MOST_PINS)
    try:
        with transaction.atomic():
            list(Pin.objects.select_for_update())
            if fingerprint() != seen:
                raise ArrangementRefused(_stale())
            Pin.objects.all().delete()
            Pin.objects.bulk_create(
                Pin(article_id=each.article, until=each.until, order=order, pinned_by=by)
                for order, each in enumerate(placed, 1)
            )
            stories = [each.article for each in placed]
            record(Event.CHANGED, by=by, details={"front_page": stories})
    except IntegrityError as error:  # two arranged an empty page at once, and no row to lock
        raise ArrangementRefused(_stale()) from error


def _stale() -> str:
    return _("您打开之后有人改过首页，这次没有保存。下面是您排的；再保存一次就以它为准。")
