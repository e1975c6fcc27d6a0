from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.search import marked_html

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """A moment as HTML's time element takes it: local, to the second, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


QUOTED = "(?<=“)[^“”]{2,10}(?=”)"


@register.filter
def unbroken(line: str, words: Iterable[str] = ()) -> SafeString:
    """A line of a headline with what is quoted, and these words, marked: no screen is to end a
    line inside one.
    """
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    pieces = re.split(f"({'|'.join([QUOTED, *map(re.escape, longest_first)])})", line)
    shapes = ("{}", '<span class="word">{}</span>')  # what is split out stands at the odd places
    return format_html_join(
        "", "{}", ((format_html(shapes[n % 2], p),) for n, p in enumerate(pieces))
    )


register.filter("marked", marked_html)
