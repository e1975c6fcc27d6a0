"""What the head of a page tells feed readers, and those who share the page."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from articles.imaging.share_card import SIZE, font_file
from articles.interchange.outward import whole_addresses
from articles.models import PublishedArticle

register = template.Library()

FORMATS = [
    ("rss", "RSS", "application/rss+xml"),
    ("atom", "Atom", "application/atom+xml"),
    ("json", "JSON Feed", "application/feed+json"),
]
PLACES = {"section", "column", "tag", "reporter", "entity"}  # pages with a feed of their own


@register.inclusion_tag("_feed_links.html", takes_context=True)
def feed_links(context: template.Context) -> dict[str, Any]:
    """The feeds of the paper, and of the page if it is that of a section, reporter and so on."""
    request: HttpRequest = context["request"]
    match = request.resolver_match
    own = []
    if match and match.url_name in PLACES:
        for ending, name, kind in FORMATS:
            place = match.kwargs | {"format": ending}
            own.append((reverse(f"{match.url_name}_feed", kwargs=place), name, kind))
    every = [(reverse("latest_feed", args=[end]), name, kind) for end, name, kind in FORMATS]
    return {"site_name": settings.NEWSROOM_SITE_NAME, "own": own, "every": every}


@register.inclusion_tag("articles/_share.html", takes_context=True)
def share(context: template.Context, story: PublishedArticle) -> dict[str, Any]:
    """Open Graph for a story. https://ogp.me/"""
    absolute = whole_addresses(context["request"])
    photo = next((photo for photo in story.photos if photo["src"]), None)
    if photo is None and font_file() and story.share_mark:
        width, height = SIZE
        src = reverse("share_card", args=[story.pk, story.share_mark])
        photo = {"src": src, "width": width, "height": height, "alt": story.title}
    return {
        "story": story,
        "address": absolute(story.get_absolute_url()),
        "photo": photo,
        "picture": absolute(photo["src"]) if photo else "",
        "site_name": settings.NEWSROOM_SITE_NAME,
    }
