"""A story as IPTC ninjs 3.1. https://iptc.org/std/ninjs/ninjs-schema_3.1.json"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.enums import ArticleKind, BylineRole, SourceType
from articles.interchange.outward import LANGUAGE, Absolute, body_html, moment, plain
from articles.text import body
from articles.text.bylines import PRINTED
from people.enums import EntityKind

if TYPE_CHECKING:
    from articles.models import PublishedArticle

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
SHELVES = {
    "people": {EntityKind.PERSON},
    "organisations": {
        EntityKind.GROUP,
        EntityKind.WORKSHOP,
        EntityKind.SCHOOL,
        EntityKind.ORGANISATION,
        EntityKind.TEAM,
    },
    "places": {EntityKind.PLACE, EntityKind.VILLAGE, EntityKind.COMMUNITY, EntityKind.COMPOUND},
    "events": {EntityKind.EVENT},
    "objects": {EntityKind.BRAND, EntityKind.PRODUCT, EntityKind.DOCUMENT, EntityKind.PROJECT},
}


def item(story: PublishedArticle, *, absolute: Absolute, paper: str) -> dict[str, Any]:
    """The whole story, as its page shows it. `paper` holds the rights."""
    document = {
        "uri": _uri(story.guid),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "version": str(story.version),
        "firstCreated": moment(story.visible_from),
        "versionCreated": moment(story.updated_at),
        "pubStatus": "usable",
        "copyrightHolder": paper,
        "language": LANGUAGE,
        "title": plain(story.title),
        "headlines": _headlines(story),
        "by": plain(story.byline_text),
        "infoSources": _sources(story, absolute=absolute),
        "located": plain(story.dateline),
        "descriptions": [{"role": "summary", "value": plain(story.opening)}],
        "bodies": _bodies(story, absolute=absolute),
        "genres": [{"name": str(ArticleKind(story.kind).label), "literal": story.kind}],
        "subjects": _subjects(story, absolute=absolute),
        "altIds": _printed(story),
        "renditions": [_web_page(story, absolute=absolute)],
        "associations": [_picture(photo, absolute=absolute) for photo in story.photos],
        **_named(story, absolute=absolute),
    }
    return {name: value for name, value in document.items() if value}


def withdrawn(story: PublishedArticle) -> dict[str, Any]:
    """What is still said of a withdrawn story: that it was withdrawn."""
    at = story.withdrawn_at or story.updated_at
    return {
        "uri": _uri(story.guid),
        "standard": STANDARD,
        "type": "text",
        "pubStatus": "canceled",
        "versionCreated": moment(at),
    }


def _uri(guid: object) -> str:
    return f"urn:uuid:{guid}"


def _sources(story: PublishedArticle, *, absolute: Absolute) -> list[dict[str, str]]:
    """Who signed it, each with what they did; and where it is from if it is not the paper's own."""
    signed = [
        {
            "name": plain(credit["name"]),
            "role": PRINTED[BylineRole(credit["role"])],
            "uri": absolute(credit["address"]),
        }
        for credit in story.credits
    ]
    source = {"name": plain(story.source), "role": "来源"}
    return [*signed, source] if story.source else signed


def _headlines(story: PublishedArticle) -> list[dict[str, str]]:
    lines = {
        "main": story.printed_headline,
        "kicker": story.kicker,
        "subhead": story.subhead,
        "web": story.web_headline,
    }
    return [{"role": role, "value": plain(line)} for role, line in lines.items() if line]


def _bodies(story: PublishedArticle, *, absolute: Absolute) -> list[dict[str, Any]]:
    text = plain(" ".join(filter(None, [story.dateline, body.parse(story.body).text])))
    return [
        {
            "role": "main",
            "contentType": "text/html",
            "charCount": len(text),
            "wordCount": story.length,
            "value": body_html(story, absolute=absolute),
        },
        {"role": "plain", "contentType": "text/plain", "value": text},
    ]


def _named(story: PublishedArticle, *, absolute: Absolute) -> dict[str, list[dict[str, str]]]:
    return {
        shelf: [
            {
                "name": plain(entity["name"]),
                "rel": "about" if entity["is_subject"] else "mentions",
                "uri": absolute(entity["address"]),
            }
            for entity in story.named
            if entity["kind"] in kinds
        ]
        for shelf, kinds in SHELVES.items()
    }


def _subjects(story: PublishedArticle, *, absolute: Absolute) -> list[dict[str, str]]:
    places = {"section": story.section, "column": story.column}
    found = [
        {"name": place.name, "rel": rel, "uri": absolute(place.get_absolute_url())}
        for rel, place in places.items()
        if place
    ]
    return found + [{"name": plain(word), "rel": "keyword"} for word in story.keywords]


def _printed(story: PublishedArticle) -> list[dict[str, str]]:
    """Where it was printed: the day and the number of the page."""
    if story.page is None:
        return []
    return [{"role": "print", "value": f"{story.page.issue.date}/{story.page.number}"}]


def _web_page(story: PublishedArticle, *, absolute: Absolute) -> dict[str, Any]:
    address = absolute(story.get_absolute_url())
    return {"name": "web", "href": address, "contentType": "text/html"}


def _picture(photo: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    source = SourceType(photo["source_type"])
    described = {"caption": photo["caption"], "alt": photo["alt"]}
    document = {
        "name": plain(photo["caption"] or photo["alt"] or photo["key"]),
        "uri": _uri(photo["key"]),
        "type": "picture",
        "rel": photo["placement"],
        "by": plain(photo["credit"]),
        "copyrightNotice": plain(photo["copyright"]),
        "descriptions": [
            {"role": role, "value": plain(text)} for role, text in described.items() if text
        ],
        "digitalSourceType": {"name": str(source.label), "uri": source.uri},
    }
    if photo["src"]:
        files = {"web": photo} | {f"crop-{n}": crop for n, crop in enumerate(photo["crops"], 1)}
        document["renditions"] = [
            {
                "name": name,
                "href": absolute(file["src"]),
                "contentType": "image/jpeg",
                "width": file["width"],
                "height": file["height"],
            }
            for name, file in files.items()
        ]
    return {name: value for name, value in document.items() if value}
