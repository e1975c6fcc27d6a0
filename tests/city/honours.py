"""What the city honours: programmes, their rounds, and who is named in each, in printed order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tests.city.patterns import Role
from tests.city.words import Word, unit
from tests.city.world import Body, Person, World


@dataclass(frozen=True, slots=True)
class Programme:
    """An honour. `who` says whom it is for: a group of bodies, or persons; `size` how many a round."""

    key: str
    name: str  # as printed before the list: “岚溪好人”
    noun: str  # what its receivers are called: 名同志, 所学校
    body: str
    level: str  # county, prefecture or province
    every: str  # quarter or year
    who: str
    size: tuple[int, int]
    day: int  # days from the start of the period to the announcement
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honour:
    """One receiver. `unit` is where they work or lie; `citation` what they are named for."""

    order: int
    key: str
    name: str
    kind: str
    unit: str
    citation: str
    word: Word
    unit_word: Word


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a programme."""

    key: str
    programme: Programme
    label: str  # 2024年第三季度, 第五批, 2024年度
    announced_on: date
    honours: tuple[Honour, ...]

    @property
    def count(self) -> str:
        """As stated: 10名同志."""
        return f"{len(self.honours)}{self.programme.noun}"


GOOD = (
    "热心公益<N>年", "下水救起<M>名落水者", "照料瘫痪邻居<N>年", "捐献造血干细胞", "资助困境学生<M>名", "拾金<N>万元如数归还",
    "义务修车<N>年", "守护山林<N>年", "火场背出<M>位老人", "免费理发<N>年", "无偿献血<N>次", "为乡邻调解纠纷<N>年", "坚守渡口<N>年",
    "诚信经营<N>年不涨价", "带着婆婆出嫁", "扶起摔倒老人并送医", "抚养孤儿<M>名", "冬夜救助走失老人",
)  # fmt: skip
LABOUR = (
    "完成技术革新<M>项", "连续<N>年零差错", "带徒<N>名", "改进工装节省<N>万元", "安全行车<N>万公里", "抢修电路<N>余次", "攻克密封难题",
    "培育良种<M>个", "保洁道路<N>年", "授课下乡<N>次",
)  # fmt: skip
PLACES = (
    "化解矛盾<N>件", "垃圾分类准确率<P>", "村集体收入<N>万元", "连续<M>年无重大案件", "办成民生实事<M>件", "建成口袋公园<M>处", "志愿服务<N>场",
)  # fmt: skip
TRADE = (
    "带动就业<N>人",
    "年产值增长<P>",
    "收购农产品<N>吨",
    "培训农户<N>人次",
    "线上销售占<P>",
    "吸纳残疾人<M>名",
)
SCHOOL = (
    "开设社团<N>个",
    "近视率下降<M>个百分点",
    "自编教材<M>册",
    "劳动基地<N>亩",
    "体育课每天<M>节",
    "阅读角<N>处",
)
HEALTH = ("签约居民<N>户", "巡诊<N>个村", "满意度<P>", "建成名医工作室<M>个")

PROGRAMMES = (
    Programme("good", "“岚溪_好人”", "名同志", "市文明委办公室", "county", "quarter", "person", (8, 14), 84, GOOD),
    Programme("labour", "岚溪市_“五一”_劳动_奖章", "名职工", "市总工会", "county", "year", "worker", (12, 24), 116, LABOUR),
    Programme("craft", "“岚溪_工匠”", "名技术能手", "市总工会", "county", "quarter", "worker", (6, 12), 66, LABOUR),
    Programme("workshop", "市级_示范_助农_工坊", "家工坊", "市农业农村局", "county", "quarter", "coop", (5, 9), 38, TRADE),
    Programme("school", "劳动_教育_试点_学校", "所学校", "市教育体育局", "county", "quarter", "school", (6, 10), 51, SCHOOL),
    Programme("upper-school", "澄州市_“书香_校园”", "所学校", "澄州市教育局", "prefecture", "year", "school", (3, 6), 250, SCHOOL),
    Programme("village", "“美丽_庭院”_示范_村", "个村", "市妇联", "county", "quarter", "village", (8, 16), 73, PLACES),
    Programme("community", "“无讼”_社区", "个社区", "市司法局", "county", "quarter", "community", (4, 9), 24, PLACES),
    Programme("compound", "“红旗”_小区", "个小区", "市住建局", "county", "quarter", "compound", (5, 11), 59, PLACES),
    Programme("company", "“专精_特新”_企业", "家企业", "市经信局", "county", "quarter", "company", (6, 14), 5, TRADE),
    Programme("upper-company", "省级_绿色_工厂", "家企业", "省生态环境厅", "province", "year", "company", (2, 5), 200, TRADE),
    Programme("nurse", "“最美_护士”", "名护士", "市卫生健康局", "county", "year", "nurse", (8, 12), 130, GOOD[:1] + LABOUR[1:3]),
    Programme("teacher", "“最美_教师”", "名教师", "市教育体育局", "county", "year", "teacher", (10, 16), 248, ("任教乡村<N>年", "家访<N>次", "带出学生社团<M>个", "支教<M>年", "自制教具<N>件")),
    Programme("volunteer", "季度_“最美_志愿者”", "名志愿者", "市志愿者协会", "county", "quarter", "person", (6, 12), 12, GOOD[:1] + ("服务<N>小时", "守护斑马线<N>年", "送餐<N>户", "义务讲解<N>场", "救助流浪动物<N>只", "疏导心理<N>人次")),
    Programme("grain", "“种粮_大户”", "名农户", "市农业农村局", "county", "year", "grower", (8, 12), 320, ("种粮<N>0亩", "亩产<N>0公斤", "购置农机<N>台", "流转土地<N>0亩")),
    Programme("coop", "省级_示范_农民_合作社", "家合作社", "省农业农村厅", "province", "year", "coop", (2, 4), 160, TRADE),
    Programme("clinic", "“满意_卫生院”", "家机构", "市卫生健康局", "county", "quarter", "hospital", (3, 6), 43, HEALTH),
)  # fmt: skip

