"""Cases before the court, and sport."""

from collections.abc import Callable

from tests.city.draft import Draft, desk, words
from tests.city.grammar import figure
from tests.city.patterns import Role
from tests.city.words import Word, unit

# The kinds of case with their tag; the sports with the list their moments are told from.
CASES = {"loan": "借贷", "leak": "邻里", "work": "劳动争议", "shop": "消费维权", "dog": "侵权"}
SPORTS = (
    ("男子_篮球", "sp-court"),
    ("女子_篮球", "sp-court"),
    ("乒乓球_团体", "sp-racket"),
    ("羽毛球_团体", "sp-racket"),
    ("围棋_团体", "sp-go"),
    ("中国_象棋_团体", "sp-chess"),
    ("拔河", "sp-strength"),
)
ORGANISERS = {
    "sp-court": "市篮球协会",
    "sp-racket": "市乒乓球协会",
    "sp-go": "市围棋协会",
    "sp-chess": "市围棋协会",
    "sp-strength": "市总工会",
}


def court(draft: Draft) -> None:
    """A case in its order: who sued whom, what was found, how it ended, what the judge says."""
    rng, teller, world = draft.rng, draft.teller, draft.world
    case = rng.choice(tuple(CASES))
    court_itself = world.bodies["市人民法院"]
    judge = rng.choice(world.officials[court_itself.key])
    first, second = (teller.tell("surname").text + "某" for _ in range(2))
    if first == second:
        second += "某"
    claimed = rng.uniform(1.6, 18.0)
    awarded = claimed * rng.uniform(0.62, 0.95)
    teller.own |= {
        "plaintiff": (Word(first),),
        "defendant": (Word(second),),
        "ta-p": (Word(rng.choice("他她")),),
        "sum": (figure(f"{claimed:.1f}", "万元"),),
        "award": (figure(f"{awarded:.1f}", "万元"),),
        "judge": (court_itself.word, Word(judge.post), judge.word),
    }
    draft.titled(f"ct-{case}-head")
    for text in teller.in_order(f"ct-{case}"):
        draft.add(text)
    draft.paragraph("ct-more")
    draft.tags = ("法院", "案例", CASES[case])
    draft.sign(desk(world, rng, rng.choice((1, 2))))


def sports(draft: Draft) -> None:
    """A final or a round, with players, and a table of standings."""
    rng, teller, world = draft.rng, draft.teller, draft.world
    teams = _teams(draft)
    sport, moments = rng.choice(SPORTS)
    teller.own |= {f"team-{letter}": (team,) for letter, team in zip("abcd", teams, strict=False)}
    teller.own |= {
        "sport": (unit(sport, "word"),),
        "sp-body": (world.bodies[ORGANISERS[moments]].word,),
    }
    teller.own["crowd"] = (figure(str(rng.randint(36, 260) * 10), "人"),)
    teller.own["sport-name"] = teller.tell("sport-name").words
    draft.titled("sp-head")
    draft.paragraph("sp-lead")
    for _ in range(rng.randint(2, 3)):
        _player(draft)
        draft.paragraph(moments)
    _player(draft)
    draft.paragraph("sp-facts")
    draft.paragraph("sp-say")
    draft.paragraph("sp-table")
    won = sorted((rng.randint(3, 21) for _ in teams), reverse=True)
    rows = [[words("名次"), words("队伍"), words("积分")]]
    for at, (team, points) in enumerate(zip(teams, won, strict=True), 1):
        rows.append([words(figure(str(at), "")), words(team), words(figure(str(points), "分"))])
    draft.table(rows)
    draft.paragraph("sp-next")
    draft.tags = ("体育", "联赛", sport.replace("_", ""))
    draft.sign(desk(world, rng, rng.choice((1, 2))))


def _teams(draft: Draft) -> list[Word]:
    """Towns and firms in the order they will end in."""
    world, rng = draft.world, draft.rng
    bodies = [*rng.sample(world.groups["town"], 5), *rng.sample(world.groups["company"], 4)]
    rng.shuffle(bodies)
    endings = ("街道", "镇", "乡", "公司", "集团")
    names = [
        next((body.name.removesuffix(end) for end in endings if body.name.endswith(end)), body.name)
        for body in bodies
    ]
    return [
        Word(f"{name}队", "body", f"{body.key}队", (name, "队"))
        for name, body in zip(names, bodies, strict=True)
    ]


def _player(draft: Draft) -> None:
    """Another player for the patterns, a man or a woman as the sport has it."""
    teller, world = draft.teller, draft.world
    sport = teller.own["sport"][0].text
    while True:
        place = world.pick("village", draft.rng)
        player = world.resident(place, Role("球员", 17, 46), draft.rng.randint(0, 9))
        if sport[0] not in "男女" or (sport[0] == "男") == player.is_man:
            break
    teller.meet(player)
    teller.own["player"] = (player.word,)
    teller.own["player-age"] = (figure(str(teller.on.year - player.born), "岁"),)


MAKERS: dict[str, Callable[[Draft], None]] = {"court": court, "sports": sports}
