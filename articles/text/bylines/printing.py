"""What a byline says, and the line that says it: as it stood in print, or as the house sets it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from articles.enums import BylineRole

HOUSE_MARKER = "▢"
PRINTED = {
    BylineRole.TEXT: "文",
    BylineRole.TEXT_AND_PHOTO: "文/图",
    BylineRole.TEXT_AND_PHOTOGRAPHED: "文/摄",
    BylineRole.PHOTO: "图",
    BylineRole.PHOTOGRAPHED: "摄",
    BylineRole.COURTESY: "供图",
    BylineRole.COMPILED: "整理",
    BylineRole.EDITED: "编辑",
    BylineRole.VIDEO: "视频",
}
EDITORS = ("编辑", "责编")  # how titles end that say themselves what was done


@dataclass(frozen=True)
class Credit:
    """One person or body: the title as printed, the name, and what they did."""

    title: str
    name: str
    role: BylineRole = BylineRole.TEXT


@dataclass(frozen=True)
class Slot:
    """The place of a name, a title, the source or the dateline in a line. `of` is the field it
    shows, `credit` whose it is; a name of two characters may be padded `at` a place.
    """

    of: str
    credit: int = 0
    at: int = 0


@dataclass(frozen=True)
class Reading:
    """One way to read a line: who is credited, where the story is from, its dateline.

    `left_out` are words of the line that are in none of these. `layout` is the line as it stood
    with slots for what it says; a reading without one is printed as the house sets it.
    """

    marker: str = ""
    credits: tuple[Credit, ...] = ()
    source: str = ""
    dateline: str = ""
    left_out: tuple[str, ...] = field(default=(), compare=False)
    layout: tuple[str | Slot, ...] = field(default=(), compare=False)


def write(reading: Reading) -> str:
    """The line that a reading was read from, or the line that the house makes of it."""
    if not reading.layout:
        return _house_style(reading)
    return "".join(
        piece if isinstance(piece, str) else _filled(reading, piece) for piece in reading.layout
    )


def _filled(reading: Reading, slot: Slot) -> str:
    if slot.of in {"source", "dateline"}:
        return str(getattr(reading, slot.of))
    text = str(getattr(reading.credits[slot.credit], slot.of))
    return f"{text[: slot.at]} {text[slot.at :]}" if slot.at else text


def _house_style(reading: Reading) -> str:
    """Words parted by single spaces. A title stands once before the names it belongs to, and says
    by itself what an editor did. 文 is printed only where the line needs it: where somebody else
    did something other than write, or where someone without a title would seem to share the title
    before.
    """
    words = [reading.marker] if reading.marker else []
    groups = [
        (title, role, [credit.name for credit in group])
        for (title, role), group in groupby(reading.credits, key=lambda c: (c.title, c.role))
    ]
    needs_word = [not _is_said_by_title(title, role) for title, role, _names in groups]
    roles = {
        role
        for (_title, role, _names), is_needed in zip(groups, needs_word, strict=True)
        if is_needed
    }
    is_plain = roles <= {BylineRole.TEXT} and all(title for title, _role, _names in groups[1:])
    for (title, role, names), is_needed in zip(groups, needs_word, strict=True):
        words += [title] if title else []
        words += names
        words += [PRINTED[role]] if is_needed and not is_plain else []
    return " ".join(words)


def _is_said_by_title(title: str, role: BylineRole) -> bool:
    return role == BylineRole.EDITED and title.endswith(EDITORS)
