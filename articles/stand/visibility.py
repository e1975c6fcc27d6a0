"""What readers see of a story of the desk, from when, and why then: one answer for the whole desk.

Asked of the stand's own query. Lists annotate their stories with `annotated` and ask `of`; whoever
has just changed a story asks `at_present`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Exists, OuterRef, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.enums import Stage, Visibility, WaitReason
from articles.models import Article, PublishedArticle

if TYPE_CHECKING:
    from articles.models.rows import ArticleQuerySet

WHY = {
    WaitReason.SCHEDULE: gettext_lazy("定时发布"),
    WaitReason.EMBARGO: gettext_lazy("到解禁时间"),
    WaitReason.ISSUE: gettext_lazy("随本期报纸上线"),
}


@dataclass(frozen=True)
class ReaderView:
    """What readers see of one story at one moment.

    `at` is the moment from which readers see it, past or coming; of a withdrawn story when it was
    withdrawn; None of one that is not published. `reasons` say why a waiting story waits until
    then, none if its plan was changed at the desk since. `is_changed` if the desk has another text
    than readers have, or than they will get at `at`.
    """

    state: Visibility
    at: datetime | None = None
    reasons: tuple[WaitReason, ...] = ()
    is_changed: bool = False

    @property
    def label(self) -> str:
        """待发布; of a story that is out and was changed since, 上线后又改过."""
        if self.state == Visibility.PUBLIC and self.is_changed:
            return _("上线后又改过")
        return str(self.state.label)

    @property
    def moment(self) -> str:
        """`at` as the desk prints it: 11月30日 06:00, with its year if that is another one."""
        return _printed(self.at) if self.at else ""

    @property
    def reason(self) -> str:
        """定时、解禁."""
        return "、".join(str(reason.label) for reason in self.reasons)

    @property
    def why(self) -> str:
        """The reasons in words: 定时发布、到解禁时间."""
        return "、".join(str(WHY[reason]) for reason in self.reasons)

    @property
    def brief(self) -> str:
        """For a list: 待发布：11月30日 06:00（随期）; of what does not wait the label alone."""
        if self.state != Visibility.WAITING:
            return self.label
        when = f"{self.moment}（{self.reason}）" if self.reasons else self.moment
        return _("%(label)s：%(when)s") % {"label": self.label, "when": when}

    @property
    def sentence(self) -> str:
        """All of it in one line: 已上线：11月29日 08:30."""
        if self.state == Visibility.WAITING and self.is_changed:
            return _("%s。之后又改过，签发后才会换上新的文字") % self.brief
        if self.state == Visibility.WAITING or self.at is None:
            return self.brief
        said = _("%(label)s：%(when)s") % {"label": self.state.label, "when": self.moment}
        return said + _("。之后又改过，读者看到的是旧版") if self.is_changed else said


# ---- Asking -----------------------------------------------------------------------------------


def annotated(stories: ArticleQuerySet, *, now: datetime | None = None) -> ArticleQuerySet:
    """These stories, each with what `of` answers from, in the query that reads them.

    `is_public`, `is_waiting` and `is_withdrawn` may be filtered by; `visible_from` is the moment
    that the stand has, `withdrawn_at` when it was withdrawn, or None.
    """
    now = now or timezone.now()
    stand = PublishedArticle.objects.filter(pk=OuterRef("pk"))
    return stories.select_related("page__issue").annotate(
        is_public=Exists(stand.public(now=now)),
        is_waiting=Exists(stand.waiting(now=now)),
        is_withdrawn=Exists(stand.taken_off()),
        visible_from=Subquery(stand.values("visible_from")),
        withdrawn_at=Subquery(stand.values("withdrawn_at")),
    )


def waiting(stories: ArticleQuerySet, *, now: datetime | None = None) -> ArticleQuerySet:
    """Those of these stories that wait to become visible, the next one first, annotated."""
    now = now or timezone.now()
    stand = PublishedArticle.objects.filter(pk=OuterRef("pk")).waiting(now=now)
    return annotated(
        stories.filter(Exists(stand)).order_by("published__visible_from", "pk"), now=now
    )


def of(story: Article) -> ReaderView:
    """What readers see of a story from `annotated`. Asks the database nothing."""
    row = cast("Any", story)
    is_changed = story.stage != Stage.SIGNED_OFF
    if row.is_withdrawn:
        return ReaderView(Visibility.WITHDRAWN, row.withdrawn_at)
    if row.is_public:
        return ReaderView(Visibility.PUBLIC, row.visible_from, is_changed=is_changed)
    if row.is_waiting:
        reasons = _reasons(story, row.visible_from)
        return ReaderView(Visibility.WAITING, row.visible_from, reasons, is_changed)
    return ReaderView(Visibility.UNPUBLISHED)


def at_present(story: Article) -> ReaderView:
    """What readers see of any story of the desk at this moment, asked anew in one query."""
    return of(annotated(Article.objects.filter(pk=story.pk)).get())


def once_signed_off(story: Article, *, now: datetime | None = None) -> ReaderView:
    """What readers will see of a story from `annotated` if it is signed off at `now`.

    One that is out stays out, with its new text at once; one that is withdrawn stays withdrawn.
    """
    now = now or timezone.now()
    seen = of(story)
    if seen.state in {Visibility.PUBLIC, Visibility.WITHDRAWN}:
        return replace(seen, is_changed=False)
    moment = visible_from(story, at=now)
    if moment > now:
        return ReaderView(Visibility.WAITING, moment, _reasons(story, moment))
    return ReaderView(Visibility.PUBLIC, now)


def once_reinstated(story: Article, *, now: datetime | None = None) -> ReaderView:
    """What readers see of a withdrawn story from `annotated` once it is brought back at `now`."""
    moment: datetime = cast("Any", story).visible_from
    if moment > (now or timezone.now()):
        return ReaderView(Visibility.WAITING, moment, _reasons(story, moment))
    return ReaderView(Visibility.PUBLIC, moment)


def visible_from(story: Article, *, at: datetime) -> datetime:
    """From when readers see a story that they have not seen, if it is published at `at`: then, or
    at the latest of the moments that it waits for.
    """
    return max([at, *_moments(story).values()])


def _moments(story: Article) -> dict[WaitReason, datetime]:
    """The moments before which readers do not get a story, as its desk has them."""
    release = story.page.issue.released_at if story.page else None
    found = {
        WaitReason.SCHEDULE: story.publish_at,
        WaitReason.EMBARGO: story.embargo_until,
        WaitReason.ISSUE: release,
    }
    return {reason: moment for reason, moment in found.items() if moment}


def _reasons(story: Article, at: datetime) -> tuple[WaitReason, ...]:
    return tuple(reason for reason, moment in _moments(story).items() if moment == at)


def _printed(at: datetime) -> str:
    at = timezone.localtime(at)
    is_this_year = at.year == timezone.localdate().year
    return formats.date_format(at, "n月j日 H:i" if is_this_year else "Y年n月j日 H:i")
