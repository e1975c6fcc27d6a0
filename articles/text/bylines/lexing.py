"""A printed line cut into words of which each is one thing: a title, a name, what somebody did."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from articles.text.bylines.names import LATIN_NAMES, is_body, is_person
from articles.text.bylines.vocabulary import (
    AFTER,
    AGENCIES,
    BEFORE,
    CORE,
    COURTESY,
    DATELINE,
    GLUED_AFTER,
    GLUED_BEFORE,
    HAN,
    HAS_OUTLET,
    IS_OUTLET,
    LEAD,
    LONGEST_TITLE,
    MARKERS,
    QUALIFIERS,
    RUN,
    SENTENCE,
    SOURCE,
    SOURCE_LABEL,
    UNSIGNED,
    WHERE,
    WORDS,
    RoleWord,
    role_word,
)
from articles.text.surnames import COMPOUND

WORD, TITLE, ROLE, COMMA, SPACE, BIND = "word", "title", "role", "comma", "space", "bind"
OPEN, CLOSE, PLAIN, MARKER, LEFT = "open", "close", "plain", "marker", "left"
IS_SOURCE, IS_DATELINE = "source", "dateline"
PARTS = r"\s、，,；;&/：:|｜丨（(【\[）)】\]—–―。" + MARKERS
TOKEN = re.compile(
    rf"(?<!{HAN})(?P<label>(?:{SOURCE_LABEL})(?: ?[/：:|｜丨] ?| ))(?P<source>[^\s（(【\[）)】\]]+)"
    rf"|(?<!{HAN})(?P<run>{RUN})(?!{HAN})"
    rf"|(?P<glued>[^{PARTS}]+?)(?P<after>{RUN})(?!{HAN})"
    rf"|(?P<space>\s+)|(?P<comma>[、，,；;&])|(?P<bind>[/：:|｜丨])"
    rf"|(?P<open>[（(【\[])|(?P<close>[）)】\]])|(?P<plain>[—–―。{MARKERS}]+)"
    rf"|(?P<chunk>[^{PARTS}]+)"
)
ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
AND = {"和", "与", "及"}
GIVEN = re.compile(
    "(?P<lead>.{0,4}(?:图片|照片|配图|图)(?:均|皆)?由)(?P<who>.{2,30}?)(?P<verb>提供|供图|拍摄|摄|)"
)
CAPTION = re.compile(r"(?s:.*)[。！？](?=\s*[^\s。！？）)】])")
OTHERS = re.compile("(?P<name>.{2,4})(?P<rest>等|等人)")
TITLE_ENDS = re.compile(f"(?:{CORE.pattern})$")
MOST_VARIANTS = 4


@dataclass(frozen=True)
class Piece:
    """A word or mark of the line, as printed. A role that is bound stands on that side of its name
    for sure; `at` is where a name of two characters was padded.
    """

    kind: str
    text: str
    role: RoleWord | None = None
    bound: str = ""
    is_sure: bool = True
    at: int = 0
    value: str = ""  # of a source or dateline: what goes into the field

    @property
    def name(self) -> str:
        return "".join(self.text.split()) if self.at else self.text


Variant = list[Piece]


def fold(line: str) -> str:
    """White space is layout: each of the lines with single spaces, without empty lines; the mark
    at its head set off by one; half as wide a slash.
    """
    plain = line.translate(ZERO_WIDTH).replace("／", "/")
    lines = [" ".join(each.split()) for each in plain.splitlines()]
    folded = "\n".join(filter(None, lines))
    return re.sub(rf"^([{MARKERS}])\s?", r"\1 ", folded).strip()


def variants(folded: str, *, known: Collection[str]) -> list[Variant]:
    """The ways to cut a folded line, likeliest first. Each, put together, is the line."""
    head, rest = _head(folded)
    parts = [[head], *(_token(found, known) for found in TOKEN.finditer(rest))]
    default = _joined(parts)
    cut = [default]
    for n, part in enumerate(parts):
        for other in part[1:]:
            if len(cut) < MOST_VARIANTS:
                cut.append(_joined([*parts[:n], [other], *parts[n + 1 :]]))
    cut = [_roles_together(_padded(one)) for one in cut]
    joined = [_joined_names(one, known) for one in cut]
    # Joined for sure, they are nothing else.
    apart = [one for one, other in zip(cut, joined, strict=True) if _differ_unsurely(one, other)]
    return [_labels(_bound(_notes(one, known)), known) for one in joined + apart]


def _differ_unsurely(apart: Variant, joined: Variant) -> bool:
    return any(piece not in apart and not piece.is_sure for piece in joined)


def _joined(parts: list[list[Variant]]) -> Variant:
    return [piece for part in parts for piece in part[0]]


# ---- The head of a line -----------------------------------------------------------------------


def _head(line: str) -> tuple[Variant, str]:
    """The mark, the dateline or source that a line begins with; and the rest of it."""
    head: Variant = []
    if line[:1] and line[0] in MARKERS:
        head.append(Piece(MARKER, line[:2]))
        line = line[2:]
    opened = line[:1] if line[:1] in {"（", "(", "【"} else ""
    found = DATELINE.match(line, len(opened))
    piece = _dateline(found) if found else None
    if piece is None:
        found = SOURCE.match(line, len(opened))
        piece = _source(found.group()) if found else None
    if piece is None and (caption := CAPTION.match(line)):
        return [*head, Piece(LEFT, caption.group(), is_sure=False)], line[caption.end() :]
    if piece is None or found is None:
        return head, line
    head += [Piece(OPEN, opened)] if opened else []
    return [*head, piece], line[found.end() :]


def _dateline(found: re.Match[str]) -> Piece:
    """A dateline of an agency, or of a text taken from one, says whose the text is. Another paper's
    name may be the house's own.
    """
    org, prefix = found["org"] or "", found["prefix"] or ""
    is_own = not org or org in {"本报", "本刊", "本台", "本网", "本社"}
    is_sure = is_own or bool(prefix) or org in AGENCIES
    if prefix and found.group().endswith("消息"):
        return Piece(IS_SOURCE, found.group(), value=found.group())
    return Piece(IS_DATELINE, found.group(), is_sure=is_sure, value="" if is_own else prefix + org)


def _source(text: str) -> Piece | None:
    if CORE.search(text) or text in WORDS:
        return None
    is_sure = bool(HAS_OUTLET.search(text)) and not text.startswith("本")
    return Piece(IS_SOURCE, text, is_sure=is_sure, value=text)


# ---- One token --------------------------------------------------------------------------------


def _token(found: re.Match[str], known: Collection[str]) -> list[Variant]:
    if found["label"]:
        value = found["source"]
        return [[Piece(PLAIN, found["label"]), Piece(IS_SOURCE, value, value=value)]]
    if found["glued"]:
        return _before_run(found["glued"], found["after"], known)
    if found["run"]:
        return [[Piece(ROLE, found["run"], role=role_word(found["run"]))]]
    if found["chunk"]:
        return _chunk(found["chunk"], known)
    kind = str(found.lastgroup)
    return [[Piece({"comma": COMMA, "space": SPACE, "bind": BIND}.get(kind, kind), found.group())]]


def _before_run(glued: str, run: str, known: Collection[str]) -> list[Variant]:
    """What stands without a space before 文/图: the first word may be the end of a name."""
    role = Piece(ROLE, run, role=role_word(run), bound=AFTER)
    split = [*_chunk(glued, known)[0], role]
    first = next(word for word in GLUED_AFTER if run.startswith(word))
    rest = run[len(first) :].lstrip()
    longer = [*_chunk(glued + first, known)[0], *_pieces(rest, known)]
    name = next((piece.text for piece in reversed(split) if piece.kind == WORD), "")
    if name in known:
        return [split]
    if name + first in known:
        return [longer]
    may_be_longer = len(first) == 1 and len(name) < 3 and is_person(name + first)
    return [split, longer] if may_be_longer else [split]


def _pieces(text: str, known: Collection[str]) -> Variant:
    return [piece for found in TOKEN.finditer(text) for piece in _token(found, known)[0]]


def _chunk(chunk: str, known: Collection[str]) -> list[Variant]:
    """What stands between two spaces or marks, cut where the words themselves tell."""
    if chunk in known and not TITLE_ENDS.search(chunk):  # somebody is registered as 本报记者
        return [[Piece(WORD, chunk)]]
    if one := _one_thing(chunk):
        return [[one]]
    if given := GIVEN.fullmatch(chunk):
        return [_given(given, known)]
    return _titled(chunk, known) if CORE.search(chunk) else _labelled(chunk, known)


def _given(found: re.Match[str], known: Collection[str]) -> Variant:
    """图片由市文明办提供."""
    who = found["who"]
    names = _titled(who, known)[0] if CORE.search(who) else [Piece(WORD, who)]
    did = Piece(ROLE, found["verb"], role=role_word(found["verb"]), bound=AFTER)
    return [Piece(PLAIN, found["lead"]), *names, *([did] if found["verb"] else [])]


def _one_thing(chunk: str) -> Piece | None:
    """A chunk that is a word for something done, 和, or says no more than where or when."""
    if role := role_word(chunk):
        return Piece(ROLE, chunk, role=role)
    if chunk in AND:
        return Piece(COMMA, chunk)
    if UNSIGNED.fullmatch(chunk) or WHERE.fullmatch(chunk) or DATELINE.fullmatch(chunk):
        return Piece(LEFT, chunk, is_sure=False)
    return None


def _titled(chunk: str, known: Collection[str]) -> list[Variant]:
    """A chunk with one title or several, and what stands glued to them."""
    if lead := LEAD.match(chunk):
        rest = _titled(chunk[lead.end() :], known)
        return [[Piece(PLAIN, lead.group()), *variant] for variant in rest]
    first: re.Match[str] = CORE.search(chunk)  # type: ignore[assignment]  # who calls has looked
    before = chunk[: first.start()]
    if len(before) > LONGEST_TITLE:
        return [[Piece(WORD, chunk, is_sure=False)]]
    after = list(_after_title(chunk[first.end() :]))
    name = _without_qualifiers(before)
    is_said = not name or bool(IS_OUTLET.search(name)) or is_body(name)
    is_sure = is_said or (len(name) < 5 and not SENTENCE.search(name))
    whole = Piece(TITLE, chunk[: first.end()], is_sure=is_sure)
    ends = [[whole, *end] for end in _ended(after, known)]
    if is_said:
        return ends
    split = [Piece(WORD, name), Piece(TITLE, chunk[len(name) : first.end()])]
    if name in known:
        return [[*split, *_ended(after, known)[0]]]
    if is_person(name):
        return [*ends, [*split, *_ended(after, known)[0]]]
    return ends


def _without_qualifiers(text: str) -> str:
    """What of a text stands before the words that qualify a title."""
    return next(text[:n] for n in range(len(text) + 1) if QUALIFIERS.fullmatch(text, n))


def _after_title(rest: str) -> Iterator[Piece | str]:
    """Names and titles in turn; what is after the last title, as text."""
    while found := CORE.search(rest):
        before = rest[: found.start()]
        name = _without_qualifiers(before)
        if name:
            yield Piece(WORD, name)
        yield Piece(TITLE, rest[len(name) : found.end()])
        rest = rest[found.end() :]
    if rest:
        yield rest


def _ended(rest: list[Piece | str], known: Collection[str]) -> list[Variant]:
    pieces = [piece for piece in rest if isinstance(piece, Piece)]
    last = rest[-1] if rest and isinstance(rest[-1], str) else ""
    ends = _labelled(last, known) if last else [[]]
    return [[*pieces, *end] for end in ends]


def _labelled(chunk: str, known: Collection[str]) -> list[Variant]:
    """A name with what its bearer did glued to it, 周望舒摄 or 摄影周望舒."""
    whole = [Piece(WORD, chunk)]
    if chunk in known:
        return [whole]
    if one := _one_thing(chunk):
        return [[one]]
    others = OTHERS.fullmatch(chunk)
    if others and (others["name"] in known or is_person(others["name"])):
        return [[Piece(WORD, others["name"]), Piece(LEFT, others["rest"], is_sure=False)], whole]
    return _role_after(chunk, known) or _role_before(chunk, known) or [whole]


def _role_after(chunk: str, known: Collection[str]) -> list[Variant]:
    whole = [Piece(WORD, chunk)]
    for word in GLUED_AFTER:
        base = chunk.removesuffix(word)
        both = role_word(f"{base}/{word}") if base in WORDS else None
        if both:
            return [[Piece(ROLE, chunk, role=replace(both, word=chunk), is_sure=False)]]
        if base == chunk or not (how := _glued(base, word, chunk, known)):
            continue
        split = [Piece(WORD, base), Piece(ROLE, word, role=WORDS[word], bound=AFTER)]
        place = _place(base, chunk, known)
        return {"split": [split], "either": [split, whole], "place": [place, split, whole]}[how]
    return []


def _place(base: str, chunk: str, known: Collection[str]) -> Variant:
    """北京报道, or 周望舒北京报道: what is no name says where."""
    for n in (3, 2):
        if 1 < len(base) - n < 5 and (base[:n] in known or is_person(base[:n])):
            return [Piece(WORD, base[:n]), Piece(LEFT, chunk[n:], is_sure=False)]
    return [Piece(LEFT, chunk, is_sure=False)]


def _role_before(chunk: str, known: Collection[str]) -> list[Variant]:
    for word in GLUED_BEFORE:
        name = chunk.removeprefix(word)
        if name != chunk and (name in known or is_person(name)):
            return [[Piece(ROLE, word, role=WORDS[word], bound=BEFORE), Piece(WORD, name)]]
    return []


def _glued(base: str, word: str, chunk: str, known: Collection[str]) -> str:
    """Whether a chunk is a name and a word after it: `split` for sure, `either` perhaps, or not. In
    北京报道 it may be a `place`.
    """
    if base in known or (len(base) > 1 and WORDS[word].roles == (COURTESY,)):
        return "split"
    if len(base) < 2:
        return ""
    if len(word) == 1:
        return _glued_character(base, word, chunk)
    unsure = "place" if word == "报道" else "either"
    return "split" if is_person(base) else unsure


def _glued_character(base: str, word: str, chunk: str) -> str:
    """The same for 文, 图 and 摄. Names end with the first two, hardly with 摄."""
    if not is_person(base):
        return "either" if word == "摄" and len(base) < 6 else ""
    if is_person(chunk):
        return "either" if word == "摄" else ""
    return "split" if word == "摄" else "either"


# ---- What stands beside what ------------------------------------------------------------------


def _joined_names(pieces: Variant, known: Collection[str]) -> Variant:
    """What is one thing though a space parts it: John Smith, 司马 相如, 本报 记者."""
    found: Variant = []
    for piece in pieces:
        one = None
        if len(found) > 1 and found[-1].text == " ":  # not a new line
            one = _as_one(found[-2], piece, known)
        if one:
            found[-2:] = [one]
        else:
            found.append(piece)
    return found


def _as_one(first: Piece, second: Piece, known: Collection[str]) -> Piece | None:
    """Two pieces put together, if they may be one; sure only where they can be nothing else."""
    text = f"{first.text} {second.text}"
    if first.kind != WORD or first.at or first.text in known:
        return None
    if second.kind == TITLE:
        qualifies = bool(QUALIFIERS.fullmatch(first.text))
        if qualifies or is_body(first.text):
            return replace(second, text=text, at=len(first.text), is_sure=qualifies)
    if second.kind != WORD or second.text in known:
        return None
    if LATIN_NAMES.fullmatch(first.text) and LATIN_NAMES.fullmatch(second.text):
        return Piece(WORD, text, is_sure=text in known)
    if first.text in COMPOUND and re.fullmatch(f"{HAN}{{1,2}}", second.text):
        name = first.text + second.text
        return Piece(WORD, text, at=2, is_sure=len(second.text) == 1 or name in known)
    return None


def _roles_together(pieces: Variant) -> Variant:
    """记者 周望舒 文 图: two roles beside each other, with no name after them or none before, are
    both of the same names.
    """
    words = [n for n, piece in enumerate(pieces) if piece.kind == WORD]
    found: Variant = []
    for n, piece in enumerate(pieces):
        is_at_end = not words or n > words[-1] or n < words[0]
        is_beside = len(found) > 1 and found[-1].text == " " and found[-2].kind == ROLE
        if is_at_end and is_beside and piece.kind == ROLE and not (piece.bound or found[-2].bound):
            both = role_word(f"{found[-2].text}/{piece.text}")
            if both:
                text = f"{found[-2].text} {piece.text}"
                found[-2:] = [Piece(ROLE, text, role=replace(both, word=text), is_sure=False)]
                continue
        found.append(piece)
    return found


def _padded(pieces: Variant) -> Variant:
    """王　伟 is one name, and 记　者 one title: lone characters beside each other."""
    found: Variant = []
    n = 0
    while n < len(pieces):
        spaced = _spaced(pieces, n)
        if spaced:
            found.append(spaced)
            n += 2 * len(spaced.text.split()) - 1
        else:
            found.append(pieces[n])
            n += 1
    return found


def _spaced(pieces: Variant, n: int) -> Piece | None:
    """What the lone characters from a place on are together, if they are something."""
    lone = [pieces[n]] if _is_lone(pieces[n]) else []
    while lone and len(lone) < 3:
        after = pieces[n + 2 * len(lone) - 1 : n + 2 * len(lone) + 1]
        if len(after) < 2 or after[0].text != " " or not _is_lone(after[1]):
            break
        lone.append(after[1])
    for count in range(len(lone), 1, -1):
        text = "".join(piece.text for piece in lone[:count])
        spaced = " ".join(text)
        if CORE.fullmatch(text):
            return Piece(TITLE, spaced, at=1)
        if text in WORDS and lone[0].kind == WORD:
            return Piece(ROLE, spaced, role=WORDS[text], at=1)
        if count == 2 and lone[0].kind == WORD:
            return Piece(WORD, spaced, at=1)
    return None


def _is_lone(piece: Piece) -> bool:
    is_name = piece.kind == WORD or (piece.kind == ROLE and piece.text == "文")
    return is_name and len(piece.text) == 1 and bool(re.fullmatch(HAN, piece.text))


def _notes(pieces: Variant, known: Collection[str]) -> Variant:
    """周望舒（见习）: what stands in brackets after a name, and is none, is a note."""
    found = list(pieces)
    for n in range(1, len(pieces) - 1):
        piece = pieces[n]
        before = [other.kind for other in pieces[max(n - 3, 0) : n - 1] if other.kind != SPACE]
        is_bracketed = pieces[n - 1].kind == OPEN and pieces[n + 1].kind == CLOSE
        is_note = is_bracketed and before and before[-1] in {WORD, ROLE}
        if piece.kind == WORD and is_note and not (piece.name in known or is_person(piece.name)):
            found[n] = replace(piece, kind=LEFT, is_sure=False)
    return found


def _labels(pieces: Variant, known: Collection[str]) -> Variant:
    """点评人：何清平. A word before a colon that is nobody's name is a title, perhaps; before a
    slash if a name follows.
    """
    found = list(pieces)
    for n, piece in enumerate(pieces):
        after = [other for other in pieces[n + 1 : n + 4] if other.kind != SPACE]
        is_label = len(after) > 1 and after[0].kind == BIND and after[1].kind in {WORD, TITLE}
        if is_label and after[0].text == "/":
            is_label = after[1].name in known or is_person(after[1].name)
        if piece.kind == WORD and is_label and not (piece.name in known or is_person(piece.name)):
            found[n] = replace(piece, kind=TITLE, is_sure=False)
    return found


def _bound(pieces: Variant) -> Variant:
    """Each role tied to its side of a name where a slash, a colon or brackets tie it."""
    return [
        replace(piece, bound=_side(pieces, n)) if piece.kind == ROLE and not piece.bound else piece
        for n, piece in enumerate(pieces)
    ]


def _side(pieces: Variant, n: int) -> str:
    before = pieces[n - 1].kind if n else ""
    after = pieces[n + 1].kind if n + 1 < len(pieces) else ""
    if before == OPEN and after == CLOSE and n > 1:
        return "brackets"
    if after == BIND:
        return BEFORE
    is_tied = before == BIND and n > 1 and pieces[n - 2].kind in {WORD, CLOSE}
    return AFTER if is_tied and pieces[n - 1].text != "：" else ""
