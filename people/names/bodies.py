"""Bodies and places whom a text names: a head (局, 公司, 小学, 村 …) and the words before it that
belong to its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from articles.text.body_names import (
    CITIES,
    GENERIC,
    HEADS,
    HOUSES,
    LEVELS,
    MINISTRIES,
    OFFICES,
    PARTS,
    SEATED,
    SOCIETIES,
    STOPS,
    UNITS,
    WELL_KNOWN,
)
from people.enums import EntityKind
from people.names.name import Name
from people.names.tagging import TaggedText, Word

ENOUGH = 8
FIRM = 10  # of a person, so that no name of a body goes over theirs
LONGEST = 30  # characters
MOST_WORDS = 12  # before the head
LONGEST_UNIT = 4  # characters of the name of a street or town
FAR = 14  # characters between brackets or quotation marks within a name

# A head is none after these: 干部, 主办, 结局, 团队.
NOT_AFTER = {
    "办": "主承协举开兴停申代督创筹",
    "部": "支全局内外头底腹胸肩腰背面颈脑眼手脚臀腿西上下顶根尾干余乐",
    "局": "结布格开僵残胜平败大时棋牌定饭",
    "队": "排车军部舰团领归列梯",
    "委": "常政党",
    "镇": "城乡集古小重市村各全该冰",
    "乡": "城老家故水丽他异返回下同思望还",
    "村": "农乡山各全本该周驻",
    "署": "部签",
    "厂": "工",
    "厅": "客餐大",
}
HEAD = re.compile(
    "|".join(
        (f"(?<![{NOT_AFTER[head]}])" if head in NOT_AFTER else "")
        + head
        + ("(?![学心小国])" if head[-1] == "中" else "")
        for head in sorted(HEADS, key=len, reverse=True)
    )
)
KNOWN = re.compile("|".join(sorted(WELL_KNOWN, key=len, reverse=True)))
ENDS_IN_HEAD = re.compile(f"(?:{HEAD.pattern})$")
# A name may end within what the segmenter takes for a word: 规划|局局长, 义乌|队以.
OFFICER = re.compile("副?(?:[局院校会队行馆所站园社厂台镇乡村部厅]长|主任|书记|委员)|..?.?科")
TITLED = re.compile("(?:副?书记|副?主席|常委|委员|代表|领导)")
FUNCTION = frozenset("派以在为从将被与和的对是向等")
OTHER_WORD = re.compile("[生庄]|民(?!警)|评选|名单|创建|称号|项目")  # 小学生, 村民, “最美”社区评选
MARKS = str.maketrans("", "", "“”")
SHORT_PUBLIC = frozenset(["局", "委", "厅", "部", "办", "委员会", "中心", "署"])
PLACE = re.compile("..+[省市县区州旗盟]$")
PLACE_LIKE = frozenset("州江山湖溪桥塘岭港城湾洲津阳海泉岸里坊苑村")
RANKED = frozenset(["委", "人大", "政协", "工委", "党工委"])
QUARTERS = frozenset(["村", "社区", "小区"])
AFTER_UNIT = re.compile('(?:街道|(?<![城古小重])镇|(?<![城老家故丽])乡)的?$')
LEADING = frozenset("如在由和与及从为对向的")
WIDE = ("中国", "国家", "全国", "中央", "最高", "世界", "国际", "联合国", "中华", "国网")
NAMING = frozenset(["nr", "nrt", "nrfg", "ns", "nt", "nz", "x", "eng", "ng", "zg"])
NOUNS = frozenset("njblgsihx")
FORMAL = ("有限", "股份", "集团")


def bodies(tagged: TaggedText, people: Collection[Name] = ()) -> list[Name]:
    """The bodies a text names, every place of each in order. No two overlap, and none holds one of
    the people.
    """
    barriers = {name.end for name in people if name.points >= FIRM}
    found: list[Name] = []
    taken = len(tagged.text)
    for match in reversed(list(HEAD.finditer(tagged.text))):
        if match.end() <= taken and _is_end(tagged, match):
            words = _before(tagged, match[0], match.start(), barriers)
            name = _name(tagged, words, match)
            if name:
                found.append(name)
                taken = name.start
    spans = [(name.start, name.end) for name in found]
    for match in KNOWN.finditer(tagged.text):
        if not TITLED.match(tagged.text, match.end()) and not any(start < match.end() and match.start() < end for start, end in spans):
            found.append(Name(match[0], EntityKind.ORGANISATION, *match.span(), points=11))
    return sorted(found, key=lambda name: name.start)


def _is_end(tagged: TaggedText, head: re.Match[str]) -> bool:
    """Whether a name may end with a head: nothing behind it makes another word of it."""
    end = head.end()
    if end == len(tagged.text):
        return True
    if head[0] in RANKED and TITLED.match(tagged.text, end):
        return False  # 市委书记 is an office of a person
    if tagged.is_edge(end):
        return not OTHER_WORD.match(tagged.text, end)
    rest = tagged.text[end : tagged.word(end).end]
    return rest in FUNCTION or bool(OFFICER.fullmatch(rest))


def _before(tagged: TaggedText, head: str, start: int, barriers: Collection[int]) -> list[Word]:
    """The words before a head that may belong to its name, in order."""
    words: list[Word] = []
    place = start
    while place > 0 and place not in barriers and len(words) < MOST_WORDS:
        word = tagged.word(place - 1)
        word = word.until(place)
        if head in UNITS and start - word.start > LONGEST_UNIT:
            break
        if word.text in {"）", "”"}:
            inside = _enclosed(tagged.text, place, words, head)
            if inside is None:
                break
            word = inside
        elif not _belongs(word, words, head) or _ends_another(word, words, head):
            break
        words.insert(0, word)
        place = word.start
    return words


def _enclosed(text: str, end: int, words: list[Word], head: str) -> Word | None:
    """What stands in brackets within a name, or in quotation marks before its head."""
    is_quoted = text[end - 1] == "”"
    start = text.rfind("“" if is_quoted else "（", 0, end)
    if start < 0 or end - start > FAR:
        return None
    if is_quoted and words:
        return None
    if not is_quoted and not (words and words[0].text in {*FORMAL, "公司"}):
        return None
    return Word(text[start:end], "nz" if is_quoted else "w", start)


def _belongs(word: Word, words: list[Word], head: str) -> bool:
    """Whether a word may be part of a name that ends with a head and the words before it."""
    text = word.text
    if words and words[0].text in LEVELS:
        return word.tag == "ns"
    if text in {"和", "与"}:
        return bool(words) and head in SHORT_PUBLIC and words[0].text.startswith(OFFICES)
    if text in STOPS and not word.is_part:
        return False
    if word.tag[0] in NOUNS or word.tag in {"eng", "vn", "an", "ag", "zg", "f"}:
        return text.isalnum()
    if word.tag == "m":
        return text[0] == "第" or text[-1] == "届" or (len(text) < 3 and not text.isascii() and text != "多")
    if text.startswith(OFFICES):
        return True
    if word.tag == "v":
        return bool(words) and (len(text) == 1 or words[-1].text in FORMAL)
    return word.tag in {"a", "q", "t"} and len(text) < 3


def _ends_another(word: Word, words: list[Word], head: str) -> bool:
    """Whether a word is the end of another body, of which the one that ends with head is no part."""
    ending = None if word.is_part else ENDS_IN_HEAD.search(word.text)
    if not ending or (words and words[0].text in FORMAL):
        return False
    between = "".join(w.text for w in words)
    if ending[0] in UNITS:
        return head not in SEATED or len(between) > 2
    if ending[0] in {"委", "纪委"}:
        return head not in {"部", "办", "办公室", "党校"}
    if head in PARTS or head[0] == "分" or "附属" in between or "附设" in between:
        return ending[0] in {"小区", "村"}
    if ending[0] in {"大学", "学院", "科学院"}:
        return head not in {"学院", "研究院", "研究所", "实验室", "医院", "中心"}
    return not (words and len(ending[0]) == 1) and ending[0] not in {"中心", "实验室", "基地"}


def _name(tagged: TaggedText, words: list[Word], head: re.Match[str]) -> Name | None:
    if head[0] not in UNITS:
        words = _led_in(words)
    elif words and words[0].text[0] in LEADING:
        words[0] = Word(words[0].text[1:], words[0].tag, words[0].start + 1)
    if not words:
        return None
    start, end = words[0].start, head.end()
    points = _points(words, tagged.text[start : head.start()], head[0])
    if not points and head[0] in QUARTERS and AFTER_UNIT.search(tagged.text, 0, start):
        points = 10 if 1 < head.start() - start < 5 and words[0].text[0] != "村" else 0
    if points < ENOUGH or end - start > LONGEST:
        return None
    name = tagged.text[start:end].translate(MARKS)
    return Name(name, HEADS[head[0]], start, end, points=points)


def _led_in(words: list[Word]) -> list[Word]:
    """The words of a name, without those that only lead in to it: what stands before its place."""
    for number, word in enumerate(words[1:], 1):
        is_place = word.tag == "ns" and PLACE.match(word.text)
        if is_place and not any(w.tag[:2] in {"ns", "nt", "nz"} for w in words[:number]):
            return words[number:]
    while len(words) > 1 and words[0].tag in {"f", "q", "t", "m", "v", "vn", "d"}:
        if words[0].text[0] in "第新大东南西北" or (words[0].tag == "v" and len(words[0].text) == 1):
            break
        words = words[1:]
    return words


def _points(words: list[Word], stem: str, head: str) -> int:
    """How sure it is that this is a name and no description."""
    first = words[0]
    if "和" in stem and head not in SHORT_PUBLIC:
        return 0
    is_named = any(_names(word) for word in words)
    if stem[0] in LEVELS and first.tag != "ns":
        is_society = head in SOCIETIES and len(stem) > 2
        return 11 if is_society or (stem[1:] + head).startswith(OFFICES) else 0
    if head == "部" and stem in MINISTRIES:
        return 11
    if head in UNITS:
        return 10 if 1 < len(stem) < 4 and stem not in GENERIC | STOPS and stem[0] not in LEVELS else 0
    if head in QUARTERS:
        return 9 if is_named and 1 < len(stem) < 5 else 0
    if first.tag == "ns" or first.text in CITIES or first.text.startswith(WIDE):
        return 12 if len(stem) > 2 or head not in SHORT_PUBLIC else 0
    if first.tag == "nt" and stem.startswith(OFFICES):
        return 0
    if is_named:
        return 10
    own = [word for word in words if word.text not in GENERIC and word.text not in FORMAL]
    if not own or len(stem) < 3:
        return 0
    is_brand = own[0] is first and first.tag in {"l", "i", "j", "nz", "a"}
    return 8 if words[-1].text in FORMAL or (head in HOUSES and is_brand) else 0


def _names(word: Word) -> bool:
    if word.text in GENERIC or word.text.startswith(OFFICES):
        return False
    return word.tag in NAMING or (word.tag == "n" and word.text[-1] in PLACE_LIKE)
