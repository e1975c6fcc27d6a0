"""How papers announce honours and name people and bodies, for people.names.suggesting."""

from __future__ import annotations

import re

from articles.text.surnames import COMPOUND, SINGLE
from people.enums import EntityKind

HAN = "[\u3400-\u9fff]"
NUMBER = "[〇零一二三四五六七八九十百0-9]"
SENTENCE = re.compile(r"[^。！？!?…\n]+[。！？!?…]*")
CLAUSE = re.compile(r"[^，、：。！？!?；…\n]+")  # what a list has between its marks

# ---- Honours ----

YEAR = "(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3})年"
BATCH = f"(?:首批|第{NUMBER}+[批届])"
PERIOD = (
    f"(?:{YEAR}(?:度|第?[一二三四1-4]季度|[上下]半年|{NUMBER}+月)?|(?:第?[一二三四]|[1-4])季度)"
)
ROUND_NAME = f"(?:{PERIOD}?{BATCH}|{PERIOD})"
ROUND = f"(?P<round>{ROUND_NAME})"
AWARDED = "(?:入选|获评|荣获|评为|当选|荣膺|荣登|上榜|授予|命名为|认定为|榜上有名)"
QUOTED = "“[^“”，。；\n]{2,30}”"
# 获评“中国好人”7人 counts recipients, and 获得“…”的福利 is no honour: neither announces any.
NO_TALLY = f"(?!的|{NUMBER}+[人名])"
ANNOUNCED = [
    # 公布第一批省级示范“共富工坊”名单
    re.compile(f"{ROUND}(?P<programme>[^，。；：！？、\n]{{2,40}}?)(?:入选|获奖|评选)?名单"),
    re.compile(
        f"(?:公布|发布|揭晓|入选|列入|在)了?+(?!{ROUND_NAME})"
        f"(?P<programme>{HAN}{{0,12}}{QUOTED}{HAN}{{0,12}}?)名单"
    ),
    # 入选为2023年第四季度“义乌好人”, 荣获“浙江工匠”称号
    re.compile(f"{AWARDED}为?了?{ROUND}?(?P<programme>{HAN}{{0,12}}?{QUOTED}){NO_TALLY}"),
    re.compile(f"{ROUND}的?(?P<programme>{QUOTED}){NO_TALLY}"),
    # 入选第六批中国传统村落名录
    re.compile(
        f"{AWARDED}为?了?{ROUND}(?P<programme>{HAN}{{4,24}}?)(?:名录|名单|称号)?(?=[，。；、]|$)",
        re.MULTILINE,
    ),
]
# In a sentence about an honour, what tells that it lists who received it.
LISTS = re.compile(f"{AWARDED}|[中里][，,]?有|分别[是为]|包括|[他她]们是|名单如下|：")
GOES_ON = re.compile("其中|[他她]们|此次|本次|本批|该批|名单")

# ---- Bodies and places ----

SUFFIXES = {
    "共富工坊": EntityKind.WORKSHOP,
    "工坊": EntityKind.WORKSHOP,
    "幼儿园": EntityKind.SCHOOL,
    "小学": EntityKind.SCHOOL,
    "中学": EntityKind.SCHOOL,
    "学校": EntityKind.SCHOOL,
    "社区": EntityKind.COMMUNITY,
    "小区": EntityKind.COMPOUND,
    "村": EntityKind.VILLAGE,
    "志愿服务队": EntityKind.TEAM,
    "服务队": EntityKind.TEAM,
    "工作室": EntityKind.ORGANISATION,
    "合作社": EntityKind.ORGANISATION,
}
SUFFIX = "|".join(SUFFIXES)
# Words before 社区 and 小区 are names too seldom, unless a unit or a quotation mark says so.
SURE_SUFFIX = "|".join(suffix for suffix in SUFFIXES if suffix not in {"社区", "小区", "村"})
# What goes on behind a suffix makes another word of it: 小学生, 社区治理, 村民.
GOES_FURTHER = "(?!生|部|时|段|里|民|庄|级|镇|教育|项目|建设|治理|服务|住宅|招商|规划|评选|名单)"
UNIT = f"{HAN}{{1,5}}?(?:街道|镇|乡)"
BODIES = [
    # 后宅街道“李祖乡遇”共富工坊
    re.compile(
        f"(?:(?:^|(?<=[，。；：、]))(?:其中|如|在|走进|来到|位于|走访)?(?P<unit>{UNIT})的?)?"
        f"“(?P<stem>[^“”，。；\n]{{2,12}})”(?P<suffix>{SUFFIX}){GOES_FURTHER}",
        re.MULTILINE,
    ),
    # 稠江街道锦都社区
    re.compile(
        f"(?:^|(?<=[，。；：、“”在如由和与了]))(?:其中|如|在|走进|来到|位于|走访)?(?P<unit>{UNIT})的?"
        f"(?P<stem>{HAN}{{1,8}}?)(?P<suffix>{SUFFIX}){GOES_FURTHER}",
        re.MULTILINE,
    ),
    # 我市绣湖中学、福田小学; 在义乌市实验小学
    re.compile(
        f"(?:[我本]市的?|(?<=、)|(?<=[，。：在由和与])(?={HAN}{{2}}[市县])"
        f"|(?<=[，。：])(?={HAN}{{2,12}}(?:、|和)))(?P<unit>)"
        f"(?P<stem>{HAN}{{2,8}}?)(?P<suffix>{SURE_SUFFIX}){GOES_FURTHER}"
    ),
    # 李祖村榜上有名
    re.compile(
        f"(?:^|(?<=[，。：；、]))(?P<unit>)(?P<stem>{HAN}{{1,8}}?)(?P<suffix>{SUFFIX})(?={AWARDED})",
        re.MULTILINE,
    ),
]
# No name is made of these: 各中小学, 三所学校, 周边村, 文明村.
NO_STEM = re.compile(
    "[各该本此每多所些等的了这那为是个家座周]|[中大]$|^全$|全[国省市县镇体]|我市|街道|文明|美丽|精品|未来|示范|试点"
)

