"""Stored text made fit to leave the site: whole addresses, and no character XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html, format_html_join

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.models import PublishedArticle

LANGUAGE = "zh-CN"
Absolute = Callable[[str], str]  # makes an address of ours whole; leaves another as it is

# https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# In stored markup a < opens a tag of our own templates or of the cleaned body, never text.
ADDRESS = re.compile(r'(<[a-z][^<>]*? (?:href|src)=")(/(?!/)[^"]*)')
CHOICE = re.compile(r"<source [^<>]*>")  # a reader elsewhere gets the one file that all can show
WORDS = re.compile(r'<span class="words">([^<]*+(?:<(?!/span>)[^<]*+)*+)</span>')
DRAWING = re.compile(  # a placeholder, drawn by our own style
    r"<svg [^<]*+(?:<(?!/svg>|svg )[^<]*+)*+</svg>\s*"
)


def whole_addresses(request: HttpRequest) -> Absolute:
    """Makes addresses whole: with the site's own address, or with the host that was asked if no
    setting names one.
    """
    root = settings.SITE_URL or request.build_absolute_uri("/").removesuffix("/")

    def absolute(address: str) -> str:
        is_ours = address.startswith("/") and not address.startswith("//")
        return iri_to_uri(root + address) if is_ours else address

    return absolute


def plain(text: str) -> str:
    """The text without control characters, which no XML may hold."""
    return NOT_XML.sub("", text)


def moment(value: datetime) -> str:
    """A moment as RFC 3339 has it: local, to the second, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


def body_html(story: PublishedArticle, *, absolute: Absolute) -> str:
    """The body with its corrections, for readers who have neither our addresses nor our style."""
    stored = story.corrections_top_html + story.body_html + story.corrections_bottom_html
    html = plain(CHOICE.sub("", DRAWING.sub("", stored)))
    html = WORDS.sub(r"\1", html).replace("<wbr>", "")  # lines end there in our own style
    return ADDRESS.sub(lambda match: match[1] + absolute(match[2]), html)


def full_text(story: PublishedArticle, *, absolute: Absolute) -> str:
    """All that stands under the headline, as printed: subhead, byline, source and body."""
    lines = [story.kicker, story.printed_headline if story.web_headline else "", story.subhead]
    head = format_html_join("", "<p><strong>{}</strong></p>", ((line,) for line in lines if line))
    byline = format_html("<p>{}</p>", story.byline_text) if story.byline_text else ""
    source = format_html("<p>{}</p>", story.source) if story.source else ""
    body = body_html(story, absolute=absolute)
    is_signed_last = story.is_signed_last
    return plain(head + (source + body + byline if is_signed_last else byline + source + body))
