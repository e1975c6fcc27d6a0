"""Names that readers may not see, with 某某 in their place.

A name is found as people.names.mentions finds it, in every spelling that articles.text.folding
takes for the same. A name within a longer known name is not that name: 薛祥 may be hidden while
丁薛祥 is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.db import models
from django.db.models import Q

from articles.models import Photo
from articles.text.folding import compared, fold, readings
from articles.text.markup import Char
from articles.text.matching import Match, Matcher
from articles.text.tokens import solids
from people.models import Entity, EntityName, Programme, Reporter

INSTEAD = "某某"
SHORTEST = 2  # a single character is a word, whoever is called so
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
        return self.pieces([text])[0]

    def pieces(self, pieces: Sequence[str]) -> list[str]:
        """A plain text in pieces, as links cut it: where a name goes on over several, the first has
        某某 for it and the others nothing.
        """
        text = "".join(pieces)
        chars = list(text)
        for start, end in self._spans(text.replace("\n", " ")):
            chars[start:end] = [INSTEAD, *[""] * (end - start - 1)]
        rest = iter(chars)
        return ["".join(islice(rest, len(piece))) for piece in pieces]

    def chars(self, chars: Sequence[Char]) -> list[Char]:
        """The characters of a text with their marks; a name may go on over marks and breaks."""
        pieces = self.pieces([char.char for char in chars])
        return [
            Char(shown, char.marks)
            for char, piece in zip(chars, pieces, strict=True)
            for shown in (piece or ("\n" if char.char == "\n" else ""))
        ]

    def hides(self, text: str) -> bool:
        return self.text(text) != text

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
        return sorted(name for name in _readings(self._hidden) if len(name) >= SHORTEST)

    @cached_property
    def _matcher(self) -> Matcher:
        return Matcher(self._names)

    @cached_property
    def _longer(self) -> Matcher:
        return Matcher(_readings(self._ask()) - set(self._names))


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
        but = set(map(compared, self.but))
        return (name for name in self.names if compared(name) not in but)


def mask_texts(rows: Iterable[models.Model | None], *fields: str, mask: Mask) -> None:
    """Mask texts of rows as they are in memory, to be shown and never saved."""
    for row in filter(None, rows):
        for field in fields:
            setattr(row, field, mask.text(getattr(row, field)))


def hidden_faces(photos: Iterable[Photo | None]) -> set[int]:
    """The keys of those of these photos that are of somebody who is hidden."""
    keys = {photo.pk for photo in photos if photo}
    shown = Photo.objects.showing_hidden().filter(pk__in=keys).order_by()
    return set(shown.values_list("pk", flat=True)) if keys else set()


def hidden_names() -> Iterable[str]:
    """Every name of everybody who is hidden."""
    rows = Entity.objects.hidden().order_by().values_list("name", flat=True)
    return rows.union(
        EntityName.objects.filter(entity__hidden=True).order_by().values_list("name", flat=True),
        Reporter.objects.hidden().order_by().values_list("name", flat=True),
    ).order_by()


def longer_names(names: Iterable[str]) -> list[str]:
    """Names readers may see that hold one of these, however it is spelled; this itself is one too.

    Those too that they see only once a story's moment has come: it is rendered before that.
    """
    exact = list(names)
    holds = Q()
    for name in exact:
        for spelling in solids(name):
            holds |= Q(compared__contains=spelling.strip())
    entities = Entity.objects.confirmed().unhidden()
    others = EntityName.objects.filter(holds, entity__hidden=False, entity__is_waiting=False)
    reporters = Reporter.objects.confirmed().unhidden()
    found = (
        entities.filter(holds)
        .order_by()
        .values_list("name", flat=True)
        .union(
            others.order_by().values_list("name", flat=True),
            reporters.filter(holds).order_by().values_list("name", flat=True),
        )
        .order_by()
    )
    programmes = Programme.objects.confirmed().order_by().values_list("name", flat=True)
    mask = Mask(exact)
    return [*found, *(name for name in programmes if mask.hides(name))]


def _readings(names: Iterable[str]) -> set[str]:
    return {reading for name in names for reading in readings(name)}


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
