"""Times of day that no clock shows, and hours that end before they begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.proofs.passages import Note, Story

PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜间|夜里|深夜|[早晚])"
TIME = re.compile(
    rf"(?P<part>{PART})?(?P<hour>(?<![\d:.\-])\d{{1,2}})(?::(?P<minute>\d{{2}})(?![\d:])"
    r"|[时点](?![间评代候令段节尚装髦效差空])(?:(?P<min>\d{1,2})分(?!钟|之))?)"
)
# What tells a time from a score, a ratio or a length: a day or a part of it before, or a range.
DAY_BEFORE = re.compile(
    r"(?:[日号天]|周[一二三四五六日末]|星期[一二三四五六日天]|[昨今明当]晚|时间(?:为|是)?:?|定于|将于|[(,，:]每[天日晚])(?:\([^()]{0,8}\))?的?$"
)
THEN = re.compile(
    r"[许整]|左右|准时|开始|举行|开幕|开赛|开播|开场|出发|发车|到达|抵达|集合|签到|散场|结束"
)
UNTIL = re.compile(r"(?:左右)?(?:至|到|—+|-|–|~)")
DURATION = re.compile(r"(?:用时|耗时|历时|时长|历经|花了|成绩|超过|长达|累计|共|约)(?:为|是)?$")
HALF_DAYS = {
    "凌晨": range(8),
    "清晨": range(3, 10),
    **dict.fromkeys(("早", "早上", "早晨"), range(3, 12)),
    "上午": range(13),
    "中午": range(10, 16),
    "下午": range(1, 20),
}
OVERNIGHT = 16  # what begins at this hour or later may end on the next day
SMALL_HOURS = 5  # until then a place may be open that opened the day before


def impossible_times(story: Story) -> Iterator[Note]:
    """25:10, 9:75 and 上午15时; not the scores 25:10 and 98:75."""
    for passage in story.passages:
        text = passage.folded.text
        found = list(TIME.finditer(text))
        ranges = {
            time.start()
            for first, last in pairwise(found)
            if first["minute"] and last["minute"] and _is_range(text, first, last)
            for time in (first, last)
        }
        for match in found:
            if _is_possible(match):
                continue
            if _is_time(text, match) or match.start() in ranges:
                advice = _("没有这个时刻，请核对。")
                yield passage.folded_note(*match.span(), FindingKind.DATE, advice)


def backward_times(story: Story) -> Iterator[Note]:
    """9:30至8:00 and 15时至14时; what begins in the evening may end on the next morning."""
    for passage in story.passages:
        text = passage.folded.text
        for first, last in pairwise(TIME.finditer(text)):
            if _is_range(text, first, last) and _ends_early(first, last):
                advice = _("结束的时刻早于开始的时刻，请核对。")
                yield passage.folded_note(first.start(), last.end(), FindingKind.DATE, advice)


def _is_range(text: str, first: re.Match[str], last: re.Match[str]) -> bool:
    return UNTIL.fullmatch(text, first.end(), last.start()) is not None


def _is_possible(match: re.Match[str]) -> bool:
    hour, minute = int(match["hour"]), int(match["minute"] or match["min"] or 0)
    part = match["part"]
    if part in HALF_DAYS and hour not in HALF_DAYS[part]:
        return False
    return minute < 60 and (hour < 24 or (hour == 24 and minute == 0))


def _is_time(text: str, match: re.Match[str]) -> bool:
    """Whether this is surely a time of day and no score, ratio or duration."""
    before = text[max(0, match.start() - 12) : match.start()]
    if match["part"]:
        return True
    if DURATION.search(before):
        return False
    if match["min"]:
        return True
    return bool(DAY_BEFORE.search(before) or THEN.match(text, match.end()))


def _ends_early(first: re.Match[str], last: re.Match[str]) -> bool:
    begin = int(first["hour"]) * 60 + int(first["minute"] or first["min"] or 0)
    end = int(last["hour"]) * 60 + int(last["minute"] or last["min"] or 0)
    if end >= begin or begin >= 24 * 60 or last["part"] not in {None, first["part"]}:
        return False
    if first["part"] and last["part"]:
        return first["part"] not in {"晚", "晚上", "夜间", "夜里", "深夜", "中午"}
    if first["part"] and first["part"][0] in "晚夜深傍下中":
        return False  # 晚10点到6点, 下午2点到1点 is not surely wrong
    if first["minute"] is None and first["part"] is None and int(first["hour"]) <= 12:
        return int(last["hour"]) > SMALL_HOURS + 2  # 9点到5点 is told by the twelve-hour clock
    return int(first["hour"]) < OVERNIGHT and int(last["hour"]) > SMALL_HOURS
