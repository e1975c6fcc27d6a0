"""Characters that are taken for each other: they sound alike, or look alike."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, pinyin

LOOKALIKES = (
    "国囯",
    "己已巳",
    "未末",
    "士土",
    "日曰",
    "干千于",
    "人入",
    "大太",
    "天夫",
    "王玉",
    "戊戌戍",
    "晴睛",
    "清请情",
    "杨扬",
    "张弛",
    "陈阵",
    "佘余",
    "治冶",
    "祟崇",
    "住往",
    "侯候",
    "今令",
    "刀力",
    "处外",
    "林材",
    "根恨",
    "明朋",
    "微徽",
    "科料",
    "历厉",
    "券卷",
    "拔拨",
    "折拆",
    "析折",
    "爪瓜",
    "萧肃",
    "沈沉",
    "波坡",
    "红江",
    "佳住",
    "淑叔",
    "霞暇",
    "伟纬",
    "萍苹",
    "莹萤",
    "凯恺",
    "俊峻",
    "浩皓",
    "辉晖",
    "珍诊",
    "彬杉",
    "琳淋",
    "瑶遥",
    "健建",
    "娟捐",
    "芬分",
    "芳方",
    "敏每",
    "丽俪",
    "婷停",
    "磊石",
    "鑫金",
    "淼水",
)


@lru_cache(maxsize=4096)
def is_alike(one: str, other: str) -> bool:
    """Whether one of two characters may stand for the other by a slip, as a dialect has it."""
    if is_same_sound(one, other):
        return True
    return not {_plain(s) for s in _sounds(one)}.isdisjoint(_plain(s) for s in _sounds(other))


@lru_cache(maxsize=4096)
def is_same_sound(one: str, other: str) -> bool:
    """Whether two characters are read alike but for the tone, or look alike."""
    looks_alike = any(one in group and other in group for group in LOOKALIKES)
    return looks_alike or pinyin(one, style=Style.NORMAL) == pinyin(other, style=Style.NORMAL)


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    """All readings: 覃 is Qin and Tan."""
    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _plain(sound: str) -> str:
    """A sound without what many do not tell apart: zh and z, n and l, in and ing."""
    initial = sound[0] + sound[2:] if sound[:2] in {"zh", "ch", "sh"} else sound
    if initial[0] == "n":
        initial = "l" + initial[1:]
    return initial.removesuffix("g") if initial.endswith("ng") else initial
