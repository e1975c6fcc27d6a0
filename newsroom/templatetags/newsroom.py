from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from articles.search import marked_html

register = template.Library()


@register.filter
def moment(value: datetime) -> str:
    """A moment as HTML's time element takes it: local, to the second, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


register.filter("marked", marked_html)
