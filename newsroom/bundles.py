"""Style sheets and scripts that are written apart and sent as one, so that a phone asks once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

SOURCE = Path(__file__).parent / "static"
# Each bundle with its parts in their order, and the medium a sheet is for.
BUNDLES: dict[str, list[tuple[str, str]]] = {
    "newsroom/css/reader.css": [
        ("newsroom/css/tokens.css", ""),
        ("newsroom/css/base.css", ""),
        ("newsroom/css/layout.css", ""),
        ("newsroom/css/article.css", ""),
        ("newsroom/css/large.css", "screen"),
        ("newsroom/css/print.css", "print"),
    ],
    "newsroom/js/reader.js": [
        ("newsroom/js/large_type.js", ""),
        ("newsroom/js/read_aloud.js", ""),
        ("newsroom/js/suggestions.js", ""),
    ],
}


def text(name: str) -> str:
    """A bundle, whole."""
    parts = [(SOURCE / part, medium) for part, medium in BUNDLES[name]]
    read = [(path.read_text(encoding="utf-8"), medium) for path, medium in parts]
    return "\n".join(f"@media {medium} {{\n{part}}}\n" if medium else part for part, medium in read)


class BundleFinder(BaseFinder):
    """Hands each bundle to `collectstatic`, put together in memory.

    It finds none for anybody else: a bundle is no file before it is collected, and to look one up
    writes nothing.
    """

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """No file: an empty list, as finders answer for what they do not have."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """Each bundle, and the storage that holds it."""
        storage = InMemoryStorage()
        for name in BUNDLES:
            yield storage.save(name, ContentFile(text(name))), storage
