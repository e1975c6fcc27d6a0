"""The honours a text announces, each with its round, who received it, and how many it says did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from articles.text import phrases
from articles.text.figures import find
from articles.text.folding import fold
from articles.text.name_words import words
from people.enums import EntityKind
from people.names.name import Name

UNITS = tuple(words("units"))
GIVEN = re.compile(f"{phrases.PUBLISHED}(?!为)|授予")
HERITAGE = re.compile("非物质文化遗产|非遗|代表性项目")


@dataclass(frozen=True)
class Announcement:
    """A round of an honour as printed where it was announced, and to whom it went.

    `stated` is the count that the text gives of them, as printed (6家, or 2人、3家 of two lists);
    "" where it gives none.
    """

    programme: str
    round: str
    start: int
    end: int
    recipients: tuple[Name, ...] = ()
    stated: str = ""


@dataclass(frozen=True)
class Listing:
    """The part of a sentence that says who received an honour."""

    start: int
    end: int
    announcement: Announcement


def announcements(every: Sequence[Announcement]) -> list[Announcement]:
    """Each honour once: where its round is announced, else where it is first."""
    best: dict[str, Announcement] = {}
    for one in every:
        known = best.get(one.programme)
        if known is None or (one.round and not known.round):
            best[one.programme] = one
    return sorted(best.values(), key=lambda one: one.start)


def every_announcement(text: str) -> list[Announcement]:
    """Each place where a text announces an honour, in order and without its recipients.

    Of two that overlap, the one that the earlier pattern reads.
    """
    found: list[Announcement] = []
    for pattern in phrases.ANNOUNCED:
        for match in pattern.finditer(text):
            if any(match.start("programme") < one.end and one.start < match.end() for one in found):
                continue
            programme = match["programme"].strip()
            if re.fullmatch("“[^“”]*”", programme):
                programme = programme[1:-1]
            name = match.groupdict().get("round") or ""
            start = match.start("round") if name else match.start("programme")
            found.append(Announcement(programme, name, start, match.end()))
    return sorted(found, key=lambda one: one.start)


def listings(text: str, announced: Sequence[Announcement]) -> Iterator[Listing]:
    """The parts of sentences that say who received an honour.

    They are the sentences that name it, or go on about it in the same paragraph. Of a sentence that
    names several honours, each has the part that ends with it.
    """
    for paragraph in re.finditer(r"[^\n]+", text):
        current: Announcement | None = None
        for sentence in phrases.SENTENCE.finditer(text, *paragraph.span()):
            named = _named_in(text, sentence.span(), announced)
            if not named:
                goes_on = current and phrases.GOES_ON.match(sentence[0].strip())
                named = [(sentence.end(), current)] if current and goes_on else []
            current = named[-1][1] if named else None
            start = sentence.start()
            ends = [*[end for end, _ in named][:-1], sentence.end()][: len(named)]
            for (_, one), end in zip(named, ends, strict=True):
                if phrases.LISTS.search(text, start, end):
                    yield Listing(_after_giver(text, start, end), end, one)
                start = end


def _named_in(
    text: str, span: tuple[int, int], announced: Sequence[Announcement]
) -> list[tuple[int, Announcement]]:
    """The honours a sentence names, announced there or before it, each with where it ends."""
    ends = []
    for one in announced:
        again = text.find(_core(one.programme), *span)
        if span[0] <= one.start < span[1]:
            ends.append((one.end, one))
        elif again >= 0:
            ends.append((again + len(_core(one.programme)), one))
    return sorted(ends, key=lambda named: named[0])


def _core(programme: str) -> str:
    """What a text repeats of an honour's name: it in quotation marks, or all that was quoted."""
    return programme if "“" in programme else f"“{programme}”"


def _after_giver(text: str, start: int, end: int) -> int:
    """Where those who receive an honour may begin: behind who gives it, as in 省妇联公布…名单."""
    given = GIVEN.search(text, start, end)
    return given.end() if given and "被" not in text[start : given.start()] else start


def with_recipients(
    one: Announcement, text: str, parts: Sequence[Listing], named: Sequence[Name]
) -> Announcement:
    """An announcement with whom its listings name, and the count that they state.

    `named` are the people and bodies of the text, in order.
    """
    found: dict[str, Name] = {}
    counts: list[str] = []
    for part in parts:
        received = list(_received(text, part, named))
        for name in received:
            found.setdefault(name.name, name)
        counts += _counts(text, part, received)
    stated = "、".join(dict.fromkeys(counts))
    return replace(one, recipients=tuple(found.values()), stated=stated)


def number(stated: str) -> int:
    """What the counts of a text amount to: 6 for 6家, 5 for 2人、3家, 0 for none."""
    return sum(int(figure.value) for figure in find(fold(stated)))


def _received(text: str, part: Listing, named: Sequence[Name]) -> Iterator[Name]:
    """Whom a listing names as recipients, in order, each with its unit and what is said of it.

    A body before a person in a clause is their unit, and a street or town that of the body which
    follows it.
    """
    inside = [one for one in named if part.start <= one.start and one.end <= part.end]
    for place, name in enumerate(inside):
        is_person = name.kind == EntityKind.PERSON
        is_given = is_person and text[name.end : name.end + 1] == "“"  # 授予王军生“浙江工匠”
        if not (is_given or phrases.LIST_ENDS.match(text, name.end)):
            continue
        before = [text.rfind(mark, part.start, name.start) + 1 for mark in "，、：；。\n"]
        opening = max([part.start, *before])
        within = [one for one in inside[:place] if one.start >= opening]
        unit = within[-1].name if within else ""
        if not is_person:
            yield replace(name, unit=unit if unit.endswith(UNITS) else "")
            continue
        said = phrases.LEADS_IN.sub("", text[opening : name.start], count=1).removesuffix("的")
        yield replace(name, unit=unit, citation=said.rpartition(unit)[2] if unit else said)
    if HERITAGE.search(part.announcement.programme):
        for match in phrases.HERITAGE.finditer(text, part.start, part.end):
            start = match.end() - len(phrases.LEADS_IN.sub("", match["name"], count=1))
            if start >= part.announcement.end or match.end() <= part.announcement.start:
                yield Name(text[start : match.end()], EntityKind.PROJECT, start, match.end())


def _counts(text: str, part: Listing, received: Sequence[Name]) -> list[str]:
    """How many the text says there are, behind a name of a list: 6家 in 明远光电等6家企业."""
    found = (phrases.COUNTED.match(text, name.end) for name in received)
    stated = [match for match in found if match]
    if not stated:
        match = phrases.COUNTED_BEFORE.search(text, part.start, part.end)
        stated = [match] if match and received else []
    return [match["count"] for match in stated]
