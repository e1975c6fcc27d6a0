"""The facts of stories that were published before the stand kept them: read from their markup.

Such a row has its markup and an empty `facts`; so has what Unmasked kept of one. Rendering the
stand again (manage.py republish) writes the facts of all that is signed off.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.urls import Resolver404, resolve

from articles.models import Correction, Tag
from articles.stand.facts import Row
from articles.text import body
from articles.text.body import Body, Link
from articles.text.markup import plain


def facts(fields: dict[str, Any], *, keys: dict[str, list[int]]) -> Row:
    """Facts.without_column, of a row with these columns that is linked to these keys."""
    leads = [photo["key"] for photo in fields["photos"] if photo["placement"] == "lead"]
    listed = list(_linked_texts(fields["context_html"]))
    tags = {tag.get_absolute_url(): tag.pk for tag in Tag.objects.filter(pk__in=keys["tags"])}
    return {
        "links": [[link.run, link.start, link.end, link.href] for link in _links(fields)],
        "byline": [list(piece) for piece in _pieces(body.parse(fields["byline_html"]))],
        "card_photo": leads[0] if leads and "has-photo" in fields["card_html"] else "",
        "tags": [
            {"key": tags.get(address), "name": name, "address": address}
            for name, address in listed
            if _view(address) == "tag"
        ],
        "rounds": [
            {"name": name, "address": address}
            for name, address in listed
            if _view(address) not in {"tag", "entity"}
        ],
        "corrections": _corrections(fields),
    }


def _links(fields: dict[str, Any]) -> Iterator[Link]:
    """The links that readers got in the body and that its writer did not make.

    Readers got every run of the body in its order, with captions between them, and the dateline
    before one.
    """
    written, shown = body.parse(fields["body"]), body.parse(fields["body_html"])
    candidates = iter(shown.running)
    for number, run in enumerate(written.running):
        text = plain(run)
        texts = {text, f"{fields['dateline']} {text}"}
        found = next((other for other in candidates if plain(other) in texts), None)
        if found is None:
            return
        pairs = list(zip(found[len(found) - len(run) :], run, strict=True))
        place = 0
        for href, same in groupby(pairs, key=lambda p: "" if p[1].marks.href else p[0].marks.href):
            size = len(list(same))
            if href:
                yield Link(number, place, place + size, href)
            place += size


def _pieces(parsed: Body) -> Iterator[tuple[str, str]]:
    """The texts of a markup, cut where a link begins or ends, each with what it leads to."""
    for run in parsed.running:
        for href, chars in groupby(run, key=lambda char: char.marks.href):
            yield plain(chars), href


def _linked_texts(html: str) -> Iterator[tuple[str, str]]:
    return (piece for piece in _pieces(body.parse(html)) if piece[1])


def _view(address: str) -> str:
    """The name of the view that an address of ours leads to, "" where none does."""
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


def _corrections(fields: dict[str, Any]) -> list[list[str]]:
    """The kind and the placement of each correction."""
    keys = [int(row["anchor"].removeprefix("#correction-")) for row in fields["corrections"]]
    made = Correction.objects.in_bulk(keys)
    return [[made[key].kind, made[key].placement] for key in keys]
