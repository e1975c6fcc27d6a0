"""Weather, notices, lists and tables."""

from collections.abc import Callable

from tests.city.draft import Draft, desk, words
from tests.city.grammar import figure
from tests.city.sheets import Count
from tests.city.telling import SEASONS
from tests.city.words import Text, Word

HEAT = (6, 9, 14, 21, 26, 30, 34, 34, 29, 23, 17, 10)  # the usual high of each month
SKIES = ("晴", "晴到多云", "多云", "多云到阴", "阴", "阴有小雨", "小雨", "阵雨", "中雨", "雷阵雨")
WINDS = ("东风", "南风", "北风", "东北风", "西南风", "东南风", "西北风")


def weather(draft: Draft) -> None:
    """The forecast in words and as a table of the coming days."""
    rng, teller = draft.rng, draft.teller
    high = HEAT[teller.on.month - 1] + rng.randint(-4, 4)
    sky = rng.choice(SKIES)
    draft.headline = (words("今天", Word(sky), "，", "最高", figure(str(high), "℃")),)
    draft.paragraph("wx-now")
    for _ in range(rng.randint(2, 4)):
        draft.paragraph("wx-more")
    rows = [["日期", "天气", "气温", "风"]]
    for ahead in range(rng.randint(3, 7)):
        top = high + (rng.randint(-3, 3) if ahead else 0)
        rows.append(
            [
                _day(draft, ahead),
                rng.choice(SKIES) if ahead else sky,
                f"{top - rng.randint(5, 11)}～{top}℃",
                rng.choice(WINDS) + f"{rng.randint(1, 3)}级",
            ]
        )
    draft.table(rows)
    draft.source = "来源：市气象局"
    draft.tags = ("天气", "气象", SEASONS[teller.on.month - 1])
    draft.sign(desk(draft.world, rng, 1))


def _date(draft: Draft, least: int, most: int) -> Word:
    """A day so many days ahead."""
    out: list[Word] = []
    draft.teller.say("in", f"{least}-{most}", out)
    return out[0]


def _day(draft: Draft, ahead: int) -> str:
    return _date(draft, ahead, ahead).text


# The notices, who issues them (where it is always the same body) and what they are tagged with.
NOTICES = {
    "nt-close": ("市交警大队", "交通管制"),
    "nt-hire": ("市人力社保局", "招聘"),
    "nt-ask": ("", "征求意见"),
    "nt-lost": ("市公安局", "认领"),
    "nt-water": ("岚溪水务集团", "停水"),
    "nt-bid": ("市行政审批局", "招租"),
}


def notice(draft: Draft) -> None:
    """A formal notice: the ground, numbered items, the closing words, body and date."""
    rng, teller = draft.rng, draft.teller
    name = rng.choice(tuple(NOTICES))
    issuer, tag = NOTICES[name]
    issued = draft.world.bodies[issuer or teller.body.key].word
    roads = rng.sample(draft.world.groups["road"], 4)
    teller.own |= {
        f"road-{letter}": (road.word,) for letter, road in zip("abcd", roads, strict=True)
    }
    teller.own |= {"begins": (_date(draft, 2, 6),), "ends": (_date(draft, 12, 40),)}
    draft.paragraph(name)
    draft.headline = (_notice_head(draft, name),)
    draft.items(list(teller.in_order(f"{name}-item")))
    draft.paragraph("nt-end")
    draft.add(words(issued))
    draft.add(words(teller.tell("today-line")))
    draft.tags = ("公告", tag)
    draft.source = issued.text


