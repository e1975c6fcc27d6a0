"""Sort keys of Chinese names."""

from __future__ import annotations

import re
import unicodedata

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.mmseg import seg

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
    "逢": "pang",
    "么": "yao",
    "都": "du",
    "郇": "xun",
    "句": "gou",
    "蔚": "yu",
    "贠": "yun",
    "颉": "xie",
    "能": "nai",
    "炅": "gui",
}
# What pypinyin reads otherwise, or not at all: places, and characters that stand alone in a name.
READINGS = {
    "朝阳": "chao yang",
    "长葛": "chang ge",
    "六合区": "lu he qu",
    "乐陵": "lao ling",
    "大城县": "dai cheng xian",
    "涡阳": "guo yang",
    "筠连": "jun lian",
    "什邡": "shi fang",
    "荥经": "ying jing",
    "浚县": "xun xian",
    "单县": "shan xian",
    "繁峙": "fan shi",
    "洪洞": "hong tong",
    "解州": "xie zhou",
    "珲春": "hun chun",
    "伽师县": "jia shi xian",
    "宕昌": "tan chang",
    "栎阳": "yue yang",
    "闵行": "min hang",
    "会稽": "kuai ji",
    "漯河": "luo he",
    "阿勒泰": "a le tai",
    "什刹海": "shi cha hai",
    "大栅栏": "da shi lan",
    "长": "chang",
    "都": "du",
    "曾": "zeng",
    "翟": "zhai",
    "覃": "qin",
    "缪": "miao",
    "阚": "kan",
    "卜": "bu",
    "薄": "bo",
    "仇": "qiu",
    "𠮷": "ji",
}
HAN = "\u3400-\u9fff\U00020000-\U000323af"
RUN = re.compile(f"[{HAN}]+|[0-9A-Za-z]+")
# A village may be named for a family, and follow the name of what it belongs to. What stands before
# 家 is a family; alone only what would mean nothing else there: 单桥, but not 黑桥 or 区村.
FAMILIES = "|".join(SURNAMES)
ALONE = "|".join(["单", "查", "解", "盖", *(each for each in SURNAMES if len(each) > 1)])
SETTLEMENT = "(?:[宅村庄屯塘湾坞坪厝垵畈寨沟桥岭堡台镇]|[店楼营集](?=[村社镇]))"
HOUSEHOLD = "庭长政装电具居畜禽族属校园国企乡用教规风访"  # after 家: 家庭, no family's place
BEGINS = "(?:^|(?<=[省市县区镇乡道]))"
KNOWN = re.compile(
    rf"({BEGINS}(?:(?:{FAMILIES})(?=家[^{HOUSEHOLD}])|(?:{ALONE})(?=家$|{SETTLEMENT}))"
    rf"|{'|'.join(place for place in READINGS if len(place) > 1)})"
)
UMLAUTS = str.maketrans(dict.fromkeys("üǖǘǚǜ", "v") | dict.fromkeys("ÜǕǗǙǛ", "V"))
UNREAD = "~"  # for a character without a known reading: after every letter, and filed under #
LONGEST = 200  # characters of a key, as the column has


def sort_key(name: str, *, is_person: bool = False) -> str:
    """ASCII in lower case: pinyin without tones, a word to a character; ü is v, as it is typed.

    A person's surname is read as a surname, and so is that in a village's name: 单 is shan, not
    dan. Quotes, marks and accents are silent. At most LONGEST characters.
    """
    name = "".join(RUN.findall(unicodedata.normalize("NFKD", name)))
    family = next((s for s in SURNAMES if name.startswith(s)), "") if is_person else ""
    words = [SURNAMES[family]] if family else []
    for run in RUN.findall(name[len(family) :]):
        for place, part in enumerate([run] if is_person else KNOWN.split(run)):
            is_known = place % 2
            words += [READINGS.get(part) or SURNAMES[part]] if is_known else _read(part)
    return " ".join(words).lower()[:LONGEST].rstrip()


def typed_key(text: str) -> str:
    """A sort key as somebody typed it, in the form that `sort_key` gives: Lǜ Gǔ is lv gu."""
    return " ".join(filter(None, (sort_key(word) for word in text.translate(UMLAUTS).split())))


def letters(name: str) -> str:
    """A name in letters and figures alone, as an address may hold it: 民生 is minsheng."""
    return sort_key(name).replace(" ", "").replace(UNREAD, "")


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


def initial(sort_key: str) -> str:
    """The letter a name is filed under, or # where it has none."""
    first = sort_key[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def _read(run: str) -> list[str]:
    """The syllables of Han characters; letters and figures as they are."""
    if run.isascii():
        return [run] if run else []
    found: list[str] = []
    for word in seg.cut(run):
        known = READINGS.get(word)
        found += [known] if known else lazy_pinyin(word, Style.NORMAL, _unread)
    return found


def _unread(characters: str) -> str:
    return " ".join(UNREAD * len(characters))