# ---- People ----

ROLE = (
    "书记|主任|院长|校长|园长|站长|所长|队长|会长|厂长|组长|班长|店长|董事长|理事长|经理|党员|教师|"
    "老师|教授|医生|护士|民警|工程师|负责人|创始人|发起人|传承人|带头人|村民|居民|市民|职工|员工|"
    "干部|局长|科长|镇长|队员|学生|志愿者|捐献者|经营户|经营者|个体户|业主|店主|网格员|社工|司机|师傅|同志|代表|人员"
)
SPEAKS = "说|表示|介绍|告诉|认为|坦言|直言|回忆|感慨|提醒|透露|笑着"
# Hardly anybody is named by these, which end words or carry a sentence on.
NO_GIVEN = (
    "的了是在有和与及或等个们这那些什么都就也还又不没被把将让使给向往从到由对以而且并则但如所者着过地"
    "得性化率度量值费额品说表告认回位目案果感议题权业式法件货场区市县省镇村社员率系层类项坦介"
)
GIVEN = f"(?![{NO_GIVEN}]){HAN}"
COMPOUNDS = "|".join(sorted(COMPOUND))
SURNAMES = "".join(sorted(SINGLE))
LONG = f"(?:(?:{COMPOUNDS})(?:{GIVEN}){{1,2}}|[{SURNAMES}](?:{GIVEN}){{2}})"
SHORT = f"[{SURNAMES}]{GIVEN}"
# Words that begin like a person's name: 文化, 安全, 高质量.
WORDS = re.compile(
    "文化|文明|安全|平安|管理|满意|权益|时间|时代|时候|方案|方法|方面|方式|成功|成立|成员|单位|关系|高质|"
    "高效|高度|万元|金融|金华|包括|包含|全国|全市|全省|全体|全面|全部|常委|常务|通过|马上|华东|江东|江苏|"
    "江西|江南|周边|周围|石材|水平|水果|农业|农村|农民|农产|商品|商场|商贸|商城|商户|车辆|车站|和谐|应急|"
    "古城|古镇|党建|党组|党支|党委|明年|明天|明确|路口|山区|温暖|温馨|解决|解读|任务|任何|武装|宣传|"
    "连续|向上|向善|养老|康复|康养|查处|严格|严重|施工|项目|程序|白领|红色|金牌|双方|从容|强化|强调"
)
# At the end of a clause of a list: 热心公益十余年的楼宝娟, 退休老书记王军生, or a name alone.
IN_A_LIST = re.compile(
    f"(?P<before>.*?(?:的|[我本]市|{ROLE}|者|人)|(?:{LISTS.pattern})?)(?P<name>{LONG})(?:等.*)?"
)
SHORT_IN_A_LIST = re.compile(f"(?P<before>.*(?:{ROLE}))(?P<name>{SHORT})(?:等.*)?")
PEOPLE = [
    # 村民王军生荣获, 王军生获评
    re.compile(
        f"(?:(?<=[，、。；：\n])|^|{ROLE}|街道|[镇乡村的]|社区)(?P<name>{LONG})"
        f"(?:等{NUMBER}*[人名位]?|被|光荣|成功)?{AWARDED}"
    ),
    # 村党支部书记方豪龙说; of two characters, only before what people do
    re.compile(f"(?:{ROLE})(?P<name>{LONG})(?=[，。：、；“（]|$|{SPEAKS}|[在和与等为获被因从向])"),
    re.compile(f"(?:{ROLE})(?P<name>{SHORT})(?={SPEAKS})"),
]
LEADS_IN = re.compile(f"^(?:.*?(?:{LISTS.pattern})|有|是|[我本]市$)")
