"""Printed bylines and structured credits, each made from the other.

A line is a mark, if any, and groups: a title, if any, the names it belongs to, and what they did.
A line is read only if the reading prints back as that line, and only if every name is one beyond
doubt; anything else is for a person to read. Two differences are of typing, not of meaning, and
are folded before comparing: white space, and the full-width slash of 文／图.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from articles.enums import BylineRole
from articles.text.surnames import COMPOUND, SINGLE

HOUSE_MARKER = "▢"
MARKERS = "▢□■◎○●◇◆△▲☆★"
ROLES = {
    "文": BylineRole.TEXT,
    "文/图": BylineRole.TEXT_AND_PHOTO,
    "图": BylineRole.PHOTO,
    "摄": BylineRole.PHOTOGRAPHED,
    "供图": BylineRole.COURTESY,
}
PRINTED = {role: word for word, role in ROLES.items()}
HAN = r"[\u3400-\u9fff〇\U00020000-\U000323af]"
TITLE = re.compile(
    rf"{HAN}{{0,12}}(?:记者|通讯员|评论员|观察员|特派员|报道员|实习生|撰稿人|摄影师)"
)
HAN_NAME = re.compile(rf"{HAN}{{2,4}}")
DOTTED_NAME = re.compile(rf"{HAN}{{1,8}}(?:[·•]{HAN}{{1,8}})+")
LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z.'·-]+")
GIVER = re.compile(rf"(?:{HAN}|[A-Za-z0-9“”（）·]){{2,30}}")  # a body that gave a picture
NO_NAMES = {"文字", "文图", "文摄", "文稿", "高清", "时报", "全文"}  # though they begin as names do


class UnreadableByline(ValueError):
    """A line that has no one sure reading. The message tells an editor why."""


@dataclass(frozen=True)
class Credit:
    """One person or body: the title as printed, the name, and what they did."""

    title: str
    name: str
    role: BylineRole = BylineRole.TEXT


@dataclass(frozen=True)
class PrintedByline:
    marker: str
    credits: tuple[Credit, ...]


def read(line: str) -> PrintedByline:
    """The structure of a printed line. Raises UnreadableByline rather than guess."""
    folded = _fold(line)
    marker = folded[0] if folded and folded[0] in MARKERS else ""
    words = folded.removeprefix(marker).split()
    if not words:
        raise UnreadableByline(_("署名行里没有姓名。"))
    byline = PrintedByline(marker, tuple(_credits(words)))
    if write(byline) != folded:
        raise UnreadableByline(_("署名行“%s”有不止一种读法，请逐人填写。") % folded)
    for credit in byline.credits:
        if byline.credits.count(credit) > 1:
            raise UnreadableByline(_("“%s”署了不止一次。") % credit.name)
    return byline


def write(byline: PrintedByline) -> str:
    """The line as the house prints it, words parted by single spaces.

    A title stands once before the names it belongs to. 文 is printed only where the line needs it:
    where somebody else did something other than write, or where someone without a title would
    seem to share the title before.
    """
    words = [byline.marker] if byline.marker else []
    groups = [
        (title, role, [credit.name for credit in group])
        for (title, role), group in groupby(byline.credits, key=lambda c: (c.title, c.role))
    ]
    all_wrote = all(role == BylineRole.TEXT for _title, role, _names in groups)
    all_titled = all(title for title, _role, _names in groups[1:])
    for title, role, names in groups:
        words += [title] if title else []
        words += names
        words += [] if all_wrote and all_titled else [PRINTED[role]]
    return " ".join(words)


def _fold(line: str) -> str:
    """White space is layout: fold it, and set the mark off by one space."""
    folded = " ".join(line.replace("文／图", "文/图").split())
    return re.sub(rf"^([{MARKERS}]) ?", r"\1 ", folded).strip()


def _credits(words: list[str]) -> Iterator[Credit]:
    title, names = "", list[str]()
    for word in words:
        if word in ROLES:
            yield from _group(title, names, ROLES[word])
            title, names = "", []
        elif TITLE.fullmatch(word):
            if title or names:
                yield from _group(title, names, None)
            title, names = word, []
        else:
            names.append(word)
    if title or names:
        yield from _group(title, names, None)


def _group(title: str, names: list[str], role: BylineRole | None) -> Iterator[Credit]:
    if not names:
        raise UnreadableByline(
            _("“%s”前后缺少姓名。") % (title or PRINTED[role or BylineRole.TEXT])
        )
    if sum(LATIN_NAME.fullmatch(name) is not None for name in names) > 1:
        raise UnreadableByline(_("外文姓名分成了几段，请逐人填写。"))
    may_be_body = role == BylineRole.COURTESY and not title
    for name in names:
        if not (_is_person(name) or (may_be_body and GIVER.fullmatch(name))):
            raise UnreadableByline(_("“%s”不像姓名，请逐人填写。") % name)
    if not title and role is None:
        raise UnreadableByline(_("“%s”前后既没有称谓也没有分工，不能确定是署名。") % names[0])
    for name in names:
        yield Credit(title, name, role or BylineRole.TEXT)


def _is_person(word: str) -> bool:
    """Two or three characters after a surname, or four if it is a double one; or a foreign name.

    Four characters after a single surname may be two names without the space between them.
    """
    if HAN_NAME.fullmatch(word):
        is_double = word[:2] in COMPOUND and len(word) > 2
        return word not in NO_NAMES and (is_double or (word[0] in SINGLE and len(word) < 4))
    return bool(DOTTED_NAME.fullmatch(word) or LATIN_NAME.fullmatch(word))