def _notice_head(draft: Draft, name: str) -> Text:
    road = draft.teller.own["road-a"][0]
    document = next((word for word in draft.blocks[0].text.words if word.kind == "title"), None)
    if name == "nt-close":
        return words("关于", road, "部分", "路段", "临时", "交通", "管制", "的", "通告")
    if name == "nt-ask" and document and len(document.text) < 22:
        return words(document, "征求", "意见", "公告")
    if name == "nt-lost":
        counted = next(word for word in draft.blocks[0].text.words if word.kind == "number")
        return words("关于", "认领", counted, "电动", "自行车", "的", "公告")
    if name == "nt-water":
        return words(draft.teller.own["begins"][0], road, "沿线", "停水", "公告")
    if name == "nt-bid":
        return words(road, "资产", "公开", "招租", "拍卖", "公告")
    if name == "nt-hire":
        body = next(
            word
            for word in draft.blocks[0].text.words
            if word.kind in ("body", "place") and word.text != "市人力社保局"
        )
        return words(body, "招聘", "工作", "人员", "公告")
    return words("关于", "公开", "征求", "意见", "的", "公告")


def listing(draft: Draft) -> None:
    """A list: tasks that a body has set itself, numbered, or what a topic's facts tell, not numbered."""
    rng, teller = draft.rng, draft.teller
    is_tasks = rng.random() < 0.6
    draft.paragraph("task-intro" if is_tasks else "tip-intro")
    name = "plan" if is_tasks else "fact"
    size = min(len(teller.topic.lists[name]), rng.randint(4, 6))
    items = teller.several(name, size)
    if is_tasks:
        items = [item + words(Word("。", "mark")) for item in items]
        count = figure(str(len(items)), "项")
        draft.headline = (
            words(teller.body.word, "列出"),
            words(count, rng.choice(("任务", "实事", "清单")), "，", "逐项", "销号"),
        )
        draft.counts.append(
            Count(count.text, len(items), tuple(item.text for item in items), len(draft.blocks))
        )
        draft.add(words("清单", "共", count, "："))
    else:
        draft.titled("head")
    draft.items(items, kind="ol" if is_tasks else "ul")
    draft.paragraph("osay")
    draft.sign(desk(draft.world, rng, rng.choice((1, 1, 2))))


CROPS = (
    "青菜",
    "番茄",
    "土豆",
    "黄瓜",
    "茄子",
    "白萝卜",
    "四季豆",
    "芹菜",
    "莲藕",
    "大白菜",
    "生姜",
    "鸡蛋",
    "猪腿肉",
    "草鱼",
    "河虾",
    "豆腐",
)
JOBS = (
    "数控车工",
    "缝纫工",
    "仓库管理员",
    "电气工程师",
    "外贸业务员",
    "叉车司机",
    "质检员",
    "会计",
    "焊工",
    "直播运营",
    "机修工",
    "护理员",
    "采购员",
    "注塑工",
)


def table(draft: Draft) -> None:
    """A table with what it is about: jobs, prices, bus times, power cuts."""
    rng, world = draft.rng, draft.world
    key, make = rng.choice(
        (("jobs", _jobs), ("market", _prices), ("bus", _buses), ("power", _power))
    )
    topic = world.topics[key]
    draft.teller = draft.teller.moved(topic=topic, place=world.pick(rng.choice(topic.places), rng))
    draft.section = topic.sections[0]
    rows, head = make(draft)
    draft.headline = head
    draft.table(rows)
    draft.paragraph("tab-note")
    draft.paragraph("tab-side")
    draft.sign(desk(world, rng, rng.choice((1, 1, 2))))


Rows = list[list[str | Word]]


def _jobs(draft: Draft) -> tuple[Rows, tuple[Text, ...]]:
    draft.paragraph("tab-jobs")
    rng = draft.rng
    rows: Rows = [["企业", "岗位", "人数", "月薪"]]
    firms = rng.sample(draft.world.groups["company"], rng.randint(5, 14))
    total = 0
    for firm in firms:
        size, pay = rng.randint(1, 30), rng.randint(42, 98)
        total += size
        rows.append(
            [firm.word, rng.choice(JOBS), f"{size}人", f"{pay}00～{pay + rng.randint(6, 40)}00元"]
        )
    count = figure(str(len(firms)), "家")
    draft.counts.append(
        Count(count.text, len(firms), tuple(firm.name for firm in firms), len(draft.blocks))
    )
    draft.add(
        words("表", "中", "所", "列", count, "企业", "共", "招", figure(str(total), "人"), "。")
    )
    draft.tags = ("招聘会", "就业", "岗位")
    return rows, (words(count, "企业", "招", figure(str(total), "人"), "，", "岗位", "看", "过来"),)


