"""The name of one person in two spellings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.proofs.alike import is_alike, is_same_sound
from articles.text.proofs.passages import Note, Story
from articles.text.segmenting import tagged
from articles.text.surnames import SINGLE

ROLE = (
    "记者|通讯员|书记|主任|市长|县长|区长|镇长|乡长|局长|处长|科长|院长|校长|"
    "所长|队长|班长|部长|会长|馆长|站长|社长|园长|厂长|总编|村长|组长|行长|"
    "秘书长|理事长|董事长|经理|总经理|负责人|创始人|村民|市民|居民|业主|游客|"
    "学生|同学|老师|教师|医生|护士|医师|教授|民警|警官|法官|检察官|律师|工程师|"
    "设计师|店主|老板|店长|商户|农户|司机|乘客|患者|家长|读者|志愿者|队员|"
    "运动员|选手|教练|员工|职工|工人|社工|网格员|师傅|代表|委员|党员|干部|青年|"
    "小伙|姑娘|男子|女子|老人|大爷|大妈|阿姨|奶奶|爷爷|专家|学者|研究员|传承人|"
    "非遗传承人|艺术家|画家|作家|诗人|歌手|演员|导演|主持人|消防员|战士|班主任|"
    "大学生|研究生|博士|硕士|获得者|当事人|被告人|被告|原告|嫌疑人|先生|女士"
)
SAYS = (
    "说|谈|讲|聊|问|答|笑|表示|介绍|告诉|认为|指出|强调|坦言|回忆|透露|称|笑着|感慨|直言|解释|"
    "补充|提醒|呼吁|坚持|带领|带着|参加|出席|主持|获得|荣获|夺得|从|在|是|将|"
    "也|又|和|与|等|的|今年|一家"
)
NAMED_AFTER = re.compile(rf"(?:{ROLE})[：:\s]?(?P<name>[\u4e00-\u9fff]{{2,4}})")
NAMED_BEFORE = re.compile(rf"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,4}}?)(?={SAYS})")
ENDS = re.compile(rf"[^\u4e00-\u9fff]|$|{SAYS}|{ROLE}")
AFTER_ROLE = re.compile(rf"(?:{ROLE})[：:\s]?$")
HAN_ONLY = re.compile(r"[\u4e00-\u9fff]+")
FOREIGN = re.compile(r"([\u4e00-\u9fff]{1,8})·([\u4e00-\u9fff]{1,8})")
FOREIGNERS = 20  # names before one with which it is compared
NO_SURNAME = frozenset("与和同跟向对由让被把将给在于从以及为叫请找是有说的了")
MOST_ALIKE = 8  # names that differ at one place; more are a roll
KIN = re.compile(r"兄弟|姐妹|姐弟|兄妹|双胞胎|哥哥|弟弟|姐姐|妹妹|大哥|二哥|堂[兄弟姐妹]")
# Between two who are told beside each other, in a sentence or in a roll.
GAP = (
    r"[^。！？\n]{0,12}[、和与及][^。！？\n]{0,12}"
    r"|[ \u3000\n]+(?:[\u4e00-\u9fff]{2,4}[ \u3000\n]+){0,8}"
)


def names_in_two_spellings(story: Story) -> Iterator[Note]:
    """王建国 and, for the same person, 王健国; not two names of one list, nor of one family."""
    if any(KIN.search(passage.text) for passage in story.passages):
        return
    told: set[frozenset[str]] = set()
    for name, other in (*_named_pairs(story), *_tagged_pairs(story)):
        pair = frozenset({name, other})
        if pair not in told and not _are_two(story, name, other):
            told.add(pair)
            yield _note(story, name, other)


def foreign_names_in_two_spellings(story: Story) -> Iterator[Note]:
    """凯瑟琳·布莱克 and 凯瑟林·布莱克. Where such a name begins and ends is not seen: the two are
    compared from the dot outward.
    """
    found: dict[str, re.Match[str]] = {}
    for passage in story.passages:
        for match in FOREIGN.finditer(passage.text):
            near = found.setdefault(match[0], match)
            if near is not match:
                continue
            for earlier in list(found.values())[:-1][-FOREIGNERS:]:
                if _is_one_off(match, earlier):
                    advice = _("同一个人的姓名好像有两种写法：“%(one)s”和“%(other)s”，请核对。")
                    words = {"one": match[0], "other": earlier[0]}
                    note = passage.note(*match.span(), FindingKind.NAME, advice % words)
                    yield note._replace(context=earlier[0])


def _is_one_off(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two names have one side of the dot alike and differ on the other by a character like
    the first, with the next one the same again.
    """
    sides = [(one[1][::-1], other[1][::-1]), (one[2], other[2])]
    same = [_same(*side) for side in sides]
    for at, (first, second) in enumerate(sides):
        place = same[at]
        if same[1 - at] < min(2, len(sides[1 - at][0])) or place >= min(len(first), len(second)):
            continue
        rest = _same(first[place + 1 :], second[place + 1 :])
        if rest + place and is_alike(first[place], second[place]):
            return True
    return False


