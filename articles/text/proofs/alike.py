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
NEAR_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))


@lru_cache(maxsize=4096)
def is_alike(one: str, other: str) -> bool:
    """Whether one of two characters may stand for the other by a slip."""
    if any(one in group and other in group for group in LOOKALIKES):
        return True
    return bool(_sounds(one) & _sounds(other))


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    """How a character is read, without tones and without what many do not tell apart."""
    readings = pinyin(character, style=Style.NORMAL)[0]
    return frozenset(_plain(reading) for reading in readings)


def _plain(reading: str) -> str:
    for double, single in NEAR_SOUNDS[:3]:
        reading = reading.replace(double, single) if reading.startswith(double) else reading
    return reading[:-1] if reading.endswith("ng") else reading
