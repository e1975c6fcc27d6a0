"""Where the grams of the stand are kept, and who finds stories by them."""

from __future__ import annotations

from django.conf import settings

from articles.search.engines.base import Engine, EngineDown, Stretch
from articles.search.engines.client import client
from articles.search.engines.database import DatabaseEngine
from articles.search.engines.opensearch import OpenSearch

__all__ = ["Engine", "EngineDown", "Stretch", "engine"]


def engine() -> Engine:
    """The search server that SEARCH_URL names, or else the site's own database."""
    return OpenSearch(client(settings.SEARCH_URL)) if settings.SEARCH_URL else DatabaseEngine()
