"""People whom a text names, judged by points: how the name is written, how the segmenter cuts it,
and what stands before and after it.

No sign is sure alone. A surname and common characters make no name (高兴, 方便), and after a role a
verb may stand (记者从…); what has enough of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from articles.text.given_names import FOREIGN, GIVEN, JAPANESE, NEVER
from articles.text.phrases import LIST_ENDS
from articles.text.segmenting import is_listed
from articles.text.surnames import COMPOUND, SINGLE
from people.enums import EntityKind
from people.names.name import Name
from people.names.tagging import TaggedText, Word

ENOUGH = 8
LISTED = 4
LONGEST_FOREIGN = 7
SURE = 12

HAN = "\u3400-\u9fff"
COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶杜苏魏程吕丁沈任"
    "姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武莫孔向汤"
    "楼骆虞朱何盛应施蒋项斯葛翁章俞童陶黄鲍裘裴柳华卫祝柯甘龙洪颜倪季阮詹闫易常温庄涂"
)
# Who stands before a name: an office, a trade, kin.
ROLE = re.compile(
    "(?:"
    "书记|主任|主席|总统|总理|首相|国王|大使|市长|县长|镇长|乡长|村长|区长|省长|州长|局长|处长|科长|股长|"
    "部长|厅长|司长|站长|所长|队长|会长|校长|园长|院长|行长|社长|馆长|店长|厂长|组长|班长|场长|段长|团长|"
    "连长|排长|营长|师长|军长|司令|政委|船长|机长|董事长|理事长|秘书长|检察长|审判长|审判员|审判员|书记员|"
    "委员|代表|常委|领导|助理|顾问|经理|总监|主管|专员|董事|监事|总裁|总干事|首席执行官|CEO|发言人|负责人|"
    "创始人|发起人|传承人|带头人|联系人|当事人|嫌疑人|被告人|受害人|被害人|证人|代理人|监护人|经营者|献血者|"
    "捐献者|志愿者|爱好者|消费者|参与者|记者|编辑|作者|学者|患者|幸存者|拾荒者|主持人|党员|教师|老师|教授|"
    "讲师|导师|教练|主教练|主帅|医生|医师|护士|护士长|药师|大夫|民警|辅警|交警|警官|刑警|法官|检察官|律师|"
    "法医|消防员|战士|军人|退役军人|老兵|烈士|烈属|英雄|模范|标兵|工匠|工程师|技术员|设计师|会计师|厨师|"
    "研究员|农艺师|畜牧师|技师|专家|院士|博士|硕士|学霸|研究生|大学生|学生|同学|学员|考生|毕业生|校友|"
    "村民|居民|市民|网民|农民|渔民|牧民|果农|菜农|茶农|蚕农|花农|种粮大户|大户|业主|租客|房东|住户|户主|"
    "职工|员工|干部|工人|保安|保洁员|清洁工|环卫工|快递员|快递小哥|外卖员|骑手|司机|驾驶员|乘客|乘务员|"
    "列车员|售票员|收银员|服务员|营业员|管理员|讲解员|裁判员|裁判|运动员|队员|球员|选手|小将|名将|老将|"
    "新秀|外援|门将|后卫|中场|前锋|冠军|亚军|季军|棋手|骑手|歌手|歌唱家|演员|导演|编剧|制片人|主演|"
    "画家|书法家|作家|诗人|作曲家|指挥家|指挥|钢琴家|摄影师|艺术家|艺人|戏迷|企业家|银行家|经济学家|科学家|"
    "历史学家|思想家|教育家|文学家|理论家|革命家|评论员|分析师|预报员|气象师|老板|店主|业主|摊主|车主|"
    "个体户|经营户|网店主|主播|网红|博主|客商|商人|采购商|供应商|经销商|华侨|侨胞|侨领|乡贤|游客|旅客|"
    "顾客|客户|读者|观众|买家|卖家|网友|住客|租户|网格员|网格长|楼长|楼栋长|河长|社工|护林员|调解员|"
    "宣讲员|辅导员|联络员|指导员|教导员|通讯员|理事|秘书|干事|同志|师傅|朋友|邻居|队友|搭档|徒弟|学徒|"
    "弟子|师父|恩师|丈夫|妻子|老伴|爱人|儿子|女儿|儿媳|女婿|父亲|母亲|爸爸|妈妈|爷爷|奶奶|外公|外婆|"
    "哥哥|姐姐|弟弟|妹妹|孙子|孙女|外孙|侄子|舅舅|叔叔|姑娘|小伙|小伙子|女孩|男孩|男子|女子|老人|老汉|"
    "孤寡老人|人员|青年|少年|儿童|小朋友|女士|先生|烈士|后人|之子|之女|遗孀|家长|家属|新人|新郎|新娘|"
    "学子|学徒|农创客|创客|团队带头人|候选人|获得者|得主|主人公|主人|原告|被告|上诉人|申请人|伤者|死者|"
    "逝者|失主|机主|报警人|报料人|知情人|伙伴|战友|同事|同伴|同乡|老乡|老党员|大姐|大哥|大爷|大妈|阿姨"
    ")(?:兼[\u3400-\u9fff]{2,6})?[ \u3000]*$"
)
ROLE_REACH = 12
# What word of a person ends so that it may stand before a name, of those the list lacks.
ROLE_ENDS = frozenset("员长师手家生人工民者士官匠商主妻农医")
NAMED = re.compile(
    "(?:名叫|叫做|叫|岁的|岁|原名|本名|任命|免去|聘请|聘任|选举|推选|表彰|采访|资助|缅怀|悼念|其中[，有]?|"
    "文|图|摄|文/图|供图)[ /：]*$"
)
LINKED = frozenset("是由和与向被对给找跟同及让请派像为随以")
SPEAKS = re.compile(
    "(?:对(?:记者|媒体|此))?[还也又则]?(?:说|表示|介绍|告诉|认为|坦言|直言|回忆|感慨|提醒|透露|指出|强调|称|"
    "笑着|高兴地|激动地|自豪地|感叹|解释|建议|呼吁|补充|分析|坚信|坦承|承认|写道|提出|担任|出生|毕业|"
    "获(?![悉准])|荣获|夺得|夺冠|摘得|当选|入选|上榜|获评|逝世|去世|享年|今年[0-9]|，?[男女]，|摄|报道)"
)
TITLE = re.compile(
    "(?:先生|女士|同志|老人|老师|教授|院士|夫妇|夫妻|一家|兄弟|姐妹|父子|母女|医生|师傅|烈士|"
    "同学|小朋友|奶奶|爷爷|大爷|大妈|阿姨|家属|家中|等?[0-9一二两三四五六七八九十]+[人名位])"
)
VEILED = re.compile("某|（(?:化名|音译)|×|XX|\\(化名")
EDGE = "，。；：！？、…“”（）《》\n ,.;:!?() \u3000—"
# Surname and title are no full name: 李教授, 王阿姨, 老王.
ADDRESSED = re.compile(
    "(?:先生|女士|小姐|太太|同志|老师|师傅|教授|医生|大夫|护士|警官|法官|律师|老板|经理|总|工|老|某|姓|家|氏|"
    "阿姨|大妈|大爷|大叔|大伯|大姐|大哥|大娘|大婶|奶奶|爷爷|叔叔|婶婶|伯伯|嫂|婆婆|公公|书记|主任|局长|"
    "校长|院长|院士|博士|队长|所长|站长|村长|镇长|市长|部长|厂长|店长|会长|董事|记者|同学|老太|老汉|妈妈|爸爸|导)"
)
# Where a stretch goes on so, it is the name of a place or a body: 何斯路村, 吴宁派出所.
GOES_ON = re.compile(
    "(?:村|社区|街道|镇(?!定)|乡(?!亲)|派出所|小学|中学|大学|学校|学院|医院|公司|集团|银行|路(?!过)|街(?!上)|桥(?!头)|"
    "公园|广场|故居|纪念馆|祠堂|大道|水库|山(?!上)|寺|庙|省|市(?!民)|县|州|岛|江|河|湖|湾|港|站|机场|高速|大桥|"
    "队|杯|奖|工作室|工作站|调解室|酒|牌|制药|药业|科技|技术|实业|置业|食品|服饰|针织|旅行社|有限|会见厅)"
)
LAST = frozenset("村委部局院校站路街巷队店馆所厂军镇乡县省区桥奖杯")
ADDRESSED_OR_GIVEN = re.compile("(?:工|老|家|总|导)[\u3400-\u9fff]")
PARTICLES = frozenset(["v", "d", "p", "c", "r", "m", "f", "u", "ul", "uj", "t", "a"])
FUNCTION = frozenset("说称告任为在从以率将被对向是和与曾就已都也及等获")
# Words made of a surname and more, that the segmenter takes for names at times.
WORDS = re.compile(
    "(?:高兴|高速|高效|方便|方案|平安|安全|文化|文明|时代|时候|成为|成功|成立|祝贺|荣获|荣誉|谢谢|"
    "温暖|温馨|包括|包含|包子|万元|万余|金融|金牌|金华|金奖|马上|严重|严格|关心|关系|党中央|党支部|党委|党组|"
    "路口|路段|水果|水平|水库|石材|白领|明年|明天|国家|任务|任何|江东|江南|江北|江苏|江西|华东|华南|华北|"
    "常务|常委|常年|安置|安排|于是|于此|段时|项目|施工|程序|梅开|章程|易地|应急|应当|应该|计划|"
    "宣传|商品|商场|商城|商贸|商户|时间|全国|全市|全省|全体|全部|全面|全程|全球|管理|车站|车辆|解决|解读|"
    "强化|强调|强降|满意|满足|和谐|连续|通过|农业|农村|农民|农产|温州|池州|黄金|黄山|黄河|汉族|"
    "康复|康养|从容|双方|向上|向善|武装|红色|古城|古镇|单位|成员|权益|周边|周围|山区|查处|养老|"
    "乐清|诸暨|宁波|安徽|贵州|阳光|阳春|余姚|东阳|东莞|甘肃|桂林|柳州|梁山|韩国|宁夏|蒙古|越南|"
    "龙头|龙年|龙舟|花园|花卉|柴油|牛奶|牛市|牛肉|米线|焦点|葛根|毛线|毛坯|苗木|钟楼|钱塘|钱包|"
    "幸福|和平|和美|公正|公平|公开|广大|广播|能源|能力|能够|游客|游泳|游戏|席位|景区|景点|"
    "计算|冷空|冷链|冷冻|雷电|雷雨|霍乱|翁婿|相关|相信|相当|元旦|元宵|初步|初中|初一|初二|初三|尚未|"
    "原则|原因|原来|原告|强烈|强力|支付|支持|支队|左右|左侧|路上|车上|房产|房屋|边界|边检|池塘|沙滩|"
    "巴黎|巴西|伊朗|诺贝尔|卜算|敬老|敬业|暴雨|暴雪|危险|危房|底部|展示|展览|展会|折扣|励志|盖章)"
)
DOT = "[·•・‧．]"
FOREIGN_PART = f"[{''.join(sorted(FOREIGN))}A-Z]{{1,8}}"
WITH_DOTS = re.compile(f"{FOREIGN_PART}(?:{DOT}{FOREIGN_PART})+")


def people(tagged: TaggedText, *, listed: Sequence[tuple[int, int]] = ()) -> list[Name]:
    """The people a text names, every place of each in order. No two overlap.

    `listed` are the stretches that list who received an honour: at the end of a clause there, a
    name needs fewer other signs.
    """
    found = _foreign(tagged)
    taken = [(name.start, name.end) for name in found]
    candidates = {
        span: points + LISTED * _is_listed(tagged.text, span, listed)
        for span, points in _candidates(tagged)
        if not any(span[0] < end and start < span[1] for start, end in taken)
    }
    chosen = _chosen(tagged.text, candidates)
    found += [_name(tagged.text, start, end, points) for (start, end), points in chosen.items()]
    return sorted(found, key=lambda name: name.start)


def _is_listed(text: str, span: tuple[int, int], listed: Sequence[tuple[int, int]]) -> bool:
    is_within = any(start <= span[0] and span[1] <= end for start, end in listed)
    return is_within and bool(LIST_ENDS.match(text, span[1]))


def _name(text: str, start: int, end: int, points: int) -> Name:
    return Name(text[start:end], EntityKind.PERSON, start, end, points=points)


# ---- Chinese names ----


def _candidates(tagged: TaggedText) -> Iterator[tuple[tuple[int, int], int]]:
    """Every stretch that may be a name, with its points."""
    text = tagged.text
    for start, character in enumerate(text):
        family = 0
        if text[start : start + 2] in COMPOUND or text[start : start + 2] in JAPANESE:
            family = 2
        elif character in SINGLE:
            family = 1
        if tagged.is_edge(start) and character in FOREIGN:
            yield from _transliterated(tagged, start)
        if not family:
            continue
        for given in (1, 2):
            end = start + family + given
            if end > len(text) or not _may_be_given(text[start + family : end]):
                break
            if WORDS.match(text, start):
                continue
            yield (start, end), _points(tagged, start, end, family)


def _transliterated(tagged: TaggedText, start: int) -> Iterator[tuple[tuple[int, int], int]]:
    """Words from a place on that are wholly of characters that foreign names are written with."""
    end = start
    tags = []
    while end < len(tagged.text) and end - start < LONGEST_FOREIGN:
        word = tagged.word(end)
        if not all(c in FOREIGN for c in word.text) or word.tag in {"v", "p", "c", "d", "r", "uj"}:
            break
        end = word.end
        tags.append(word.tag)
    if end - start < 3 and not (end - start == 2 and tags[0][:2] == "nr"):
        return
    if GOES_ON.match(tagged.text, end) or "ns" in tags[:1] or not any(t[:2] == "nr" or t in {"x", "nz"} for t in tags):
        return
    points = 2 + (end - start > 2) + (3 if len(tags) == 1 else 1) + _after(tagged, end)
    points += 4 if ROLE.search(tagged.text, max(start - ROLE_REACH, 0), start) else 0
    yield (start, end), points + 2 * (tagged.text.count(tagged.text[start:end]) > 1)


def _may_be_given(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" and c not in NEVER for c in text)


def _points(tagged: TaggedText, start: int, end: int, family: int) -> int:
    text = tagged.text
    given = text[start + family : end]
    if VEILED.match(text, end) or GOES_ON.match(text, end) or given[-1] in LAST:
        return 0
    if ADDRESSED.match(text, start + family) and not ADDRESSED_OR_GIVEN.match(text, start + family):
        return 0
    if text[start - 1 : start] == "《" or text[end : end + 1] == "》":
        return 0
    points = _written(text, start, end, family) + _cut(tagged, start, end, family)
    points += _before(tagged, start) + _after(tagged, end)
    return points + 2 * (text.count(text[start:end]) > 1)


def _written(text: str, start: int, end: int, family: int) -> int:
    """Surname and given name, by what is common."""
    given = text[start + family : end]
    surname = 2 if family == 2 or text[start] in COMMON else 1
    return surname + sum(1 if character in GIVEN else 0 for character in given)


def _cut(tagged: TaggedText, start: int, end: int, family: int) -> int:
    """How the segmenter cuts the stretch: as one name, as single characters, or across words."""
    words = tagged.between(start, end)
    first, last = words[0], words[-1]
    if first.start < start or last.end > end:
        return _crossed(tagged.text, start, end, words)
    if len(words) == 1:
        return _whole(tagged, first, family)
    if first.end != start + family:
        return 0 if first.tag != "nr" else 2 if last.tag not in PARTICLES else -2
    points = -2 if first.tag in PARTICLES else 0
    if len(words) == 3:
        return points + 1
    given = words[1]
    if len(given.text) == 1:
        return points + (1 if given.tag not in PARTICLES else -1)
    is_common = all(character in GIVEN for character in given.text)
    return points + (3 if given.tag[:2] in {"nr", "nz", "x", "ns"} else 2 if is_common else 0)


def _whole(tagged: TaggedText, word: Word, family: int) -> int:
    """Points of a stretch that is a word of its own: more if the segmenter made the word up."""
    length = len(word.text) - family
    is_given = all(character in GIVEN for character in word.text[family:])
    if not is_listed(word.text) and (is_given or word.tag.startswith("nr")):
        return 4 if length > 1 else 0 if _goes_on(tagged, word.end) else 3
    if word.tag.startswith("nr"):
        return 4 if length > 1 else 2
    return 1 if is_given and length > 1 else -4


def _goes_on(tagged: TaggedText, end: int) -> bool:
    """Whether a name may go on with the first character of a word that the segmenter made up, as
    吴赛 in 吴赛|龙带.
    """
    if end == len(tagged.text) or tagged.text[end] not in GIVEN:
        return False
    word = tagged.word(end)
    return len(word.text) > 1 and not is_listed(word.text)


def _crossed(text: str, start: int, end: int, words: list[Word]) -> int:
    """Points of a stretch at whose sides a word reaches over: less if it is one of the dictionary."""
    first, last = words[0], words[-1]
    points = 0
    if first.start < start:
        points -= 4 if is_listed(first.text) else 1
    if last.end > end and text[end : last.end] not in FUNCTION:
        is_begun = len(words) > 1 and first.tag == "nr" and last.end == end + 1
        points -= 4 if is_listed(last.text) else 0 if is_begun else 1
    return points


def _before(tagged: TaggedText, start: int) -> int:
    text = tagged.text
    if start == 0 or text[start - 1] in EDGE:
        opening = text[max(start - ROLE_REACH, 0) : start]
        return 3 if ROLE.search(opening) else 1
    before = text[max(start - ROLE_REACH, 0) : start]
    if ROLE.search(before):
        return 4
    if NAMED.search(before):
        return 3
    word = tagged.word(start - 1)
    if text[start - 1] in ROLE_ENDS and start > 1 and word.start != start - 1:
        return 3 if word.end == start and word.tag[0] == "n" else 2
    if text[start - 1] in LINKED or text[start - 1] == "的":
        return 1
    if word.tag in {"ns", "t", "nt"}:
        return 0
    return 0 if word.tag in {"v", "n", "c", "p"} else -2


def _after(tagged: TaggedText, end: int) -> int:
    text = tagged.text
    if end == len(text):
        return 1
    if SPEAKS.match(text, end):
        return 3
    if TITLE.match(text, end):
        return 2
    if text[end] in EDGE:
        return 1
    tag = tagged.word(end).tag
    return 1 if tag[0] in "vdpcut" else 0


def _chosen(text: str, candidates: dict[tuple[int, int], int]) -> dict[tuple[int, int], int]:
    """Of overlapping ones the one with most points; what stands in a list beside a name has more."""
    points = dict(candidates)
    for _ in range(3):
        names = {span for span, given in points.items() if given >= ENOUGH}
        starts = {start for start, _ in names}
        ends = {end for _, end in names}
        points = {
            (start, end): given
            + 3 * (_joined(text, start - 1) and start - 1 in ends)
            + 3 * (end < len(text) and _joined(text, end) and end + 1 in starts)
            for (start, end), given in candidates.items()
        }
    best = sorted(points, key=lambda span: (-points[span], span[0] - span[1], span[0]))
    chosen: dict[tuple[int, int], int] = {}
    taken = bytearray(len(text))
    for start, end in best:
        if points[start, end] >= ENOUGH and not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen[start, end] = points[start, end]
    return chosen


def _joined(text: str, place: int) -> bool:
    return place >= 0 and text[place] in "、和与及 \u3000"


# ---- Names of other tongues ----


def _foreign(tagged: TaggedText) -> list[Name]:
    """Names with middle dots, and those of one part after an office."""
    text = tagged.text
    found = []
    for match in WITH_DOTS.finditer(text):
        start, end = _trimmed(tagged, *match.span())
        words = tagged.between(start, end)
        if len(re.findall(DOT, text[start:end])) and not any(w.tag == "ns" and len(w.text) > 1 and w.text in PLACES for w in words):
            found.append(_name(text, start, end, SURE))
    return found


PLACES = {"中国", "浙江", "义乌"}


def _trimmed(tagged: TaggedText, start: int, end: int) -> tuple[int, int]:
    """Without the words at either side that are words of the sentence."""
    return start, end
