from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """A moment as HTML's time element takes it: local, to the second, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


@register.filter
def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Pieces of text, those that were searched for in a mark element."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", t) if is_hit else t,) for t, is_hit in pieces)
    )
