"""Names a text may name that the paper does not know yet, and the honours it announces, by rules.

Rules are wrong at times: what they find is for a person to accept. They read a body as plain text,
with its quotation marks, which tell them much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from articles.text import phrases
from people.enums import EntityKind
from people.names.mentions import KEPT_TEXTS


@dataclass(frozen=True)
class Name:
    """A name where it stands in the text, and what the text says of it.

    `name` is without quotation marks; `unit` is what stands before it as its place; `citation` is
    what a list says of a person.
    """

    name: str
    kind: EntityKind
    start: int
    end: int
    unit: str = ""
    citation: str = ""


@dataclass(frozen=True)
class Announcement:
    """A round of an honour as printed where it was announced, and to whom it went."""

    programme: str
    round: str
    start: int
    end: int
    recipients: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Suggestions:
    """What a text announces, and the names in it that no announcement has."""

    announcements: tuple[Announcement, ...]
    others: tuple[Name, ...]

    @property
    def names(self) -> list[Name]:
        """Those who are honoured, as they stand in the text; then the others it names."""
        return [name for one in self.announcements for name in one.recipients] + [*self.others]


@lru_cache(maxsize=KEPT_TEXTS)
def suggest(text: str) -> Suggestions:
    """What a plain text seems to announce and to name, known or not, each name at its first place.

    A paragraph is a line. Recipients are looked for in the sentences that name the honour or go on
    about it in the same paragraph.
    """
    every = list(_every_announcement(text))
    announced = _first_of_each(every)
    taken = [(one.start, one.end) for one in every]
    bodies = [name for name in _bodies(text) if not _overlaps(name, taken)]
    people = list(_people(text))
    recipients: dict[str, list[Name]] = {one.programme: [] for one in announced}
    for start, end, programme in _listing(text, announced):
        recipients[programme] += _recipients(text, (start, end), bodies, people)
    seen: set[str] = set()
    announcements = (
        replace(one, recipients=tuple(_once(recipients[one.programme], seen))) for one in announced
    )
    kept = tuple(one for one in announcements if one.recipients)
    others = sorted([*bodies, *people], key=lambda name: name.start)
    return Suggestions(kept, tuple(_once(others, seen)))


def _first_of_each(every: list[Announcement]) -> list[Announcement]:
    """Each honour once: where its round is announced, else where it is first."""
    best: dict[str, Announcement] = {}
    for one in every:
        known = best.get(one.programme)
        if known is None or (one.round and not known.round):
            best[one.programme] = one
    return sorted(best.values(), key=lambda one: one.start)


def _every_announcement(text: str) -> Iterator[Announcement]:
    for pattern in phrases.ANNOUNCED:
        for match in pattern.finditer(text):
            programme = match["programme"].strip()
            if re.fullmatch("“[^“”]*”", programme):
                programme = programme[1:-1]
            name = match.groupdict().get("round") or ""
            yield Announcement(programme, name, match.start(), match.end())


def _listing(text: str, announced: list[Announcement]) -> Iterator[tuple[int, int, str]]:
    """The sentences that say who received an honour, each with the honour's name.

    Of a sentence that names several honours, each has the part that ends with it.
    """
    for paragraph in re.finditer(r"[^\n]+", text):
        current = ""
        for sentence in phrases.SENTENCE.finditer(text, *paragraph.span()):
            named = _named_in(text, sentence.span(), announced)
            goes_on = current and phrases.GOES_ON.match(sentence[0].strip())
            if not named:
                named = [(sentence.end(), current)] if goes_on else []
            current = named[-1][1] if named else ""
            start = sentence.start()
            ends = [*[end for end, _ in named][:-1], sentence.end()][: len(named)]
            for (_, programme), end in zip(named, ends, strict=True):
                if phrases.LISTS.search(text, start, end):
                    yield start, end, programme
                start = end


def _named_in(
    text: str, span: tuple[int, int], announced: list[Announcement]
) -> list[tuple[int, str]]:
    """The honours a sentence names, announced there or before it, each with where it ends."""
    ends = []
    for one in announced:
        again = text.find(_core(one.programme), *span)
        if span[0] <= one.start < span[1]:
            ends.append((one.end, one.programme))
        elif again >= 0:
            ends.append((again + len(_core(one.programme)), one.programme))
    return sorted(ends)


def _core(programme: str) -> str:
    """What a text repeats of an honour's name: it in quotation marks, or all that was quoted."""
    return programme if "“" in programme else f"“{programme}”"


def _recipients(
    text: str, span: tuple[int, int], bodies: list[Name], named: list[Name]
) -> list[Name]:
    """Whom a sentence lists, in order. A body before a person in a clause is their unit."""
    start, end = span
    people = {name.start: name for name in named if start <= name.start < end}
    people |= {name.start: name for name in _people_in_list(text, start, end)}
    found = {name.start: name for name in bodies if start <= name.start < end}
    for place, person in people.items():
        opening = max(text.rfind(mark, start, place) for mark in "，、：；。") + 1
        for body in [b for b in found.values() if opening <= b.start and b.end <= place]:
            del found[body.start]
            said = "" if person.citation.endswith(body.name) else person.citation
            people[place] = replace(person, unit=body.name, citation=said)
    return [name for _, name in sorted((found | people).items())]


def _bodies(text: str) -> list[Name]:
    """Each place is read once, by the pattern that knows most of it."""
    found: list[Name] = []
    for pattern in phrases.BODIES:
        for match in pattern.finditer(text):
            is_read = any(n.start < match.end() and match.start() < n.end for n in found)
            if is_read or phrases.NO_STEM.search(match["stem"]):
                continue
            start = match.end("unit") if match["unit"] else match.start()
            start = max(start, match.start("stem") - 1 if "“" in match[0] else match.start("stem"))
            kind = phrases.SUFFIXES[match["suffix"]]
            name = match["stem"] + match["suffix"]
            found.append(Name(name, kind, start, match.end(), unit=match["unit"] or ""))
    return found


def _people_in_list(text: str, start: int, end: int) -> Iterator[Name]:
    """The people a sentence lists, each at the end of a clause, with what the clause says."""
    for clause in phrases.CLAUSE.finditer(text, start, end):
        match = phrases.IN_A_LIST.fullmatch(text, *clause.span())
        match = match or phrases.SHORT_IN_A_LIST.fullmatch(text, *clause.span())
        if match and not phrases.WORDS.match(match["name"]):
            said = phrases.LEADS_IN.sub("", match["before"]).removesuffix("的")
            yield Name(match["name"], EntityKind.PERSON, *match.span("name"), citation=said)


def _people(text: str) -> Iterator[Name]:
    for pattern in phrases.PEOPLE:
        for match in pattern.finditer(text):
            if not phrases.WORDS.match(match["name"]):
                yield Name(match["name"], EntityKind.PERSON, *match.span("name"))


def _overlaps(name: Name, spans: list[tuple[int, int]]) -> bool:
    return any(name.start < end and start < name.end for start, end in spans)


def _once(names: list[Name], seen: set[str]) -> Iterator[Name]:
    """The names not seen before."""
    for name in names:
        if name.name not in seen:
            seen.add(name.name)
            yield name
