"""Figures that cannot be as written: ranges, growth, shares, ages, letters for digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.figures import Figure, Sort
from articles.text.proofs.passages import Note, Passage, Story

CLAUSE_END = re.compile(r"[,，。;；!！?？\n]")
FIRM_UNTIL = re.compile(r"(?P<unit>周岁|毫米|毫升|毫克|克|°c|度|号)?(?:至|到|~)")
RANKS = re.compile(
    r"第(?P<first>\d+)(?:[名位届期批页章条集轮版])?(?:至|到|~|—|-)第?(?P<last>\d+)(?P<unit>[名位届期批页章条集轮版])"
)
LOW_HIGH = re.compile(
    r"(?P<one>最[低高])(?:气温|温度)?[为是达]?(?P<a>-?\d{1,2}(?:\.\d)?)(?:°c|度)[,，、]?"
    r"(?P<other>最[低高])(?:气温|温度)?[为是达]?(?P<b>-?\d{1,2}(?:\.\d)?)(?:°c|度)"
)
NUMBERED = re.compile(r"\d{3}")
SPAN = re.compile(
    r"(?:幅度?|介于|保持在|维持在|温差|之间|[编序]号)[^从由自]{0,6}$"
)  # a range, and no way down
DOWNWARD_CLAUSE = re.compile(r"[从由自]|降|减|缩|跌|压|少|回落|收窄|温|℃|比分|倒计时")
UP = re.compile(
    r"(?:增长|增加|增至|增|上升|升|涨|提高|提升|扩大|扩展|攀升|跃升|壮大|拓展|上涨|扩容|扩)(?:到|至|为|了?到)?$"
)
UP_TO = re.compile(
    r"(?:增长|增加|增|上升|升|涨|提高|提升|扩大|扩展|攀升|跃升|壮大|拓展|上涨|扩容|扩|发展)[到至为成]了?(?:现在的?|目前的?|如今的?|今年的?|约|近|超|逾|\d{4}年的?)?$"
)
DOWN_TO = re.compile(
    r"(?:下降|降低|降|减少|减|压缩|缩短|缩减|缩小|下调|跌|回落|下滑|精简|压减|缩)[到至为成]了?(?:现在的?|目前的?|如今的?|今年的?|约|近|\d{4}年的?)?$"
)
FROM = re.compile(r"(?:从|由)[^,，。;；!！?？\n从由]{0,16}$")
NEGATIVE = re.compile(r"负|亏|下降|降幅|赤字|-|跌幅")
RANKED = re.compile(r"名次|排名|位次|位列|第|倒数")
NO_MULTIPLE = re.compile(r"(?:减少|下降|降低|缩短|缩小|缩减|减低|下跌)了?(?:约|近|整整)?$")
# What a share of cannot be more than the whole of it. 完成率, 占年度计划的 may well be.
SHARE = re.compile(
    r"(?:占比|比重|合格率|及格率|通过率|覆盖率|参与率|满意率|满意度|好评率|就业率|入学率|升学率|出勤率|到会率|签约率|达标率|优良率"
    r"|绿化率|普及率|正确率|准确率|参保率|知晓率|入户率|投票率|录取率|成活率|治愈率|破案率|识字率|回收率|中签率|死亡率|命中率|支持率|收视率|相对湿度|概率|胜率|中奖率|含水率)"
    r"(?:已经|已|均|都|分别)?(?:为|是|达到|达|约|近|超过|超|高达|仅为|仅|提高到|提升到|提升至|上升到|上升至|升至|增至|保持在|稳定在|:)*$"
)
# A rate of something that was counted has no more than all of it; these rates may have.
RATE = re.compile(
    r"(?P<of>[\u4e00-\u9fff“”]{0,8})(?:率|比例|占比)(?:仅|已|均|都|也|平均|就)?"
    r"(?:[^,，。;；\n]{0,4}[从由][^,，。;；\n]{1,14}?)?"
    r"(?:为|是|在|:|达|达到|高达|约|近|超过?|(?:提高|提升|上升|增加?|升|增长|保持|稳定|下降|降低?)(?:到|至|在)|达到了|高达了|[到至]了?|约为)?了?$"
)
MAY_BE_MORE = re.compile(
    r"增|速$|产销|完成|达成|达产|超额|计划|任务|目标|回报|收益|利[润率]?$|利润|[汇税费效频速功倍利心赔斜曲]$|执行|负债|杠杆"
    r"|充足|拨备|流动|自给|毛入学|上座|负荷|满载|超载|拥挤|溢价|换手|周转|膨胀|贡献|病床|床位|储备|备付|偿付|保值|分辨|生产|转换"
    r"|投入|产出|同比|环比|同期|去年|上[年月]|补偿|赔|配资|容积|折射|投资|保证金|支付|翻台|开发|去化|放大|压缩|复种|利用|覆盖倍|涨|升"
)
OVER_ALL = re.compile("毛入学|拨备|流动性")
ALIKE = re.compile(r"(?:为|是|达到?|高达|仅)$")  # 初中生为62.8%, 高中生高达181.2%
CHANGED = re.compile(r"[增涨升降减]|同比|环比|计划|任务|目标|倍|收入|产值|提高|超")
NEGATIVE_SHARE = re.compile(
    r"(?P<of>[\u4e00-\u9fff“”]{0,8})(?:占|率|比例)比?(?:为|是|达|约|了|全部的?)?(?P<share>(?:负|-)\d+(?:\.\d+)?%)"
)
SHARE_OF_ALL = re.compile(r"占(?P<of>[^,，。;；\n\d]{0,10})(?:的|比|达|为|约|到|了|高达)*$")
LESS = re.compile(r"(?:下降|减少|降低|下跌|缩减|回落)了?(?:约|近|超)?$")
PROFIT = re.compile(r"利润|净利|亏|盈|收益|现金流|效益|净")
STRUCTURE = re.compile(
    r"(?:三次产业|三产|产业)[^,，。;；\n\d]{0,14}(?P<parts>\d+(?:\.\d+)?:\d+(?:\.\d+)?:\d+(?:\.\d+)?)"
)
HALVES = (
    ("男", "女"),
    ("城镇", "农村"),
    ("城市", "农村"),
    ("线上", "线下"),
    ("进口", "出口"),
    ("内销", "外销"),
    ("室内", "室外"),
)
SHARE_OF = re.compile(r"占(?:比)?(?:为|约|了)?(\d{1,3}(?:\.\d+)?)%")
REST = re.compile(r"其[余他]|剩[余下]")  # with these the shares are meant to be all
UNDER = 30
SHARES = re.compile(rf"(?:{SHARE_OF.pattern}[^占。\n]{{0,16}}){{2,7}}{SHARE_OF.pattern}")
OVER = (
    110  # per cent that shares of one whole may come to by a slip; answers to a poll come to more
)
BORN = re.compile(
    r"(?:(?P<y1>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出生|生)|(?:出生于|生于)(?P<y2>(?:19|20)\d\d)年(?:\d{1,2}月)?(?:\d{1,2}日)?)"
    r"(?:的[\u4e00-\u9fff]{0,6})?[,，]?(?:今年|现年|现在|现已)(?:已经|已|才|刚满|满)?(?P<age>\d{1,3})岁"
)
AGED = re.compile(
    r"(?<!\d)(?P<age>\d{3,4})(?:岁(?:的?(?:高龄|老人|老太|奶奶|爷爷|大爷|大妈|老汉|男|女|村民|市民|居民)))|(?:现年|今年|享年|终年)(?P<lived>\d{3,4})岁"
)
OLDEST = 122
LETTER = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9lIOo]*[0-9])(?=[0-9]*[lIOo])[0-9]{0,4}[lIOo][0-9]{0,4}(?=[年月日号时分元人名家户个项岁%％万亿])"
)
LITRE = re.compile(r"[0-9]+l$")
OLD_UNITS = {
    "平米": "平方米",
    "公尺": "米",
    "英呎": "英尺",
    "英吋": "英寸",
    "仟瓦": "千瓦",
    "仟克": "千克",
}
OLD_UNIT = re.compile(rf"(?<=[0-9万亿余多百千]){'(?:' + '|'.join(OLD_UNITS) + ')'}")


def backward_ranges(story: Story) -> Iterator[Note]:
    """第5至3名, 500元至300元; not 从500元降至300元."""
    advice = _("后面的数比前面的小，请核对。")
    for passage in story.passages:
        text = passage.folded.text
        for match in RANKS.finditer(text):
            is_falling = text[max(0, match.start() - 1) : match.start()] in {"从", "由"}
            if int(match["last"]) < int(match["first"]) and not is_falling:
                yield passage.folded_note(*match.span(), FindingKind.NUMBER, advice)
        for first, last in pairwise(passage.figures):
            until = FIRM_UNTIL.fullmatch(text[first.end : last.start])
            if not until or not last.is_firm or not _has_unit(text, last, until["unit"]):
                continue
            if _is_smaller(last, first) and _is_upward(text, first, last, until["unit"] or ""):
                yield passage.folded_note(first.start, last.end, FindingKind.NUMBER, advice)


def _is_upward(text: str, first: Figure, last: Figure, unit: str) -> bool:
    """Whether two figures surely are the ends of a range, and not where something fell from and to;
    nor 1:3到1:7 and -6～2℃, nor 第5至3名, which is read by itself.
    """
    beside = text[max(0, first.start - 1) : first.start + 1] + text[last.end : last.end + 1]
    if re.search("[:第\\-]", beside):
        return False
    before = _clause_before(text, first.start)
    if SPAN.search(before) or text.startswith("之间", last.end + len(unit)):
        return True
    return not DOWNWARD_CLAUSE.search(before + unit)


def crossed_temperatures(story: Story) -> Iterator[Note]:
    """最低气温8℃，最高气温3℃."""
    for passage in story.passages:
        for match in LOW_HIGH.finditer(passage.folded.text):
            degrees = {match["one"]: Decimal(match["a"]), match["other"]: Decimal(match["b"])}
            if len(degrees) == 2 and degrees["最低"] > degrees["最高"]:
                advice = _("最低气温比最高气温高，请核对。")
                yield passage.folded_note(*match.span(), FindingKind.NUMBER, advice)


def growth_said_wrongly(story: Story) -> Iterator[Note]:
    """从10家增长到8家, 从5天压缩到8天, 减少2倍."""
    for passage in story.passages:
        text = passage.folded.text
        for first, last in pairwise(passage.figures):
            between = text[first.end : last.start]
            if len(between) > 30 or CLAUSE_END.search(between):
                continue
            if not FROM.search(text, max(0, first.start - 20), first.start):
                continue
            if advice := _growth_advice(text, first, last, between):
                yield passage.folded_note(first.start, last.end, FindingKind.NUMBER, advice)
        for figure in passage.figures:
            before = text[max(0, figure.start - 8) : figure.start]
            if figure.unit == "倍" and NO_MULTIPLE.search(before):
                advice = _("减少、下降不用“倍”来说，请改成百分比或几分之几。")
                yield passage.folded_note(figure.start, figure.end, FindingKind.NUMBER, advice)


def impossible_shares(story: Story) -> Iterator[Note]:
    """A share of more than 100 %; parts that make a whole and do not add up."""
    for passage in story.passages:
        text = passage.folded.text
        for figure in passage.figures:
            before = text[max(0, figure.start - 12) : figure.start]
            if figure.sort != Sort.PERCENT or figure.value <= 100:
                continue
            is_loss = PROFIT.search(_clause_before(text, figure.start))
            is_less = LESS.search(before) and not is_loss
            is_share = SHARE.search(before) and not OVER_ALL.search(before)
            if is_share or is_less or _is_rate(text, figure):
                advice = _("这里的百分比不会超过100%，请核对。")
                yield passage.folded_note(figure.start, figure.end, FindingKind.NUMBER, advice)
        for match in NEGATIVE_SHARE.finditer(text):
            if not MAY_BE_MORE.search(match["of"]):
                advice = _("占比不会是负数，请核对。")
                yield passage.folded_note(*match.span("share"), FindingKind.NUMBER, advice)
        for match in STRUCTURE.finditer(text):
            total = sum((Decimal(part) for part in match["parts"].split(":")), Decimal(0))
            if abs(total - 100) > Decimal("0.5") and total > 12:
                advice = _("三个比例加起来是%s，应为100，请核对。") % total
                yield passage.folded_note(*match.span("parts"), FindingKind.NUMBER, advice)
        yield from _halves(passage)
        yield from _parts(passage)


def impossible_ages(story: Story) -> Iterator[Note]:
    """1990年出生，今年23岁 in a paper of 2023; somebody of 150 years."""
    for passage in story.passages:
        for match in BORN.finditer(passage.folded.text):
            years = story.on.year - int(match["y1"] or match["y2"])
            if not years - 1 <= int(match["age"]) <= years + 2:  # as Chinese count, up to two more
                advice = _("按出生年份算，今年约%d岁，请核对。") % years
                yield passage.folded_note(*match.span(), FindingKind.NUMBER, advice)
        for match in AGED.finditer(passage.folded.text):
            if int(match["age"] or match["lived"]) > OLDEST:
                advice = _("这个年龄不合常理，请核对。")
                yield passage.folded_note(*match.span(), FindingKind.NUMBER, advice)


def mistyped_figures(story: Story) -> Iterator[Note]:
    """2O23年 and l2月 with letters for digits; 120平米."""
    for passage in story.passages:
        for match in LETTER.finditer(passage.text):
            if not LITRE.search(match[0]):
                advice = _("“%s”里有字母，应该都是数字，请核对。") % match[0]
                yield passage.note(*match.span(), FindingKind.NUMBER, advice)
        for match in OLD_UNIT.finditer(passage.text):
            advice = _("计量单位应为“%s”。") % OLD_UNITS[match[0]]
            yield passage.note(*match.span(), FindingKind.NUMBER, advice)


def _growth_advice(text: str, first: Figure, last: Figure, between: str) -> str:
    before = _clause_before(text, first.start)
    if (
        not first.is_like(last)
        or RANKED.search(before + between)
        or "倍" in {first.unit, last.unit}
    ):
        return ""
    if text[first.start : first.start + 1] == "第" or first.unit in {"位", "名"}:
        return ""
    is_time = first.unit in {"天", "秒", "小时", "个小时", "分钟", "年", "个月"}
    if UP_TO.search(between) and _is_smaller(last, first):
        return (
            ""
            if is_time or NEGATIVE.search(before)
            else _("说的是增加，后面的数却比前面的小，请核对。")
        )
    if DOWN_TO.search(between) and _is_smaller(first, last):
        return "" if NEGATIVE.search(before) else _("说的是减少，后面的数却比前面的大，请核对。")
    return ""


def _is_smaller(one: Figure, other: Figure) -> bool:
    """Whether a figure is surely less than another; 3至5万元 has one unit for both."""
    if one.sort != other.sort or not (one.unit == other.unit or not other.unit or not one.unit):
        return False
    if one.unit != other.unit and (one.unit or other.unit) not in {
        "元",
        "人",
        "岁",
        "家",
        "户",
        "名",
        "个",
    }:
        return False
    return one.value < other.value and one.is_firm


def _has_unit(text: str, figure: Figure, unit: str | None) -> bool:
    """Whether the last of two figures has the unit that stands after the first: 45周岁至18周岁."""
    if unit == "号" and not NUMBERED.match(text, figure.start):
        return False  # 28号至3号 reaches into the next month
    return unit is None or text.startswith(unit, figure.end)


def _is_rate(text: str, figure: Figure) -> bool:
    """Whether a figure over 100 % is said of a rate that cannot be so, in its own clause or, of
    another group, in one before it of the same sentence.
    """
    clause = re.split("[,，。;；!！?？\n]", text[max(0, figure.start - 40) : figure.start])[-1]
    if all_of := SHARE_OF_ALL.search(clause):
        return not MAY_BE_MORE.search(clause) and not CHANGED.search(all_of["of"])
    if rate := RATE.search(clause):
        return not MAY_BE_MORE.search(rate["of"]) and not MAY_BE_MORE.search(
            clause[: rate.start("of")][-4:]
        )
    sentence = re.split("[。;；!！?？\n]", text[max(0, figure.start - 80) : figure.start])[-1]
    earlier = list(re.finditer(r"([\u4e00-\u9fff]{0,8})率为?\d", sentence))
    if not earlier or not ALIKE.search(clause) or "率" in clause:
        return False
    return not MAY_BE_MORE.search(earlier[-1][1]) and not CHANGED.search(
        sentence[earlier[-1].end() :]
    )


def _halves(passage: Passage) -> Iterator[Note]:
    """男占55%、女占48%: two halves of a whole in one sentence."""
    text = passage.folded.text
    shares = [
        figure
        for figure in passage.figures
        if figure.sort == Sort.PERCENT and text[max(0, figure.start - 3) : figure.start].count("占")
    ]
    for first, last in pairwise(shares):
        between = text[first.end : last.start]
        before = _clause_before(text, first.start)
        if len(between) > 12 or "。" in between or "\n" in between:
            continue
        for pair in HALVES:
            for one, other in (pair, pair[::-1]):
                total = first.value + last.value
                if one in before and other in between and abs(total - 100) > Decimal("0.5"):
                    advice = _("两部分加起来是%s%%，应为100%%，请核对。") % total
                    yield passage.folded_note(first.start, last.end, FindingKind.NUMBER, advice)


def _parts(passage: Passage) -> Iterator[Note]:
    """Three shares or more of one sentence that come to somewhat more than the whole."""
    text = passage.folded.text
    for sentence in SHARES.finditer(text):
        shares = [Decimal(share) for share in SHARE_OF.findall(sentence[0])]
        is_all = REST.search(sentence[0]) is not None
        is_less = is_all and 100 - UNDER <= sum(shares) < 99
        if 100 < sum(shares) - Decimal("0.5") <= OVER or is_less:
            advice = _("这几个百分比加起来是%s%%，请核对。") % sum(shares)
            yield passage.folded_note(*sentence.span(), FindingKind.NUMBER, advice)


def _clause_before(text: str, place: int) -> str:
    """What stands before a place in its clause, twenty characters at most."""
    return CLAUSE_END.split(text[max(0, place - 20) : place])[-1]
