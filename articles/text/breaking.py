"""Where a line of a title may end on a screen, as markup that is made when the title is published.

A browser ends a line of Chinese between any two characters. The markup lets it do so between words,
and keeps a number with its unit, a name, and what is quoted on one line while a line can hold them.
The style sheet does the rest: `words` keeps together what no `wbr` parts, and a `line` flows only
where it is too long for a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.text import segmenting

LONG = 6  # characters: what is held and has more may be broken where no line can hold it
LONGEST = 10  # characters without a sure end of a word, before others are taken
CLAUSES = range(2, 4)  # so many clauses are held, each; more would make a list of a title
CLAUSE = 4  # characters at least of a clause that is held
MEASURE = 3  # characters at most of a word that says of what a bare number is

OPENING, CLOSING = "“‘《〈（「『【", "”’》〉）」』】"
STOPS, BLANKS = "，。；：！？…", " \u3000"
QUOTED = re.compile("|".join(f"{o}[^{o}{c}]+{c}" for o, c in zip(OPENING, CLOSING, strict=True)))
CLAUSE_END = re.compile(f"[{STOPS}]+[{CLOSING}]*|(?<=[^ -~])[ \u3000]+(?=[^ -~])|\u3000+")
# Where a browser may end a line whatever the markup says.
OPEN = re.compile(rf"[{STOPS}、 \u3000/?&=~～—–-]+[{CLOSING}]*")
NOT_FIRST = re.compile(rf"[{CLOSING}{STOPS}、 \u3000·—～％%‰℃,.;:!?)\]]")
NOT_LAST = re.compile(rf"[{OPENING}·(\[]")
# Words of one character that lean on the word before, or lead to the one after.
LEANING = frozenset("的地得了着过们之等吗吧呢化性式型员者户人市县区镇乡村路街局队馆院站厂店校桩款")
LEADING = frozenset("在与和及把被从为对向将让给以于跟同或由最更很太不未没这那各每本该新再市县区省")
# A number with its unit or measure: 12月26日, 1524亿元, 3.5万人次, 8.1%, 2023—2024. Then a run with
# letters: 5G, C919, a@b.cn.
DIGIT, HAN = "[0-9０-９]", "〇零一二三四五六七八九十百千万亿两"
UNIT = (
    "(?:[人户场架班车频批册]次|个?百分点|个月|个小时|平方公里|平方米|立方米|公里|千米|厘米|毫米|公斤"
    "|千克|公顷|小时|分钟|秒钟|千瓦时|千瓦|摄氏度|周年|周岁|年级|年度|季度|年代|世纪|[美欧日港]元"
    "|[年月日号时点分秒天夜岁周个名位家户口人件项条次场届批期笔起宗只头棵株台辆艘架栋幢套间层级座处所"
    "元角吨亩米克斤升度倍种类份册本部首页版])"
)
NUMBER = re.compile(
    rf"(?:{DIGIT}+[年月日时点分](?={DIGIT}))*{DIGIT}[0-9０-９.,:/~～—–-]*(?![A-Za-z])"
    rf"(?:[%％‰℃]|[{HAN}]*[余多来几]?[万亿]*{UNIT}?)|[0-9A-Za-z][0-9A-Za-z.:/@&+_-]*"
)
HAN_NUMBER = re.compile(rf"[第前后近约]?[{HAN}几数]+[余多来]?")
MEETING = re.compile("(?<=[^ -~])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[^ -~])")
TIME = re.compile(f"{DIGIT}.*[年月日时点]")
# Before and after marks around Latin words; before the parts of an address.
BESIDE_LATIN = re.compile(
    rf"(?<=[^ -~{OPENING}])(?=[“‘][!-~]{{5}})|(?<=[!-~]{{5}}[”’])(?=[^ -~{CLOSING}{STOPS}、·])"
    r"|(?<=[!-~]{3}[0-9A-Za-z])(?=[./?&=#%_@-][0-9A-Za-z])(?=[!-~]{8})"
)
BEFORE_TIME = re.compile("[去今明前]年|本月|当[天日]|[早晚]上|[上中下]午|凌晨|傍晚")


def title(line: str, names: Iterable[str] = ()) -> SafeString:
    """A line of a title as markup; `names` are held together wherever they stand in it."""
    return mark_safe("".join(_clauses(_cut(line, names))))  # noqa: S308  # its texts are escaped


def runs(line: str, names: Iterable[str] = ()) -> list[list[int]]:
    """The same for what cannot be a `line` within: the places in it, in characters, that begin and
    end each run of `words`, and those between them where one may break.
    """
    cut = _cut(line, names)
    found = set(cut.always)
    for first, last in _between(cut.always, 0, len(line)):
        found |= {p for p in cut.within if first < p < last and last - first > LONGEST}
    return _runs(line, found, 0, len(line))


def in_runs(runs: list[list[int]], markup: Callable[[int, int], str]) -> str:
    """The markup of what has these `runs`; `markup` gives that of what stands between two places.

    The last character before another run stands outside: it is the one that a browser asks whether
    the line may end after it.
    """
    html = ""
    for run in runs:
        end = run[-1] if run is runs[-1] else run[-1] - 1
        words = [markup(a, b) for a, b in pairwise([*run[:-1], end]) if a < b]
        html += f'<span class="words">{"<wbr>".join(words)}</span>' if words else ""
        html += markup(end, run[-1])
    return html


def latin(text: str) -> list[int]:
    """The places in running text where a line may end besides: beside the marks around Latin words,
    which browsers hold to the Han beside them, and before the parts of an address.
    """
    return [match.start() for match in BESIDE_LATIN.finditer(text)]


@dataclass(frozen=True)
class _Cut:
    """A line and the places in it where it may end: always, or only in a stretch that is too long
    for a line of its own.
    """

    text: str
    always: frozenset[int]
    within: frozenset[int]


def _clauses(cut: _Cut) -> Iterator[str]:
    """The markup of the line, its clauses held together if they are few."""
    starts = [0]
    for match in CLAUSE_END.finditer(cut.text):
        is_long = min(match.start() - starts[-1], len(cut.text) - match.end()) >= CLAUSE
        if is_long and match.end() in cut.always:
            starts.append(match.end())
    if len(starts) not in CLAUSES:
        starts = [0]
    for start, end in pairwise([*starts, len(cut.text)]):
        last = _last(cut.text, start, end)
        markup = "".join(_stretches(cut, start, last))
        yield (_held(markup) if len(starts) > 1 else markup) + cut.text[last:end]


def _stretches(cut: _Cut, start: int, end: int) -> Iterator[str]:
    """The markup between two places: runs of words, and what is held in a line of its own."""
    for first, last in _between(cut.always, start, end):
        if any(first < place < last for place in cut.within):
            held = _last(cut.text, first, last)
            yield _words_html(cut.text, cut.always, start, first)
            yield _held(_words_html(cut.text, cut.within, first, held))
            start = held
    yield _words_html(cut.text, cut.always, start, end)


def _last(text: str, start: int, end: int) -> int:
    """The end without blanks, which stand outside what is held: at its end they would be none."""
    return start + len(text[start:end].rstrip(BLANKS))


def _held(markup: str) -> str:
    return f'<span class="line">{markup}</span>'


def _words_html(text: str, places: Iterable[int], start: int, end: int) -> str:
    return in_runs(_runs(text, places, start, end), lambda a, b: escape(text[a:b]))


def _runs(text: str, places: Iterable[int], start: int, end: int) -> list[list[int]]:
    """Two places and those between them, in runs. One ends where Han meets Latin: browsers leave a
    little space there, but not at a `wbr`.
    """
    runs: list[list[int]] = []
    for first, last in _between(places, start, end):
        if not runs or MEETING.match(text, first):
            runs.append([first])
        runs[-1].append(last)
    return runs


def _between(places: Iterable[int], start: int, end: int) -> list[tuple[int, int]]:
    """What the places between two cut the text into."""
    if start == end:
        return []
    return list(pairwise([start, *sorted(p for p in places if start < p < end), end]))


def _cut(text: str, names: Iterable[str]) -> _Cut:
    words, sure = _words(text)
    ends = list(accumulate(map(len, words)))
    held = [match.span() for match in QUOTED.finditer(text)]
    sure |= {place for span in held for place in span}
    held += _numbers(words, ends)
    for name in {name for name in names if len(name) > 1}:
        held += [match.span() for match in re.finditer(re.escape(name), text)]
    open_anyway = {match.end() for match in OPEN.finditer(text)}
    never, inner = _never(text, words, ends), _inside(held)
    always = (sure | open_anyway) - never - inner
    short = _inside(span for span in held if span[1] - span[0] <= LONG)
    within = (sure - short | open_anyway) & inner - never
    for first, last in _between(always, 0, len(text)):
        more = {place for place in ends if first < place < last} - never - inner
        if last - first > LONGEST:
            always |= more
        elif last - first > LONG:
            within |= more
    return _Cut(text, frozenset(always), frozenset(within))


def _words(text: str) -> tuple[list[str], set[int]]:
    """The words of a text, numbers with their units and runs of letters among them, and the places
    where one ends for sure. What is between numbers is read apart: 家长 in 42名家长, not 名家.
    """
    words: list[str] = []
    sure: set[int] = set()
    place = 0
    for start, end in [*(match.span() for match in NUMBER.finditer(text)), (len(text), len(text))]:
        words += segmenting.words(text[place:start])
        sure |= {place, start} | {place + p for p in segmenting.sure_ends(text[place:start])}
        words += [text[start:end]] if start < end else []
        place = end
    return words, sure


def _numbers(words: list[str], ends: list[int]) -> Iterator[tuple[int, int]]:
    """The places of numbers, each with the word that says of what, or at which time of day."""
    for (before, word, after), end in zip(
        zip(["", *words], words, [*words[1:], ""], strict=False), ends, strict=True
    ):
        if not (NUMBER.fullmatch(word) or HAN_NUMBER.fullmatch(word)):
            continue
        start = end - len(word)
        if BEFORE_TIME.fullmatch(before) and TIME.match(word):
            start -= len(before)
        is_bare = word[0].isdecimal() and word[-1].isdecimal() and len(after) <= MEASURE
        is_unit = len(after) == 1 or re.fullmatch(UNIT, after) or HAN_NUMBER.match(after)
        if after not in LEADING and (is_bare or is_unit):
            end += len(after)  # noqa: PLW2901  # the end of both
        yield start, end


def _never(text: str, words: list[str], ends: list[int]) -> set[int]:
    """The places where no line ends, were it the end of a word."""
    found = {0, 1, len(text) - 1, len(text)}
    found |= {match.start() for match in NOT_FIRST.finditer(text)}
    found |= {match.end() for match in NOT_LAST.finditer(text)}
    found |= {end - 1 for word, end in zip(words, ends, strict=True) if word in LEANING}
    found |= {end for word, end in zip(words, ends, strict=True) if word in LEADING}
    return found


def _inside(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start + 1, end)}
