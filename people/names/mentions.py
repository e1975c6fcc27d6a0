"""Known people, bodies and places found in a plain text by their names and other names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from articles.text.folding import Folded, compared, fold, readings
from articles.text.matching import Match, Matcher
from articles.text.surnames import SINGLE
from people.enums import EntityKind
from people.models import Entity, EntityName, Programme

KEPT_TEXTS = 64  # texts whose names are remembered, for forms that are opened again
SHORTEST = 2  # one character is never taken for a name
SHORT = 2  # a person's name of so many characters is a word too often to be linked unasked
ROLE = (
    "书记|主任|市长|县长|镇长|乡长|村长|区长|省长|局长|处长|科长|部长|厅长|站长|所长|队长|会长|"
    "校长|园长|院长|行长|社长|馆长|店长|厂长|组长|班长|董事长|理事长|秘书长|主席|总理|委员|代表|"
    "经理|总监|主管|专员|干部|党员|教师|老师|教授|医生|护士|民警|记者|工程师|负责人|创始人|理事|"
    "村民|居民|市民|业主|职工|员工|队员|学生|同学|志愿者|经营户|网格员|社工|同志|先生|女士|师傅"
)
ROLE_BEFORE = re.compile(rf"(?:{ROLE})$")
ROLE_AFTER = re.compile(rf"(?:副)?(?:{ROLE})")
# What may follow a name that is complete: else the name may go on, as 王林 in 记者王林涛.
NAME_ENDS = re.compile(
    r"[^\u3400-\u9fff]|$|说|表示|介绍|告诉|认为|坦言|回忆|等|和|与|及|在|是|为|的|从|对"
)
PAIRS = [("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("〈", "〉")]
REACH = 4  # characters of the longest role
NUMBER = "[〇零一二两三四五六七八九十百0-9]"
# A branch is one of, or at, what stands before it: 国际商贸城 in 国际商贸城第五分公司.
BRANCH = re.compile(
    rf"(?:第?{NUMBER}+)?(?:分(?:公司|厂|店|行|局|院|校|会|部|社|馆|中心)|支行|支队)"
)
# 我市 says “here” before a quantity or a name, as in 我市三所学校; elsewhere it names the city.
HERE = re.compile("[我本][国省市县区镇乡村]")
QUANTITY = re.compile(rf"各|多|数|几|首批|第|{NUMBER}")


class Candidate(NamedTuple):
    """An entity the text may mean."""

    entity: int  # its key
    kind: str
    parent: int | None = None  # the key of what it belongs to


@dataclass(frozen=True)
class Found:
    """A name where it stands in the text as typed, and the entities that bear it.

    Clear are names that cannot well be anything else there. Certain are those of them that one
    entity alone bears. A name that a longer one states, as its parent or what it is a branch of,
    `is_within` that one.
    """

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]
    is_clear: bool
    is_shared: bool  # by others, some of whom may be hidden
    is_within: bool = False

    @property
    def is_certain(self) -> bool:
        return self.is_clear and not self.is_shared


class Gazetteer:
    """The names in force, built once for many texts.

    `known` gives each name, the entity and whether readers may see it. Names in `others` are no
    entity's, but hide the shorter names within them: 义乌好人 does not name 义乌.
    """

    def __init__(
        self, known: Iterable[tuple[str, Candidate, bool]], *, others: Iterable[str] = ()
    ) -> None:
        bearers: dict[str, dict[Candidate, bool]] = defaultdict(dict)
        for name, candidate, is_visible in known:
            for reading in readings(name):
                bearers[reading][candidate] = is_visible
        for name in others:
            for reading in readings(name):
                bearers.setdefault(reading, {})
        names = [name for name in bearers if len(name) >= SHORTEST]
        self._matcher = Matcher(names)
        self._by_name = bearers
        self._bearers = [bearers[name] for name in names]
        # As `find`, from memory for the texts that were asked about last.
        self.find_again = lru_cache(maxsize=KEPT_TEXTS)(self._find_visible)

    def bearers(self, name: str) -> tuple[Candidate, ...]:
        """Every entity of that name, hidden ones too: for the desk alone."""
        return tuple(self._by_name.get(compared(name), ()))

    def is_hidden(self, name: str) -> bool:
        """Whether somebody of that name is hidden from readers."""
        bearers = self._by_name.get(compared(name), {})
        return not all(bearers.values())

    def find(self, text: str, *, with_hidden: bool = False) -> list[Found]:
        """The known names in a text, in order, those of hidden entities only if asked for.

        Of those that stand within a longer one, only what the longer one states itself.
        """
        folded = fold(text)
        every = sorted(self._matcher.matches(folded), key=lambda match: (match.start, -match.end))
        matches = _outermost(every)
        starts = {match.start for match in matches}
        found = []
        for place, match in enumerate(matches):
            candidates = self._candidates(match, with_hidden=with_hidden)
            if not candidates or _says_here(folded.text, match, starts):
                continue
            neighbours = [*matches[max(place - 1, 0) : place], *matches[place + 1 : place + 2]]
            crosses = any(match.start < n.end and n.start < match.end for n in neighbours)
            is_clear = not crosses and _is_clear(folded, match, kind=candidates[0].kind)
            found.append(self._found(text, folded, match, candidates, is_clear=is_clear))
            for part in self._parts(folded.text, match, every, candidates):
                stated = self._candidates(part, with_hidden=with_hidden)
                if stated:
                    named = self._found(text, folded, part, stated, is_clear=is_clear)
                    found.append(replace(named, is_within=True))
        return found

    def _find_visible(self, text: str) -> tuple[Found, ...]:
        return tuple(self.find(text))

    def _candidates(self, match: Match, *, with_hidden: bool) -> tuple[Candidate, ...]:
        bearers = self._bearers[match.number]
        return tuple(c for c, is_visible in bearers.items() if is_visible or with_hidden)

    def _found(
        self,
        text: str,
        folded: Folded,
        match: Match,
        candidates: tuple[Candidate, ...],
        *,
        is_clear: bool,
    ) -> Found:
        start, end = _with_marks(text, *folded.span(match.start, match.end))
        return Found(
            start=start,
            end=end,
            text=text[start:end],
            candidates=candidates,
            is_clear=is_clear,
            is_shared=len(self._bearers[match.number]) > 1,
        )

    def _parts(
        self, text: str, longer: Match, every: list[Match], bearers: tuple[Candidate, ...]
    ) -> list[Match]:
        """The names within a longer one that it states: its parent's, or its house's."""
        parents, selves = {c.parent for c in bearers}, {c.entity for c in bearers}
        first = bisect_left(every, longer.start, key=lambda match: match.start)
        last = bisect_left(every, longer.end, key=lambda match: match.start)
        stated = []
        for part in every[first:last]:
            keys = {c.entity for c in self._bearers[part.number]}
            if part.end > longer.end or not keys or keys & selves:
                continue
            is_parent = part.start == longer.start and bool(keys & parents)
            if is_parent or BRANCH.fullmatch(text, part.end, longer.end):
                stated.append(part)
        return _outermost(stated)


def find(text: str) -> list[Found]:
    """The known entities a plain text names, in order. Writes nothing.

    Where two names share characters, as 江东消防站 and 消防站义工 in 江东消防站义工, both are found
    and neither is certain. Hidden entities are not found, and neither are names within theirs.
    A name within a longer one is found only if it is the parent's at its beginning, or what the
    longer one is a branch of.
    """
    return gazetteer().find(text)


def gazetteer() -> Gazetteer:
    """The names as they are now. Three small queries; built again only after a change."""
    programmes = Programme.objects.order_by("pk").values_list("name", flat=True)
    return _built(Entity.objects.stamp(), EntityName.objects.stamp(), tuple(programmes))


@lru_cache(maxsize=1)
def _built(
    _entities: tuple[object, ...], _names: tuple[object, ...], programmes: tuple[str, ...]
) -> Gazetteer:
    return Gazetteer(_known(), others=programmes)


def _known() -> Iterator[tuple[str, Candidate, bool]]:
    own = Entity.objects.order_by("pk").values_list("name", "pk", "kind", "parent", "hidden")
    others = EntityName.objects.order_by("pk").values_list(
        "name", "entity", "entity__kind", "entity__parent", "entity__hidden"
    )
    for rows in (own, others):
        for name, key, kind, parent, hidden in rows.iterator():
            yield name, Candidate(key, kind, parent), not hidden


def _outermost(matches: Iterable[Match]) -> list[Match]:
    """Without those that stand within a longer one, of matches in order."""
    found: list[Match] = []
    for match in matches:
        if not found or match.end > found[-1].end:
            found.append(match)
    return found


def _says_here(text: str, match: Match, starts: Collection[int]) -> bool:
    """Whether a name is 我市 or its like and says only where what follows it is."""
    if not HERE.fullmatch(text, match.start, match.end):
        return False
    return match.end in starts or bool(QUANTITY.match(text, match.end))


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a name and of a mark before or after it whose pair stands within the name."""
    name = text[start:end]
    for opening, closing in PAIRS:
        if name.count(closing) > name.count(opening) and text[:start].endswith(opening):
            start -= 1
        elif name.count(opening) > name.count(closing) and text.startswith(closing, end):
            end += 1
    return start, end


def _is_clear(folded: Folded, match: Match, *, kind: str) -> bool:
    """Whether a name can hardly be anything else; of short names of people, few can."""
    if kind != EntityKind.PERSON or match.end - match.start > SHORT:
        return True
    before = folded.text[max(match.start - REACH, 0) : match.start]
    if ROLE_BEFORE.search(before) and NAME_ENDS.match(folded.text, match.end):
        return True
    # 薛祥同志 stands within 丁薛祥同志 as well.
    return bool(ROLE_AFTER.match(folded.text, match.end)) and before[-1:] not in SINGLE
