"""昨日, 本周三, 去年 and the like against the day of the issue, where a date stands beside them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.dates import DAYS_FROM_NOW, WEEKDAYS, Written
from articles.text.proofs.passages import Note, Passage, Story

DAY_WORD = (
    r"(?:前天|前日(?!本)|昨[天日晚夜晨]|今[天日晚夜晨早]|明[天日晚早](?!报)|后天)"
    r"(?:[上下]午|晚上?|早上|凌晨|中午|傍晚)?"
)
WEEK_WORD = (
    r"(?:上上?|这|本|下)(?:个?星期|个?礼拜|周)(?:[一二三四五六日天末])?(?:[上下]午|晚上?|早上)?"
)
BESIDE = re.compile(
    rf"(?P<word>{DAY_WORD}|{WEEK_WORD}|日前|近日|前不久|不久前)(?:[,，]?(?:也就是|即)|(?P<open>\())?$"
)
AFTER = re.compile(rf"\((?:即|也就是)?(?P<word>{DAY_WORD}|{WEEK_WORD})\)")
IN_BRACKETS = re.compile(
    rf"(?P<word>{DAY_WORD})\((?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\)"
)
SAID = re.compile(
    r"(?P<word>[昨今明][天日])(?:是|,|，)?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![至到、])"
)
WEEKDAY_FIRST = re.compile(r"(?:星期|礼拜|周)[一二三四五六日天]\(?")
YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "后年": 2}
YEAR = re.compile(
    r"(?P<word>[前去今明后]年)\((?P<after>\d{4})年?\)|(?<!\d)(?P<before>\d{4})年\((?P<of>[前去今明后]年)\)"
)
MONTHS = {"上": -1, "本": 0, "这": 0, "下": 1}
MONTH = re.compile(r"(?P<word>[上本下这]个?月)(?:份)?\((?P<month>\d{1,2})月份?\)")
MONTH_DAY = re.compile(r"(?P<word>[上本下]月)(?P<day>\d{1,2})[日号]")
DISPATCH = re.compile(r"^\s*(?:电|讯|专电)")  # 新华社北京12月20日电: its 今天 is that day
HEADLINE_DAY = re.compile(r"(?P<word>[昨今明][天日])(?!报)(?P<act>[\u4e00-\u9fff]{2})?")
BEGINS = re.compile(r"(?:本报讯|本报.{0,6}电)?\s*(?:\([^()]{0,30}\))?\s*")
TIME_AFTER = re.compile(r"^(?:至|到|—|-|~|、|和)")


def relative_days(story: Story) -> Iterator[Note]:
    """昨日（12月20日） in the issue of December 26."""
    for passage in story.passages:
        bases = [story.on, *_dispatched(passage, story.on)]
        for written in passage.dates:
            yield from _beside(passage, written, bases)
        for pattern in (IN_BRACKETS, SAID):
            yield from _weekdays(passage, pattern, bases)


def relative_months_and_years(story: Story) -> Iterator[Note]:
    """去年（2021年） in an issue of 2023, 本月（11月） in one of December."""
    on = story.on
    for passage in story.passages:
        text = passage.folded.text
        for match in YEAR.finditer(text):
            year = on.year + YEARS[match["word"] or match["of"]]
            if int(match["after"] or match["before"]) != year:
                advice = _("按出版日期，“%(word)s”是%(year)d年，请核对。")
                words = {"word": match["word"] or match["of"], "year": year}
                yield passage.folded_note(*match.span(), FindingKind.DATE, advice % words)
        for match in MONTH.finditer(text):
            month = (on.month - 1 + MONTHS[match["word"][0]]) % 12 + 1
            if int(match["month"]) != month:
                advice = _("按出版日期，“%(word)s”是%(month)d月，请核对。")
                words = {"word": match["word"], "month": month}
                yield passage.folded_note(*match.span(), FindingKind.DATE, advice % words)
        for match in MONTH_DAY.finditer(text):
            year, month = divmod(on.year * 12 + on.month - 1 + MONTHS[match["word"][0]], 12)
            if not 1 <= int(match["day"]) <= monthrange(year, month + 1)[1]:
                advice = _("%s没有这一天。") % match["word"]
                yield passage.folded_note(*match.span(), FindingKind.DATE, advice)


def headline_day(story: Story) -> Iterator[Note]:
    """大会昨日举行 above a story that opens with another date, or that says 今日举行."""
    if story.body is None:
        return
    text = story.body.folded.text
    lead = text.partition("\n")[0]
    opening = _opening_day(story.body, lead)
    for passage in story.above:
        for match in HEADLINE_DAY.finditer(passage.folded.text):
            meant = _meant(match["word"], story.on)
            if opening and not re.search(DAY_WORD, lead):
                other = (
                    "" if _fits(opening, meant) else story.body.typed(opening.start, opening.end)
                )
            else:
                other = _other_day(
                    text, match["word"], match["act"] or "。", meant, story.body.dates
                )
            if other:
                advice = _("按出版日期，“%(word)s”是%(day)s；正文写的是“%(other)s”，请核对。")
                words = {
                    "word": match["word"],
                    "day": date_format(meant[0], _("n月j日")),
                    "other": other,
                }
                yield passage.folded_note(*match.span("word"), FindingKind.DATE, advice % words)


def _opening_day(body: Passage, lead: str) -> Written | None:
    """The date with which the body begins, if it does."""
    first = next(iter(body.dates), None)
    if first is None or first.day is None or first.end > len(lead):
        return None
    after = lead[first.end :]
    if (
        DISPATCH.match(after)
        or TIME_AFTER.match(after)
        or not BEGINS.fullmatch(lead[: first.start])
    ):
        return None
    return first


def _other_day(text: str, word: str, act: str, meant: list[date], given: list[Written]) -> str:
    """The other such word with which the body tells of the same act, if it never uses this one."""
    if word[0] in text or any(_fits(written, meant) for written in given):
        return ""
    told = re.search(rf"(?P<word>[昨今明][天日晚])[^。\n]{{0,40}}{re.escape(act)}", text)
    return told["word"] if told else ""


def _beside(passage: Passage, written: Written, bases: list[date]) -> Iterator[Note]:
    """A date with such a word directly before it, or after it in brackets."""
    text = passage.folded.text
    if written.day is None or written.is_lunar:
        return
    day = written.nearest(bases[0]).as_day()
    if day and written.weekday not in {None, day.weekday()}:
        return  # told as a weekday of another day
    named = WEEKDAY_FIRST.match(text, written.start)
    begin = named.end() if named else written.start
    before = BESIDE.search(text, max(0, begin - 14), begin)
    after = AFTER.match(text, written.end)
    found = after or before
    if found is None or TIME_AFTER.match(text[max(0, found.start() - 1) :]):
        return
    word = found["word"]
    if before and not after and before["open"] and _is_range(text, written):
        if _overlaps(passage, written, word, bases):
            return
        yield passage.folded_note(
            before.start(), written.end, FindingKind.DATE, _advice(word, _meant(word, bases[0]))
        )
        return
    for base in bases:
        meant = _meant(word, base)
        if _fits(written, meant):
            return
    start, end = min(found.start(), written.start), max(found.end(), written.end)
    if text[end : end + 1] == ")" and "(" in text[start:end]:
        end += 1
    meant = _meant(word, bases[0])
    yield passage.folded_note(start, end, FindingKind.DATE, _advice(word, meant))


def _is_range(text: str, written: Written) -> bool:
    """Whether more than one day stands in the brackets: 本周（12月18日至24日）."""
    if text[written.end - 1] == ")":
        return False  # the brackets are part of the date: 下周二（2月3日）
    inside = text[written.end :].partition(")")[0]
    return bool(re.search(r"[至到—\-~、和]", inside))


def _overlaps(passage: Passage, first: Written, word: str, bases: list[date]) -> bool:
    """Whether a range of days in brackets has a day that the word before it may mean."""
    later = [day for day in passage.dates if day.start > first.start]
    if not later or later[0].day is None:
        return True
    last = replace(later[0], month=later[0].month or first.month, year=later[0].year or first.year)
    for base in bases:
        meant = _meant(word, base)
        begin, end = first.nearest(base).as_day(), last.nearest(base).as_day()
        if begin is None or end is None or (begin <= meant[-1] and meant[0] <= end):
            return True
    return len(_meant(word, bases[0])) > 7


def _weekdays(passage: Passage, pattern: re.Pattern[str], bases: list[date]) -> Iterator[Note]:
    for match in pattern.finditer(passage.folded.text):
        number = WEEKDAYS.index(match["weekday"].replace("天", "日"))
        if all(_meant(match["word"], base)[0].weekday() != number for base in bases):
            advice = _advice(match["word"], _meant(match["word"], bases[0]))
            yield passage.folded_note(*match.span(), FindingKind.DATE, advice)


def _meant(word: str, base: date) -> list[date]:
    """The days that a word may mean in a paper of the day `base`; all days before for 日前."""
    if word in {"日前", "近日", "前不久", "不久前"}:
        return [base - timedelta(days=n) for n in range(200)]
    if word[0] in DAYS_FROM_NOW:
        return [base + timedelta(days=DAYS_FROM_NOW[word[0]])]
    weeks = {"上": -word.count("上", 0, 2), "本": 0, "这": 0, "下": 1}[word[0]]
    monday = base + timedelta(days=7 * weeks - base.weekday())
    named = re.search(r"(?:星期|礼拜|周)([一二三四五六日天末])?", word)
    day = named[1] if named else None
    if day == "末":
        return [monday + timedelta(days=n) for n in (4, 5, 6)]
    if day:
        return [monday + timedelta(days=WEEKDAYS.index(day.replace("天", "日")))]
    return [monday + timedelta(days=n) for n in range(7)]


def _fits(written: Written, days: list[date]) -> bool:
    return any(
        written.day == day.day
        and written.month in {None, day.month}
        and written.year in {None, day.year}
        for day in days
    )


def _dispatched(passage: Passage, on: date) -> list[date]:
    """The days of the dispatches that a text is from: 新华社北京12月20日电."""
    text = passage.folded.text
    days = (w.nearest(on).as_day() for w in passage.dates if DISPATCH.match(text[w.end :]))
    return [day for day in days if day]


def _advice(word: str, meant: list[date]) -> str:
    if len(meant) > 7:
        return _("“%s”后面的日期晚于出版日期，请核对。") % word
    if len(meant) > 1:
        words = {
            "word": word,
            "first": date_format(meant[0], _("n月j日")),
            "last": date_format(meant[-1], _("n月j日")),
        }
        return _("按出版日期，“%(word)s”是%(first)s至%(last)s，请核对。") % words
    words = {
        "word": word,
        "day": date_format(meant[0], _("n月j日")),
        "weekday": date_format(meant[0], "l"),
    }
    return _("按出版日期，“%(word)s”是%(day)s（%(weekday)s），请核对。") % words
