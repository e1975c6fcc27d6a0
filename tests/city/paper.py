"""A day of the paper: which stories, on which pages, with what is done to them afterwards."""

from collections import Counter
from datetime import date, time
from random import Random

from tests.city import gazetteer
from tests.city.draft import Draft, column_for
from tests.city.honours import Round, latest_round, rounds_on
from tests.city.patterns import Topic
from tests.city.sheets import Block, Correction, Day, PageSheet, Pin, Story, Withdrawal
from tests.city.stories import contests, news, people, service
from tests.city.telling import Telling
from tests.city.world import World

MAKERS = {**news.MAKERS, **people.MAKERS, **service.MAKERS, **contests.MAKERS}
# What a full day needs first, then what fills it, in these shares.
FIRST = (
    "report",
    "feature",
    "brief",
    "photos",
    "commentary",
    "notice",
    "weather",
    "table",
    "list",
    "interview",
    "court",
    "sports",
)
FILL = (
    ("brief",) * 14
    + ("report",) * 17
    + ("photos", "notice", "commentary", "list", "table", "sports", "interview")
)
PLACED = {
    "commentary": "评论",
    "notice": "公告",
    "weather": "公告",
    "court": "法治",
    "sports": "体育",
    "honours": "要闻",
    "profile": "要闻",
}
ISSUE_ONE = date(1993, 7, 1)
PAGES = (
    ("要闻", "要闻"),
    ("民生", "民生 健康"),
    ("经济", "经济"),
    ("乡村", "乡村 生态"),
    ("文教", "文化 教育"),
    ("法治", "法治 公告"),
    ("体育", "体育 评论"),
    ("深读", ""),
)


def day(world: World, on: date, stories: int | None = None) -> Day:
    """The paper of a day; `stories` of them, or 25 to 60 as the day falls. Needs no other day."""
    rng = world.rng("day", on, stories)
    size = (
        stories
        if stories is not None
        else rng.choice((25, 28, 32, 34, 36, 38, 40, 42, 45, 48, 52, 60))
    )
    announced = rounds_on(world, on) if size > 1 else ()
    kinds = _kinds(rng, size, announced)
    recent = latest_round(world, on, within=9)
    topics = _topics(world, rng, on, size)
    told: list[Story] = []
    headlines: set[str] = set()
    rounds = list(announced)
    for at, kind in enumerate(kinds):
        found = rounds.pop(0) if kind == "honours" else recent
        if kind == "profile" and recent is None:
            kind = "report"  # noqa: PLW2901 - nobody was honoured lately
        for attempt in range(4):
            key = f"{on:%Y%m%d}-{at + 1:02}"
            story = _story(
                world,
                world.rng("story", on, stories, at, attempt),
                on,
                key,
                kind,
                topics[at],
                found,
            )
            if story.headline_text not in headlines:
                break
        headlines.add(story.headline_text)
        told.append(story)
    placed, pages = _pages(world, rng, told)
    return Day(
        on,
        (on - ISSUE_ONE).days,
        tuple(placed),
        pages,
        _pins(rng, placed),
        tuple(each.key for each in announced),
    )


def _kinds(rng: Random, size: int, announced: tuple[Round, ...]) -> list[str]:
    kinds = ["honours"] * len(announced) + list(FIRST)
    if size < 9:
        kinds = ["honours"] * len(announced) + [
            "report",
            "brief",
            "report",
            "photos",
            "brief",
            "commentary",
            "notice",
            "report",
        ]
    kinds += ["profile"] if size >= 20 else []
    while len(kinds) < size:
        kinds.append(rng.choice(FILL))
    return kinds[:size]


def _topics(world: World, rng: Random, on: date, size: int) -> list[Topic]:
    """A topic a story: a few are much in the news in a month, seasons have their own."""
    topics = list(world.topics.values())
    world.rng("month", on.year, on.month).shuffle(topics)
    weights = [
        (1.0 if on.month in topic.months else 0.08) / (rank + 3) ** 0.6
        for rank, topic in enumerate(topics)
    ]
    found: list[Topic] = []
    used: Counter[str] = Counter()
    while len(found) < size:
        topic = rng.choices(topics, weights)[0]
        if used[topic.key] < 2 + 2 * size // len(topics):
            used[topic.key] += 1
            found.append(topic)
    return found


