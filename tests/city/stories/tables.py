"""Stories around a table: jobs, prices, bus times, power cuts."""

from collections.abc import Callable

from tests.city.draft import Draft, desk, words
from tests.city.grammar import figure
from tests.city.sheets import Count
from tests.city.stories.service import ahead
from tests.city.words import Text, Word

Row = tuple[Text, ...]


def table(draft: Draft) -> None:
    """A lead, how many rows there are, the rows, a note and what somebody says of it."""
    rng, world, teller = draft.rng, draft.world, draft.teller
    name = rng.choice(tuple(TABLES))
    key, heads, tags, fill = TABLES[name]
    topic = world.topics[key]
    place = world.pick(rng.choice(topic.places), rng)
    draft.teller = teller = teller.moved(topic=topic, place=place)
    draft.section, draft.tags = topic.sections[0], tags
    teller.own["begins"] = (ahead(draft, 1, 5),)
    measure, rows = fill(draft)
    teller.own["count"] = (figure(str(len(rows)), measure),)
    draft.titled(f"tab-{name}-head")
    draft.paragraph(f"tab-{name}")
    listed = tuple(row[2 if name == "power" else 0].text for row in rows)
    draft.counts.append(Count(f"{len(rows)}{measure}", len(rows), listed, len(draft.blocks)))
    draft.paragraph(f"tab-{name}-count")
    draft.table([[words(head) for head in heads.split()], *rows])
    draft.paragraph("tab-note")
    draft.paragraph("tab-side")
    draft.sign(desk(world, rng, rng.choice((1, 1, 2))))


def _jobs(draft: Draft) -> tuple[str, list[Row]]:
    rng = draft.rng
    firms = rng.sample(draft.world.groups["company"], rng.randint(5, 14))
    rows: list[Row] = []
    total = 0
    for firm in firms:
        size, pay = rng.randint(1, 30), rng.randint(42, 98)
        total += size
        wage = figure(f"{pay}00～{pay + rng.randint(6, 40)}00", "元")
        rows.append(
            (
                words(firm.word),
                draft.teller.tell("job"),
                words(figure(str(size), "人")),
                words(wage),
            )
        )
    draft.teller.own["total"] = (figure(str(total), "人"),)
    return "家", rows


def _prices(draft: Draft) -> tuple[str, list[Row]]:
    rng = draft.rng
    rows: list[Row] = []
    changes: dict[str, int] = {}
    for crop in draft.teller.several("crop", rng.randint(6, 12)):
        price = figure(f"{rng.uniform(2.2, 28):.1f}", "元/500克")
        changes[crop.text] = change = rng.randint(-18, 18)
        rows.append((crop, words(price), words(figure(f"{change:+d}", "%") if change else "持平")))
    rose = sum(change > 0 for change in changes.values())
    draft.teller.own["total"] = (figure(str(rose), "种"),)
    draft.teller.own["top"] = (Word(max(changes, key=lambda crop: changes[crop])),)
    return "种", rows


def _buses(draft: Draft) -> tuple[str, list[Row]]:
    rng, world = draft.rng, draft.world
    rows: list[Row] = []
    for line in sorted(rng.sample(range(1, 38), rng.randint(4, 9))):
        start, end = rng.choice(world.groups["community"]), rng.choice(world.groups["village"])
        hours = (_clock(draft, 5, 6), _clock(draft, 18, 22))
        rows.append((words(figure(str(line), "路")), words(start.word), words(end.word), *hours))
    return "条", rows


def _power(draft: Draft) -> tuple[str, list[Row]]:
    rng, world = draft.rng, draft.world
    rows: list[Row] = []
    for _ in range(rng.randint(5, 12)):
        hour = rng.randint(6, 13)
        span = figure(f"{hour}:00—{hour + rng.randint(2, 6)}:30", "")
        where = [rng.choice(world.groups[group]).word for group in ("compound", "village")]
        area = words(where[0], Word("、", "mark"), where[1])
        day = words(ahead(draft, 1, 7))
        rows.append((day, words(span), area, draft.teller.tell("power-cause")))
    return "处", rows


def _clock(draft: Draft, first: int, last: int) -> Text:
    return words(figure(f"{draft.rng.randint(first, last)}:{draft.rng.randint(0, 5)}0", ""))


# By the name of its patterns: the topic, the head of the table, the tags, and what fills the rows.
TABLES = {
    "jobs": ("jobs", "企业 岗位 人数 月薪", ("招聘会", "就业", "岗位"), _jobs),
    "prices": ("market", "品种 零售价 涨跌", ("菜价", "菜篮子", "物价"), _prices),
    "bus": ("bus", "线路 起点 终点 首班 末班", ("公交", "线路调整", "出行"), _buses),
    "power": ("power", "日期 时间 范围 原因", ("停电", "便民", "供电"), _power),
}
MAKERS: dict[str, Callable[[Draft], None]] = {"table": table}
