"""Counts against the names that they count, and against the same count elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.figures import DIGITS, Figure, Sort
from articles.text.proofs.passages import Note, Passage, Story
from articles.text.surnames import SINGLE

QUOTED = re.compile(
    r"“[^”\n]{0,200}”|《[^》\n]{0,200}》|（[^）\n]{0,200}）|\([^)\n]{0,200}\)|‘[^’\n]{0,200}’|「[^」\n]{0,200}」"
)
# What leads to a list that is meant to be whole.
LEADS = re.compile(
    r"(?:分别|依次|他们|她们|它们)(?:是|为|：|:)[：:]?|(?:名单|名字|姓名)(?:如下|为|是)?[：:]|(?:即|也就是)(?=[^，。；]{1,20}、)|[：:]"
)
MORE = re.compile(
    r"等(?!级|奖|次|待|候|等)|……|以及其他|其他|之一|(?:夫妇|夫妻|母子|父子|母女|父女|姐妹|兄弟|姐弟|兄妹|祖孙|双胞胎)"
)
JOINED = re.compile(r"以及|和|及|与")
OF_PEOPLE = "人名位家所户"
COUNTED = OF_PEOPLE + "项个件篇部辆座支条枚种类处款本幅门所场届台艘册"
AND_SO_ON = re.compile(r"等(?:共|共计|一共)?$")
IN_ALL = re.compile(
    r"(?<![等共家行各每])(?P<count>[两二三四五六七八九2-9])[人位名](?!次|称|单|额|字|义|气|胜|民|员|数|均|以|左|中|间|大|工|力|家|类|才|口|物|群|置)"
)
NAME = re.compile(r"[\u4e00-\u9fff]{2,3}(?:·[\u4e00-\u9fff]{1,6})?")
NUMERALS = DIGITS | {"十": 10}
OWN_COUNT = re.compile(r"[0-9一二两三四五六七八九十]+[人名位家户个]")  # A村3人、B村2人
OTHER_COUNT = re.compile(
    r"(?<![第十百千万0-9零一二三四五六七八九.:：\-])(?P<count>[二两三四五六七八九十]|\d{1,2})"
    r"(?P<unit>[大类种镇村县省市国队组校方届城区])(?![约概致小型力众家胜败])"
)
BRACKETED = re.compile(
    r"[\u4e00-\u9fff]{0,6}[（(](?P<list>[\u4e00-\u9fff、·]*、[\u4e00-\u9fff、·]*)[）)]"
)
WITH_WORDS = OF_PEOPLE + "大类种镇村县省市国队组校款"
NOUN = re.compile(r"[\u4e00-\u9fff“”《》]{0,8}")  # what is counted, before a colon
PARTS = re.compile("方面|板块|环节|部分|阶段|方向|领域|维度|主题|篇章|单元|类别|项目|品种")
COUNTS_NOUN = re.compile(r"(?:[有为是设分选出推含括]|最|入选|获评|来自)[^，。；\n]{0,4}$")
# 三个乡镇为甲、乙、丙 and 三个乡镇是…
IS_LIST = re.compile(r"[\u4e00-\u9fff]{1,5}(?:分别)?(?:为|是)(?=[^，。；：\n、]{2,16}、)")
THEY_ARE = re.compile(r"(?:他|她|它)们(?:分别)?是")
# 甲、乙、丙两地; not 等三地, 两省一市 and 两地区
PLACES = re.compile(
    r"(?<![等共各每第几数十百千0-9.])(?P<count>[两二三四五六七八九])(?P<unit>地|省|市|县|区|镇|乡|村|校|国|院|州|岛|街道)"
    r"(?![一二两三四五六七八九十\d级区域际])"
)
BACK = re.compile(r"(?:这|那|该|上述|以上|全部|所有|全体|这批)$")
NEAR_COUNT = Decimal("0.6")  # of two counts by a slip, the less is so much of the other at least
PLACE_NAME = re.compile(r"[\u4e00-\u9fff]{2,7}")
TWO_HAN = re.compile(r"[\u4e00-\u9fff]{2}")
IN_SUM = re.compile("(?:一?共|总共|合计|这)$")
TITLES = re.compile(r"(?:《[^》\n]{1,60}》[、和与及]?){2,20}$")
THING = 4  # characters after a count in which what is counted is named
FEW, EARLIER = 3, 60  # figures from which on, and among which, a count is looked for again
RECKONED = 8  # counts of which two may make another
NEAR = 300  # characters in which a list and its count are looked for


class Stated(NamedTuple):
    """A count, at two places of the text as typed."""

    value: int
    unit: str
    start: int
    end: int


class Listed(NamedTuple):
    """How many items a list may have, and where it ends."""

    counts: set[int]
    end: int


def counts_and_lists(story: Story) -> Iterator[Note]:
    """我市3人获评，分别是 and two names; A、B、C等2人; A、B、C两人."""
    for passage in story.passages:
        text = _without_quoted(passage.text)
        counts = _stated(passage)
        yield from _list_after(passage, text, counts)
        for stated in counts:
            yield from _list_before(passage, text, stated)
            yield from _list_after_noun(passage, text, stated)
            yield from _things_before(passage, text, stated)
            yield from _list_in_brackets(passage, stated)
        yield from _names_before(passage, text)
        yield from _places_before(passage, text)


def counts_said_again(story: Story) -> Iterator[Note]:
    """这16家企业 after 15家企业, where no 16 was said or listed before."""
    for passage in story.passages:
        text = _without_quoted(passage.text)
        above = "\n".join(other.text for other in story.above if other is not passage)
        earlier = [figure for above in story.above for figure in above.figures]
        for figure in passage.figures:
            start, end = passage.folded.span(figure.start, figure.end)
            is_again = BACK.search(passage.text, max(0, start - 2), start) and _is_count(
                passage, figure
            )
            noun = passage.text[end : end + 2]
            if _is_mistyped(text[:start], figure, noun, earlier) or (
                is_again
                and figure.value >= FEW
                and _is_unheard(above + "\n" + text[:start], figure, noun, earlier)
            ):
                advice = _("前面没有“%s”这个数，请与前文核对。") % passage.text[start:end]
                yield passage.note(start, end, FindingKind.NUMBER, advice)
            earlier = [*earlier[-EARLIER:], figure]


def amount(numeral: str) -> int:
    """What 三, 十 or 12 amounts to."""
    return NUMERALS[numeral] if numeral in NUMERALS else int(numeral)


def _is_unheard(text: str, figure: Figure, noun: str, earlier: list[Figure]) -> bool:
    """Whether what is counted was counted in the text before, but never as so many."""
    before = text[-5 * NEAR :]
    counted = rf"[0-9零一二三四五六七八九十百]{figure.unit}[^，。；\n]{{0,8}}{re.escape(noun)}"
    if any(figure.agrees(other) for other in earlier) or _is_reckoned(figure, earlier):
        return False
    if not re.search(counted, before) and not _is_slip(figure, earlier):
        return False
    stretches = re.split("[。；：！？，,;:\n]", before)
    return not any(int(figure.value) in _counts(stretch, "、") for stretch in stretches)


def _is_mistyped(before: str, figure: Figure, noun: str, earlier: list[Figure]) -> bool:
    """Whether the same was counted before, in the same digits in another order: 216名, 261名."""
    digits = sorted(str(figure.value))
    is_counted = figure.sort == Sort.COUNT and figure.unit and TWO_HAN.fullmatch(noun)
    if not is_counted or len(digits) < 3 or len(set(digits)) < 2:
        return False
    like = {other.value for other in earlier if other.unit == figure.unit}
    return figure.value not in like and any(
        sorted(str(value)) == digits and f"{value}{figure.unit}{noun}" in before for value in like
    )


def _is_reckoned(figure: Figure, earlier: list[Figure]) -> bool:
    """Whether a count is the sum or the difference of two told before: 五名, 又来三名, 这八名."""
    units = set("人名位") if figure.unit in set("人名位") else {figure.unit}
    values = [other.value for other in earlier if other.unit in units][-RECKONED:]
    return any(
        figure.value in (one + other, abs(one - other)) for one, other in combinations(values, 2)
    )


def _is_slip(figure: Figure, earlier: list[Figure]) -> bool:
    """Whether the one count of the same unit told before is nearly as many: 14台 and 这16台."""
    like = [other.value for other in earlier if other.unit == figure.unit and other.value > 1]
    if len(set(like)) != 1 or figure.value <= FEW or figure.unit in "个项次场":
        return False
    less, more = sorted((figure.value, like[0]))
    return less >= more * NEAR_COUNT


def _stated(passage: Passage) -> list[Stated]:
    """The counts of a passage: figures with a unit, and 三大, 四类, 两镇."""
    found = [
        Stated(int(figure.value), figure.unit, *passage.folded.span(figure.start, figure.end))
        for figure in passage.figures
        if _is_count(passage, figure)
    ]
    for match in OTHER_COUNT.finditer(passage.text):
        value = amount(match["count"])
        found.append(Stated(value, match["unit"], *match.span()))
    return sorted(found, key=lambda stated: stated.start)


def _is_count(passage: Passage, figure: Figure) -> bool:
    is_ordinal = passage.folded.text[figure.start] == "第"
    is_exact = figure.low == figure.high and figure.value == figure.value.to_integral_value()
    return (
        figure.sort == Sort.COUNT
        and figure.unit in set(COUNTED)
        and is_exact
        and not is_ordinal
        and 2 <= figure.value <= 60
    )


def _without_quoted(text: str) -> str:
    """The text with what stands in quotation marks and brackets blanked out, at the same places."""
    return QUOTED.sub(lambda match: "某" * len(match[0]), text)


def _list_after(passage: Passage, text: str, counts: list[Stated]) -> Iterator[Note]:
    starts = [stated.start for stated in counts]
    for lead in LEADS.finditer(text):
        sentence = _start(text, lead.start(), "。；！？\n")
        near = counts[bisect_left(starts, sentence) : bisect_left(starts, lead.start())]
        if not near and THEY_ARE.match(lead[0]):
            near = _people_before(text, sentence, counts, starts)
        if not near or not _leads_from(near[-1], lead):
            continue
        listed = _listed(text, lead.end())
        if listed is None or any(stated.value in listed.counts for stated in near):
            continue
        if not OWN_COUNT.search(text, lead.end(), listed.end):
            yield _not_so_many(passage, near[-1], listed)


def _people_before(
    text: str, sentence: int, counts: list[Stated], starts: list[int]
) -> list[Stated]:
    """The one count of people in the sentence before, of which 他们是 gives the names."""
    before = _start(text, max(0, sentence - 1), "。！？\n")
    inside = counts[bisect_left(starts, before) : bisect_left(starts, sentence)]
    people = [stated for stated in inside if stated.unit in set(OF_PEOPLE + "个")]
    return people if len(people) == 1 else []


def _list_after_noun(passage: Passage, text: str, stated: Stated) -> Iterator[Note]:
    """首批的三个乡镇为甲、乙、丙、丁."""
    lead = IS_LIST.match(text, stated.end)
    listed = _listed(text, lead.end()) if lead else None
    if lead is None or listed is None or stated.value in listed.counts:
        return
    first, *_others, last = re.split("[、，]", text[lead.end() : listed.end])
    is_named = len(last) <= len(first) + 2 and len(first) > 1  # not 六个窗口为群众、企业提供服务
    if is_named and not OWN_COUNT.search(text, lead.end(), lead.end() + NEAR):
        yield _not_so_many(passage, stated, listed)


def _places_before(passage: Passage, text: str) -> Iterator[Note]:
    """Names of places or bodies, and directly after them how many they are: 甲、乙、丙两地."""
    for match in PLACES.finditer(text):
        begin = _start(text, match.start(), "，。；：！？,;:（(\n")
        stretch = text[begin : match.start()]
        items = [item.strip() for item in stretch.split("、")]
        last = JOINED.split(items[-1]) if len(items) < 3 or _is_joined(items[-1]) else items[-1:]
        items = [*items[:-1], *last]
        if len(items) < 2 or "、" not in stretch or MORE.search(stretch):
            continue
        stated = amount(match["count"])
        if stated == len(items) or not all(PLACE_NAME.fullmatch(item) for item in items[1:]):
            continue
        start = match.start() - len(items[-1])
        yield _unlike_before(passage, start, len(items), match.span())


def _things_before(passage: Passage, text: str, stated: Stated) -> Iterator[Note]:
    """What is counted, by name, and directly after it how many: 甲村、乙村共三个村."""
    begin = _start(text, stated.start, "，。；：！？,;:\n")
    stretch = IN_SUM.sub("", passage.text[begin : stated.start])
    titles = TITLES.search(stretch)
    if titles:
        counts = {titles[0].count("《")}
    else:
        items = [item.strip() for item in JOINED.sub("、", stretch).split("、")]
        ends = {item[-1:] for item in items}
        named = text[stated.end : stated.end + THING]
        is_named = len(ends) == 1 and ends.pop() in named
        counts = _counts(stretch, "、") if is_named or named.startswith("国家") else set()
    if not counts or stated.value in counts or stated.value > RECKONED or MORE.search(stretch):
        return
    yield _unlike_before(passage, stated.start, min(counts), (stated.start, stated.end))


def _is_joined(item: str) -> bool:
    """Whether the last item of a list is surely two: 古籍区和自习区, 生菜和香菜."""
    halves = [half for half in JOINED.split(item) if half]
    if len(halves) != 2 or re.search("[局部委会]$", item):
        return False
    return halves[0][-1] == halves[1][-1]


def _leads_from(stated: Stated, lead: re.Match[str]) -> bool:
    """Whether a colon stands so near to a count that what follows is what is counted."""
    gap = lead.start() - stated.end
    if lead[0] not in "：:" or gap == 0:
        return True
    return gap <= 12 and (stated.unit in WITH_WORDS or _is_introduced(stated, lead))


def _is_introduced(stated: Stated, lead: re.Match[str]) -> bool:
    """Whether a clause does no more than count what its colon lists: 最先上市的有四个品种：."""
    text = lead.string
    if PARTS.match(text, stated.end):
        return True
    return bool(
        NOUN.fullmatch(text, stated.end, lead.start())
        and COUNTS_NOUN.search(text, max(0, stated.start - 6), stated.start)
    )


def _list_in_brackets(passage: Passage, stated: Stated) -> Iterator[Note]:
    """3名教师（周明远、陈晓岚）."""
    match = BRACKETED.match(passage.text, stated.end)
    if not match or MORE.search(match["list"]) or OWN_COUNT.search(match["list"]):
        return
    counts = _counts(match["list"], "、")
    if counts and stated.value not in counts:
        yield _not_so_many(passage, stated, Listed(counts, match.end()))


def _not_so_many(passage: Passage, stated: Stated, listed: Listed) -> Note:
    advice = _("前面说“%(stated)s”，后面列了%(given)d个，请核对。")
    words = {"stated": passage.text[stated.start : stated.end], "given": min(listed.counts)}
    return passage.note(stated.start, listed.end, FindingKind.NUMBER, advice % words)


def _unlike_before(passage: Passage, start: int, given: int, stated: tuple[int, int]) -> Note:
    """So many are given before a count, which stands at two places, and it says otherwise."""
    advice = _("前面列了%(given)d个，后面说“%(stated)s”，请核对。")
    words = {"given": given, "stated": passage.text[slice(*stated)]}
    return passage.note(start, stated[1], FindingKind.NUMBER, advice % words)


def _listed(text: str, start: int) -> Listed | None:
    """The list at a place; nothing if there is none, or one that does not claim to be whole."""
    stretch = re.split("[。！？\n]", text[start : start + NEAR])[0]
    if MORE.search(stretch):
        return None
    first = re.split("[，,；;]", stretch)[0]
    counts: set[int] = set()
    if "、" in first:
        counts |= _counts(first, "、")
        if re.search("[；;，,]", stretch):
            counts |= (
                _counts(stretch, "[；;]")
                | _counts(stretch, "[，,]")
                | _counts(stretch, "[、，,；;]")
            )
    elif JOINED.search(first) and len(first) <= 24 and len(JOINED.findall(first)) == 1:
        counts = {2}
        if re.search("[；;，,]", stretch):
            return None
    if not counts or len(first) > 200:
        return None
    return Listed(counts, start + len(first.rstrip()))


def _counts(stretch: str, mark: str) -> set[int]:
    items = [item for item in re.split(mark, stretch) if item.strip()]
    if len(items) < 2:
        return set()
    joined = sum(len(JOINED.findall(item)) for item in items)
    least = len(items) + (mark == "、" and _is_joined(items[-1].strip()))
    return set(range(least, len(items) + joined + 1))


def _list_before(passage: Passage, text: str, stated: Stated) -> Iterator[Note]:
    """More names before 等2人 than two."""
    so_on = AND_SO_ON.search(text, max(0, stated.start - 4), stated.start)
    if stated.unit not in OF_PEOPLE + "个部" or not so_on:
        return
    begin = _start(text, so_on.start(), "，。；：！？,;:\n")
    stretch = text[begin : so_on.start()]
    items = stretch.count("、") + 1
    if items > stated.value:
        start = begin + max(0, stretch.rfind("、") - 12)
        yield _unlike_before(passage, start, items, (stated.start, stated.end))


def _names_before(passage: Passage, text: str) -> Iterator[Note]:
    """Names, and directly after the last of them how many they are: A、B、C两人."""
    for match in IN_ALL.finditer(text):
        begin = _start(text, match.start(), "，。；：！？,;:\n")
        items = re.split("、|以及|和|与|及", text[begin : match.start()])
        if len(items) < 2 or not all(_is_person(item.strip()) for item in items[1:]):
            continue
        if MORE.search(text[begin : match.start()]) or re.search(
            r"[一全]家|各|一行|\d", text[begin : match.start()]
        ):
            continue
        stated = amount(match["count"])
        if stated != len(items):
            start = match.start() - len(items[-1])
            yield _unlike_before(passage, start, len(items), match.span())


def _start(text: str, place: int, marks: str) -> int:
    """Where the sentence or clause of a place begins, so far as it is near."""
    far = max(0, place - NEAR)
    return max(far, *(text.rfind(mark, far, place) + 1 for mark in marks))


def _is_person(text: str) -> bool:
    return bool(NAME.fullmatch(text)) and text[0] in SINGLE