def _story(
    world: World, rng: Random, on: date, key: str, kind: str, topic: Topic, found: Round | None
) -> Story:
    teller = Telling(world, rng, topic=topic, on=on)
    section = PLACED.get(kind) or rng.choice(topic.sections)
    draft = Draft(world, rng, teller, key, kind, section)
    if kind in ("honours", "profile") and found:
        people.honours(draft, found)
    else:
        MAKERS[kind](draft)
    if (
        kind
        in ("brief", "commentary", "court", "sports", "honours", "profile", "feature", "photos")
        or rng.random() < 0.3
    ):
        draft.column = column_for(rng, section, kind)
    return _afterwards(draft.story(), rng)


def _afterwards(story: Story, rng: Random) -> Story:
    """Some stories are corrected, taken back, held for a later hour or under embargo."""
    fields = {name: getattr(story, name) for name in story.__dataclass_fields__}
    chance = rng.random()
    if chance < 0.02 and (correction := _correction(story, rng)):
        fields["correction"] = correction
    elif 0.02 < chance < 0.027:
        reason = rng.choice(
            ("当事人要求撤稿，经核实予以同意", "内容与事实有较大出入", "重复刊发", "主办方取消活动")
        )
        fields["withdrawal"] = Withdrawal(reason, rng.randint(2, 90))
    elif 0.03 < chance < 0.06:
        fields["scheduled_for"] = time(rng.randint(9, 20), rng.choice((0, 15, 30)))
    elif 0.06 < chance < 0.075:
        fields["embargo_until"] = time(rng.randint(8, 18), 0)
    return Story(**fields)


def _correction(story: Story, rng: Random) -> Correction | None:
    """A figure or a name of the body, printed wrong: what stands there is the mistake."""
    found = [
        (at, span.word)
        for at, block in enumerate(story.blocks)
        if isinstance(block, Block) and block.kind == "p"
        for span in block.text.spans("number", "name")
        if span.word.kind == "name" or span.word.text[:1] in "123456789"
    ]
    if not found:
        return None
    at, word = rng.choice(found)
    if word.kind == "name":
        right = word.text[:-1] + rng.choice([c for c in "明华英平安" if c != word.text[-1]])
        kind, what = "name", "姓名"
    else:
        right = rng.choice([d for d in "123456789" if d != word.text[0]]) + word.text[1:]
        kind, what = "figure", "数字"
    text = f"本文{what}“{word.text}”有误，应为“{right}”。特此更正。"
    return Correction(kind, text, word.text, right, at, rng.randint(1, 6))


def _pages(
    world: World, rng: Random, stories: list[Story]
) -> tuple[list[Story], tuple[PageSheet, ...]]:
    """Four to eight pages by section; few stories make one page, and the long read has its own if it can."""
    size = len(stories)
    many = 1 if size < 10 else 4 if size < 24 else min(8, 4 + size // 12)
    names = PAGES[:many]
    where: dict[str, list[Story]] = {name: [] for name, _ in names}
    for story in stories:
        name = next(
            (name for name, sections in names if story.section in sections.split()), names[-1][0]
        )
        if story.kind == "feature" and many > 3:
            name = names[-1][0]
        where[name].append(story)
    if many > 1:
        _level(rng, where)
    placed: list[Story] = []
    sheets: list[PageSheet] = []
    for number, (name, held) in enumerate(
        ((name, held) for name, held in where.items() if held), 1
    ):
        held.sort(
            key=lambda story: (
                story.kind != "honours",
                story.kind == "brief",
                story.column if story.kind == "brief" else "",
                -story.length,
            )
        )
        sheet = PageSheet(
            number,
            name,
            tuple(rng.sample(world.editors, rng.choice((1, 2)))),
            tuple(story.key for story in held),
        )
        sheets.append(sheet)
        for order, story in enumerate(held, 1):
            fields = {field: getattr(story, field) for field in story.__dataclass_fields__}
            placed.append(Story(**(fields | {"page": number, "order": order})))
    return placed, tuple(sheets)


def _level(rng: Random, where: dict[str, list[Story]]) -> None:
    """No page stays empty or carries nearly everything: reports and briefs move over."""
    for name, held in where.items():
        while len(held) < 2:
            giver = max(where.values(), key=len)
            at = next(
                (at for at, story in enumerate(giver) if story.kind in ("report", "brief")), None
            )
            if at is None or giver is held:
                break
            held.append(giver.pop(at))
    del rng, name


def _pins(rng: Random, stories: list[Story]) -> tuple[Pin, ...]:
    able = [
        story
        for story in stories
        if story.kind in ("report", "feature", "honours", "photos") and not story.withdrawal
    ]
    chosen = rng.sample(able, min(len(able), rng.choice((1, 1, 2, 3))))
    return tuple(
        Pin(story.key, rank, rng.choice((6, 12, 24, 48))) for rank, story in enumerate(chosen, 1)
    )


SECTIONS = gazetteer.SECTIONS
