"""Sort keys of Chinese names."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin

# Surnames that are read otherwise than the same character in other words.
SURNAMES = {
    "万俟": "mo qi",
    "尉迟": "yu chi",
    "单于": "chan yu",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "令狐": "ling hu",
    "乐正": "yue zheng",
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "任": "ren",
    "查": "zha",
    "翟": "zhai",
    "解": "xie",
    "区": "ou",
    "盖": "ge",
    "朴": "piao",
    "乐": "yue",
    "覃": "qin",
    "缪": "miao",
    "种": "chong",
    "员": "yun",
    "逄": "pang",
    "乜": "nie",
    "黑": "he",
    "秘": "bi",
    "折": "she",
    "召": "shao",
    "重": "chong",
    "洗": "xian",
    "冼": "xian",
    "繁": "po",
    "幺": "yao",
    "角": "jue",
    "卜": "bu",
    "薄": "bo",
    "阚": "kan",
    "祭": "zhai",
    "佴": "nai",
    "粘": "nian",
}
SILENT = re.compile(r"[^0-9A-Za-z\u3400-\u9fff\U00020000-\U000323af]+")


def sort_key(name: str, *, is_person: bool = False) -> str:
    """Lower-case ASCII: pinyin without tones, a word to a character; ü is v, as it is typed.

    A person's surname is read as a surname: 单 is shan, not dan. Quotes, marks and accents are
    silent, and so is a character that has no known reading.
    """
    name = SILENT.sub("", unicodedata.normalize("NFKD", name))
    family = next((s for s in SURNAMES if name.startswith(s)), "") if is_person else ""
    rest = lazy_pinyin(name[len(family) :], style=Style.NORMAL, errors=_latin)
    return " ".join(filter(None, [SURNAMES.get(family, ""), *rest])).lower()


def letters(name: str) -> str:
    """A name in letters and figures alone, as an address may hold it: 民生 is minsheng."""
    return sort_key(name).replace(" ", "")


def pattern(letters: str) -> str:
    """What the sort keys of names with these initials match: cyb is that of `chen yang bo`."""
    return "^" + " ".join(f"{letter}[a-z]*" for letter in letters)


def spells(letters: str, sort_key: str) -> bool:
    """Whether letters are the pinyin of a whole name, or the beginnings of each of its words.

    cyb, chenyb and chenyangbo all spell `chen yang bo`.
    """
    places = {0}  # to which the words so far may reach
    for word in sort_key.split():
        places = {
            place + size
            for place in places
            for size in range(1, len(word) + 1)
            if letters.startswith(word[:size], place)
        }
    return bool(letters) and len(letters) in places


def _latin(unread: str) -> str:
    return "".join(character for character in unread if character.isascii())


def initial(sort_key: str) -> str:
    """The letter a name is filed under, or # where it has none."""
    first = sort_key[:1].upper()
    return first if "A" <= first <= "Z" else "#"
