"""A name between quotation marks."""

from __future__ import annotations

INNER = str.maketrans("“”", "‘’")


def between_quotes(text: object) -> str:
    """The text as it stands between “ and ”: its own double quotation marks are single ones.

    A section called 民生“一线” is announced as “民生‘一线’”, never with two marks side by side.
    """
    return str(text).translate(INNER)
