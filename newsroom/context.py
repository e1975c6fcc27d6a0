from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.models import Section


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page says of the paper and of itself; what it does not show is not worked out."""
    return {
        "site_name": settings.NEWSROOM_SITE_NAME,
        "sections": Section.objects.in_order(),
        "canonical": lambda: request.build_absolute_uri(request.path),
    }
