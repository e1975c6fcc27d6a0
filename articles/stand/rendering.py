"""The facts of a story made into what the stand's row holds: markup, texts, lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.enums import CorrectionKind, CorrectionPlacement, Placement
from articles.stand.facts import Facts, Row
from articles.text import breaking


def rendered(facts: Facts) -> dict[str, Any]:
    """The columns of the stand that the facts decide, but for what they are made of again."""
    titles = _titles(facts)
    return {
        **facts.texts,
        "titles": titles,
        "body": facts.body.html,
        "byline_text": facts.byline_text,
        "byline_html": _render("_byline.html", {"pieces": facts.byline}),
        "body_html": _body_html(facts),
        "card_html": _card_html(facts, titles),
        "context_html": _context_html(facts),
        "photos": facts.photos,
        "credits": facts.credits,
        "named": facts.named,
        "related_by": facts.related_by,
        "keywords": facts.keywords,
        "corrections": facts.public_corrections,
        "corrections_top_html": _corrections_html(facts, CorrectionPlacement.TOP),
        "corrections_bottom_html": _corrections_html(facts, CorrectionPlacement.BOTTOM),
    }


def _render(template: str, context: dict[str, Any]) -> str:
    return render_to_string(f"articles/stand/{template}", context).strip()


def _body_html(facts: Facts) -> str:
    """The photos that lead, the body with those it places, then the others.

    A photo that the body places stands there, whatever else is said of its place.
    """
    photos = {photo["key"]: photo for photo in facts.photos}
    placed = set(facts.linked.figures)
    others = [photo for key, photo in photos.items() if key not in placed]
    before = [photo for photo in others if photo["placement"] == Placement.LEAD]
    after = [photo for photo in others if photo["placement"] == Placement.INLINE]

    def figure(key: str) -> str:
        return _figure_html(photos[key]) if key in photos else ""

    def runs(crosshead: str) -> list[list[int]]:
        return breaking.runs(crosshead, names=facts.held_names)

    text = facts.linked.render(dateline=facts.texts["dateline"], figure=figure, runs=runs)
    return "".join([*map(_figure_html, before), text, *map(_figure_html, after)])


def _figure_html(photo: Row) -> str:
    return _render("_figure.html", {"photo": photo})


def _titles(facts: Facts) -> dict[str, SafeString]:
    """The markup of the titles that the story has: the headline in its lines, as printed, and what
    lists call the story in one.
    """
    names, lines = facts.held_names, facts.texts["headline"].splitlines()
    held = ((breaking.title(line, names),) for line in lines)
    texts = {name: facts.texts[name] for name in ("kicker", "subhead")}
    texts["title"] = facts.texts["web_headline"] or "".join(lines)
    found = {name: breaking.title(text, names) for name, text in texts.items() if text}
    return found | {"headline": format_html_join("", '<span class="line">{}</span>', held)}


def _card_html(facts: Facts, titles: dict[str, SafeString]) -> str:
    texts = facts.texts
    return _render(
        "_card.html",
        {
            "kind": facts.kind,
            "address": facts.address,
            "titles": titles,
            "title": titles["title" if texts["web_headline"] else "headline"],
            "byline": facts.byline_text or texts["source"],
            "photo": next((p for p in facts.photos if p["key"] == facts.card_photo), None),
            "summary": texts["opening"],
        },
    )


def _context_html(facts: Facts) -> str:
    context = {"tags": facts.tags, "entities": facts.named, "rounds": facts.rounds}
    return _render("_context.html", context) if any(context.values()) else ""


def _corrections_html(facts: Facts, placement: CorrectionPlacement) -> str:
    placed = [
        {
            "id": row["anchor"].removeprefix("#"),
            "label": CorrectionKind(row["kind"]).label,
            "text": row["text"],
            "made_at": datetime.fromisoformat(row["at"]),
        }
        for row in facts.corrections
        if row["placement"] == placement
    ]
    return _render("_corrections.html", {"corrections": placed}) if placed else ""
