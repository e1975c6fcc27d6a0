"""Names in a PDF, which are bytes: Chinese programs write those of fonts in GB 18030."""

from __future__ import annotations

from typing import Any

from pikepdf import Dictionary, Name, Object


def spelt(name: Any) -> str:
    """A name with its stroke, as pikepdf finds it again among keys; empty for what is no name."""
    return bytes(name).decode("utf-8", "surrogateescape") if isinstance(name, Name) else ""


def resource(resources: Object, kind: str, name: str) -> Any:
    """The resource of that kind and name; None if there is none."""
    named = resources.get(kind)
    # Not `get`, which takes no name that is not Unicode.
    return named[name] if isinstance(named, Dictionary) and name in named else None


def dictionary(made: dict[str, Any]) -> Dictionary:
    """These keys and values, without the keys that nothing came of."""
    new = Dictionary()
    for key, value in made.items():
        if value is not None:
            new[key] = value
    return new
