"""What readers see. Everything here reads the stand, never the desk."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles import masking, public_log
from articles.interchange import ninjs
from articles.interchange.outward import whole_addresses
from articles.models import Column, Issue, Page, PublishedArticle, Section, SitePage, Tag
from articles.paging import BadCursor
from articles.querysets import PublishedArticleQuerySet
from people.masking import current, veil
from people.models import Honour, Round

FRONT = 40  # stories of the newest issue on the front page
BESIDE = 7  # of these, how many stand beside the lead
LATEST = 12  # stories from elsewhere than the newest issue
RELATED = 8  # tags beside a tag
STRIP = 3  # rounds of honours on the front page
CHARACTERS_A_MINUTE = 400  # how fast an adult reads Chinese news


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    public = PublishedArticle.objects.public()
    issue = Issue.objects.carrying(public).first()
    printed = list(public.in_issue(issue).for_cards()[:FRONT]) if issue else []
    latest = list(public.outside(issue).newest_first().for_cards()[:LATEST])
    context = _laid_out(printed or latest[:1]) | {
        "issue": issue,
        "latest": latest if printed else latest[1:],
        "rounds": list(Round.objects.for_strip(Honour.objects.for_names())[:STRIP]),
    }
    return render(request, "articles/front_page.html", context)


def _laid_out(stories: list[PublishedArticle]) -> dict[str, Any]:
    """Stories in printed order as the front page sets them: the lead, and what stands around it."""
    rest = [story for story in stories[1:] if not story.column]
    return {
        "lead": stories[0] if stories else None,
        "beside": rest[:BESIDE],
        "below": rest[BESIDE:],
        "columns": _by_column(story for story in stories[1:] if story.column),
    }


def _by_column(stories: Iterable[PublishedArticle]) -> list[list[PublishedArticle]]:
    """The stories of each column together, in the order the columns first appear."""
    groups: dict[int | None, list[PublishedArticle]] = {}
    for story in stories:
        groups.setdefault(story.column_id, []).append(story)
    return list(groups.values())


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    story = PublishedArticle.objects.public().for_page().filter(pk=pk).first()
    if story is None:
        withdrawn = PublishedArticle.objects.withdrawn().for_tombstone().filter(pk=pk).first()
        if withdrawn is None:
            raise Http404
        veil([withdrawn], "withdrawn_reason", mask=current())
        return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn}, status=410)
    return render(request, "articles/article.html", article_context(story))


def article_context(story: PublishedArticle) -> dict[str, Any]:
    """What the page of a story needs: the story, its neighbours in print, and the time it takes."""
    before, after = None, None
    if story.page:
        printed = list(PublishedArticle.objects.public().in_issue(story.page.issue).for_links())
        place = next((n for n, other in enumerate(printed) if other.pk == story.pk), None)
        if place is not None:
            before = printed[place - 1] if place else None
            after = printed[place + 1] if place + 1 < len(printed) else None
    minutes = max(1, round(story.length / CHARACTERS_A_MINUTE))
    return {"story": story, "before": before, "after": after, "minutes": minutes}


@require_safe
@conditional_page
def article_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The same story as IPTC ninjs 3.1."""
    absolute, paper = whole_addresses(request), settings.NEWSROOM_SITE_NAME
    plain = {"ensure_ascii": False}
    story = PublishedArticle.objects.public().for_page().filter(pk=pk).first()
    if story is not None:
        document = ninjs.item(story, absolute=absolute, paper=paper)
        return JsonResponse(document, json_dumps_params=plain)
    taken_back = PublishedArticle.objects.withdrawn().filter(pk=pk).first()
    if taken_back is None:
        raise Http404
    return JsonResponse(ninjs.withdrawn(taken_back), status=410, json_dumps_params=plain)


@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    carrying = Issue.objects.carrying(PublishedArticle.objects.public())
    years = [day.year for day in carrying.dates("date", "year", order="DESC")]
    year = request.GET.get("year") or (str(years[0]) if years else "")
    if year and year not in map(str, years):
        raise Http404
    found = list(carrying.in_year(int(year))) if year else []
    context = {"months": _months(found), "years": years, "year": year}
    return render(request, "articles/issues.html", context)


Day = tuple[date, Issue | None]


def _months(issues: Iterable[Issue]) -> list[tuple[date, list[list[Day]]]]:
    """A calendar of the months that have issues: for each its first day and its weeks."""
    found = []
    for first, group in groupby(issues, key=lambda issue: issue.date.replace(day=1)):
        by_day = {issue.date: issue for issue in group}
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        found.append((first, [[(day, by_day.get(day)) for day in week] for week in weeks]))
    return found


@require_safe
def issue(request: HttpRequest, day: date) -> HttpResponse:
    public = PublishedArticle.objects.public()
    found = get_object_or_404(Issue.objects.carrying(public), date=day)
    stories = list(public.in_issue(found).for_cards())
    pages = [next(group) for _key, group in groupby(stories, key=lambda story: story.page_id)]
    context = {"issue": found, "stories": stories, "pages": [story.page for story in pages]}
    return render(request, "articles/issue.html", context)


@require_safe
def page(request: HttpRequest, day: date, number: int) -> HttpResponse:
    public = PublishedArticle.objects.public()
    pages = Page.objects.carrying(public).select_related("issue")
    found = get_object_or_404(pages, issue__date=day, number=number)
    context = {
        "printed_page": found,
        "issue": found.issue,
        "stories": list(public.on_page(found).for_cards()),
        "pages": list(Page.objects.of_issue(found.issue).carrying(public)),
    }
    return render(request, "articles/page.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    stories = PublishedArticle.objects.public().in_section(found)
    return _list(request, stories, what=_("栏目"), title=found.name, lead=found.description)


@require_safe
def column(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Column, pk=pk)
    stories = PublishedArticle.objects.public().in_column(found)
    return _list(request, stories, what=_("专栏"), title=f"■ {found.name}", lead=found.description)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    found = masking.visible_tag(slug)
    if found.main:
        return redirect(found.main, permanent=True)
    stories = PublishedArticle.objects.public().tagged(found)
    related = Tag.objects.beside(found, stories)[:RELATED]
    return _list(request, stories, what=_("标签"), title=found.name, related=list(related))


def _list(
    request: HttpRequest,
    stories: PublishedArticleQuerySet,
    *,
    what: str,
    title: str,
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    try:
        found = stories.for_cards().page_before(request.GET.get("before"))
    except BadCursor as error:
        raise BadRequest("before") from error
    if lead:
        lead = current().text(lead)
    context = {"what": what, "title": title, "lead": lead, "related": [], "page": found} | more
    return render(request, "articles/list.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    try:
        found = public_log.page_before(request.GET.get("before"))
    except BadCursor as error:
        raise BadRequest("before") from error
    return render(request, "articles/corrections.html", {"page": found})


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(SitePage, slug=slug)
    found.body = current().html(found.body)
    return render(request, "articles/site_page.html", {"site_page": found})
