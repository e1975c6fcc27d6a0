"""Style sheets and scripts that are written apart and sent as one, so that a phone asks once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

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
    """Finds each bundle, put together in the data folder when it is asked for."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "bundles")

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """The file of a bundle, or nothing; in a list if all there are are asked for."""
        found = [str(self._written(path))] if path in BUNDLES else []
        wants_all = any(args) or any(kwargs.values())
        return found if wants_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for name in BUNDLES:
            self._written(name)
            yield name, self.storage

    def _written(self, name: str) -> Path:
        """The file, never half written: another process may be reading it."""
        path, whole = Path(self.storage.path(name)), text(name)
        if not path.exists() or path.read_text(encoding="utf-8") != whole:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=path.parent, delete=False
            ) as fresh:
                fresh.write(whole)
            Path(fresh.name).replace(path)
        return path
