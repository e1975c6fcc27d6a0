"""A printed line read: one sure reading, or the readings that it may have.

The line is cut into words (lexing), and the words make groups (grouping). Where a word stands on
neither side of its names for sure, every side is tried that leaves least over; where a word may be
one name or two, or a role may be shared, each way is a reading. Only if a single one is left, of
names beyond doubt, is it sure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from articles.enums import BylineRole
from articles.text.bylines.grouping import Group, Grouping, groupings
from articles.text.bylines.lexing import (
    CLOSE,
    IS_DATELINE,
    IS_SOURCE,
    LEFT,
    MARKER,
    OPEN,
    WORD,
    Variant,
    fold,
    variants,
)
from articles.text.bylines.names import GIVER, guesses, is_person
from articles.text.bylines.printing import Credit, Reading, Slot
from articles.text.bylines.vocabulary import AFTER, DOES, RoleWord

MOST_READINGS = 6
LONGEST = 1000  # characters of a line that are read
FITS = {"source": 60, "dateline": 30, "title": 40, "name": 100}  # characters, as they are stored
AND_OTHERS = {"等", "等人"}
TEXT, COURTESY = BylineRole.TEXT, BylineRole.COURTESY


@dataclass(frozen=True)
class Readings:
    """What may be meant by a line, likeliest first; there is always one. Only where `is_sure` may
    it be taken unasked.
    """

    line: str
    readings: tuple[Reading, ...]
    is_sure: bool

    @property
    def sure(self) -> Reading | None:
        return self.readings[0] if self.is_sure else None


def read(line: str, known: Collection[str] = ()) -> Readings:
    """What a printed line, or several, may mean. `known` are the names of the register, which are
    names whatever they look like: a set, or looking them up takes long. Nothing is raised for any
    text.
    """
    folded = fold(line)
    head, rest = folded[:LONGEST], folded[LONGEST:]
    found: list[Reading] = []
    is_sure = bool(head) and not rest
    for variant in variants(head, known=known):
        for grouping in groupings(variant, known=known):
            for reading, is_one_sure in _read(variant, grouping, known):
                found.append(_with_rest(reading, rest))
                is_sure = is_sure and is_one_sure
    found = _unlike(found)
    is_sure = is_sure and found[0] != Reading(found[0].marker)
    if not is_sure or len(found) > 1:
        is_sure = False
        found = [*found[: MOST_READINGS - 1], *_as_source(folded, found[0], known)]
    fitting = _unlike([reading for reading in found if _fits(reading)])
    if not fitting:
        return Readings(folded, (Reading(left_out=(folded,), layout=(folded,)),), is_sure=False)
    return Readings(folded, tuple(fitting[:MOST_READINGS]), is_sure)


def _with_rest(reading: Reading, rest: str) -> Reading:
    if not rest:
        return reading
    return replace(reading, left_out=(*reading.left_out, rest), layout=(*reading.layout, rest))


def _unlike(found: list[Reading]) -> list[Reading]:
    """Each meaning once."""
    return list({(r.credits, r.source, r.dateline): r for r in reversed(found)}.values())[::-1]


def _fits(reading: Reading) -> bool:
    texts = [("source", reading.source), ("dateline", reading.dateline)]
    texts += [("title", credit.title) for credit in reading.credits]
    texts += [("name", credit.name) for credit in reading.credits]
    return all(len(text) <= FITS[kind] for kind, text in texts)


def _as_source(folded: str, first: Reading, known: Collection[str]) -> Iterator[Reading]:
    """A line that names nobody's title and nothing done may be a body's signature, or say where the
    text is from.
    """
    is_bare = all(not c.title and c.role == TEXT and c.name not in known for c in first.credits)
    words = folded.removeprefix(first.marker).strip() if first.marker else folded
    words = words.strip("（）()【】[]")
    if words and is_bare and not first.source and not first.dateline:
        before, _words, after = folded.partition(words)
        yield Reading(first.marker, source=words, layout=(before, Slot("source"), after))


# ---- One grouping -----------------------------------------------------------------------------


def _read(
    pieces: Variant, grouping: Grouping, known: Collection[str]
) -> Iterator[tuple[Reading, bool]]:
    """The readings of a grouping, and whether each would be sure if it were the only one."""
    draft = _Draft(pieces, grouping, known)
    yield draft.reading(), draft.is_sure
    for word, names in draft.others:
        other = _Draft(pieces, grouping, known, instead={word: names})
        yield other.reading(), False
    if draft.has_telling_title:
        yield _Draft(pieces, grouping, known, titles_tell=False).reading(), False
    if any(piece.kind == IS_DATELINE and not piece.is_sure for piece in pieces):
        yield replace(draft.reading(), source=""), False


class _Draft:
    """A reading in the making: its credits, and the slots that stand for the pieces."""

    def __init__(
        self,
        pieces: Variant,
        grouping: Grouping,
        known: Collection[str],
        *,
        instead: dict[int, tuple[str, ...]] | None = None,
        titles_tell: bool = True,
    ) -> None:
        self.pieces, self.known = pieces, known
        self.instead, self.titles_tell = instead or {}, titles_tell
        self.is_sure = grouping.is_sure and all(piece.is_sure for piece in pieces)
        self.credits: list[Credit] = []
        self.slots: dict[int, Sequence[str | Slot]] = {}
        used = {n for group in grouping.groups for n in (group.title, *group.words)}
        self.left_out = [
            piece.text
            for n, piece in enumerate(pieces)
            if piece.kind == LEFT or (piece.kind == WORD and n not in used)
        ]
        self.is_sure = self.is_sure and not self.left_out
        self.others: list[tuple[int, tuple[str, ...]]] = []  # other names that a word may stand for
        self.has_telling_title = False
        self.is_dated = any(piece.kind == IS_DATELINE for piece in pieces)
        self.is_alone = len(grouping.groups) == 1
        for group in grouping.groups:
            self._add(group)

    def reading(self) -> Reading:
        given = {piece.kind: piece for piece in self.pieces}
        marker = given[MARKER].text[0] if MARKER in given else ""
        source = given[IS_SOURCE].value if IS_SOURCE in given else ""
        if IS_DATELINE in given:
            source = source or given[IS_DATELINE].value
            self._slot_for(IS_DATELINE, "dateline")
        if IS_SOURCE in given:
            self._slot_for(IS_SOURCE, "source")
        layout = tuple(
            part for n, piece in enumerate(self.pieces) for part in self.slots.get(n, [piece.text])
        )
        dateline = given[IS_DATELINE].text if IS_DATELINE in given else ""
        credits = tuple(self.credits)
        return Reading(marker, credits, source, dateline, tuple(self.left_out), layout)

    def _slot_for(self, kind: str, of: str) -> None:
        last = max(n for n, piece in enumerate(self.pieces) if piece.kind == kind)
        self.slots[last] = [Slot(of)]

    def _add(self, group: Group) -> None:
        role = self.pieces[group.role].role if group.role is not None else None
        if role and not role.is_exact:
            self.is_sure = False
        if not group.words:
            self._add_nameless(group, role)
            return
        title, shown = self._title(group, role)
        roles = self._roles(title, role)
        self._doubt_if_bare(group)
        first = len(self.credits)
        for word in group.words:
            self._add_word(word, title, roles)
        if shown is not None and title and len(self.credits) > first and shown not in self.slots:
            self._show(shown, "title", first)

    def _show(self, number: int, of: str, credit: int) -> None:
        """A slot in the place of a piece. One that is padded twice, 通 讯 员, stays as it is."""
        if self.pieces[number].text.count(" ") < 2:
            self.slots[number] = [Slot(of, credit, self.pieces[number].at)]

    def _title(self, group: Group, role: RoleWord | None) -> tuple[str, int | None]:
        """A group's title, and the piece that shows it. 编辑 before its names is one itself."""
        if group.title is not None:
            return self.pieces[group.title].name, None if group.is_inherited else group.title
        if role and role.title and (group.side != AFTER or not role.is_exact):
            return role.title, group.role
        return "", None

    def _roles(self, title: str, role: RoleWord | None) -> tuple[BylineRole, ...]:
        if role:
            return role.roles
        told = next((did for word, did in DOES.items() if word in title), None)
        if told is None:
            return (TEXT,)
        self.has_telling_title = True
        self.is_sure = False
        return (told,) if self.titles_tell else (TEXT,)

    def _doubt_if_bare(self, group: Group) -> None:
        """Names that nothing is said of are sure if they are registered, or under a dateline."""
        if group.title is not None or group.role is not None:
            return
        names = [self.pieces[word].name for word in group.words]
        are_known = all(name in self.known for name in names)
        are_persons = self.is_dated and all(map(is_person, names))
        if not (self.is_alone and (are_known or are_persons)):
            self.is_sure = False

    def _add_nameless(self, group: Group, role: RoleWord | None) -> None:
        """本报评论员 alone is who signs; a word for something done that nobody did is left out."""
        name = self.pieces[group.title].name if group.title is not None else ""
        self.is_sure = self.is_sure and name in self.known
        if group.title is None:
            self.left_out += [self.pieces[group.role].text] if group.role is not None else []
            return
        self._show(group.title, "name", len(self.credits))
        roles = role.roles if role else (TEXT,)
        self.credits += [Credit("", name, did) for did in roles]

    def _add_word(self, word: int, title: str, roles: tuple[BylineRole, ...]) -> None:
        if self._is_no_name(word):
            self.is_sure = False
            self.left_out.append(self.pieces[word].text)
            return
        slots: list[str | Slot] = []
        for name in self._names(word, may_be_body=roles == (COURTESY,) and not title):
            credits = [Credit(title, name, role) for role in roles]
            signed = {(credit.name, credit.role) for credit in self.credits}
            if any((credit.name, credit.role) in signed for credit in credits):
                self.is_sure = False
                self.left_out.append(name)
                slots = []
                break
            slots.append(Slot("name", len(self.credits), self.pieces[word].at))
            self.credits += credits
        if slots:
            self.slots[word] = slots

    def _names(self, word: int, *, may_be_body: bool) -> tuple[str, ...]:
        if word in self.instead:
            return self.instead[word]
        name = self.pieces[word].name
        found, is_sure = guesses(name, known=self.known)
        if may_be_body and GIVER.fullmatch(name) and len(found) == 1:
            return (name,)
        if not is_sure:
            self.is_sure = False
            self.others += [(word, other) for other in found[1:]]
        return found[0]

    def _is_no_name(self, word: int) -> bool:
        """A number, 等, or the text of a story after its dateline."""
        name = self.pieces[word].name
        if name in self.known:
            return False
        if name in AND_OTHERS or not any(map(str.isalpha, name)):
            return True
        return self.is_dated and not is_person(name) and self._is_after_brackets(word)

    def _is_after_brackets(self, word: int) -> bool:
        """After 本报讯（记者 周望舒） the text of the story begins."""
        kinds = [piece.kind for piece in self.pieces[:word]]
        return CLOSE in kinds and OPEN not in kinds[kinds.index(CLOSE) :]
