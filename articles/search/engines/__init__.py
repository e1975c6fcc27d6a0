"""Where the grams of the stand are kept, and who finds stories by them."""

from __future__ import annotations

from articles.search.engines.base import Engine, EngineDown, Stretch
from articles.search.engines.database import DatabaseEngine

__all__ = ["Engine", "EngineDown", "Stretch", "engine"]


def engine() -> Engine:
    """The site's own database."""
    return DatabaseEngine()
