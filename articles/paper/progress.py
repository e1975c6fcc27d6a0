"""An issue while it is made: its pages in order, and how each of their stories stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import Stage
from articles.models import Article, Comment, Issue, Page, PublishedArticle
from articles.models.rows.paper import MORNING
from articles.review.holders import Holder, holders
from articles.stand import visibility
from articles.stand.visibility import ReaderView

if TYPE_CHECKING:
    from articles.models.rows import ArticleQuerySet
    from people.models import User

Place = tuple[int | None, int]  # a page, by its key, and the order on it
MOST_ONLINE = 60  # stories for no page that are shown


@dataclass(frozen=True)
class Line:
    """A story in the plan of an issue. `lacks` is in words what keeps it from its page."""

    story: Article
    length: int  # in 字
    pictures: int
    holder: Holder
    lacks: tuple[str, ...]
    comments: int  # that nobody has settled
    is_late: bool
    seen: ReaderView

    @property
    def is_signed_off(self) -> bool:
        return self.story.stage == Stage.SIGNED_OFF

    @property
    def needs_somebody(self) -> bool:
        """Whether anything is wrong with it besides reviews that are still to come."""
        return bool(self.lacks) or self.is_late or self.is_stuck

    @property
    def is_stuck(self) -> bool:
        """Whether it waits for a review that nobody may give."""
        return self.story.is_in_review and not self.holder.people


@dataclass(frozen=True)
class Sheet:
    """A page with those of its stories that the user sees, in their order."""

    page: Page
    lines: tuple[Line, ...]
    next_order: int | None  # the place after its last story; None if the user does not see them all

    @property
    def length(self) -> int:
        return sum(line.length for line in self.lines)

    @property
    def signed_off(self) -> int:
        return sum(line.is_signed_off for line in self.lines)


@dataclass(frozen=True)
class Progress:
    """The pages of an issue, if there is one, and today's stories for no page, as a user sees them.

    Every figure counts what the user sees. `is_complete` says whether that is all there is.
    """

    issue: Issue | None
    sheets: tuple[Sheet, ...]
    online: tuple[Line, ...]
    is_complete: bool
    is_online_cut: bool  # there are more for no page

    @property
    def lines(self) -> list[Line]:
        """The stories of the pages."""
        return [line for sheet in self.sheets for line in sheet.lines]

    @property
    def length(self) -> int:
        return sum(sheet.length for sheet in self.sheets)

    @property
    def stages(self) -> list[tuple[str, int]]:
        """How many stories of the pages stand at each stage, for the stages that have any."""
        found = Counter(line.story.stage for line in self.lines)
        return [(str(stage.label), found[stage]) for stage in Stage if found[stage]]

    @property
    def late(self) -> list[Line]:
        return [line for line in [*self.lines, *self.online] if line.is_late]

    @property
    def lacking(self) -> list[Line]:
        return [line for line in [*self.lines, *self.online] if line.lacks]

    @property
    def stuck(self) -> list[Line]:
        return [line for line in [*self.lines, *self.online] if line.is_stuck]

    @property
    def empty(self) -> list[Page]:
        """The pages without a story; none for a user from whom some stories are kept."""
        return [s.page for s in self.sheets if not s.lines] if self.is_complete else []


def progress(
    issue: Issue | None, *, by: User, now: datetime | None = None, with_online: bool = True
) -> Progress:
    """How an issue stands at the desk, as `by` may see it.

    `with_online` adds the stories for no page that are in work on this day of the desk, which
    begins in the morning.
    """
    now = now or timezone.now()
    seen = Article.objects.visible_to(by)
    pages = list(Page.objects.of_issue(issue)) if issue else []
    keys = _online(seen, now=now) if with_online else []
    shown = Q(page__in=pages) | Q(pk__in=keys[:MOST_ONLINE])
    lines = _lines(seen.filter(shown), now=now) if pages or keys else []
    online = [line for line in lines if line.story.page_id is None]
    is_complete = Article.objects.shows_all_to(by)
    return Progress(
        issue=issue,
        sheets=tuple(_sheet(page, lines, is_complete=is_complete) for page in pages),
        online=tuple(sorted(online, key=lambda line: keys.index(line.story.pk))),
        is_complete=is_complete,
        is_online_cut=len(keys) > MOST_ONLINE,
    )


def morning_before(now: datetime) -> datetime:
    """When the day of the desk began that `now` lies in: the last morning."""
    local = timezone.localtime(now)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    return morning_of(day)


def morning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))


def _online(stories: ArticleQuerySet, *, now: datetime) -> list[int]:
    stand = PublishedArticle.objects.standing()
    return stories.online_since(morning_before(now), stand=stand, most=MOST_ONLINE + 1)


def _sheet(page: Page, lines: Iterable[Line], *, is_complete: bool) -> Sheet:
    here = [line for line in lines if line.story.page_id == page.pk]
    here.sort(key=lambda line: (line.story.page_order == 0, line.story.page_order, line.story.pk))
    after = max((line.story.page_order for line in here), default=0) + 1
    return Sheet(page, tuple(here), after if is_complete else None)


def _lines(stories: ArticleQuerySet, *, now: datetime) -> list[Line]:
    """These stories in the plan, in the same number of queries however many they are."""
    found = list(visibility.annotated(stories.for_progress(), now=now))
    lengths = stories.lengths()
    held = holders(found)
    comments = Comment.objects.open().by_article([story.pk for story in found])
    places = Counter((story.page_id, story.page_order) for story in found)
    return [
        Line(
            story=story,
            length=lengths.get(story.pk, 0),
            pictures=len(story.photo_uses.all()),
            holder=held[story.pk],
            lacks=tuple(_lacks(story, length=lengths.get(story.pk, 0), places=places)),
            comments=comments.get(story.pk, 0),
            is_late=bool(story.due_at and story.due_at < now and story.stage != Stage.SIGNED_OFF),
            seen=visibility.of(story),
        )
        for story in found
    ]


def _lacks(story: Article, *, length: int, places: Counter[Place]) -> Iterator[str]:
    """What keeps a story from its page, in an editor's words: what is missing, or cannot be."""
    if not length:
        yield _("没有正文")
    if story.unread_byline:
        yield _("署名未识别")
    elif not story.is_credited:
        yield _("没有署名和来源")
    if story.section_id is None:
        yield _("没有栏目")
    yield from _photos_lack(story)
    if story.page and _is_embargoed_past(story, story.page.issue):
        yield _("本期上线时还没解禁")
    if story.page_id and story.page_order == 0:
        yield _("没有版内次序")
    elif story.page_id and places[story.page_id, story.page_order] > 1:
        yield _("版内次序 %d 重复") % story.page_order


def _is_embargoed_past(story: Article, issue: Issue) -> bool:
    """Whether a story is on a page that is out before the story may be read."""
    until, out_at = story.embargo_until, issue.released_at or morning_of(issue.date)
    return bool(until and until > out_at)


def _photos_lack(story: Article) -> Iterator[str]:
    uses = story.photo_uses.all()
    found = {
        _("%d 张图没有替代文字"): sum(use.photo.lacks_alt(alt=use.alt) for use in uses),
        _("%d 张图没有署名"): sum(not use.photo.credit.strip() for use in uses),
        _("%d 张图没有监护人同意"): sum(use.photo.lacks_consent for use in uses),
    }
    return (said % count for said, count in found.items() if count)
