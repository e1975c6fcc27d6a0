"""The form of each character in which texts are compared, and the words in which it is another.

A character's form is worked out by itself: compatibility (Unicode's NFKD), no accents, small
letters, radicals as characters, Traditional and variant characters as same_characters.txt has them.
What shows nothing has no form, a quotation mark is as good as a space. A few characters have a form
only in their word: IN_WORDS and NUMBERS.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from articles.text.characters import visible
from articles.text.radicals import ordinary

TABLE = Path(__file__).with_name("same_characters.txt")
MARKS = frozenset('“”‘"`´〝〞〟「」『』《》〈〉«»‹›')  # compared as a space is
APOSTROPHES = frozenset("'’")
DOTS = frozenset("·•・‧∙⋅˙")
LINE_ENDS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
JOINED = frozenset({"", "<wide>", "<narrow>"})  # digits that are part of the number beside them


class Rule(NamedTuple):
    """What a character is: one form in some words, given in their own forms, another elsewhere."""

    elsewhere: str
    words: dict[str, str]  # the form, and its words


IN_WORDS = {
    # Traditional text writes the particle 着 as 著. In verbs before 名字, 作业 it is that again.
    "著": Rule(
        "着",
        {
            "著": "著名 著作 著述 著者 著称 著书 著录 著有 著译 著说 名著 原著 巨著 专著 编著 译著 "
            "遗著 拙著 撰著 力著 所著 显著 卓著 昭著 土著 知著",
            "着": "著名字 著名单 著作业",
        },
    ),
    "乾": Rule(
        "干",
        {
            "乾": "乾隆 乾坤 乾县 乾陵 乾元 乾卦 乾嘉 乾州 乾道 乾清 乾安 乾佑 乾德 乾宁 乾封 乾符 "
            "乾象 乾位 乾宅 乾旦 乾造 乾闼 康乾 朝乾"
        },
    ),
    "甚": Rule("甚", {"什": "甚么"}),
    "瞭": Rule("瞭", {"瞭": "瞭望", "了": "瞭解 明瞭 瞭然 瞭如 瞭若"}),
    "藉": Rule(
        "藉",
        {
            "藉": "慰藉 狼藉 蕴藉 枕藉",
            "借": "藉口 藉此 藉由 藉以 藉助 藉着 藉著 藉机 藉故 藉词 藉据 藉端 藉手 凭藉",
        },
    ),
    "覆": Rule(
        "覆",
        {
            "覆": "覆盖 覆灭 覆没 覆辙 覆盆 覆水 覆巢 颠覆 倾覆 翻覆",
            "复": "答覆 回覆 批覆 反覆 函覆 重覆 电覆 禀覆 覆信 覆电 覆函 覆命",
        },
    ),
    "畫": Rule("画", {"划": "计畫 规畫 筹畫 策畫 企畫 区畫 谋畫 擘畫"}),
    "祇": Rule("祇", {"只": "祇是 祇有 祇能 祇要 祇好 祇得 祇会 祇需 祇不过"}),
    "甦": Rule("甦", {"苏": "复甦"}),
    "彷": Rule("彷", {"仿": "彷佛"}),
    "徵": Rule("征", {"徵": "宫商角徵 角徵 徵羽 变徵"}),
}
COUNTED = "一二三四五六七八九〇零"
# A zero in a number is 〇, whatever is typed for it: 二零二三年, 二O二三年, 一百零五, 九零后.
NUMBERS = re.compile(
    rf"(?<=[{COUNTED}十百千万亿])[零〇o0]+(?=[{COUNTED}年后])|零(?=零后|[{COUNTED}o0]+年)"
)
_TYPED = re.compile(f"[{''.join(IN_WORDS)}]")
_ZERO = re.compile("[零o0]")
_WORDS = {
    typed: sorted(
        (
            (word, place.start(), form)
            for form, words in rule.words.items()
            for word in words.split()
            for place in re.finditer(typed, word)
        ),
        key=lambda found: -len(found[0]),
    )
    for typed, rule in IN_WORDS.items()
}


def in_words(text: str) -> str:
    """Characters' forms with those that depend on their word, as many characters as before."""
    if _ZERO.search(text):
        text = NUMBERS.sub(lambda zeros: "〇" * len(zeros[0]), text)
    return _TYPED.sub(_in_word, text) if _TYPED.search(text) else text


def _in_word(found: re.Match[str]) -> str:
    text, start = found.string, found.start()
    for word, place, form in _WORDS[found[0]]:
        if text.startswith(word, max(0, start - place)) and start >= place:
            return form
    return IN_WORDS[found[0]].elsewhere


def _beside() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """For each end of a word of the rules that holds its character, what may stand before it; for
    each beginning, what may stand after. A word that only keeps its character from another one,
    著名字 from 著名, opens no end: who asks for 著名 does not mean 写着名字.
    """
    before: dict[str, set[str]] = {zero: {"二"} for zero in "零o0"}
    after: dict[str, set[str]] = {zero: {"二", "年"} for zero in "零o0"}
    for typed, found in _WORDS.items():
        opening = [(w, place) for w, place, form in found if form != IN_WORDS[typed].elsewhere]
        for word, place in opening:
            for cut in range(1, place + 1):
                before.setdefault(word[cut:], set()).add(word[:cut])
            for cut in range(place + 1, len(word)):
                after.setdefault(word[:cut], set()).add(word[cut:])
    return before, after


_BEFORE, _AFTER = _beside()
_REACH = max(map(len, [*_BEFORE, *_AFTER]))


def readings(text: str) -> list[str]:
    """Every text that `in_words` may make of this one where it is part of a longer one.

    The first is what it makes of it alone. Only a character near an end can be another.
    """
    found = {in_words(text): None}
    if not (_TYPED.search(text) or _ZERO.search(text)):
        return list(found)
    heads = {"", *(b for n in range(1, _REACH + 1) for b in _BEFORE.get(text[:n], ()))}
    tails = {"", *(a for n in range(1, _REACH + 1) for a in _AFTER.get(text[-n:], ()))}
    for head in sorted(heads):
        for tail in sorted(tails):
            whole = in_words(f"{head}{text}{tail}")
            found[whole[len(head) : len(whole) - len(tail)]] = None
    return list(found)


def _table() -> dict[str, str]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line for line in lines if line and not line.startswith("#"))
    return {other: row[0] for row in rows for other in row[1:]}


SAME = _table()


class _Forms(dict[str, str]):
    """Each character's form, worked out once."""

    def __missing__(self, character: str) -> str:
        form = self[character] = _form(character)
        return form


def _form(character: str) -> str:
    if not visible(character) or unicodedata.category(character)[0] == "M":
        return ""
    if character in MARKS or character.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", ordinary(character)).casefold()
    form = "".join(SAME.get(part, part) if part == character else FORMS[part] for part in parts)
    if len(form) > 1 and not any(map(str.isalnum, form)):
        return character  # … is one mark
    is_apart = any(map(str.isdigit, form)) and _tag(character) not in JOINED
    return f" {form} " if is_apart else form


def _tag(character: str) -> str:
    """The kind of a compatibility decomposition: <wide>, <circle>, <super>; none of a plain one."""
    first = unicodedata.decomposition(character).split(" ")[0]
    return first if first.startswith("<") else ""


FORMS = _Forms(
    {
        **dict.fromkeys(LINE_ENDS, "\n"),
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(DOTS, "·"),
        "，": "，",  # a comma as well, but see folding.NUMBER
    }
)
