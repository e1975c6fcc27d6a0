from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom import deployment

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def with_pages_kept(django: WSGIApplication) -> WSGIApplication:
    """Django, behind readers' pages that are ready, unless a setting gives them no room."""
    from newsroom.page_cache import PageCache  # noqa: PLC0415  # models are there only now

    if not settings.PAGE_CACHE:
        return django
    cache = PageCache(django, room=settings.PAGE_CACHE, cdn=settings.CDN_SECONDS)
    os.register_at_fork(after_in_child=cache.forget)
    return cache


deployment.refuse_unsound()
application = with_pages_kept(get_wsgi_application())
