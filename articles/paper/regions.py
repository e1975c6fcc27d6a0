"""The regions of a printed page: what an editor drew is checked, and kept if nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext as _

from articles.imaging import polygons
from articles.imaging.polygons import Polygon
from articles.models import Article, Page, PendingChange, PublishedArticle, Region
from articles.review.confirmations import holding, rows
from articles.review.confirmations.holding import (
    Applied,
    ConfirmationRefused,
    after_confirming,
)
from articles.stand import withholding

if TYPE_CHECKING:
    from articles.models.rows import ArticleQuerySet
    from people.models import User

MOST_OVERLAP = 0.2  # percent of the page: hands are not steadier
LEAST_EMPTY = 5  # percent of the page: margins and the nameplate are always there


class RegionsRefused(ValueError):
    """Regions that cannot be kept. `faults` tell an editor why, one by one."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Drawn:
    """One region as an editor left it: the story's key, and the shape as text."""

    article: int
    points: str


@dataclass(frozen=True)
class Finding:
    """Something an editor should know of a page's regions; a fault keeps them from being saved."""

    text: str
    is_fault: bool = False
    articles: tuple[int, ...] = ()


def offered(page: Page, *, by: User) -> ArticleQuerySet:
    """The stories a person may draw on a page: the issue's, this page's first, and those drawn."""
    stories = Article.objects.visible_to(by).filter(
        Q(page__issue=page.issue_id) | Q(pk__in=page.regions.values("article"))
    )
    on_page = Case(When(page=page, then=Value(0)), default=Value(1))
    ordered = stories.order_by(on_page, "page__number", "page_order", "pk")
    return ordered.select_related("page").defer("body")


def kept(page: Page, *, by: User) -> list[Region]:
    """Regions of stories that a person does not see, and leaves as they are."""
    seen = Article.objects.visible_to(by)
    return list(Region.objects.of_page(page).exclude(article__in=seen).select_related("article"))


def findings(page: Page, drawn: Sequence[Drawn], *, by: User) -> list[Finding]:
    """What is wrong with what was drawn, then what is worth a look."""
    stories = {article.pk: article for article in offered(page, by=by)}
    shapes, found = _read(drawn, stories)
    others = [(None, region.polygon) for region in kept(page, by=by)]
    found += _overlaps([*shapes, *others])
    found += [
        _fault(_("《%s》已不在本期见报，请改连别的稿件，或删去这个区域。") % article.title, article)
        for article, _shape in shapes
        if article.page is None or article.page.issue_id != page.issue_id
    ]
    found += _empty([shape for _article, shape in (*shapes, *others)])
    found += _undrawn(page, stories.values(), shapes)
    return sorted(found, key=lambda finding: not finding.is_fault)


