"""The newest stories for feed readers: of the whole paper, or of one place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.interchange.outward import whole_addresses
from articles.models import Column, PublishedArticle, Section
from articles.reading import syndication
from articles.reading.moved import moved
from articles.stand import masking
from people.models import Entity, Reporter
from people.names.moved import moved_entity, moved_reporter

if TYPE_CHECKING:
    from articles.models.rows import PublishedArticleQuerySet

SIZE = 30  # stories in a feed


class Place(Protocol):
    """What has a list of stories: a section, column, tag, reporter or entity."""

    name: str

    def get_absolute_url(self) -> str: ...


@require_safe
def latest(request: HttpRequest, format: str) -> HttpResponse:
    return _feed(request, PublishedArticle.objects.public(), format=format)


@require_safe
def section(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    found = Section.objects.confirmed().filter(slug=slug).first()
    if found is None:
        return moved(request, Section, slug)
    stories = PublishedArticle.objects.public().in_section(found)
    return _feed(request, stories, format=format, of=found)


@require_safe
def column(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = get_object_or_404(Column, pk=pk)
    stories = PublishedArticle.objects.public().in_column(found)
    return _feed(request, stories, format=format, of=found)


@require_safe
def tag(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    found = masking.visible_tag(slug)
    if found.main:
        return redirect("tag_feed", found.main.address, format, permanent=True)
    stories = PublishedArticle.objects.public().tagged(found)
    return _feed(request, stories, format=format, of=found)


@require_safe
def reporter(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = Reporter.objects.visible().filter(pk=pk).first()
    if found is None:
        return moved_reporter(request, pk)
    stories = PublishedArticle.objects.public().by_reporter(found)
    return _feed(request, stories, format=format, of=found)


@require_safe
def entity(request: HttpRequest, pk: int, format: str) -> HttpResponse:
    found = Entity.objects.visible().filter(pk=pk).first()
    if found is None:
        return moved_entity(request, pk)
    stories = PublishedArticle.objects.public().about(found)
    return _feed(request, stories, format=format, of=found)


@conditional_page
def _feed(
    request: HttpRequest,
    stories: PublishedArticleQuerySet,
    *,
    format: str,
    of: Place | None = None,
) -> HttpResponse:
    """Its ETag is that of all it says, a new name of a section too. It has no Last-Modified: a
    second may see two changes.
    """
    paper = settings.NEWSROOM_SITE_NAME
    made = syndication.feed(
        stories.newest_first().for_feed()[:SIZE],
        format=format,
        channel=syndication.Channel(
            title=f"{of.name} · {paper}" if of else paper,
            paper=paper,
            page=of.get_absolute_url() if of else reverse("front_page"),
            address=request.path,
        ),
        absolute=whole_addresses(request),
    )
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)
