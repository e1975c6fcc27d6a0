"""How papers announce honours, for people.names.honours."""

from __future__ import annotations

import re

from articles.text.name_words import either

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
AWARDED = (
    "(?:入选|入围|获评|荣获|评为|当选|荣膺|荣登|登上|上榜|授予|命名为|认定为|榜上有名|获颁|斩获|摘得|捧回|"
    "获(?!悉|得感|益|利|救|批|准|取|胜|知|刑|释|赔))"
)
PUBLISHED = "(?:公布|发布|公示|揭晓|表彰|通报|认定|命名|发文|印发)"
LISTED = "(?:入选|获奖|评选|拟认定|公示)?(?:名单|榜单|名录)"
# 获评“中国好人”7人 counts recipients, and 获得“…”的福利 is no honour: neither announces any.
NO_TALLY = f"(?!的|{NUMBER}+[人名])"
# What may follow the quoted part: “千万工程”突出贡献集体
TAIL = f"(?:(?:{HAN}|[0-9]){{0,10}}?(?:集体|个人|企业|单位|人物|奖))?"
PLAIN = f"{HAN}{{0,14}}?(?:{either('honours')})"  # without quotation marks
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
    re.compile(
        f"(?!授予){AWARDED}为?得?了?{ROUND}?(?P<programme>{HAN}{{0,12}}?{QUOTED}{TAIL}){NO_TALLY}"
    ),
    # 授予王军生“浙江工匠”称号
    re.compile(f"(?<=授予)(?:{HAN}|[、，（）·0-9]){{0,80}}?{ROUND}?(?P<programme>{QUOTED}{TAIL})"),
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
LISTS = re.compile(
    f"{AWARDED}|认定|命名|评选|[中里][，,]?有|分别[是为]|包括|[他她]们是|名单如下|："
)
GOES_ON = re.compile("其中|[他她]们|此次|本次|本批|该批|名单|我[市省县区]")
LEADS_IN = re.compile(f"(?:.*(?:{LISTS.pattern}))?(?:其中)?(?:有|是)?(?:[我本][市省县区]的?)?")
# What follows a list of recipients: 等6家企业, 3人, 三位.
COUNTED = re.compile(
    f"(?P<more>等)?(?P<count>(?P<number>{NUMBER}+)余?多?(?:人|名|位|家|户|个|所|项|支|件|对|组|村))"
    "(?!以上|左右|次|月|年|米|亿|万)"
)
# The same before the names: 我市有3家企业入选，分别是…
COUNTED_BEFORE = re.compile(f"{COUNTED.pattern}{HAN}{{0,6}}(?:{AWARDED})")
# A name ends so where it is one of recipients.
LIST_ENDS = re.compile(
    f"等|{NUMBER}+(?:人|名|位|家|户|个|所|项|支|件|对|组)|被|光荣|成功|双双|分别|家庭|夫妇|一家|"
    f"同志|老师|女士|先生|{AWARDED}|[，、。；：！…（\n]|$"
)
# Crafts and customs, which lists of heritage name.
HERITAGE = re.compile(
    f"(?P<name>{HAN}{{2,14}}(?:技艺|制作|习俗|风俗|庙会|灯会|传说|道情|婺剧|木雕|竹编|剪纸|花鼓|龙灯|舞龙|舞狮|锣鼓|"
    "拳|疗法|诊法|炮制|工艺|节|祭典))(?=[、，]|入选|上榜|列入|等)"
)