UNITS = {"person": ("community", "village", "company"), "worker": ("company",), "nurse": ("hospital",), "teacher": ("school",), "grower": ("village",)}  # fmt: skip
PERIODS = {"quarter": 3, "year": 12}
NUMERALS = "一二三四"


def rounds_on(world: World, on: date) -> tuple[Round, ...]:
    """The rounds announced on a day, usually none or one."""
    return tuple(
        found
        for programme in PROGRAMMES
        for found in _rounds(world, programme, on)
        if found.announced_on == on
    )


def latest_round(world: World, on: date, *, within: int) -> Round | None:
    """The last round announced in the days before a day, whose receivers are still news."""
    for back in range(1, within + 1):
        for found in rounds_on(world, on - timedelta(back)):
            if found.programme.who in UNITS:
                return found
    return None


def round_of(world: World, key: str) -> Round:
    """The round of a key such as `good-2024-07`. Raises KeyError if there is no such programme."""
    name, year, month = key.rsplit("-", 2)
    programme = {programme.key: programme for programme in PROGRAMMES}[name]
    return _round(world, programme, date(int(year), int(month), 1))


def _rounds(world: World, programme: Programme, on: date) -> Iterator[Round]:
    months = PERIODS[programme.every]
    begins = date(on.year, (on.month - 1) // months * months + 1, 1)
    if begins + timedelta(programme.day) == on:
        yield _round(world, programme, begins)


def _label(programme: Programme, begins: date) -> str:
    if programme.every == "quarter":
        return f"{begins.year}年第{NUMERALS[begins.month // 3]}季度"
    return f"{begins.year}年度"


def _round(world: World, programme: Programme, begins: date) -> Round:
    key = f"{programme.key}-{begins.year}-{begins.month:02}"
    rng = world.rng("round", key)
    size = rng.randint(*programme.size)
    found: dict[str, Honour] = {}
    citations: list[str] = []
    while len(found) < size:
        citations = citations or rng.sample(programme.citations, len(programme.citations))
        cited = citations.pop().replace("<N>", str(rng.randint(6, 36)))
        cited = cited.replace("<M>", str(rng.randint(2, 9))).replace(
            "<P>", f"{rng.randint(41, 98)}%"
        )
        honour = _honour(
            world, programme, len(found) + 1, cited, f"{key}/{len(found)}/{rng.random()}"
        )
        found.setdefault(honour.name, honour)
    return Round(
        key,
        programme,
        _label(programme, begins),
        begins + timedelta(programme.day),
        tuple(found.values()),
    )


def _honour(world: World, programme: Programme, order: int, cited: str, number: str) -> Honour:
    rng = world.rng("honour", number)
    if programme.who not in UNITS:
        body: Body = rng.choice(world.groups[programme.who])
        parent = world.bodies.get(body.parent) or world.bodies["岚溪市"]
        return Honour(
            order, body.key, body.name, body.kind, parent.name, cited, body.word, parent.word
        )
    works = rng.choice(world.groups[rng.choice(UNITS[programme.who])])
    ages = Role(
        {"nurse": "护士", "teacher": "教师", "worker": "职工", "grower": "农户"}.get(
            programme.who, "居民"
        ),
        26,
        66,
    )
    person: Person = world.resident(works, ages, rng.randint(0, 3))
    return Honour(
        order, person.key, person.name, "person", works.name, cited, person.word, works.word
    )


def printed_name(programme: Programme) -> Word:
    return unit(
        programme.name, "quoted" if programme.name.startswith("“") else "body", programme.key
    )
