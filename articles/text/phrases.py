"""How papers announce honours, for people.names.honours."""

from __future__ import annotations

import re

HAN = "[\u3400-\u9fff]"
NUMBER = "[〇零一二两三四五六七八九十百0-9]"
SENTENCE = re.compile(r"[^。！？!?…\n]+[。！？!?…]*")
CLAUSE = re.compile(r"[^，、：。！？!?；…\n]+")  # what a list has between its marks

# ---- Rounds ----

YEAR = "(?:[12][0-9]{3}|[一二][〇零一二三四五六七八九]{3})年"
BATCH = f"(?:首批|首届|第{NUMBER}+(?:[批届期轮]|季(?!度)))"
PERIOD = (
    f"(?:{YEAR}(?:度|第?[一二三四1-4]季度|[上下]半年|{NUMBER}+月)?|(?:第?[一二三四]|[1-4])季度"
    f"|{YEAR}[—至-]{YEAR})"
)
ROUND_NAME = f"(?:{PERIOD}?{BATCH}|{PERIOD})"
ROUND = f"(?P<round>{ROUND_NAME})"

# ---- Programmes ----

QUOTED = "“[^“”，。；\n]{2,30}”"
# What a programme that is printed without quotation marks ends in.
TITLES = (
    "劳动模范|先进工作者|先进个人|先进集体|先进单位|道德模范|三八红旗手|三八红旗集体|巾帼文明岗|巾帼建功标兵|"
    "五一劳动奖[章状]|五一巾帼标兵岗|工人先锋号|青年五四奖章|青年文明号|青年岗位能手|优秀共青团员|优秀共产党员|"
    "优秀党务工作者|先进基层党组织|文明校园|文明单位|文明家庭|文明村镇?|文明镇|文明城市|最美家庭|示范村|示范社区|"
    "示范点|示范基地|示范学校|示范园区?|示范企业|美丽乡村(?:示范村|精品村|特色精品村)?|未来乡村|未来社区|"
    "历史文化名[村镇]|传统村落|卫生村|卫生镇|森林村庄|善治示范村|乡村旅游重点[村镇]|景区村庄|旅游度假区|"
    "平安校园|绿色学校|特色学校|试点学校|试点单位|试点村|单项冠军(?:示范|培育)?(?:企业|产品)?|隐形冠军(?:企业)?|"
    "专精特新(?:“小巨人”|小巨人|中小)?企业|小巨人企业|高新技术企业|瞪羚企业|独角兽企业|领军企业|百强企业|"
    "百强县?市?|500强|百强榜?|老字号|工匠|技术能手|首席技师|技能大师|好人榜?|身边好人|见义勇为(?:先进|积极)分子|"
    "优秀教师|优秀班主任|特级教师|名师|名校长|教坛新秀|学科带头人|优秀志愿者|五星级志愿者|志愿服务先进个人|"
    "优秀工作者|优秀企业家|优秀建设者|十佳青年|十大杰出青年|新时代好少年|美德少年|退役军人|"
    "政府质量奖|科技进步奖|科学技术奖|自然科学奖|国家奖学金|新闻奖|文学奖|牡丹奖|梅花奖|飞天奖|金鹰奖|群星奖|"
    "地理标志(?:农)?产品|绿色食品|名牌产品|著名商标|驰名商标|守合同重信用企业|放心消费(?:示范)?单位|诚信单位|"
    "模范职工之家|模范集体|模范个人|双拥模范|拥军模范|优秀组织奖|集体一等功|代表性传承人|代表性项目"
)
AWARDED = (
    "(?:入选|入围|获评|荣获|评为|当选|荣膺|荣登|登上|上榜|授予|命名为|认定为|榜上有名|获颁|斩获|摘得|捧回|"
    "获(?!悉|得感|益|利|救|批|准|取|胜|知|刑|释|赔))"
)
PUBLISHED = "(?:公布|发布|公示|揭晓|表彰|通报|认定|命名|发文|印发)"
LISTED = "(?:入选|获奖|评选|拟认定|公示)?(?:名单|榜单|名录)"
# 获评“中国好人”7人 counts recipients, and 获得“…”的福利 is no honour: neither announces any.
NO_TALLY = f"(?!的|{NUMBER}+[人名])"
PLAIN = f"{HAN}{{0,14}}?(?:{TITLES})"
ANNOUNCED = [
    # 公布第一批省级示范“共富工坊”名单
    re.compile(
        f"{ROUND}的?(?P<programme>[^，。；：！？、\n]{{2,40}}?"
        f"(?:代表性项目名录|代表性传承人名录|(?={LISTED})))(?:{LISTED})?"
    ),
    re.compile(
        f"(?:公布|发布|公示|揭晓|入选|列入|在)了?+(?!{ROUND_NAME})"
        f"(?P<programme>{HAN}{{0,12}}{QUOTED}{HAN}{{0,12}}?){LISTED}"
    ),
    # 入选为2023年第四季度“义乌好人”, 荣获“浙江工匠”称号
    re.compile(f"{AWARDED}为?得?了?{ROUND}?(?P<programme>{HAN}{{0,12}}?{QUOTED}){NO_TALLY}"),
    re.compile(f"{ROUND}的?(?P<programme>{QUOTED}){NO_TALLY}"),
    # 获全国三八红旗手称号, 被评为省劳动模范
    re.compile(
        f"{AWARDED}为?得?了?{ROUND}?的?(?P<programme>{PLAIN})"
        f"(?:荣誉称号|称号|荣誉|名单|榜单)?(?=[，。；、！\n]|$)"
    ),
    # 入选第六批中国传统村落名录
    re.compile(
        f"{AWARDED}为?了?{ROUND}(?P<programme>{HAN}{{4,24}}?)(?:名录|名单|榜单|称号)?(?=[，。；、]|$)",
        re.MULTILINE,
    ),
]
# In a sentence about an honour, what tells that it lists who received it.
LISTS = re.compile(f"{AWARDED}|[中里][，,]?有|分别[是为]|包括|[他她]们是|名单如下|：")
GOES_ON = re.compile("其中|[他她]们|此次|本次|本批|该批|名单|我[市省县区]")
LEADS_IN = re.compile(f"^(?:.*?(?:{LISTS.pattern})|有|是|[我本][市省县区]的?|其中)+")
# What follows a list of recipients: 等6家企业, 3人, 三位.
COUNTED = re.compile(
    f"(?P<more>等)?(?P<count>(?P<number>{NUMBER}+)余?多?(?:人|名|位|家|户|个|所|项|支|件|对|组|村))"
    "(?!以上|左右|次|月|年|米|亿|万)"
)
# The same before the names: 我市有3家企业入选，分别是…
COUNTED_BEFORE = re.compile(f"{COUNTED.pattern}{HAN}{{0,6}}(?:{AWARDED})")
# A name ends so where it is one of recipients.
LIST_ENDS = re.compile(
    f"等|{NUMBER}+(?:人|名|位|家|户|个|所|项|支|件|对|组)|被|光荣|成功|双双|{AWARDED}|[，、。；：！（\n]|$"
)
# Crafts and customs, which lists of heritage name.
HERITAGE = re.compile(
    f"(?P<name>{HAN}{{2,14}}(?:技艺|制作|习俗|风俗|庙会|灯会|传说|道情|婺剧|木雕|竹编|剪纸|花鼓|龙灯|舞龙|舞狮|锣鼓|"
    "拳|疗法|诊法|炮制|工艺|节|祭典))(?=[、，]|入选|上榜|列入|等)"
)
