"""Characters that a text may hold: those that show nothing are taken out where text comes in.

What is taken out: Unicode's Default_Ignorable_Code_Point (UAX 44: zero-width characters, marks of
direction, soft hyphens, fillers), the empty Braille pattern, interlinear annotations, controls,
noncharacters and surrogates.
What stays of them means something: joiners and selectors in emoji, selectors after Han, line feeds
and tabs.
"""

from __future__ import annotations

import re

LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
EMOJI = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
HAN = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
STAYS = "|".join(
    [
        f"(?<={EMOJI})[\ufe0e\ufe0f]",  # ❤️: as a picture, or as a sign
        "(?<=[0-9#*])\ufe0f(?=\u20e3)",  # 1️⃣
        f"(?:(?<={EMOJI})|(?<={EMOJI}\ufe0f))\u200d(?={EMOJI})",  # 👩‍🚒
        "\U0001f3f4[\U000e0030-\U000e007a]{3,6}\U000e007f",  # the flag of Wales
        f"(?<={HAN})[\U000e0100-\U000e01ef]",  # 葛󠄀: which of the shapes of a character
    ]
)
CONTROLS = "\0-\x08\x0e-\x1f\x7f-\x9f"
IGNORABLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
NONE = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)
)
IGNORED = re.compile(f"[{CONTROLS}{IGNORABLE}{NONE}]")  # those that stay in emoji and Han too
UNSEEN = re.compile(f"(?P<stays>{STAYS})|{IGNORED.pattern}")


def visible(text: str) -> str:
    """The text without characters that show nothing, every line end as a line feed.

    Doing it twice is doing it once. Tabs and spaces of any width stay.
    """
    if text.isascii() and text.isprintable():
        return text
    text = LINE_ENDS.sub("\n", text)
    return UNSEEN.sub(lambda found: found["stays"] or "", text)


def has_letters(text: str) -> bool:
    """Whether a text has a Han character, a letter or a digit, and not marks or emoji alone."""
    return any(character.isalnum() for character in visible(text))


def typed_length(text: str) -> int:
    """The length as the `maxlength` of a form counts: UTF-16 code units, a line end as one (WHATWG
    HTML, 4.10.18.2). A database counts code points, so that a column holds at least as much.
    """
    return len(LINE_ENDS.sub("\n", text).encode("utf-16-le", "surrogatepass")) // 2
