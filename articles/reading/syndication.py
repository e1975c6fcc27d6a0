"""RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1: one feed, three ways to write it.

Everyone who is credited is an author; what each did is given as Media RSS and our JSON Feed
extension have it. https://www.rssboard.org/media-rss https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import escape

from articles.enums import BylineRole
from articles.interchange.outward import LANGUAGE, Absolute, full_text, moment, plain
from articles.text.bylines import PRINTED

if TYPE_CHECKING:
    from django.utils.xmlutils import SimplerXMLGenerator

    from articles.models import PublishedArticle

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed that holds nothing was last changed
NAMESPACES = {
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
RSS = NAMESPACES | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
MEDIA_ROLES = {
    BylineRole.TEXT: ["author"],
    BylineRole.TEXT_AND_PHOTO: ["author", "photographer"],
    BylineRole.TEXT_AND_PHOTOGRAPHED: ["author", "photographer"],
    BylineRole.PHOTO: ["photographer"],
    BylineRole.PHOTOGRAPHED: ["photographer"],
    BylineRole.COURTESY: ["provider"],
    BylineRole.COMPILED: ["author"],
    BylineRole.EDITED: ["editor"],
    BylineRole.VIDEO: ["camera operator"],
}


class _Dated(SyndicationFeed):
    def latest_post_date(self) -> datetime:
        """The same for the same stories: Django's would be the present moment for none."""
        return max((item["updateddate"] for item in self.items), default=NEVER)


class Rss(_Dated, Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | RSS

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for credit in item["credits"]:
            handler.addQuickElement("dc:creator", credit["name"])
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        handler.addQuickElement("content:encoded", item["content"])
        _add_source(handler, item)
        _add_media(handler, item)


class Atom(_Dated, Atom1Feed):
    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | NAMESPACES

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for credit in item["credits"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", credit["name"])
            handler.addQuickElement("uri", credit["url"])
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})
        _add_source(handler, item)
        _add_media(handler, item)


def _add_source(handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
    if item["source"]:
        handler.addQuickElement("dc:source", item["source"])


def _add_media(handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
    for credit in item["credits"]:
        for role in MEDIA_ROLES[credit["role"]]:
            handler.addQuickElement("media:credit", credit["name"], _role(role))
    for photo in item["photos"]:
        size = {name: str(photo[name]) for name in ("width", "height")}
        picture = {"url": photo["url"], "type": "image/jpeg", "medium": "image"}
        handler.startElement("media:content", AttributesImpl(picture | size))
        handler.addQuickElement("media:description", photo["caption"], {"type": "plain"})
        handler.addQuickElement("media:credit", photo["credit"], _role("photographer"))
        handler.endElement("media:content")


def _role(role: str) -> dict[str, str]:
    return {"role": role, "scheme": "urn:ebu"}


class Json(_Dated):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: IO[str], encoding: str) -> None:
        author = {"name": self.feed["author_name"], "url": self.feed["author_link"]}
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "authors": [author],
            "items": [_json_item(item) for item in self.items],
        }
        json.dump(document, outfile, ensure_ascii=False)


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    document = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["content"],
        "summary": item["summary"],
        "date_published": moment(item["pubdate"]),
        "date_modified": moment(item["updateddate"]),
        "authors": [
            {
                "name": credit["name"],
                "url": credit["url"],
                "_credit": {"role": PRINTED[credit["role"]], "title": credit["title"]},
            }
            for credit in item["credits"]
        ],
        "_source": item["source"],
        "tags": item["categories"],
        "attachments": [
            {
                "url": photo["url"],
                "mime_type": "image/jpeg",
                "title": photo["caption"],
                "_credit": photo["credit"],
            }
            for photo in item["photos"]
        ],
    }
    image = {"image": item["photos"][0]["url"]} if item["photos"] else {}
    return {name: value for name, value in (document | image).items() if value}


FORMATS: dict[str, type[Rss | Atom | Json]] = {"rss": Rss, "atom": Atom, "json": Json}


@dataclass(frozen=True)
class Channel:
    """A feed without its stories: `page` lists them on the site, `address` is the feed's own."""

    title: str
    paper: str
    page: str
    address: str


def feed(
    stories: Iterable[PublishedArticle], *, format: str, channel: Channel, absolute: Absolute
) -> Rss | Atom | Json:
    """The feed of `stories`, from for_feed(). `format` is rss, atom or json."""
    made = FORMATS[format](
        title=plain(channel.title),
        link=absolute(channel.page),
        description=plain(channel.title),
        language=LANGUAGE.lower() if format == "rss" else LANGUAGE,
        author_name=plain(channel.paper),
        author_link=absolute("/"),
        feed_url=absolute(channel.address),
        feed_guid=absolute(channel.address),
    )
    for story in stories:
        _add(made, story, absolute=absolute)
    return made


def _add(feed: SyndicationFeed, story: PublishedArticle, *, absolute: Absolute) -> None:
    places = [place.name for place in (story.section, story.column) if place]
    feed.add_item(
        title=plain(story.title),
        link=absolute(story.get_absolute_url()),
        description=escape(plain(story.opening)),
        unique_id=f"urn:uuid:{story.guid}",
        unique_id_is_permalink=False,
        pubdate=story.visible_from.replace(microsecond=0),
        updateddate=story.updated_at.replace(microsecond=0),
        categories=[plain(name) for name in (*places, *story.keywords)],
        summary=plain(story.opening),
        content=full_text(story, absolute=absolute),
        source=plain(story.source),
        credits=[_credit(credit, absolute=absolute) for credit in story.credits],
        photos=[_photo(photo, absolute=absolute) for photo in story.photos if photo["src"]],
    )


def _credit(credit: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    return {
        "name": plain(credit["name"]),
        "url": absolute(credit["address"]),
        "title": plain(credit["title"]),
        "role": BylineRole(credit["role"]),
    }


def _photo(photo: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    return {
        "url": absolute(photo["src"]),
        "width": photo["width"],
        "height": photo["height"],
        "caption": plain(photo["caption"]),
        "credit": plain(photo["credit"]),
    }