def _same(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _named_pairs(story: Story) -> Iterator[tuple[str, str]]:
    """Names that stand as such, each with what may be another spelling of it."""
    names = _names(story)
    by_surname, by_given = _stretches(story) if names else ({}, {})
    for name in names:
        near = by_surname.get(name[0], set()) | by_given.get(name[1:], set())
        for other in sorted(_variants(name, near)):
            if _is_name(story, other, name):
                yield name, other


def _tagged_pairs(story: Story) -> Iterator[tuple[str, str]]:
    """Pairs of names of three characters, both taken for names by the dictionary, that differ by
    one character for another like it.
    """
    names = {name: None for passage in story.passages for name in _tagged_names(passage.text)}
    groups: dict[tuple[int, str], list[str]] = {}
    for name in names:
        for at in range(3):
            groups.setdefault((at, name[:at] + name[at + 1 :]), []).append(name)
    for (at, _rest), group in groups.items():
        for first, last in combinations(group[:MOST_ALIKE], 2):
            is_surname = first[0] in SINGLE or last[0] in SINGLE
            if is_surname and is_alike(first[at], last[at]):
                yield first, last


def _tagged_names(text: str) -> Iterator[str]:
    """危建农; 侬|金燕 and 逄|永生, which the dictionary takes apart."""
    words = tagged(text)
    for (before, _kind), (word, kind), (after, _other) in zip(
        [("", ""), *words], words, [*words[1:], ("", "")], strict=False
    ):
        if kind != "nr":
            continue
        parts = [word, word + after if len(word) == 1 else ""]
        if len(before) == 1 and before not in NO_SURNAME:
            parts.append(before + word)
        yield from (name for name in parts if len(name) == 3 and HAN_ONLY.fullmatch(name))


def _names(story: Story) -> list[str]:
    """Names that stand after a role or before somebody's saying something, each once."""
    found: dict[str, None] = {}
    for passage in story.passages:
        for pattern in (NAMED_AFTER, NAMED_BEFORE):
            for match in pattern.finditer(passage.text):
                place = match.start("name")
                name = _bounded(passage.text, place)
                if not name and pattern is NAMED_AFTER and passage.text[place] in SINGLE:
                    name = passage.text[place : place + 3]
                if name:
                    found[name] = None
    return list(found)


def _bounded(text: str, place: int) -> str:
    """The name at a place, if a surname begins it and something that is no name ends it."""
    if text[place] not in SINGLE:
        return ""
    for size in (2, 3):
        name = text[place : place + size]
        if HAN_ONLY.fullmatch(name) and len(name) == size and ENDS.match(text, place + size):
            return name
    return ""


def _variants(name: str, texts: set[str]) -> Iterator[str]:
    """Which stretches of the story are the name with one character changed for another like it, or
    with two swapped.
    """
    size = len(name)
    for other in texts:
        if len(other) != size or other == name or other[0] not in SINGLE:
            continue
        if _is_variant(name, other):
            yield other


def _is_variant(name: str, other: str) -> bool:
    changed = [at for at, (one, two) in enumerate(zip(name, other, strict=True)) if one != two]
    if len(name) == 2:  # 余家 and 杜家 are two families
        return changed == [1] and is_same_sound(other[1], name[1])
    if len(changed) == 1:
        return is_alike(other[changed[0]], name[changed[0]])
    return changed == [1, 2] and other[1:] == name[:0:-1]


def _stretches(story: Story) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """All that may be a name, of two and of three characters: by surname, and by given name."""
    by_surname: dict[str, set[str]] = {}
    by_given: dict[str, set[str]] = {}
    for passage in story.passages:
        for run in re.findall(r"[\u4e00-\u9fff]{2,}", passage.text):
            for place, surname in enumerate(run):
                if surname in SINGLE:
                    for text in {run[place : place + 2], run[place : place + 3]}:
                        by_surname.setdefault(surname, set()).add(text)
                    by_given.setdefault(run[place + 1 : place + 3], set()).add(
                        run[place : place + 3]
                    )
    return by_surname, by_given


def _is_name(story: Story, other: str, name: str) -> bool:
    """Whether the other spelling is a name as well: it is named as one, or is so like the first."""
    if other[0] not in SINGLE:
        return False
    if len(name) == 3 and (_ends_early(story, other) or _ends_early(story, name)):
        return False
    if len(name) == 3 and other[0] == name[0]:
        return True
    return any(
        _is_named(passage.text, match.start(), len(name))
        for passage in story.passages
        for match in re.finditer(re.escape(other), passage.text)
    )


def _ends_early(story: Story, name: str) -> bool:
    """Whether what looks like a name of three is one of two with the word after it: 于炜谈."""
    return any(
        ENDS.match(passage.text, match.start() + 2)
        for passage in story.passages
        for match in re.finditer(re.escape(name), passage.text)
    )


def _is_named(text: str, place: int, size: int) -> bool:
    is_after_role = AFTER_ROLE.search(text, max(0, place - 8), place)
    begins = place == 0 or text[place - 1] in "\n，。；：！？“、　 "
    return bool((is_after_role or begins) and ENDS.match(text, place + size))


def _are_two(story: Story, name: str, other: str) -> bool:
    """Whether the two are told beside each other: 王建国、王健国."""
    orders = [(name, other), (other, name)]
    beside = re.compile(
        "|".join(f"{re.escape(one)}(?:{GAP}){re.escape(two)}" for one, two in orders)
    )
    return any(beside.search(passage.text) for passage in story.passages)


def _note(story: Story, name: str, other: str) -> Note:
    """A note at the spelling that is rarer, or else comes later."""
    text = "\n".join(passage.text for passage in story.passages)
    one, two = sorted((name, other), key=lambda n: (text.count(n), -text.find(n)))
    passage = next(passage for passage in story.passages if one in passage.text)
    advice = _("同一个人的姓名好像有两种写法：“%(one)s”和“%(other)s”，请核对。")
    place = passage.text.index(one)
    words = {"one": one, "other": two}
    note = passage.note(place, place + len(one), FindingKind.NAME, advice % words)
    return note._replace(context=two)
