"""What the stand holds of a story, worked out from its desk: markup, facts and figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from articles.enums import (
    ArticleKind,
    BylineRole,
    CorrectionPlacement,
    MentionRelation,
    Placement,
    SourceType,
)
from articles.imaging.renditions import CARD, WHOLE
from articles.models import (
    Article,
    Photo,
    PhotoUse,
)
from articles.models.photo import MIME_TYPES
from articles.stand import facts, linking
from articles.text import body, bylines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from people.models import Entity

CROPS = ["16x9", "4x3", "1x1"]  # for machines: the widest of each
SUMMARY_LENGTH = 80  # characters under a headline on a card


def rendered(article: Article) -> dict[str, Any]:
    """Everything on the stand that is worked out from the desk."""
    photos = [_picture(use) for use in article.photo_uses.all()]
    for place, photo in enumerate(photos):  # what stands on top is not to be waited for
        photo["is_first"] = place == 0 and photo["placement"] == Placement.LEAD
    credits = [
        bylines.Credit(
            title=byline.title_as_printed,
            name=byline.reporter.name,
            role=BylineRole(byline.role),
        )
        for byline in article.bylines.all()
    ]
    # A photo brief is signed at its end, and there the paper prints no mark before the name.
    marker = "" if article.kind == ArticleKind.PHOTO_BRIEF else bylines.HOUSE_MARKER
    byline_text = bylines.write(bylines.PrintedByline(marker, tuple(credits))) if credits else ""
    entities = named_entities(article)
    return {
        "guid": article.guid,
        "byline_text": byline_text,
        "byline_html": _byline_html(article, byline_text),
        "body_html": _body_html(article, photos),
        "card_html": _card_html(article, photos, byline_text),
        "context_html": _context_html(article),
        "photos": photos,
        "opening": _opening(article),
        "credits": facts.credits(article),
        "named": facts.named(article, entities=entities),
        "related_by": facts.related_by(article, entities=entities),
        "keywords": _tag_names(article),
        "length": body.length(article.dateline + body.text(article.body)),
    } | corrections(article)


def ties(article: Article) -> dict[str, list[int]]:
    """The keys of what the stand ties a story to, by the names it has there."""
    confirmed = [mention for mention in article.mentions.all() if mention.is_confirmed]

    def named(*relations: str) -> set[int]:
        return {m.entity_id for m in confirmed if not relations or m.relation in relations}

    found = {
        "reporters": {byline.reporter_id for byline in article.bylines.all()},
        "entities": named(),
        "subjects": named(MentionRelation.SUBJECT),
        "pictured": named(MentionRelation.PICTURED),
        "tags": {tagging.tag_id for tagging in article.taggings.all()},
        "rounds": {round.pk for round in article.announces.all()},
        "pictures": {use.photo_id for use in article.photo_uses.all()},
    }
    return {name: sorted(keys) for name, keys in found.items()}


def corrections(article: Article) -> dict[str, Any]:
    """The corrections that hold, oldest first, as the story's page carries them."""
    current = list(article.corrections.current().order_by("made_at", "pk"))
    newest = current[-1] if current else None

    def html(placement: CorrectionPlacement) -> str:
        placed = [correction for correction in current if correction.placement == placement]
        return _render("articles/stand/_corrections.html", {"corrections": placed})

    return {
        "corrections_top_html": html(CorrectionPlacement.TOP),
        "corrections_bottom_html": html(CorrectionPlacement.BOTTOM),
        "corrections": facts.corrections(current),
        "corrected_at": newest.made_at if newest else None,
        "corrected_as": newest.kind if newest else "",
    }


def _picture(use: PhotoUse) -> dict[str, Any]:
    photo: Photo = use.photo
    return shown(photo) | {
        "alt": "" if photo.is_decorative else use.alt or photo.alt,
        "caption": use.caption or photo.caption,
        "placement": use.placement,
    }


def shown(photo: Photo) -> dict[str, Any]:
    """What readers get of a photo wherever it is used: its files, and whose it is."""
    source_type = SourceType(photo.source_type)
    return {
        "key": str(photo.guid),
        "src": photo.file.url if photo.file else "",
        "width": photo.width,
        "height": photo.height,
        "sources": _sources(photo, WHOLE),
        "card": _card_picture(photo),
        "crops": [_file(crop) for cut in CROPS for crop in photo.rendered(cut)[-1:]],
        "credit": photo.credit,
        "copyright": photo.copyright,
        "label": "" if source_type == SourceType.PHOTOGRAPH else str(source_type.label),
        "source_type": photo.source_type,
    }


