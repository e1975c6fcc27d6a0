"""What pages tell search engines, in schema.org's words. https://schema.org/NewsArticle"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.enums import ArticleKind, BylineRole, SitePageSlug
from articles.interchange.outward import moment
from people.enums import ReporterKind
from people.reading.structured_data import type_of

if TYPE_CHECKING:
    from articles.interchange.outward import Absolute
    from articles.models import Page, PublishedArticle, SitePage

LANGUAGE = "zh-Hans"


# What schema.org calls the pages on which a paper says by what rules it works.
POLICIES = {
    SitePageSlug.MASTHEAD: "masthead",
    SitePageSlug.CORRECTIONS_POLICY: "correctionsPolicy",
    SitePageSlug.CONTACT: "actionableFeedbackPolicy",
}


def paper(name: str, *, absolute: Absolute, pages: Iterable[SitePage] = ()) -> dict[str, Any]:
    """The paper itself, as every page names it, with those of its own pages that are policies."""
    front_page = absolute(reverse("front_page"))
    policies = {
        POLICIES[SitePageSlug(page.slug)]: absolute(page.get_absolute_url())
        for page in pages
        if page.slug in POLICIES
    }
    return policies | {
        "@type": "NewsMediaOrganization",
        "@id": f"{front_page}#paper",
        "name": name,
        "url": front_page,
        "logo": {"@type": "ImageObject", "url": absolute(static("newsroom/icon.svg"))},
    }


def web_site(name: str, *, absolute: Absolute) -> dict[str, Any]:
    front_page = absolute(reverse("front_page"))
    return {
        "@type": "WebSite",
        "@id": f"{front_page}#site",
        "name": name,
        "url": front_page,
        "inLanguage": LANGUAGE,
        "publisher": {"@id": f"{front_page}#paper"},
    }


def news_article(
    story: PublishedArticle, *, publisher: dict[str, Any], absolute: Absolute
) -> dict[str, Any]:
    """The story as its page shows it, by all who signed it; if nobody did, by where it is from,
    or by the paper.
    """
    is_opinion = story.kind == ArticleKind.COMMENTARY
    address = absolute(story.get_absolute_url())
    givers = [c for c in story.credits if c["role"] == BylineRole.COURTESY]
    editors = [c for c in story.credits if c["role"] == BylineRole.EDITED]
    makers = [c for c in story.credits if c not in givers and c not in editors]
    document = {
        "@type": "OpinionNewsArticle" if is_opinion else "NewsArticle",
        "@id": f"{address}#article",
        "identifier": f"urn:uuid:{story.guid}",
        "url": address,
        "mainEntityOfPage": address,
        "headline": story.title,
        "alternativeHeadline": " ".join(filter(None, [story.kicker, story.subhead])),
        "description": story.opening,
        "image": [
            _image(photo, file, absolute=absolute)
            for photo in story.photos
            if photo["src"]
            for file in (photo, *photo["crops"])
        ],
        "datePublished": moment(story.visible_from),
        "dateModified": moment(story.updated_at),
        "author": [_credited(c, absolute=absolute) for c in makers] or [_origin(story, publisher)],
        "editor": [_credited(c, absolute=absolute) for c in editors],
        "contributor": [_credited(c, absolute=absolute) for c in givers],
        "creditText": story.source,
        "publisher": publisher,
        "articleSection": [place.name for place in (story.section, story.column) if place],
        "keywords": story.keywords,
        "wordCount": story.length,
        "dateline": story.dateline,
        "correction": [_correction(c, page=address) for c in story.corrections],
        "about": [_named(e, absolute=absolute) for e in story.named if e["is_subject"]],
        "mentions": [_named(e, absolute=absolute) for e in story.named if not e["is_subject"]],
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
    }
    document |= _printed(story.page) if story.page else {}
    return {name: value for name, value in document.items() if value}


def _origin(story: PublishedArticle, publisher: dict[str, Any]) -> dict[str, Any]:
    return {"@type": "Organization", "name": story.source} if story.source else publisher


def _printed(page: Page) -> dict[str, Any]:
    issue = page.issue
    doubt = "" if issue.date_is_certain else _("日期据内容推断")
    edition = " ".join(filter(None, [f"{issue.date}", issue.number, issue.title, doubt]))
    return {"printEdition": edition, "printPage": str(page.number), "printSection": page.name}


def _correction(correction: dict[str, str], *, page: str) -> dict[str, Any]:
    return {
        "@type": "CorrectionComment",
        "text": correction["text"],
        "datePublished": correction["at"],
        "url": page + correction["anchor"],
    }


def _image(photo: dict[str, Any], file: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    """One file of a photo. https://developers.google.com/search/docs/appearance/structured-data/article"""
    document = {
        "@type": "ImageObject",
        "url": absolute(file["src"]),
        "width": file["width"],
        "height": file["height"],
        "caption": photo["caption"],
        "creditText": photo["credit"],
        "copyrightNotice": photo["copyright"],
    }
    return {name: value for name, value in document.items() if value}


def _credited(credit: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    is_body = credit["kind"] == ReporterKind.AGENCY
    document = {
        "@type": "Organization" if is_body else "Person",
        "name": credit["name"],
        "url": absolute(credit["address"]),
        "jobTitle": "" if is_body else credit["title"],
    }
    return {name: value for name, value in document.items() if value}


def _named(entity: dict[str, Any], *, absolute: Absolute) -> dict[str, Any]:
    address = absolute(entity["address"])
    return {"@type": type_of(entity["kind"]), "name": entity["name"], "url": address}


def breadcrumbs(steps: Iterable[tuple[str, str]], *, absolute: Absolute) -> dict[str, Any]:
    """The way to a page: names and addresses, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": absolute(address)}
            for n, (name, address) in enumerate(steps, start=1)
        ],
    }
