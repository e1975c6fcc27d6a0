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


QUOTED = "“[^“”]{2,10}”"
OPENING = ("“", "‘", "（", "《", "〈", "「", "『", "【")


@register.filter
def unbroken(line: str, words: Iterable[str] = ()) -> SafeString:
    """A line of a headline with what is quoted, and these words, marked: no screen is to end a
    line inside one. It may end before one, which browsers have to be told.
    """
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    pieces = re.split(f"({'|'.join([QUOTED, *map(re.escape, longest_first)])})", line)
    parts = [format_html("{}", pieces[0])]
    for n in range(1, len(pieces), 2):  # what is split out stands at the odd places
        before, word, after = pieces[n - 1 : n + 2]
        may_end = (n > 1 or before) and not before.endswith(OPENING)
        shape = (
            '<wbr><span class="word">{}</span>{}' if may_end else '<span class="word">{}</span>{}'
        )
        parts.append(format_html(shape, word, after))
    return format_html_join("", "{}", ((part,) for part in parts))


register.filter("marked", marked_html)
