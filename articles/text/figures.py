"""Figures as Chinese papers write them, 12名 or 十二名, 3.5万 or 35000, and what they amount to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from articles.text.folding import Folded

HAN = "〇零一二两三四五六七八九十百千万亿"
DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
PIECES = "名位人户家所项件次场届批期辆套台间栋幢座棵株篇部个"
# These count as well, but 三头六臂 and 五本账 are ways of speech: in Chinese from ten on.
OTHER_PIECES = "盏本张份艘枚匹幅册封颗只头条架款门"
# What is measured, and how many of the smallest one of each is.
UNITS: dict[str, tuple[str, Decimal]] = {
    unit: (measure, Decimal(size))
    for measure, sizes in {
        "length": {"公里": "1000", "千米": "1000", "km": "1000", "米": "1", "厘米": "0.01"},
        "area": {"平方公里": "1000000", "平方千米": "1000000", "平方米": "1", "m2": "1"},
        "land": {"公顷": "15", "亩": "1"},
        "weight": {"吨": "1000", "公斤": "1", "千克": "1", "kg": "1", "斤": "0.5"},
        **{unit: {unit: "1"} for unit in ("元", "倍", "岁", "年", "个月", "天", "秒")},
        "time": {"小时": "60", "个小时": "60", "分钟": "1"},
    }.items()
    for unit, size in sizes.items()
} | {piece: ("piece", Decimal(1)) for piece in PIECES + OTHER_PIECES}
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
LONGEST = 40  # characters of a numeral in Chinese; what is longer is none
FIGURE = re.compile(
    rf"""(?P<about>超过|突破|超|逾|(?<![附最邻])近|(?<![签预公节条契邀赴违履])约)?(?P<figure>第?(?:百分之)?(?<![0-9a-z.·数几])(?>
        (?:(?P<yi>\d+)亿(?=\d+万))?
        (?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)
        (?P<ten>[十百千](?!分))?(?P<times>万亿|万|亿)?
      | (?<![{HAN}])(?P<han>(?:[{HAN}](?!分之))+)
    )(?!·\d|(?!(?:k[mg]|m2)(?![a-z0-9]))[a-z])
    (?P<over>[余多几来](?!年来))?(?P<more>万亿|万|亿)?
    (?P<sign>%|成(?![立功为员果就长本熟效绩交都人品])|个?百分点)?
    (?P<unit>{UNIT})?)""",
    re.VERBOSE,
)


class Sort(Enum):
    """Figures are compared within a sort: 12% is neither 12名 nor 12个百分点."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"


@dataclass(frozen=True)
class Figure:
    """A figure; `start` and `end` are places in the folded text."""

    start: int
    end: int
    sort: Sort
    value: Decimal
    low: Decimal  # what 近, 约, 超 and 余 let the figure stand for
    high: Decimal
    unit: str
    is_firm: bool  # surely a figure, and not a numeral in a word such as 统一 or 三农

    def agrees(self, other: Figure) -> bool:
        """Whether `other` may be what this figure stands for.

        Figures without a unit may be of any; 3公里 is 3000米, and neither is 3天.
        """
        if self.sort != other.sort:
            return False
        size = Decimal(1)
        if self.unit and other.unit:
            measure, own_size = UNITS[self.unit]
            other_measure, other_size = UNITS[other.unit]
            if measure != other_measure:
                return False
            size = other_size / own_size
        return self.low <= other.value * size <= self.high

    def is_like(self, other: Figure) -> bool:
        """Whether both count or measure the same sort of thing."""
        measures = [UNITS.get(figure.unit, ("",))[0] for figure in (self, other)]
        return self.sort == other.sort and measures[0] == measures[1]


def find(folded: Folded, *, outside: Iterable[tuple[int, int]] = ()) -> list[Figure]:
    """The figures of a text, in order, without those that stand in the spans `outside`."""
    taken = {place for start, end in outside for place in range(start, end)}
    found = []
    for match in FIGURE.finditer(folded.text):
        value = _value(match)
        number = match.start("arabic" if match["arabic"] else "han")
        if value is not None and number not in taken:
            found.append(_figure(match, value))
    return found


def _figure(match: re.Match[str], value: Decimal) -> Figure:
    sort = Sort.COUNT
    if "百分之" in match["figure"] or match["sign"] in {"%", "成"}:
        sort = Sort.PERCENT
    elif match["sign"]:
        sort = Sort.POINTS
    # 超3万 may be all up to 4万: the last digit that is not 0 says how round the figure is.
    step = Decimal(10) ** int(value.normalize().as_tuple().exponent)
    under = match["about"] in {"近", "约"} or match["over"] == "来"
    over = match["over"] or match["about"] not in {None, "近"}
    return Figure(
        match.start("figure"),
        match.end(),
        sort,
        value,
        value * 4 / 5 if under else value,
        value + step if over else value,
        match["unit"] or "",
        is_firm=bool(match["arabic"]) or sort != Sort.COUNT or _is_counted(match, value),
    )


def _value(match: re.Match[str]) -> Decimal | None:
    if match["arabic"]:
        value = Decimal(match["arabic"].replace(",", ""))
        value *= TENS.get(match["ten"], 1) * MYRIADS[match["times"] or ""]
        value += int(match["yi"] or 0) * MYRIADS["亿"]
    elif (amount := _amount(match["han"])) is not None:
        value = Decimal(amount)
    else:
        return None
    return value * MYRIADS[match["more"] or ""] * (10 if match["sign"] == "成" else 1)


def _is_counted(match: re.Match[str], value: Decimal) -> bool:
    """Whether a numeral in Chinese counts something; 一家, 千家 and 三个 are ways of speech."""
    least = 10 if match["unit"] in set(OTHER_PIECES) else 2
    return (
        match["unit"] not in {None, "个"} and value >= least and match["han"][0] not in "百千万亿"
    )


def _amount(han: str) -> int | None:
    """What a numeral amounts to; nothing for 三四, which is three or four."""
    if len(han) > LONGEST:
        return None
    if all(digit in DIGITS for digit in han):
        is_read_singly = len(han) == 1 or len(han) >= 4
        return int("".join(str(DIGITS[digit]) for digit in han)) if is_read_singly else None
    total = section = digit = 0
    last = 1
    for character in han:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
            last = 10 if character in "零〇" else last
        elif character in TENS:
            last = TENS[character]
            section += (digit or 1) * last
            digit = 0
        else:
            last = MYRIADS[character]
            lower = section + digit
            total = (
                (total + lower or 1) * last if character == "亿" else total + (lower or 1) * last
            )
            section = digit = 0
    return total + section + digit * max(last // 10, 1)  # 两千三 is 2300
