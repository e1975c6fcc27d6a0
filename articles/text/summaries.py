"""The opening of a story in a few lines: which paragraph it is taken from, and where it is cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

from articles.text.counting import RUN, length

UNIT = re.compile(rf"{RUN.pattern}|\S")  # near enough for cutting: a mark that joins others counts
CLAUSE_END = re.compile(r"[，；、]")
SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』》）)\"]*")
PAIRS = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "(": ")", "「": "」", "『": "』",
         "【": "】", '"': '"'}  # fmt: skip
HEADING = 16  # 字 that a line without a full stop needs to be more than a heading
UNFINISHED = 25  # … and one without any end of a sentence, such as “现将有关事项通告如下：”

NUMERAL = "[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
# 本报讯（记者 周望舒）, 新华社北京12月5日电: the story begins after it.
DATELINE = re.compile(
    r"^(?:[【\[]?(?:本[报刊台网社]|现场)讯(?![息问号])[】\]]?"
    rf"|据?\S{{2,12}}(?:{NUMERAL})月(?:{NUMERAL})日[讯电](?=[ \u3000（(：:，]|$))"
    r"[ \u3000]*(?:[（(][^（()）]{1,60}[)）])?[ \u3000：:，]*"
)
# What stands above or beside a story and is none of it.
NOTE = (
    r"[【\[（(]?(?:编者的?[按注话]|编[前后][语话]?|按语|开栏(?:的话|语)|主持人语)"
    r"(?:[】\])）：: ].*)?"
)
CAPTION = r"(?:[▲△▼▽↑↓←→◀▶]|[上下左右题]?图(?:[为说：: \u3000①-⑩一二三四五六七八九十0-9]|片说明)).*"
CREDIT = (
    r"(?:.*[。！？（( \u3000])?[^，。！？]{2,30}"
    r"(?:(?<!拍)摄|摄影报道|供图|制图|资料图片?)[）)】\]]?。?"
)
SALUTATION = (
    r"[^。]{0,40}(?:们|同志|朋友|代表|委员|领导|来宾|先生|女士|同学|老师|[您你们家]好)[：:！!]"
)
DATE = r"[0-9〇零一二三四五六七八九十年月日时分星期周至午前后上下农历 :：/.\-—（）()]+。?"
NUMBERED = rf"(?:[（(]?(?:{NUMERAL})[）)、.．](?!{NUMERAL})|第.{{1,3}}[章节条]).{{0,20}}"
ASIDE = re.compile("|".join([NOTE, CAPTION, CREDIT, SALUTATION, DATE, NUMBERED]))


def summary(paragraphs: Sequence[str], *, limit: int) -> str:
    """At most `limit` 字 of the first of these paragraphs that says something.

    That is no dateline or heading, date, note of the editors, caption or salutation, as long as
    there is another. Cut are whole sentences if they fit, else whole clauses, and never half a
    quotation or title: one that had to be shortened is closed again.
    """
    texts = [DATELINE.sub("", text) for text in paragraphs]
    return _cut(_opening([text for text in texts if text]), limit)


def _opening(texts: list[str]) -> str:
    """The paragraph to take, or nothing where there is none."""
    story = [text for text in texts if not ASIDE.fullmatch(text)]
    return next((text for text in story if _says_something(text)), next(iter(story or texts), ""))


def _says_something(text: str) -> bool:
    if "。" in text:
        return True
    least = HEADING if SENTENCE_END.search(text) else UNFINISHED
    return length(text) >= least


def _cut(text: str, limit: int) -> str:
    if _first(text, limit) == text:
        return text
    least = limit // 4  # less would say nothing
    room = _first(text, limit)
    for end in reversed([found.end() for found in SENTENCE_END.finditer(room)]):
        if end >= least and not _unclosed(text[:end]):
            return text[:end]
    room = _first(text, limit - 1)
    for end in reversed(_ends(CLAUSE_END, text, len(room))):
        if end >= least and not _unclosed(text[:end]):
            return text[:end] + "…"
    rooms = (_first(text, size) for size in range(limit - 1, -1, -1))
    room = next(room for room in rooms if length(f"{room}…{_unclosed(room)}") <= limit)
    end = max(_ends(CLAUSE_END, text, len(room)) + _ends(SENTENCE_END, text, len(room)), default=0)
    room = (text[:end] if end >= least else room).rstrip("".join(PAIRS) + " ")
    return f"{room}…{_unclosed(room)}"


def _ends(mark: re.Pattern[str], text: str, most: int) -> list[int]:
    """Where in the first `most` characters, or right after them, a mark begins."""
    return [found.start() for found in mark.finditer(text, 0, most + 1)]


def _first(text: str, limit: int) -> str:
    """As much of the beginning as has at most `limit` 字, no run of letters cut."""
    for used, unit in enumerate(UNIT.finditer(text)):
        if used == limit:
            return text[: unit.start()]
    return text


def _unclosed(text: str) -> str:
    """The marks that would close what is open at the end of a text, innermost first."""
    missing: list[str] = []
    for mark in text:
        if missing and mark == missing[-1]:
            missing.pop()
        elif mark in PAIRS:
            missing.append(PAIRS[mark])
    return "".join(reversed(missing))