def _prices(draft: Draft) -> tuple[Rows, tuple[Text, ...]]:
    rng = draft.rng
    rows: Rows = [["品种", "零售价", "涨跌"]]
    crops = rng.sample(CROPS, rng.randint(6, 12))
    draft.teller.promised["种"] = str(len(crops))
    draft.paragraph("tab-prices")
    rose = 0
    for crop in crops:
        change = rng.randint(-18, 18)
        rose += change > 0
        rows.append(
            [crop, f"{rng.uniform(2.2, 28):.1f}元/500克", f"{change:+d}%" if change else "持平"]
        )
    count = figure(str(len(crops)), "种")
    draft.counts.append(Count(count.text, len(crops), tuple(crops), len(draft.blocks)))
    draft.add(words("表", "中", count, "食材", "里", "，", figure(str(rose), "种"), "上涨", "。"))
    draft.tags = ("菜价", "菜篮子", "物价")
    return rows, (words("一", "周", "菜价", "：", count, "食材", figure(str(rose), "种"), "上涨"),)


def _buses(draft: Draft) -> tuple[Rows, tuple[Text, ...]]:
    rng, world = draft.rng, draft.world
    rows: Rows = [["线路", "起点", "终点", "首班", "末班"]]
    lines = sorted(rng.sample(range(1, 38), rng.randint(4, 9)))
    draft.teller.promised["条"] = str(len(lines))
    draft.paragraph("tab-bus")
    for line in lines:
        start, end = rng.choice(world.groups["community"]), rng.choice(world.groups["village"])
        rows.append(
            [
                f"{line}路",
                start.word,
                end.word,
                f"{rng.randint(5, 6)}:{rng.choice('0123')}0",
                f"{rng.randint(18, 22)}:{rng.choice('0123')}0",
            ]
        )
    count = figure(str(len(lines)), "条")
    draft.counts.append(
        Count(count.text, len(lines), tuple(f"{line}路" for line in lines), len(draft.blocks))
    )
    draft.add(words("涉及", "的", count, "线路", "如下", "："))
    draft.tags = ("公交", "线路调整", "出行")
    return rows, (words(count, "公交", "线路", "调整", "首", "末", "班"),)


def _power(draft: Draft) -> tuple[Rows, tuple[Text, ...]]:
    draft.paragraph("tab-power")
    rng, world = draft.rng, draft.world
    rows: Rows = [["日期", "时间", "范围", "原因"]]
    reasons = ("线路检修", "设备升级", "配合道路施工", "电杆迁移", "消除缺陷")
    size = rng.randint(5, 12)
    for _ in range(size):
        hour = rng.randint(6, 13)
        places = [rng.choice(world.groups[group]).name for group in ("compound", "village")]
        rows.append(
            [
                _day(draft, rng.randint(1, 7)),
                f"{hour}:00—{hour + rng.randint(2, 6)}:30",
                "、".join(places),
                rng.choice(reasons),
            ]
        )
    count = figure(str(size), "处")
    draft.counts.append(
        Count(count.text, size, tuple(str(row[2]) for row in rows[1:]), len(draft.blocks))
    )
    draft.add(words("下", "表", "列", "出", count, "停电", "区域", "。"))
    draft.tags = ("停电", "便民", "供电")
    return rows, (words("未来", "一", "周", count, "计划", "停电"),)


MAKERS: dict[str, Callable[[Draft], None]] = {
    "weather": weather,
    "notice": notice,
    "list": listing,
    "table": table,
}
