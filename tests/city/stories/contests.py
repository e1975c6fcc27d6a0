"""Cases before the court, and sport."""

from collections.abc import Callable

from tests.city.draft import Draft, desk
from tests.city.sheets import Count
from tests.city.patterns import Role
from tests.city.words import Word


def court(draft: Draft) -> None:
    """A case: who sued whom, what was found, how it ended, what the judge says."""
    rng, teller = draft.rng, draft.teller
    official = rng.choice(draft.world.officials["市人民法院"])
    teller.own["court-official"] = (draft.world.bodies["市人民法院"].word, Word(official.post), official.word)
    draft.titled("ct-head")
    draft.paragraph("ct-lead")
    for _ in range(rng.randint(3, 5)):
        draft.paragraph("ct-fact")
    draft.paragraph("ct-rule")
    teller.own["court-official"] = (official.word,)
    draft.paragraph("ct-say")
    draft.paragraph("ct-say", "ct-more")
    draft.tags = ("法院", "案例", rng.choice(("借贷", "合同", "邻里", "消费维权", "执行")))
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))


def sports(draft: Draft) -> None:
    """A final or a round, with players, and a table of standings."""
    rng, teller, world = draft.rng, draft.teller, draft.world
    towns = rng.sample(world.groups["town"], 5)
    firms = rng.sample(world.groups["company"], 4)
    teams = [Word(body.name.removesuffix("街道").removesuffix("镇").removesuffix("乡") + "队", "body", f"{body.key}队") for body in towns]
    teams += [Word(body.name.removesuffix("公司").removesuffix("集团") + "队", "body", f"{body.key}队") for body in firms]
    rng.shuffle(teams)
    sport = teller.tell("sport-name")
    teller.own |= {f"team-{letter}": (team,) for letter, team in zip("abcd", teams, strict=False)}
    teller.own["sport-name"] = sport.words
    draft.titled("sp-head")
    draft.paragraph("sp-lead")
    for _ in range(rng.randint(3, 4)):
        _player(draft)
        draft.paragraph("sp-mid")
    _player(draft)
    draft.paragraph("sp-say")
    draft.paragraph("sp-table")
    points = sorted((rng.randint(3, 21) for _ in teams), reverse=True)
    rows: list[list[str | Word]] = [["名次", "队伍", "积分"]]
    rows += [[str(at), team, f"{won}分"] for at, (team, won) in enumerate(zip(teams, points, strict=True), 1)]
    draft.counts.append(Count(f"{len(teams)}队", len(teams), tuple(team.text for team in teams), len(draft.blocks)))
    draft.table(rows)
    draft.paragraph("sp-next")
    draft.tags = ("体育", "联赛", sport.text[sport.text.index("”") + 1 :][:2])
    draft.sign(desk(draft.world, rng, rng.choice((1, 2))))


def _player(draft: Draft) -> None:
    place = draft.world.pick("village", draft.rng)
    player = draft.world.resident(place, Role("球员", 17, 46), draft.rng.randint(0, 2))
    draft.teller.meet(player)
    draft.teller.own["player"] = (player.word,)


MAKERS: dict[str, Callable[[Draft], None]] = {"court": court, "sports": sports}
