"""Whether a word is somebody's name: for sure, perhaps, or two names without a space between."""

from __future__ import annotations

import re
from collections.abc import Collection

from articles.text.bylines.vocabulary import HAN
from articles.text.surnames import COMPOUND, SINGLE

HAN_WORD = re.compile(rf"{HAN}+")
DOTTED = re.compile(rf"{HAN}{{1,8}}(?:[·•・‧]{HAN}{{1,8}})+")
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.'’·-]+")
LATIN_NAMES = re.compile(f"{LATIN.pattern}(?: {LATIN.pattern})*")
GIVER = re.compile(rf"(?:{HAN}|[A-Za-z0-9“”‘’《》（）·•-]){{2,30}}")  # a body that gave a picture
NO_NAMES = frozenset(
    re.findall(
        f"{HAN}+",
        "文字 文图 文摄 文稿 高清 时报 全文 文化 文体 时政 时评 时间 "
        "金融 安全 平安 方面 常务 路透 明日 高温 项目 水库 应急 全市 "
        "全国 全省 全县 全体 张贴 成立 成功 成果 包括 时代 古镇 温馨 "
        "管理 关注 关于 强化 解读 解放 连线 任务 范围 易错 冷空气 凌晨 "
        "曾经 应该 和平 常态 后勤 万众 安装 安排 安置 严寒 农业 农村 "
        "农民 教师 全媒体 ",
    )
)
# Places that begin as names do.
PLACES = frozenset(
    re.findall(
        f"{HAN}+",
        "江苏 江西 安徽 海南 云南 宁夏 甘肃 广东 金华 温州 宁波 常州 "
        "苏州 台州 黄山 路桥 金东 温岭 安吉 武义 武汉 安庆 常德 万州 "
        "柳州 梅州 江门 江山 江阴 余姚 余杭 乐清 临安 康定 石家庄 "
        "景德镇 马鞍山 汤溪 古田 盘安 贺州 包头 应县 毕节 黎川 丰城 "
        "东阳 ",
    )
)
WHERE_OR_WHEN = re.compile(
    "[于自从在](?:北京|上海|天津|重庆|杭州|义乌|现场|一线|前线|昨|今|近|日|当|前|此|.{1,3}[市县区镇村])"
)
# Names that several people of a paper write under: they sound like 综合, 众声, 中央……
PEN_NAMES = frozenset(
    re.findall(
        f"{HAN}+",
        "宗何 宗合 宗和 综合 仲合 钟合 钟何 仲音 众音 钟声 仲声 钟轩理 "
        "钟华论 任仲平 任平 国纪平 何振华 郑青原 和音 宣言 辛识平 钟政 "
        "仲平 平言 钟岳 本报 编者 ",
    )
)
# How the names of bodies end. Those of one character end given names as well.
LONG_BODY = re.compile(
    "(?:中心|公司|集团|协会|学会|商会|联盟|学校|大学|学院|中学|小学|医院|政府|街道|新闻|客户端|融媒|媒体|发布|编辑部|"
    "工作室|小组|大队|支队|中队|委员会|宣传部|组织部|报道组|采访组|共富工坊|工坊|社区|博物馆|图书馆|文化馆|管委会|景区|"
    "电视|广播|报社|日报|晚报|新华社|资料|受访者|采访对象|主办方|当事人|网络|企业|单位|部门|基金会|联合会|总会|分局|公众号)$"
)
SHORT_BODY = re.compile("[办局厅社报网馆站校院委部队处所县市区]$")
SMALL_BODY = re.compile("[会台镇乡村组店厂科]$")
# The characters that foreign names, and those of several peoples, are written with.
SOUNDS = frozenset(
    "阿埃艾安昂奥巴白班邦包保鲍贝本比彼别宾波伯布策查达戴丹德登邓迪蒂丁杜顿多恩尔法凡范菲费芬佛弗福甫富盖冈高戈格葛"
    "根古瓜圭哈海汉豪赫亨胡华怀霍基吉加贾杰金卡凯坎康考科可克肯库夸拉莱兰朗劳勒雷里利林琳留卢鲁路伦罗洛马玛迈麦曼芒毛"
    "梅门蒙米密敏明摩莫默木穆纳娜南内尼涅宁纽努诺欧帕潘庞佩彭蓬皮平珀普齐奇乔切琼丘让热任日荣儒瑞若萨塞桑瑟森沙山尚绍"
    "舍圣什史舒斯苏索所塔泰坦唐陶特藤提铁廷图吐托瓦万旺威韦维魏温文翁沃乌西希锡夏谢辛欣雄休许叙雅亚扬耶叶伊因英于雨约"
    "泽扎詹张珍芝朱兹子佐卜合都提衣莉莎妮黛蕾薇茜露丝茹琪买力江丽迪孜孙依帖吾甫肉仙再努尕次仁央宗卓措嘎珠堆旦增巍娅吐逊"
)
MOST_SPLITS = 3


