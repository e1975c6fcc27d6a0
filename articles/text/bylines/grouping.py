"""The words of a line in groups: a title, the names it belongs to, and what they did."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, product

from articles.enums import BylineRole
from articles.text.bylines.lexing import COMMA, ROLE, TITLE, WORD, Piece, Variant
from articles.text.bylines.names import LONG_BODY, is_body, is_person
from articles.text.bylines.vocabulary import AFTER, BEFORE, COURTESY, PHOTO, PHOTOGRAPHED

MOST_FREE = 5  # roles whose side is tried both ways: two to that power
BRACKETS = "brackets"


@dataclass(frozen=True)
class Group:
    """Pieces by their numbers. What several groups share with one stands in each of them."""

    title: int | None = None
    words: tuple[int, ...] = ()
    role: int | None = None
    side: str = ""  # on which its role stands
    is_split: bool = False  # cut off from the names before, because its role is tied to one name
    is_inherited: bool = False  # its title is that of the group before


@dataclass(frozen=True)
class Grouping:
    groups: tuple[Group, ...]
    is_sure: bool = True


def groupings(pieces: Variant, *, known: Collection[str]) -> list[Grouping]:
    """The ways to group a line's pieces that leave least over, likeliest first."""
    found: dict[tuple[Group, ...], tuple[int, bool]] = {}
    for sides in _sides(pieces):
        groups, cost = _grouped(pieces, sides)
        groups, more = _tidied(groups)
        is_sure = not _splits_oddly(pieces, groups, sides)
        found.setdefault(tuple(groups), (cost + more, is_sure))
    least = min(cost for cost, _is_sure in found.values())
    best = [
        Grouping(groups, is_sure and not cost)
        for groups, (cost, is_sure) in found.items()
        if cost == least
    ]
    return [other for one in best for other in _ways(pieces, one, known)]


# ---- Which side a role stands on --------------------------------------------------------------


def _sides(pieces: Variant) -> Iterator[dict[int, str]]:
    """For each role the side of its names that it stands on: all after, all before, mixed."""
    fixed, free = dict[int, str](), list[int]()
    first = next((n for n, piece in enumerate(pieces) if piece.kind in {WORD, TITLE, ROLE}), -1)
    for n, piece in enumerate(pieces):
        if piece.role and n == first and not piece.bound:
            fixed[n] = BEFORE
        elif piece.role and (side := piece.bound or piece.role.side):
            fixed[n] = side
        elif piece.role:
            free.append(n)
    if len(free) > MOST_FREE:
        choices = [(side,) * len(free) for side in (AFTER, BEFORE)]
    else:
        choices = list(product((AFTER, BEFORE), repeat=len(free)))
        choices.sort(key=lambda sides: len(set(sides)))
    for sides in choices:
        yield fixed | dict(zip(free, sides, strict=True))


def _splits_oddly(pieces: Variant, groups: list[Group], sides: dict[int, str]) -> bool:
    """Whether a word that rather stands before names (编辑, 摄影) stands after some, and names
    without a title follow, which may be those that it belongs to.
    """
    for one, following in pairwise(groups):
        role = pieces[one.role] if one.role is not None else None
        if role and not role.bound and len(role.text) > 1 and sides[one.role or 0] == AFTER:
            rather_before = role.role is not None and not role.role.side and "/" not in role.text
            if rather_before and following.title is None and following.words:
                return True
    return False


# ---- One way ----------------------------------------------------------------------------------


def _grouped(pieces: Variant, sides: dict[int, str]) -> tuple[list[Group], int]:
    """The groups, and what it costs that two roles are of one group."""
    found: list[Group] = []
    now, cost = Group(), 0
    for n, piece in enumerate(pieces):
        if piece.kind == WORD:
            now = replace(now, words=(*now.words, n))
        elif piece.kind == TITLE:
            if now.words or (now.title is not None and not now.is_inherited):
                found.append(now)
                now = Group()
            now = replace(now, title=n, is_inherited=False)
        elif piece.kind == ROLE and sides[n] == BEFORE:
            found += [now] if not _is_empty(now) else []
            now = Group(role=n, side=BEFORE)
        elif piece.kind == ROLE:
            closed, more = _closed(pieces, now, n, sides[n])
            found += closed
            cost += more
            is_inherited = sides[n] == BRACKETS and closed[-1].title is not None
            now = Group(title=closed[-1].title, is_inherited=True) if is_inherited else Group()
    return found + ([now] if not _is_empty(now) else []), cost


