"""Names that readers may not see, put out of sight in plain texts and in our own markup.

A name is found as people.names.mentions finds it: quotes and spaces inside it do not matter, and a
name within a longer known name is not that name: 薛祥 may be hidden while 丁薛祥 is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape

from django.db import models
from django.db.models import Q

from articles.text.folding import fold
from articles.text.matching import Match, Matcher
from people.models import Entity, EntityName, Programme, Reporter

INSTEAD = "某某"
SHORTEST = 2  # a single character is a word, whoever is called so
INLINE = {"a", "b", "br", "em", "i", "mark", "span", "strong", "wbr"}  # a name goes on across these
TOKEN = re.compile(r"<(?P<tag>/?[a-z][a-z0-9]*)[^>]*>|&[#\w]+;|.", re.DOTALL)
SPOKEN = re.compile(r' (alt|aria-label|title)="([^"]*)"')
PAIRS = dict(zip("“‘「『《〈", "”’」』》〉", strict=True))

Span = tuple[int, int]


class Mask:
    """Hides these names. `longer` is asked, once and only after a find, for names that hold them.

    Neither is read before there is a text to look through.
    """

    def __init__(
        self, hidden: Iterable[str], *, longer: Callable[[], Iterable[str]] = tuple
    ) -> None:
        self._hidden = hidden
        self._ask = longer

    def text(self, text: str) -> str:
        """The plain text; a name may also be broken over two printed lines."""
        parts = list(text)
        for start, end in self._spans(text.replace("\n", " ")):
            parts[start:end] = [INSTEAD, *[""] * (end - start - 1)]
        return "".join(parts)

    def html(self, html: str) -> str:
        """Well-formed markup; a name may stand across inline elements, never across blocks."""
        if not html or not self._names:
            return html
        tokens = list(TOKEN.finditer(html))
        parts = [self._tag(token[0]) if token["tag"] else token[0] for token in tokens]
        text, origins = _readable(tokens)
        for start, end in self._spans(text):
            places = sorted(set(origins[start:end]))
            for place in places:
                parts[place] = ""
            parts[places[0]] = INSTEAD
        return "".join(parts)

    def hides(self, text: str) -> bool:
        return self.text(text) != text

    def _tag(self, tag: str) -> str:
        """A tag with what it says to those who do not see the page."""

        def said(match: re.Match[str]) -> str:
            plain = unescape(match[2])
            masked = self.text(plain)
            return match[0] if masked == plain else f' {match[1]}="{escape(masked)}"'

        return SPOKEN.sub(said, tag)

    def _spans(self, text: str) -> Iterator[Span]:
        """Where hidden names stand in the text as typed, in order, none touching another."""
        if not text or not self._names:
            return
        folded = fold(text)
        found = sorted(self._matcher.matches(folded), key=lambda match: match.start)
        if not found:
            return
        kept = list(self._longer.matches(folded))
        last: Span | None = None
        for match in found:
            if any(_is_within(match, other) for other in kept):
                continue
            start, end = _with_marks(text, *folded.span(match.start, match.end))
            if last and start < last[1]:
                last = (last[0], max(end, last[1]))
                continue
            if last:
                yield last
            last = (start, end)
        if last:
            yield last

    @cached_property
    def _names(self) -> list[str]:
        return sorted({name for name in map(_folded, self._hidden) if len(name) >= SHORTEST})

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._names)

    @cached_property
    def _longer(self) -> Matcher:
        return Matcher({_folded(name) for name in self._ask()} - set(self._names))


def current(*, but: Collection[str] = ()) -> Mask:
    """The mask of everybody who is hidden now: one small query, and one more if a name is found.

    Names in `but` are left: those of whose page it is, who may have a hidden namesake.
    """
    names = _Except(hidden_names(), but)
    return Mask(names, longer=lambda: longer_names(names))


@dataclass(frozen=True)
class _Except:
    """Names without some of them, read when they are asked for."""

    names: Iterable[str]
    but: Collection[str]

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if name not in self.but)


def veil(rows: Iterable[models.Model | None], *fields: str, mask: Mask) -> None:
    """Mask texts of rows as they are in memory, to be shown and never saved."""
    for row in filter(None, rows):
        for field in fields:
            setattr(row, field, mask.text(getattr(row, field)))


def hidden_faces(photos: Iterable[models.Model | None]) -> set[int]:
    """The keys of those of these photos that show somebody who is hidden."""
    keys = {photo.pk for photo in photos if photo}
    shown = Entity.objects.hidden().filter(photographs__in=keys).order_by() if keys else None
    return set(shown.values_list("photographs", flat=True)) if shown is not None else set()


def hidden_names() -> Iterable[str]:
    """Every name of everybody who is hidden."""
    rows = Entity.objects.hidden().order_by().values_list("name", flat=True)
    return rows.union(
        EntityName.objects.filter(entity__hidden=True).order_by().values_list("name", flat=True),
        Reporter.objects.hidden().order_by().values_list("name", flat=True),
    ).order_by()


def longer_names(names: Iterable[str]) -> Iterable[str]:
    """Names readers may see that hold one of these; one of these itself is none."""
    exact = list(names)
    holds = Q()
    for name in exact:
        holds |= Q(name__contains=name)
    found = Entity.objects.visible().filter(holds).order_by().values_list("name", flat=True)
    others = EntityName.objects.filter(holds, entity__hidden=False)
    return found.union(
        others.order_by().values_list("name", flat=True),
        Programme.objects.filter(holds).order_by().values_list("name", flat=True),
        Reporter.objects.visible().filter(holds).order_by().values_list("name", flat=True),
    ).order_by()


def _folded(name: str) -> str:
    return fold(name).text


def _readable(tokens: Iterable[re.Match[str]]) -> tuple[str, list[int]]:
    """The text between the tags, and for each of its characters the token it comes from."""
    text: list[str] = []
    origins: list[int] = []
    for place, token in enumerate(tokens):
        tag = token["tag"]
        said = ("" if tag.strip("/") in INLINE else "\n") if tag else unescape(token[0])
        said = said if tag or said != "\n" else " "  # a line's end in markup is a space
        text.append(said)
        origins += [place] * len(said)
    return "".join(text), origins


def _is_within(match: Match, other: Match) -> bool:
    is_longer = other.end - other.start > match.end - match.start
    return is_longer and other.start <= match.start and match.end <= other.end


def _with_marks(text: str, start: int, end: int) -> Span:
    """The place of a name with the mark beside it whose pair stands within the name."""
    name = text[start:end]
    for opening, closing in PAIRS.items():
        if name.count(closing) > name.count(opening) and text[:start].endswith(opening):
            start -= 1
        elif name.count(opening) > name.count(closing) and text.startswith(closing, end):
            end += 1
    return start, end