def is_person(word: str) -> bool:
    """Two or three characters after a surname, or four if it is a double one; or a foreign name.

    Four characters after a single surname may be two names without the space between them, and so
    may words that end as bodies do be one: they are not sure.
    """
    if DOTTED.fullmatch(word):
        return all(set(part) <= SOUNDS for part in re.split("[·•・‧]", word))
    if not HAN_WORD.fullmatch(word):
        return bool(LATIN_NAMES.fullmatch(word))
    if word in NO_NAMES or word in PLACES or word in PEN_NAMES or WHERE_OR_WHEN.match(word):
        return False
    if SHORT_BODY.search(word) or LONG_BODY.search(word):
        return False
    is_double = word[:2] in COMPOUND and 2 < len(word) < 5
    return is_double or (word[0] in SINGLE and 1 < len(word) < 4)


def is_body(word: str) -> bool:
    """Whether a word looks like a body rather than a person."""
    if is_person(word):
        return False
    if DOTTED.fullmatch(word) or LONG_BODY.search(word):
        return True
    return len(word) > 2 and bool(SHORT_BODY.search(word) or SMALL_BODY.search(word))


def guesses(word: str, *, known: Collection[str]) -> tuple[list[tuple[str, ...]], bool]:
    """The names that a word may stand for, likeliest first; and whether the first is beyond doubt.

    `known` are the names of the register, which are believed whatever they look like.
    """
    if word in known:
        return [(word,)], True
    registered = _in_register(word, known)
    if registered and len(word) > 4:
        return [registered], True
    if is_person(word):
        return [(word,)], True
    split = [registered] if registered else []
    split += [pair for pair in _pairs(word, known) if pair not in split]
    whole = [(word,)]
    is_one = len(word) <= 4 and not registered
    found = [*whole, *split] if is_one or not split else [*split, *whole]
    return found[: MOST_SPLITS + 1], False


def _pairs(word: str, known: Collection[str]) -> list[tuple[str, ...]]:
    """A word cut into two names, or three of three characters."""
    if not HAN_WORD.fullmatch(word) or not 4 <= len(word) <= 9:
        return []
    found = [
        (word[:n], word[n:])
        for n in range(2, len(word) - 1)
        if all(part in known or is_person(part) for part in (word[:n], word[n:]))
    ]
    found.sort(key=lambda pair: abs(len(pair[0]) - 3))
    three = (word[:3], word[3:6], word[6:])
    return [*found, three] if len(word) == 9 and all(map(is_person, three)) else [*found]


def _in_register(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The registered names that a word is made of, if it is made of nothing else."""
    if len(word) > 30:
        return ()
    ends: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(word)):
        if start not in ends:
            continue
        for end in range(start + 2, len(word) + 1):
            if end not in ends and word[start:end] in known:
                ends[end] = (*ends[start], word[start:end])
    return ends.get(len(word), ())
