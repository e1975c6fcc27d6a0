"""What readers see. Everything here reads the stand, never the desk."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.imaging.share_card import draw
from articles.interchange import ninjs
from articles.interchange.outward import whole_addresses
from articles.models import Column, Issue, Page, PublishedArticle, Section, SitePage, Tag
from articles.models.rows import PublishedArticleQuerySet
from articles.paper import front_page as front_pages
from articles.reading.moved import moved
from articles.stand import masking, public_log, related
from articles.text import body
from people.names.masking import current, mask_texts
from people.reading.paging import page_asked

RELATED = 8  # tags beside a tag
CARD_AGE = 24 * 3600  # seconds for which others may keep it
CHARACTERS_A_MINUTE = 400  # how fast an adult reads Chinese news


@require_safe
def front_page(request: HttpRequest) -> HttpResponse:
    context = front_pages.laid_out(front_pages.pinned())
    return render(request, "articles/front_page.html", context)


@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    story = PublishedArticle.objects.public().for_page().filter(pk=pk).first()
    if story is None:
        withdrawn = PublishedArticle.objects.withdrawn().for_tombstone().filter(pk=pk).first()
        if withdrawn is None:
            raise Http404
        mask_texts([withdrawn], "withdrawn_reason", mask=current())
        return render(request, "articles/withdrawn.html", {"withdrawn": withdrawn}, status=410)
    return render(request, "articles/article.html", article_context(story))


def article_context(story: PublishedArticle) -> dict[str, Any]:
    """What the page of a story needs: the story, what stands around it, and the time it takes."""
    before, after = None, None
    if story.page:
        printed = list(PublishedArticle.objects.public().in_issue(story.page.issue).for_links())
        place = next((n for n, other in enumerate(printed) if other.pk == story.pk), None)
        if place is not None:
            before = printed[place - 1] if place else None
            after = printed[place + 1] if place + 1 < len(printed) else None
    minutes = max(1, round(story.length / CHARACTERS_A_MINUTE))
    around = {"before": before, "after": after, "related": related.stories(story)}
    return {"story": story, "minutes": minutes} | around


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
def share_card(request: HttpRequest, pk: int, mark: str) -> HttpResponse:
    """The picture of a story that has none. The address changes with what the story says."""
    story = get_object_or_404(PublishedArticle.objects.public().for_share_card(), pk=pk)
    if story.share_mark != mark:
        raise Http404
    day = date_format(timezone.localtime(story.visible_from), "Y年n月j日")
    paper = settings.NEWSROOM_SITE_NAME
    lines = {"headline": story.web_headline or story.headline, "kicker": story.kicker}
    picture = draw(**lines, paper=paper, day=day)
    if picture is None:
        raise Http404
    headers = {
        "Cache-Control": f"public, max-age={CARD_AGE}",
        "Cross-Origin-Resource-Policy": "cross-origin",  # it is shown where a story is shared
    }
    return HttpResponse(picture, content_type="image/png", headers=headers)


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
    pages = Page.objects.of_issue(found).carrying(public)
    context = {
        "issue": found,
        "stories": list(public.in_issue(found).for_cards()),
        "pages": list(pages.with_withheld(PublishedArticle.objects.withheld())),
    }
    return render(request, "articles/issue.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = Section.objects.confirmed().filter(slug=slug).first()
    if found is None:
        return moved(request, Section, slug)
    stories = PublishedArticle.objects.public().in_section(found)
    return _list(request, stories, what=_("栏目"), title=found.name, lead=found.description)


@require_safe
def column(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Column.objects.confirmed(), pk=pk)
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
    found = page_asked(request, stories.for_cards().page_before)
    if lead:
        lead = current().text(lead)
    context = {"what": what, "title": title, "lead": lead, "related": [], "page": found} | more
    return render(request, "articles/list.html", context)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    found = page_asked(request, public_log.page_before)
    return render(request, "articles/corrections.html", {"page": found})


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = SitePage.objects.confirmed().filter(slug=slug).first()
    if found is None:
        return moved(request, SitePage, slug)
    found.body = body.parse(found.body).changed(current().chars).html
    return render(request, "articles/site_page.html", {"site_page": found})