@transaction.atomic
def save(page: Page, drawn: Sequence[Drawn], *, by: User, edition: int) -> PendingChange | None:
    """Keep what was drawn, in reading order, in place of what the person saw of it before.

    On a page that readers have it waits for a second person: what is held is returned.

    Raises RegionsRefused if somebody saved the page's regions after `edition`, or for any fault.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    if page.regions_edition != edition:
        raise RegionsRefused(
            [
                _(
                    "您打开之后有人保存过本版的区域，这次没有保存。下面是您画的；再保存一次就以它为准。"
                )
            ]
        )
    faults = [finding.text for finding in findings(page, drawn, by=by) if finding.is_fault]
    if faults:
        raise RegionsRefused(faults)
    others = {region.order for region in kept(page, by=by)}
    places = (place for place in range(1, 1 + len(drawn) + len(others)) if place not in others)
    old = page.regions.filter(article__in=Article.objects.visible_to(by))
    new = [
        Region(page=page, article_id=each.article, order=place, points=_tidy(each.points))
        for each, place in zip(drawn, places, strict=True)
    ]
    if withholding.readers_had(page):
        return _ask(page, list(old), new, by=by)
    old.delete()
    Region.objects.bulk_create(new)
    _count(page)
    return None


def _ask(page: Page, old: list[Region], new: list[Region], *, by: User) -> PendingChange | None:
    """Hold what was drawn, in place of what the person asked for before; nothing if it is the same.

    Raises RegionsRefused if what somebody else asked for waits.
    """
    shapes = [(each.article_id, each.order, each.points) for each in old]
    if shapes == [(each.article_id, each.order, each.points) for each in new]:
        return None
    asked = [rows.held(each, "delete", before=rows.values(each)) for each in old]
    asked += [rows.held(each, "add", after=rows.values(each)) for each in new]
    for each in asked:
        each["text"] = str(page)  # not whoever confirms a page sees every story of it
    try:
        for earlier in PendingChange.objects.waiting().about(page):
            if {row["model"] for row in earlier.rows} == {Region._meta.label_lower}:
                holding.take_back(earlier, by=by)
        return holding.hold(page, asked, by=by)
    except ConfirmationRefused as refusal:
        said = _("已有同事提出的区域在等待确认，这次没有提交。请等它有了结果再画。")
        raise RegionsRefused([said]) from refusal


@after_confirming(Region)
def count_drawing(done: list[Applied]) -> None:
    """A drawing that was confirmed is a saved one: what was based on the one before is stale."""
    keys = {row.page_id for row, _asked in done if isinstance(row, Region)}
    for page in Page.objects.select_for_update().filter(pk__in=keys):
        _count(page)


def _count(page: Page) -> None:
    page.regions_edition += 1
    page.regions_drawn_on = page.image_edition
    page.save(update_fields=["regions_edition", "regions_drawn_on"])
    withholding.move_pages_on_commit([page.pk])


def is_stale(page: Page) -> bool:
    """Whether the page's image was changed after its regions were drawn."""
    return page.regions_edition > 0 and page.regions_drawn_on != page.image_edition


Shapes = list[tuple[Article, Polygon]]


def _read(drawn: Sequence[Drawn], stories: dict[int, Article]) -> tuple[Shapes, list[Finding]]:
    shapes: Shapes = []
    found: list[Finding] = []
    for each in drawn:
        article = stories[each.article]
        if article in dict(shapes):
            text = _("《%s》画了两个区域，一篇稿件在一个版上只有一个。") % article.title
            found.append(_fault(text, article))
        try:
            shapes.append((article, polygons.read(each.points)))
        except polygons.BadPolygon as error:
            found.append(_fault(f"《{article.title}》：{error}", article))
    return shapes, found


def _overlaps(shapes: Iterable[tuple[Article | None, Polygon]]) -> list[Finding]:
    found = []
    for (one, shape), (other, other_shape) in combinations(shapes, 2):
        share = polygons.overlap(shape, other_shape)
        if share > MOST_OVERLAP:
            names = {"one": _name(one), "other": _name(other), "share": f"{share:.1f}"}
            text = _("%(one)s和%(other)s的区域重叠了版面的 %(share)s%%。") % names
            keys = tuple(article.pk for article in (one, other) if article)
            found.append(Finding(text, is_fault=True, articles=keys))
    return found


def _empty(shapes: list[Polygon]) -> list[Finding]:
    empty = 100 - polygons.cover(shapes)
    if empty < LEAST_EMPTY:
        return []
    return [Finding(_("版面的 %d%% 不在任何区域里。") % round(empty))]


def _undrawn(page: Page, stories: Iterable[Article], shapes: Shapes) -> list[Finding]:
    """Stories of the page without a region, and regions that readers do not get."""
    drawn = {article.pk for article, _shape in shapes}
    public = PublishedArticle.objects.public().filter(pk__in=drawn)
    seen = set(public.values_list("pk", flat=True))
    found = [
        Finding(_("《%s》还没有区域。") % article.title, articles=(article.pk,))
        for article in stories
        if article.page_id == page.pk and article.pk not in drawn
    ]
    return found + [
        Finding(_("《%s》读者现在看不到，它的区域不显示。") % article.title, articles=(article.pk,))
        for article, _shape in shapes
        if article.pk not in seen
    ]


def _fault(text: str, article: Article) -> Finding:
    return Finding(text, is_fault=True, articles=(article.pk,))


def _name(article: Article | None) -> str:
    return f"《{article.title}》" if article else _("别的栏目的稿件")


def _tidy(points: str) -> str:
    return polygons.write(polygons.read(points))
