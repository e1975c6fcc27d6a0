"""Bodies and places whom a text names: a head (局, 公司, 小学, 村 …) and the words before it that
belong to its name.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from articles.text.name_words import HEADS, either, words
from articles.text.segmenting import is_listed
from people.enums import EntityKind
from people.names.name import Name
from people.names.tagging import TaggedText, Word

ENOUGH = 8
FIRM = 10  # of a person, so that no name of a body goes over theirs
LONGEST = 30  # characters
LONGEST_UNIT = 4  # characters of the name of a street or town
MOST_WORDS = 12  # before the head
FAR = 14  # characters between brackets or quotation marks within a name

UNITS = words("units")
PARTS = words("parts")
SEATED = words("seated")
SOCIETIES = words("societies")
HOUSES = words("houses")
MINISTRIES = words("ministries")
STOPS = words("stops") | {role for role in words("roles") if role[-1] in "长军任记"}
GENERIC = words("generic")
CITIES = words("cities")
OFFICES = tuple(words("offices"))
TASKS = words("tasks")
DEPARTMENTS = words("departments")
LEVELS = frozenset("省市县区州旗")  # of the state, as a paper writes them short: 市教育局
QUARTERS = frozenset(["村", "社区", "小区"])
# Heads before which 和 may stand: 自然资源和规划局.
PUBLIC = frozenset(["局", "委", "厅", "部", "办", "委员会", "中心", "署", "研究所", "研究院"])
JOINED = PUBLIC | {"大队", "支队", "总队", "中队"}
RANKED = frozenset(["委", "工委", "党工委", "党委", "党组"])
AUTHORITIES = frozenset(
    ["局", "厅", "署", "委员会", "人民政府", "政府", "总局", "法院", "检察院", "海关"]
)
FORMAL = frozenset(["有限", "股份", "集团"])
HALLS = frozenset(["学院", "研究院", "研究所", "实验室", "医院", "中心"])  # of a university
WIDE = ("中国", "国家", "全国", "中央", "最高", "世界", "国际", "联合国", "中华", "国网")

# A head is none after these: 干部, 主办, 结局, 团队.
NOT_AFTER = {
    "办": "心里中馆场校院店主承协举开兴停申代督创筹",
    "部": "总支全局内外头底腹胸肩腰背面颈脑眼手脚臀腿西上下顶根尾干余乐",
    "局": "结布格开僵残胜平败大时棋牌定饭",
    "队": "带排车军部舰团领归列梯",
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
ENDS_IN_HEAD = re.compile(f"(?:{HEAD.pattern})$")
KNOWN = re.compile(either("well known"))
# 小学生, 村民, “最美”社区评选, 省委两新工委
OTHER_WORD = re.compile("[生庄]|民(?!警)|镇银行|评选|名单|创建|称号|项目|[\u3400-\u9fff]{0,3}工委")
# A name may end within what the segmenter takes for a word: 规划|局局长, 义乌|队以.
OFFICER = re.compile("副?(?:[局院校会队行馆所站园社团厂台镇乡村部厅]长|主任|书记|委员)|..?.?科")
FUNCTION = frozenset("派已以在为从将被与和的对是向等中内里外前后")
TITLED = re.compile("副?书记|副?主席|常委|委员|代表|领导")  # 市委书记 is an office of a person
# 锦都社区 after a street or town, however the segmenter cuts it.
IN_UNIT = re.compile(
    "(?:街道|(?<![城古小重])镇|(?<![城老家故丽])乡)的?(?P<stem>(?:(?![村的])[\u3400-\u9fff]){2,4})$"
)
COUNTED = re.compile("[一二两三四五六七八九十百几多数各0-9]+个?")
BRANCH = re.compile("分(?:公司|行|局|院|校|厂|店|社|会)|附属|附设")
PLACE = re.compile("..+[省市县区州旗盟]$")
PLACE_LIKE = frozenset("州江山湖溪桥塘岭港城湾洲津阳海泉岸里坊苑村")
LEADING = frozenset("如在由和与及从为对向的被同经")
# What no name of a body holds, and with what none begins that the dictionary lacks:
# 3月3日在岚|溪市文化馆, 以岚|溪市文化馆为.
NOWHERE = re.compile(".*(?:在|着|被|离|到|是|日于|了)")
NOT_FIRST = frozenset("以于同经向和会号次由从往日")
WHERE = frozenset("在到从往至进赴")  # before what is a mere place
VILLAGE = re.compile("的?[\u3400-\u9fff]{2,4}(?:村|社区|小区)")
MARKS = str.maketrans("", "", "“”")
NAMING = frozenset(["nr", "nrt", "nrfg", "ns", "nt", "nz", "x", "eng", "ng", "zg"])
BRANDS = frozenset(["l", "i", "j", "nz", "a"])
NOUNS = frozenset("njblgsihx")
OTHER_NOUNS = frozenset(["eng", "vn", "an", "ag", "zg", "f"])
LOOSE = frozenset(["f", "q", "t", "m", "v", "vn", "d"])  # that no name begins with


def bodies(tagged: TaggedText, people: Collection[Name] = ()) -> list[Name]:
    """The bodies a text names, every place of each in order. No two overlap, and none holds one of
    the people that is surely one.
    """
    barriers = {name.end for name in people if name.points >= FIRM}
    found = [
        Name(match[0], EntityKind.ORGANISATION, *match.span(), points=11)
        for match in KNOWN.finditer(tagged.text)
        if not TITLED.match(tagged.text, match.end())
    ]
    known = bytearray(len(tagged.text) + 1)
    for name in found:
        known[name.start : name.end] = b"\1" * (name.end - name.start)
    taken = len(tagged.text)
    for head in reversed(list(HEAD.finditer(tagged.text))):
        if head.end() <= taken and not known[head.start()] and _is_end(tagged, head):
            before = _before(tagged, head[0], head.start(), barriers)
            body = _name(tagged, before, head)
            if body:
                found.append(body)
                taken = body.start
    return sorted(found, key=lambda name: name.start)


def _is_end(tagged: TaggedText, head: re.Match[str]) -> bool:
    """Whether a name may end with a head: nothing behind it makes another word of it."""
    end = head.end()
    if end == len(tagged.text):
        return True
    if head[0] in RANKED and TITLED.match(tagged.text, end):
        return False
    if tagged.is_edge(end):
        return not OTHER_WORD.match(tagged.text, end)
    rest = tagged.text[end : tagged.word(end).end]
    return rest in FUNCTION or bool(OFFICER.fullmatch(rest))


# ---- Which words belong to a name ----


def _before(tagged: TaggedText, head: str, start: int, barriers: Collection[int]) -> list[Word]:
    """The words before a head that may belong to its name, in order."""
    found: list[Word] = []
    place = start
    while place > 0 and place not in barriers and len(found) < MOST_WORDS:
        word = tagged.word(place - 1).until(place)
        if head in UNITS and start - word.start > LONGEST_UNIT:
            break
        if word.text in {"）", "”"}:
            inside = _enclosed(tagged.text, place, found)
            if inside is None:
                break
            word = inside
        elif not _belongs(word, found, head) or _ends_another(word, found, head):
            break
        elif found and found[0].text[0] in "镇乡" and _is_led_in(word):
            found.insert(0, Word(word.text[1:], word.tag, word.start + 1))
            break
        found.insert(0, word)
        place = word.start
    return found


def _enclosed(text: str, end: int, after: list[Word]) -> Word | None:
    """What stands in brackets before 有限公司, or in quotation marks before a head."""
    is_quoted = text[end - 1] == "”"
    start = text.rfind("“" if is_quoted else "（", 0, end)
    is_fit = not after if is_quoted else bool(after) and after[0].text in FORMAL
    if start < 0 or end - start > FAR or not is_fit:
        return None
    return Word(text[start:end], "nz" if is_quoted else "w", start)


def _belongs(word: Word, after: list[Word], head: str) -> bool:
    """Whether a word may be part of a name that goes on with the words after it and the head."""
    text = word.text
    if after and after[0].text in LEVELS:
        return word.tag == "ns" or text in CITIES
    if text in {"和", "与"}:
        return bool(after) and head in JOINED and not _begins_another(after[0])
    if text in STOPS and not word.is_part:
        return False
    if word.tag[0] in NOUNS or word.tag in OTHER_NOUNS:
        return text.isalnum()
    return text.startswith(OFFICES) or _belongs_by_tag(word, after)


def _is_led_in(word: Word) -> bool:
    """Whether the segmenter made a word of a preposition and a name: 向云峰|镇."""
    return len(word.text) > 2 and word.text[0] in LEADING and not is_listed(word.text)


def _begins_another(word: Word) -> bool:
    """Whether a word behind 和 is the first of another name, as in 杭州和宁波海关."""
    return word.tag == "ns" or word.text in LEVELS or word.text.startswith(WIDE)


def _belongs_by_tag(word: Word, after: list[Word]) -> bool:
    """Whether a word that is no noun may be part of a name: 第二中学, 织造有限公司, 明远光电."""
    text = word.text
    if word.tag == "m":
        is_short = len(text) < 3 and not text.isascii() and text != "多"
        return text[0] == "第" or text[-1] == "届" or is_short
    if text in TASKS:
        return True
    if word.tag == "v":
        return bool(after) and (len(text) == 1 or after[-1].text in FORMAL)
    return word.tag in {"a", "q"} and len(text) < 3


def _ends_another(word: Word, after: list[Word], head: str) -> bool:
    """Whether a word ends the name of another body, of which the one with that head is no part."""
    ending = None if word.is_part else ENDS_IN_HEAD.search(word.text)
    if not ending or (after and after[0].text in FORMAL):
        return False
    return not _has_part(ending[0], after, head)


def _has_part(ending: str, after: list[Word], head: str) -> bool:
    """Whether a body whose name ends so has a part with that head, the words after it between:
    市公安局 has a 派出所.
    """
    between = "".join(word.text for word in after)
    is_part = head in PARTS or bool(BRANCH.search(between + head))
    if ending in UNITS | QUARTERS:
        return (is_part or head in SEATED) and len(between) < LONGEST_UNIT
    if head == "队" and ending[-1] == "队":
        return False
    if is_part or (ending in AUTHORITIES and after and _is_plain(after)):
        return True
    if ending in {"委", "纪委"}:
        return head in {"部", "办", "办公室", "党校"} or _is_plain(after)
    if ending in {"大学", "学院", "科学院"}:
        return head in HALLS
    return (bool(after) and len(ending) == 1) or ending in {"中心", "实验室", "基地"}


def _is_plain(words: Collection[Word]) -> bool:
    """Whether words name nothing of their own: 价格 in 市发改委价格监测中心."""
    return not any(_names(word) for word in words)


# ---- Whether they are a name ----


def _name(tagged: TaggedText, before: list[Word], head: re.Match[str]) -> Name | None:
    """The name of a body, or nothing where the words describe one."""
    in_unit = IN_UNIT.search(tagged.text, 0, head.start()) if head[0] in QUARTERS else None
    parts = _led_in(before, head[0])
    if not (parts or in_unit):
        return None
    if head[0] in UNITS and parts and _is_mere_place(tagged.text, parts[0].start, head.end()):
        return None
    start, end = in_unit.start("stem") if in_unit else parts[0].start, head.end()
    start = _begin(tagged, start, head.start())
    if start == head.start():
        return None
    points = 10 if in_unit else _points(parts, tagged.text[start : head.start()], head[0])
    if points < ENOUGH or end - start > LONGEST:
        return None
    name = tagged.text[start:end].translate(MARKS)
    return Name(name, HEADS[head[0]], start, end, points=points)


def _begin(tagged: TaggedText, start: int, end: int) -> int:
    """Where a name begins, without what the segmenter drew into it from before it."""
    led_in = NOWHERE.match(tagged.text, start, end)
    start = led_in.end() if led_in else start
    word = tagged.word(start)
    is_drawn_in = start < end and tagged.text[start] in NOT_FIRST and word.start == start
    return start + (is_drawn_in and (len(word.text) == 1 or not is_listed(word.text)))


def _is_mere_place(text: str, start: int, end: int) -> bool:
    """Whether a street or town only says where something is, and no village of it follows."""
    return text[start - 1 : start] in WHERE and not VILLAGE.match(text, end)


def _led_in(before: list[Word], head: str) -> list[Word]:
    """The words of a name, without those that only lead in to it: what stands before its place."""
    if head in UNITS:
        if before and before[0].text[0] in LEADING:
            first = before[0]
            rest = Word(first.text[1:], first.tag, first.start + 1)
            return [rest, *before[1:]] if rest.text else before[1:]
        return before
    for number, word in enumerate(before[1:], 1):
        is_place = (word.tag == "ns" and PLACE.match(word.text)) or word.text in CITIES
        if is_place and not any(_leads(w) for w in before[:number]):
            return before[number:]
    while len(before) > 1 and before[0].tag in LOOSE:
        first = before[0]
        is_short_verb = first.tag == "v" and len(first.text) == 1
        if first.text[0] in "第新大东南西北" or first.text.startswith(OFFICES) or is_short_verb:
            break
        before = before[1:]
    return before


def _leads(word: Word) -> bool:
    """Whether a name may begin with a word though a place follows: 国网义乌市供电公司."""
    return word.tag in {"ns", "nt", "nz", "j"} or word.text.startswith(WIDE)


def _points(parts: list[Word], stem: str, head: str) -> int:
    """How sure it is that the words before a head name a body, and do not describe one."""
    if stem[0] in LEVELS and parts[0].tag != "ns":
        is_society = head in SOCIETIES and len(stem) > 2
        if is_society or (stem[1:] + head).startswith(OFFICES):
            return 11
        is_long = len(stem) + len(head) > 3 or head.endswith(("协", "联"))
        return 9 if parts[0].text in LEVELS and is_long else 0
    if head in UNITS:
        is_verb = all(word.tag == "v" for word in parts)
        return (
            0
            if is_verb or COUNTED.match(stem)
            else 10
            if 1 < len(stem) < LONGEST_UNIT and stem not in GENERIC | STOPS
            else 0
        )
    if head in QUARTERS:
        return 9 if 1 < len(stem) < 5 and any(_names(word) for word in parts) else 0
    return 11 if head == "部" and stem in MINISTRIES else _points_of_house(parts, stem, head)


def _points_of_house(parts: list[Word], stem: str, head: str) -> int:
    first = parts[0]
    if _describes(parts, stem, head):
        return 0
    if first.tag == "ns" or first.text in CITIES or first.text.startswith(WIDE):
        return 12 if len(stem) > 2 or head not in PUBLIC else 0
    if head == "大学" and len(stem) > 3:
        return 9
    if len(stem) > 1 and any(_names(word) for word in parts):
        return 10
    if len(head) > 1 and any(_is_made_up(word) for word in parts):
        return 9
    own = [word for word in parts if word.text not in GENERIC and word.text not in FORMAL]
    is_brand = bool(own) and own[0] is first and (first.tag in BRANDS or first.text[0] == "“")
    is_house = parts[-1].text in FORMAL or (head in HOUSES and is_brand)
    return 8 if own and len(stem) > 2 and is_house else 0


def _describes(parts: list[Word], stem: str, head: str) -> bool:
    """Whether words before a head name no body: two of a kind, or a part without its whole."""
    if head in DEPARTMENTS and not HEAD.search(stem):
        return not any(word.text.startswith(OFFICES) for word in parts)
    is_joined = any(word.text in {"和", "与"} for word in parts)
    is_office = parts[0].tag == "nt" and stem.startswith(OFFICES)
    return is_office or (is_joined and head not in JOINED)


def _names(word: Word) -> bool:
    """Whether a word names something, and does not say what sort of thing it is."""
    if word.text in GENERIC or word.text.startswith(OFFICES):
        return False
    return word.tag in NAMING or (word.tag == "n" and word.text[-1] in PLACE_LIKE)


def _is_made_up(word: Word) -> bool:
    """Whether a noun is none of the dictionary's: the segmenter took a name for one."""
    return word.tag == "n" and len(word.text) > 1 and not (word.is_part or is_listed(word.text))