def _card_picture(photo: Photo) -> dict[str, Any]:
    """The picture of a list, or the whole one where that has not been drawn."""
    jpegs = [file for file in photo.rendered(CARD) if file["format"] == "jpeg"]
    whole = {"src": photo.file.url if photo.file else "", "width": photo.width}
    file = _file(jpegs[-1]) if jpegs else whole | {"height": photo.height}
    return file | {"sources": _sources(photo, CARD)}


def _file(rendition: dict[str, Any]) -> dict[str, Any]:
    return {name: rendition[name] for name in ("src", "width", "height")}


def _sources(photo: Photo, cut: str) -> list[dict[str, str]]:
    """What a browser may choose from, the lightest format first, each with its widths."""
    files: dict[str, list[str]] = {kind: [] for kind in MIME_TYPES.values()}
    for file in photo.rendered(cut):
        files[file["type"]].append(f"{file['src']} {file['width']}w")
    return [{"type": kind, "srcset": ", ".join(found)} for kind, found in files.items() if found]


def with_photo(fields: Mapping[str, Any], fresh: dict[str, Any], *, address: str) -> dict[str, Any]:
    """What is different in a story of the stand, at `address`, once a photo is as `fresh` says."""
    photos = [old | fresh if old["key"] == fresh["key"] else old for old in fields["photos"]]
    if photos == fields["photos"]:
        return {}
    mark = f'data-photo="{fresh["key"]}"'
    figure = re.compile(rf'<figure class="photo" {mark}>.*?</figure>', re.DOTALL)
    frame = re.compile(rf'<div class="card-picture" {mark}>.*?</div>', re.DOTALL)
    body_html, card_html = fields["body_html"], fields["card_html"]
    for photo in photos:
        if photo["key"] == fresh["key"]:
            body_html = _swapped(figure, _figure_html(photo), within=body_html)
            card = _card_picture_html(photo, address=address)
            card_html = _swapped(frame, card, within=card_html)
    return {"photos": photos, "body_html": body_html, "card_html": card_html}


def _swapped(old: re.Pattern[str], new: str, *, within: str) -> str:
    return old.sub(lambda _match: new, within)


def _render(template: str, context: dict[str, Any]) -> str:
    return render_to_string(template, context).strip()


def _byline_html(article: Article, printed: str) -> str:
    """The printed line, cut so that the template can link each name."""
    parts: list[dict[str, Any]] = []
    rest = printed
    for byline in article.bylines.all():
        before, name, rest = rest.partition(byline.reporter.name)
        parts.append({"before": before, "name": name, "reporter": byline.reporter})
    return _render("articles/stand/_byline.html", {"parts": parts, "after": rest})


def _body_html(article: Article, photos: list[dict[str, Any]]) -> str:
    by_key = {photo["key"]: photo for photo in photos if photo["placement"] == Placement.INLINE}
    placed = set(body.figures(article.body))

    def figure(key: str) -> str:
        return _figure_html(by_key[key]) if key in by_key else ""

    before = [photo for photo in photos if photo["placement"] == Placement.LEAD]
    after = [photo for key, photo in by_key.items() if key not in placed]
    text = body.render(
        article.body,
        dateline=article.dateline,
        figure=figure,
        link=lambda runs: linking.link(runs, named_entities(article)),
    )
    return "".join([*map(_figure_html, before), text, *map(_figure_html, after)])


def _figure_html(photo: dict[str, Any]) -> str:
    return _render("articles/stand/_figure.html", {"photo": photo})


def _card_picture_html(photo: dict[str, Any], *, address: str) -> str:
    context = {"photo": photo, "address": address}
    return _render("articles/stand/_card_picture.html", context)


def _card_html(article: Article, photos: list[dict[str, Any]], byline: str) -> str:
    leads = [photo for photo in photos if photo["placement"] == Placement.LEAD]
    return _render(
        "articles/stand/_card.html",
        {
            "article": article,
            "byline": byline,
            "photo": leads[0] if leads else None,
            "summary": _opening(article),
            "words": _tag_names(article),
        },
    )


def _tag_names(article: Article) -> list[str]:
    return [tagging.tag.name for tagging in article.taggings.all()]


def _opening(article: Article) -> str:
    return article.summary or body.summary(article.body, limit=SUMMARY_LENGTH)


def _context_html(article: Article) -> str:
    return _render(
        "articles/stand/_context.html",
        {
            "tags": [tagging.tag for tagging in article.taggings.all()],
            "entities": named_entities(article),
            "rounds": list(article.announces.all()),
        },
    )


def named_entities(article: Article) -> list[Entity]:
    """Confirmed entities, whom the story is about first, each once; the hidden are masked later."""
    mentions = sorted(
        (m for m in article.mentions.all() if m.is_confirmed),
        key=lambda mention: mention.relation != MentionRelation.SUBJECT,
    )
    return list(dict.fromkeys(mention.entity for mention in mentions))
