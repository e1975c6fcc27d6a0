"""Weather, notices and lists."""

from collections.abc import Callable
from datetime import timedelta

from tests.city.draft import Draft, desk, words
from tests.city.facts.days import SEASONS, day_word
from tests.city.grammar import figure
from tests.city.sheets import Count
from tests.city.words import Text, Word

HEAT = (6, 9, 14, 21, 26, 30, 34, 34, 29, 23, 17, 10)  # the usual high of each month
STOP = Text((Word("。", "mark"),))
# The notices, who issues them (where it is always the same body) and what they are tagged with.
NOTICES = {
    "nt-close": ("市交警大队", "交通管制"),
    "nt-hire": ("市人力社保局", "招聘"),
    "nt-ask": ("", "征求意见"),
    "nt-lost": ("市公安局", "认领"),
    "nt-water": ("岚溪水务集团", "停水"),
    "nt-bid": ("市行政审批局", "招租"),
}


def ahead(draft: Draft, least: int, most: int) -> Word:
    """A day so many days from the paper's."""
    on = draft.teller.on
    return day_word(on + timedelta(draft.rng.randint(least, most)), seen_from=on)


def weather(draft: Draft) -> None:
    """The forecast in words and as a table of the coming days."""
    rng, teller = draft.rng, draft.teller
    high = HEAT[teller.on.month - 1] + rng.randint(-4, 4)
    sky = teller.tell("sky")
    teller.own |= {"sky": sky.words, "high": (figure(str(high), "℃"),)}
    draft.titled("wx-head")
    draft.paragraph("wx-now")
    for _ in range(rng.randint(2, 4)):
        draft.paragraph("wx-more")
    del teller.own["sky"]
    rows = [words("日期"), words("天气"), words("气温"), words("风")]
    table = [rows, [words(ahead(draft, 0, 0)), sky, _heat(draft, high), teller.tell("wind")]]
    for days in range(1, rng.randint(3, 7)):
        heat = _heat(draft, high + rng.randint(-3, 3))
        table.append(
            [words(ahead(draft, days, days)), teller.tell("sky"), heat, teller.tell("wind")]
        )
    draft.table(table)
    draft.source = "来源：市气象局"
    draft.tags = ("天气", "气象", SEASONS[teller.on.month - 1])
    draft.sign(desk(draft.world, rng, 1))


def _heat(draft: Draft, high: int) -> Text:
    return words(figure(f"{high - draft.rng.randint(5, 11)}～{high}", "℃"))


def notice(draft: Draft) -> None:
    """A formal notice: the ground, numbered items, the closing words, body and date."""
    rng, teller = draft.rng, draft.teller
    name = rng.choice(tuple(NOTICES))
    issuer, tag = NOTICES[name]
    issued = draft.world.bodies[issuer or teller.body.key].word
    roads = rng.sample(draft.world.groups["road"], 4)
    lettered = zip("abcd", roads, strict=True)
    teller.own |= {f"road-{letter}": (road.word,) for letter, road in lettered}
    teller.own |= {
        "begins": (ahead(draft, 2, 6),),
        "ends": (ahead(draft, 12, 40),),
        "nt-body": teller.tell("nt-body").words,
        "nt-doc": teller.tell("nt-doc").words,
        "count": (figure(str(rng.randint(4, 180)), "辆" if name == "nt-lost" else "名"),),
    }
    draft.titled(f"{name}-head")
    draft.paragraph(name)
    draft.items(list(teller.in_order(f"{name}-item")))
    draft.paragraph("nt-end")
    draft.add(words(issued))
    draft.paragraph("today-line")
    draft.tags = ("公告", tag)
    draft.source = issued.text


def listing(draft: Draft) -> None:
    """Tasks that a body has set itself, numbered; or what is good to know, not numbered."""
    rng, teller = draft.rng, draft.teller
    name, kind = rng.choice((("plan", "ol"), ("plan", "ol"), ("fact", "ul")))
    draft.paragraph("task-intro" if name == "plan" else "tip-intro")
    size = min(len(teller.topic.lists[name]), rng.randint(4, 6))
    items = teller.several(name, size)
    if name == "plan":
        items = [item + STOP for item in items]
        count = figure(str(size), "项")
        teller.own["count"] = (count,)
        draft.titled("task-head")
        listed = tuple(item.text for item in items)
        draft.counts.append(Count(count.text, size, listed, len(draft.blocks)))
        draft.paragraph("task-count")
    else:
        draft.titled("head")
    cut = size - 2 if kind == "ol" and size > 4 else size
    draft.items(items[:cut], kind=kind)
    draft.paragraph("osay")
    if cut < size:
        draft.paragraph("task-rest")
        draft.items(items[cut:], start=cut + 1)
    draft.sign(desk(draft.world, rng, rng.choice((1, 1, 2))))


MAKERS: dict[str, Callable[[Draft], None]] = {
    "weather": weather,
    "notice": notice,
    "list": listing,
}
