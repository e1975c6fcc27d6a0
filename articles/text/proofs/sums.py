"""Parts that do not add up to the whole beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.figures import Figure, Sort
from articles.text.proofs.passages import Note, Passage, Story

SENTENCE = re.compile(r"[^。;；!！?？\n]+")
SURE_TOTAL = re.compile(
    r"(?:共计|合计|总计|一共|总共|[,，]共)(?:有|为|达到?|获得?|夺得|发放|投入|接待|收到|捐款|筹得)?$"
)
ALL_TOLD = re.compile(  # 三个年级共收菜75公斤: surely all, if the parts come near it
    r"(?<![公中])(?:共计?|合计|总计|累计)(?![同建享产和青富])[\u4e00-\u9fff]{1,6}$"
)
CLOSE = Decimal("0.3")  # how far, of the whole, parts may be from it by a slip
EACH = re.compile(r"[各每均](?!类|项|地|种|界|部|方|自)|分别|另|还有|以上|累计到|预计")
COUNTERS = "枚只头条本张份册处对双组队宗起例单票分辆支片段道级幅吨亩元人次"
OVERLAP = re.compile(
    r"党员|女|少数民族|青年|博士|硕士|本科|职称|骨干|年轻|老年|岁|最|新增|同比|去年|上年|增加|增长|比|占|另|等|以上|以下|超|左右"
)
HALVES = re.compile(r"男[^女]*女[^男]*$")
MEDALS = r"(?P<gold>(?<!\d)\d{1,5})金(?P<silver>(?<!\d)\d{1,5})银(?P<bronze>(?<!\d)\d{1,5})铜"
# Wholes with parts that are surely all of it.
WHOLES = (
    re.compile(rf"{MEDALS}[^。\n\d]{{0,12}}(?P<all>(?<!\d)\d{{1,5}})[枚块面](?:奖牌)?"),
    re.compile(rf"(?P<all>(?<!\d)\d{{1,5}})[枚块面]奖?牌?[^。\n\d]{{0,4}}{MEDALS}"),
    re.compile(
        r"(?P<all>(?<!\d)\d{1,5})[名人][^。；;\n\d]{0,8}[,，(]"
        r"男[^。；;,，\n\d]{0,3}(?P<men>(?<!\d)\d{1,5})[名人]"
        r"[^。；;\n\d]{0,3}女[^。；;,，\n\d]{0,3}(?P<women>(?<!\d)\d{1,5})[名人]"
    ),
)
SCORE = re.compile(r"(?<![\d:])(\d{1,3})(?:比|:|-|—)(\d{1,3})(?![\d:])")
PART_SCORES = re.compile(
    r"[各两二三四五六七]?(?P<by>[节局])的?(?:的?具体)?比分(?:分别|依次)?(?:为|是)?:?"
    r"(?P<scores>(?:\d{1,3}(?:比|:|-|—)\d{1,3}(?:[、,，和及]|$)?){2,7})"
)
SCORE_BEFORE = 120  # characters before them in which the score of the match is looked for
SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
AFTER_DIGITS = re.compile(r"(?<=\d)(万亿|亿|万|)\D*$")
MOST_PARTS = 8
NEAR = Decimal("0.7")  # parts that come to less of the whole are likely not meant to be all of it


def parts_and_whole(story: Story) -> Iterator[Note]:
    """新增15家，其中镇街8家、村社5家; 8家、5家，合计15家."""
    for passage in story.passages:
        text = passage.folded.text
        for pattern in WHOLES:
            for match in pattern.finditer(text):
                total = sum(
                    int(part or 0) for name, part in match.groupdict().items() if name != "all"
                )
                if total != int(match["all"]):
                    yield _note(passage, *match.span(), Decimal(total), match["all"])
        figures = [
            figure
            for figure in passage.figures
            if figure.is_firm
            and figure.low == figure.high
            and text[figure.end : figure.end + 1] != "级"
        ]  # 二年级 is no duration
        if len(figures) < 3:
            continue
        starts = [figure.start for figure in figures]
        for sentence in SENTENCE.finditer(text):
            inside = figures[slice(*(bisect_left(starts, at) for at in sentence.span()))]
            if len(inside) >= 3:
                yield from _with_parts_after(passage, sentence, inside)
                yield from _with_parts_before(passage, inside)
        yield from _scores(passage)


def _with_parts_after(
    passage: Passage, sentence: re.Match[str], figures: Sequence[Figure]
) -> Iterator[Note]:
    """A whole, 其中, and at least two parts of the same unit."""
    text = passage.folded.text
    among = text.find("其中", sentence.start(), sentence.end())
    before = [f for f in figures if f.end <= among]
    if among < 0 or not before:
        return
    whole = before[-1]
    after = [f for f in figures if f.start > among]
    parts = [f for f in after if _unit(text, f) == _unit(text, whole) and f.sort == whole.sort]
    if not 2 <= len(parts) <= MOST_PARTS or not _unit(text, whole) or whole.sort == Sort.POINTS:
        return
    listed = text[among : parts[-1].end + 2]
    if len(parts) < len(after) or (OVERLAP.search(listed) and not HALVES.search(listed)):
        return
    total = sum((part.value for part in parts), Decimal(0))
    is_all = whole.value * NEAR <= total <= whole.value * 2
    if total != whole.value and is_all and _are_listed(text, parts):
        yield _note(
            passage, whole.start, parts[-1].end, total, passage.typed(whole.start, whole.end)
        )


def _with_parts_before(passage: Passage, figures: Sequence[Figure]) -> Iterator[Note]:
    """Parts, and 合计 or 共计 with a whole that no choice of them makes."""
    text = passage.folded.text
    for place, whole in enumerate(figures):
        unit = _unit(text, whole)
        is_sure = SURE_TOTAL.search(text, max(0, whole.start - 8), whole.start)
        is_total = is_sure or ALL_TOLD.search(text, max(0, whole.start - 10), whole.start)
        if not unit or not is_total:
            continue
        near = figures[max(0, place - 2 * MOST_PARTS) : place]
        parts = [f for f in near if _unit(text, f) == unit and f.sort == whole.sort]
        if not 2 <= len(parts) <= MOST_PARTS:
            continue
        values = [part.value for part in parts]
        between = text[max(0, parts[0].start - 6) : whole.start]
        if (
            EACH.search(between)
            or f"一{unit}" in between
            or not (is_sure or _is_close(values, whole, near))
        ):
            continue
        makes = any(
            sum(some) == whole.value
            for size in range(2, len(values) + 1)
            for some in combinations(values, size)
        )
        if not makes and max(values) < whole.value * 2:
            yield _note(
                passage,
                parts[0].start,
                whole.end,
                sum(values, Decimal(0)),
                passage.typed(whole.start, whole.end),
            )


def _is_close(values: Sequence[Decimal], whole: Figure, near: Sequence[Figure]) -> bool:
    """Whether parts without any other figure among them come near a whole."""
    others = [f for f in near if f.value not in values and f.value != len(values)]  # 三项共…
    return not others and abs(sum(values) - whole.value) <= whole.value * CLOSE


def _scores(passage: Passage) -> Iterator[Note]:
    """四节比分为21比19、18比22 after 40比41; 三局比分 against 3比0."""
    text = passage.folded.text
    for parts in PART_SCORES.finditer(text):
        scores = [(int(one), int(other)) for one, other in SCORE.findall(parts["scores"])]
        if parts["by"] == "节":
            ends = tuple(map(sum, zip(*scores, strict=True)))
        else:
            ends = sum(a > b for a, b in scores), sum(a < b for a, b in scores)
        begin = max(0, parts.start() - SCORE_BEFORE)
        last = list(SCORE.finditer(text, begin, parts.start()))[-1:]
        given = [{int(match[1]), int(match[2])} for match in last]
        if given and given[0] != set(ends) and "加时" not in text[begin : parts.end() + 20]:
            advice = _("各节（局）比分合起来是%(ends)s，与“%(given)s”不符，请核对。")
            words = {"ends": ":".join(map(str, ends)), "given": passage.typed(*last[0].span())}
            yield passage.folded_note(
                last[0].start(), parts.end(), FindingKind.NUMBER, advice % words
            )


def _are_listed(text: str, parts: Sequence[Figure]) -> bool:
    """Whether the parts stand as a list, each with few words of its own."""
    gaps = [text[one.end : other.start] for one, other in pairwise(parts)]
    return all(len(gap) <= 24 and re.search(r"[、,，]|和|及", gap) for gap in gaps)


def _unit(text: str, figure: Figure) -> str:
    """The unit of a figure; a counter that `figures` does not know is read from the text."""
    return figure.unit or (
        text[figure.end : figure.end + 1] if text[figure.end : figure.end + 1] in COUNTERS else ""
    )


def _note(passage: Passage, start: int, end: int, total: Decimal, whole: str) -> Note:
    advice = _("各部分加起来是%(total)s，与“%(whole)s”不符，请核对。")
    words = {"total": _written_like(whole, total), "whole": whole}
    return passage.folded_note(start, end, FindingKind.NUMBER, advice % words)


def _written_like(whole: str, total: Decimal) -> str:
    """A total in the unit in which the whole is written: 1300万元 beside 1200万元."""
    match = AFTER_DIGITS.search(whole)
    unit, scale = (match[0], SCALE.get(match[1], Decimal(1))) if match else ("", Decimal(1))
    return f"{(total / scale).normalize():f}{unit}"