def _is_empty(group: Group) -> bool:
    return not group.words and group.role is None and (group.title is None or group.is_inherited)


def _closed(pieces: Variant, now: Group, role: int, side: str) -> tuple[list[Group], int]:
    """A group that ends with a role after it; two, if the role is tied to the last name alone."""
    if now.role is not None:
        before, after = _roles(pieces[now.role]), _roles(pieces[role])
        if set(before) == set(after):
            return [now], 0
        if set(before) <= {PHOTO, PHOTOGRAPHED} and after == (COURTESY,):
            return [replace(now, role=role, side=AFTER)], 0
        if now.side == BEFORE and pieces[role].bound and len(now.words) > 1:
            last = Group(words=now.words[-1:], role=role, side=AFTER)
            return [replace(now, words=now.words[:-1]), last], 0
        return [now, Group(role=role, side=AFTER)], 3
    if pieces[role].bound and len(now.words) > 1:
        last = replace(now, words=now.words[-1:], role=role, side=AFTER, is_split=True)
        return [replace(now, words=now.words[:-1]), last], 0
    return [replace(now, role=role, side=AFTER)], 0


def _roles(piece: Piece) -> tuple[BylineRole, ...]:
    return piece.role.roles if piece.role else ()


def _tidied(groups: list[Group]) -> tuple[list[Group], int]:
    """A title without names goes to the names before it, if they have none; what is left over, and
    names among others that nothing is said of, cost.
    """
    found: list[Group] = []
    cost = 0
    for group in groups:
        last = found[-1] if found else None
        if group.words:
            found.append(group)
        elif group.title is None:
            cost += 2
            found.append(group)
        elif last and last.words and last.title is None and group.role is None:
            found[-1] = replace(last, title=group.title)
            cost += 1
        else:
            found.append(group)
            cost += 1
    bare = [group for group in found if group.title is None and group.role is None]
    return found, cost + (len(bare) if len(found) > 1 else 0)


# ---- Other ways to mean the same groups -------------------------------------------------------


def _ways(pieces: Variant, one: Grouping, known: Collection[str]) -> Iterator[Grouping]:
    """A grouping, with bodies that gave pictures and bodies that stand as titles cut off; then each
    way in which it may be meant otherwise.
    """
    apart, is_asked = _givers_apart(pieces, one.groups, known)
    titled = _bodies_as_titles(pieces, apart, known)
    first = replace(one, groups=titled)
    yield first
    if is_asked:
        yield one
    if titled != apart:
        yield replace(one, groups=_bodies_signing(pieces, titled) or apart)
    others = (
        *_shared(pieces, titled),
        *_cut_at_spaces(pieces, titled),
        *_bodies_untitled(pieces, titled, known),
    )
    for groups in others:
        yield replace(first, groups=groups)


def _givers_apart(
    pieces: Variant, groups: tuple[Group, ...], known: Collection[str]
) -> tuple[tuple[Group, ...], bool]:
    """记者 周望舒 市文明办 供图: the office gave the pictures. It is asked unless it is printed as
    one word, 市文明办供图.
    """
    found: list[Group] = []
    is_asked = False
    for group in groups:
        is_gift = group.side == AFTER and _roles(pieces[group.role or 0]) == (COURTESY,)
        last = pieces[group.words[-1]].name if group.words else ""
        is_given_by_body = is_gift and (
            is_body(last) or (last not in known and not is_person(last))
        )
        if is_given_by_body and len(group.words) > 1:
            found.append(replace(group, words=group.words[:-1], role=None, side=""))
            found.append(Group(words=group.words[-1:], role=group.role, side=AFTER))
            is_asked = True
        elif is_given_by_body and group.is_split:
            found.append(replace(group, title=None, is_split=False))
        else:
            found.append(group)
    return tuple(found), is_asked


