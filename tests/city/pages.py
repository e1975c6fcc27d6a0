"""The stories of a day on their pages, and those that lead the front page."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from tests.city.sheets import PageSheet, Pin, Story
from tests.city.world import World

# Pages in their order with the sections they carry; a paper of four pages has the first four.
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
LEADS = ("report", "feature", "honours", "photos")


def lay_out(
    world: World, rng: Random, stories: Sequence[Story]
) -> tuple[tuple[Story, ...], tuple[PageSheet, ...]]:
    """The stories with page and order, in the order of print, and the four to eight pages."""
    placed: list[Story] = []
    sheets: list[PageSheet] = []
    for number, (name, held) in enumerate(_pages(stories), 1):
        in_order = sorted(held, key=_rank)
        for order, story in enumerate(in_order, 1):
            placed.append(replace(story, page=number, order=order))
        editors = tuple(rng.sample(world.editors, rng.choice((1, 2))))
        sheets.append(PageSheet(number, name, editors, tuple(story.key for story in in_order)))
    return tuple(placed), tuple(sheets)


def _pages(stories: Sequence[Story]) -> list[tuple[str, list[Story]]]:
    """Pages by section; what has none goes to the last, and so does the long read."""
    size = len(stories)
    names = PAGES[: 1 if size < 10 else 4 if size < 24 else min(8, 4 + size // 12)]
    held: dict[str, list[Story]] = {name: [] for name, _ in names}
    page_of = {section: name for name, sections in names for section in sections.split()}
    final = names[-1][0]
    for story in stories:
        is_long = story.kind == "feature"
        held[final if is_long else page_of.get(story.section, final)].append(story)
    if len(names) > 1:
        _fill(held)
    return [(name, page) for name, page in held.items() if page]


def _fill(held: dict[str, list[Story]]) -> None:
    """No page has fewer than two stories if others can spare reports or briefs."""
    for page in held.values():
        givers = sorted((other for other in held.values() if other is not page), key=len)
        while len(page) < 2 and givers:
            giver = givers.pop()
            spare = [story for story in giver if story.kind in ("report", "brief")]
            for story in spare[: min(2 - len(page), len(giver) - 2)]:
                giver.remove(story)
                page.append(story)


def _rank(story: Story) -> tuple[bool, bool, str, int]:
    """Honours first, briefs last and by their column, and the long before the short."""
    is_brief = story.kind == "brief"
    return story.kind != "honours", is_brief, story.column if is_brief else "", -story.length


def pins(rng: Random, stories: Sequence[Story]) -> tuple[Pin, ...]:
    """One to three stories that lead the front page for some hours."""
    able = [story for story in stories if story.kind in LEADS and not story.withdrawal]
    chosen = rng.sample(able, min(len(able), rng.choice((1, 1, 2, 3))))
    hours = (6, 12, 24, 48)
    return tuple(Pin(story.key, rank, rng.choice(hours)) for rank, story in enumerate(chosen, 1))
