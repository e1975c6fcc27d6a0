"""The same words, clauses, sentences or paragraphs twice where once was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.proofs.passages import Note, Passage, Story

H = r"[\u4e00-\u9fff]"
# A particle twice, where no word begins or ends with it: 目的的, 的确, 为了了解 are right.
DOUBLE = re.compile(
    r"(?<![目有标])的的(?![确哥士款])|(?<![为除罢明不未时])了了(?![解然结断却如望不])"
    r"|(?<!可)是是(?!非否)|(?<![参给赠赋授])与与|(?<!和)和和(?![气美睦谐平蔼煦乐气])|(?<![以涉波普提触危])及及(?!时格第)"
    r"|(?<![成作认因称誉行转名视])为为(?!了|什|何|数)|(?<![存正实内潜现旨])在在(?!线|校|职|建|编|册|岗|场|乎|意|地|座|京|华|外|家)"
    r"|(?<![土基各场产大])地地(?![道块处址面])|(?<!们)们们|(?<!一)把把(?![关脉手握])|(?<![将])将将(?![士军领])|被被(?!子|褥|单)"
    r"|也也|(?<![首成京古帝建故])都都(?![市会江])|(?<!成)就就(?![业是位地近餐读医诊任寝职])"
    r"|(?<![服随听自])从从(?!容)|(?<![自])我我(?!行)|(?<![其吉])他他"
    r"|(?<![需主重不只必纪想])要要(?![求素害么点塞闻])|到到(?![场位达处底来访期家岗账站港校会任货手账])"
    r"|(?<![值])得得(?![分奖主知到失胜手当意票益出以罪体名病救了])|(?<![方走志导风面朝倾意动外内趋去取偏])向向(?![日东西南北上下前后])"
    r"|(?<![然从因反进])而而|很很|(?<!人)才才(?!能)|(?<![自理缘事因来])由由|(?<![供补])给给(?![予力水养])"
    r"|(?<![谦转出避礼退])让让(?![座路步])|(?<![大天行促即迫])使使(?![用命馆者])|但但|(?<![所没拥具含富享现国占私公])有有(?![机效关限利益序意无用])|(?<!合)并并(?!发网购联非列)"
)
PAIR = re.compile(rf"({H}{{2}})\1(?!\1)")
RUN = re.compile(rf"({H}{{3,12}}?)\1")
# What is said twice on purpose: verbs that are tried, adjectives, sounds.
SAID_TWICE = frozenset(
    re.findall(
        "..",
        "研究讨论商量考虑学习了解休息锻炼活动打扫收拾整理检查介绍参观参谋比较比划表示表现表扬补充"
        "布置测试尝试处理打听打扮打理打算打量打探调查调整调解调理放松分析改进改造改善感受感谢巩固"
        "鼓励观察规范合计核实回忆回味活跃计算纪念加油监督检验建议交流教育教训解释解决开导考察考验"
        "劳驾练习联络联系聊聊溜达流动麻烦磨炼摸索念叨盘算庆祝清理亲热热闹高兴轻松凉快痛快舒服漂亮"
        "暖和干净开心快活热乎体验体会体谅调剂推敲推荐晒晒思考疏导说道说明熟悉谈论探讨提醒帮助帮忙"
        "欣赏修理宣传询问训练研讨演练掂量议论议议印证应付游览张罗照顾照应整顿指点指导指教重视咨询"
        "走访走动琢磨做做享受享福关心关注安慰安排反省反思反映分享复习复核预习温习切磋比试斟酌拾掇"
        "摆弄摆布掺和撮合参与打磨打点打发捯饬倒腾活络捉摸显摆炫耀见识历练寻思端详数落敲打盘点梳理"
        "回顾展望感悟感知雪白通红笔直漆黑碧绿冰凉火热滚烫金黄焦黄乌黑稀烂通亮瓦蓝湛蓝滚圆溜圆煞白"
        "喷香飞快非常特别许多好多很多不少永远真的十分多少好好慢慢天天常常哈哈嘻嘻呵呵嘿嘿呜呜咚咚"
        "哗哗轰隆叮咚滴答嘀嗒噼啪哗啦叽喳咕咚咕噜扑通哐当叮当呼噜吧嗒啪嗒咔嚓谢谢欢迎恭喜宝贝再见"
        "你好救命可以知道来了快点赶紧抓紧等等看看",
    )
)
# With these another word begins, where a longer one ends with them: 浙江大学大学生.
WITHIN = frozenset(
    re.findall(
        "..",
        "大学中学小学社会教育研究文化管理科学合作工业农业企业经济技术艺术音乐运动设计检察人民"
        "大队中队支队总队",
    )
)
LONGER = re.compile(r"[生部社化者员家会局厅院长性式型力法学厂区所班级师民]")
# Words of the news whose last or first character, typed twice, makes no other word.
COMMON = (
    "记者 我们 他们 会议 项目 建设 企业 群众 工作 服务 发展 活动 社区 推进 开展 "
    "提升 提高 加强 实现 完成 组织 举行 参加 表示 介绍 认为 问题 情况 经济 文化 "
    "教育 环境 安全 管理 生产 生活 产业 技术 质量 农村 城市 乡村 居民 市民 村民 "
    "学校 学生 医院 医生 公司 游客 志愿者 负责人 目前 通过 进行 成为 可以 已经 因为 "
    "所以 但是 如果 需要 希望 带来 打造 推动 促进 保障 落实 部署 强调 指出 要求 "
    "增长 下降 获得 举办 召开 开始 "
    "重点 全面 积极 主动 继续 进一步 为了 以及 同时 其中 包括 关注 帮助 支持 "
)
PLACES = frozenset(
    re.findall("..", "菜场市场公园广场社区小区学校小学中学大学医院车站机场景区老街古镇街道商场工厂")
)
HAN = re.compile(H)
DEGREE = re.compile(
    "[很太挺好老真极][远近大小多少久长高深美静慢快冷热香甜亮黑白红厚薄轻重苦累难旧新暖软早晚]"
)
SPEECH = re.compile(r"[“‘「『《][^”’」』》\n]*[”’」』》]?")
CLAUSE = re.compile(
    r"(?<![^\n，。；！？：、])(?!一)([^\n，。；！？、：“”‘’《》（）]{5,40})[，、；。]\1(?=[，。；！？、\n]|$)"
)
EDGE = r"[，。；：、！？的了在是和与为等将把被对来说从0-9约近超\n]"
STUTTER = re.compile(
    "|".join(
        f"(?<={word}){word[-1]}(?={EDGE})|(?<={EDGE}){word[0]}(?={word})"
        for word in re.findall(r"\S+", COMMON)
    )
)
SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
LONG = 16  # 字 of a sentence or paragraph that nobody writes twice
LABEL = re.compile(r"[:：“”《》]")


def repeated_words(story: Story) -> Iterator[Note]:
    """的的, 进行进行, 推进会推进会; not 天天, 研究研究, 目的的 and 大学大学生, nor in speech."""
    for passage in story.passages:
        unspoken = SPEECH.sub(lambda match: "“" * len(match[0]), passage.text)
        for match in DOUBLE.finditer(passage.text):
            yield _twice(passage, match)
        for pattern in (PAIR, RUN):
            for match in pattern.finditer(unspoken):
                if not _is_meant(unspoken, match):
                    yield _twice(passage, match)


def doubled_characters(story: Story) -> Iterator[Note]:
    """会议议的, 的建建设: a character of a common word twice, where no other word uses it."""
    for passage in story.passages:
        for match in STUTTER.finditer(passage.text):
            yield _twice(passage, match)


def repeated_clauses(story: Story) -> Iterator[Note]:
    """A clause directly after itself, a sentence or a paragraph that stood before in the body."""
    for passage in story.passages:
        for match in CLAUSE.finditer(passage.text):
            advice = _("这半句紧接着又写了一遍，请删去一处。")
            yield passage.note(match.start(), match.end(), FindingKind.REPEAT, advice)
    if story.body is None:
        return
    seen: set[str] = set()
    for line in re.finditer(r"[^\n]+", story.body.text):
        text = line[0].strip()
        if len(text) >= LONG and text[-1] in "。！？”" and text in seen:
            advice = _("这一段与前面的一段相同，请删去一处。")
            yield story.body.note(*line.span(), FindingKind.REPEAT, advice)
            continue
        for sentence in SENTENCE.finditer(line[0]):
            said = sentence[0].strip()
            is_long = len(said) >= LONG and said[-1] in "。！？"
            if is_long and said in seen and not LABEL.search(said):
                start = line.start() + sentence.start()
                advice = _("这一句前面已经有了，请删去一处。")
                yield story.body.note(
                    start, line.start() + sentence.end(), FindingKind.REPEAT, advice
                )
            seen.add(said)
        seen.add(text)


def _is_meant(text: str, match: re.Match[str]) -> bool:
    word = match[1]
    is_before_verb = word == "可以" and HAN.match(text, match.end())
    if is_before_verb or (word in SAID_TWICE and text.startswith("得", match.end())):
        return False  # 可以可以办理, 高兴高兴得不肯松手
    if DEGREE.fullmatch(word) or len(set(word)) == 1:  # 很远很远的地方
        return True
    if word in SAID_TWICE or word[-1] in "着啊呀":  # 走着走着
        return True
    is_place = word in PLACES and HAN.match(text, match.start() - 1)  # 南门菜场菜场改造
    if is_place or word[0] == "一" or (len(word) == 2 and text.startswith("一", match.end())):
        return True  # 一个一个
    if len(word) > 2:
        return any(word.startswith(part * 2) for part in (word[:1], word[:2]))
    return word in WITHIN and bool(LONGER.match(text, match.end()))


def _twice(passage: Passage, match: re.Match[str]) -> Note:
    advice = _("“%s”连着写了两遍，请核对是否多了。") % (
        match[1] if match.lastindex else match[0][0]
    )
    return passage.note(match.start(), match.end(), FindingKind.REPEAT, advice)
