from datetime import date

from django.urls import register_converter
from django.urls.converters import IntConverter


class DayConverter:
    """A day in an address, as ISO 8601: 2023-12-26."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


class KeyConverter(IntConverter):
    """A row's key in an address. A longer number is no key, and would overflow the database."""

    regex = r"[0-9]{1,18}"


class TagConverter:
    """A tag in an address, in any script. PostgreSQL takes no NUL in a text."""

    regex = r"[^/\0]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FormatConverter(TagConverter):
    """The kind of feed an address ends in."""

    regex = "rss|atom|json"


register_converter(DayConverter, "day")
register_converter(FormatConverter, "format")
register_converter(KeyConverter, "key")
register_converter(TagConverter, "tag")
