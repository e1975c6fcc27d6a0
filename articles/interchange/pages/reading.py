"""A file with the text of one printed page, read into stories."""

from __future__ import annotations

from articles.interchange.pages.contents import PageReading, Paragraph, Story, Unreadable

__all__ = ["PageReading", "Paragraph", "Story", "Unreadable", "read_file", "read_pdf", "read_text"]


def read_text(data: bytes) -> PageReading:
    """Plain text in UTF-8, UTF-16 or GB18030. Raises Unreadable."""
    raise NotImplementedError


def read_pdf(data: bytes) -> PageReading:
    """A PDF of one page with a text layer. Raises Unreadable."""
    raise NotImplementedError


def read_file(data: bytes, name: str) -> PageReading:
    """A file by what is in it; its name only says what it was meant to be. Raises Unreadable."""
    return read_pdf(data) if data.startswith(b"%PDF") else read_text(data)