def _bodies_as_titles(
    pieces: Variant, groups: tuple[Group, ...], known: Collection[str]
) -> tuple[Group, ...]:
    """共享联盟·浦江 何清平: whom the body sends. After a title, 通讯员 市公安局 何清平, it is left
    out.
    """
    found: list[Group] = []
    for group in groups:
        now = group
        for word, following in pairwise(group.words):
            name, after = pieces[word].name, pieces[following].name
            parted = any(piece.kind == COMMA for piece in pieces[word:following])
            is_named = name in known and not LONG_BODY.search(name)  # 林深处 is a person's name
            sends = is_body(name) and not parted and not is_named
            if sends and (after in known or is_person(after)):
                place = now.words.index(word)
                before = replace(now, words=now.words[:place], role=None, side="")
                title = now.title if now.title is not None and not before.words else word
                found += [before] if before.words else []
                now = replace(now, title=title, words=now.words[place + 1 :])
        found.append(now)
    return tuple(found)


def _bodies_signing(pieces: Variant, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """The same groups with each body that stands as a title signing beside the others; none if no
    body stands so.
    """
    found = tuple(
        replace(group, title=None, words=(group.title, *group.words))
        if group.title is not None and pieces[group.title].kind == WORD
        else group
        for group in groups
    )
    return found if found != groups else ()


def _bodies_untitled(
    pieces: Variant, groups: tuple[Group, ...], known: Collection[str]
) -> Iterator[tuple[Group, ...]]:
    """记者 周望舒 共享联盟·浦江: the body signs beside the reporter and is none."""
    for n, group in enumerate(groups):
        last = pieces[group.words[-1]].name if len(group.words) > 1 else ""
        if last and group.title is not None and last not in known and is_body(last):
            before = replace(group, words=group.words[:-1])
            after = replace(group, words=group.words[-1:], title=None)
            yield (*groups[:n], before, after, *groups[n + 1 :])


def _shared(pieces: Variant, groups: tuple[Group, ...]) -> Iterator[tuple[Group, ...]]:
    """记者 周望舒 通讯员 何清平 摄: both may have taken the pictures."""
    for n, group in enumerate(groups):
        if group.role is None or _roles(pieces[group.role]) == (BylineRole.TEXT,):
            continue
        step = -1 if group.side == AFTER else 1
        with_it = list[int]()
        other = n + step
        while 0 <= other < len(groups) and _may_share(groups, n, other):
            with_it.append(other)
            other += step
        if with_it:
            yield tuple(
                replace(each, role=group.role, side=group.side) if m in with_it else each
                for m, each in enumerate(groups)
            )


def _may_share(groups: tuple[Group, ...], n: int, other: int) -> bool:
    if groups[other].role is not None or not groups[other].words:
        return False
    are_titled = groups[n].title is not None and groups[other].title is not None
    return (
        groups[n].is_split
        or are_titled
        or (groups[n].side == BEFORE and groups[other].title is not None)
    )


def _cut_at_spaces(pieces: Variant, groups: tuple[Group, ...]) -> Iterator[tuple[Group, ...]]:
    """记者 周望舒、何清平 宋大年 摄: the space may part who wrote from who took the pictures."""
    for n, group in enumerate(groups):
        roles = _roles(pieces[group.role]) if group.role is not None else ()
        if group.side != AFTER or roles == (BylineRole.TEXT,):
            continue
        parted = [
            any(piece.kind == COMMA for piece in pieces[a:b]) for a, b in pairwise(group.words)
        ]
        if len(set(parted)) < 2:
            continue
        place = len(parted) - parted[::-1].index(False)
        wrote = replace(group, words=group.words[:place], role=None, side="")
        took = Group(words=group.words[place:], role=group.role, side=AFTER)
        yield (*groups[:n], wrote, took, *groups[n + 1 :])
