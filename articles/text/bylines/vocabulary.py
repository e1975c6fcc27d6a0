"""The words of bylines: what people did, what they are called, and where texts come from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.enums import BylineRole

HAN = r"[\u3400-\u4e27\u4e29-\u9fff〇\U00020000-\U000323af]"  # without 丨, which parts words
MARKERS = "▢□■◎○●◇◆△▲☆★▌▶◉⊙"
BEFORE, AFTER = "before", "after"  # on which side of the names a word stands


@dataclass(frozen=True)
class RoleWord:
    """A word for what somebody did. `side` is where it stands when nothing ties it to a name, empty
    if on either; `title` is kept as the person's title where it stands before; a word that is not
    `is_exact` has no role of its own, and the nearest is asked.
    """

    word: str
    roles: tuple[BylineRole, ...]
    side: str = ""
    title: str = ""
    is_exact: bool = True


TEXT, PHOTO, PHOTOGRAPHED = BylineRole.TEXT, BylineRole.PHOTO, BylineRole.PHOTOGRAPHED
BOTH, BOTH_SHOT = BylineRole.TEXT_AND_PHOTO, BylineRole.TEXT_AND_PHOTOGRAPHED
COURTESY, COMPILED = BylineRole.COURTESY, BylineRole.COMPILED
EDITED, VIDEO = BylineRole.EDITED, BylineRole.VIDEO

EITHER_SIDE = {
    TEXT: "文 文字 撰文 撰稿 采写 执笔 采访",
    PHOTO: "图 图片",
    PHOTOGRAPHED: "摄影 拍摄",
    BOTH: "文图 图文",
    COMPILED: "整理",
    VIDEO: "视频 摄像",
}
AFTER_NAMES = {
    TEXT: "报道 采访报道 综合报道 文字报道",
    PHOTOGRAPHED: "摄",
    BOTH: "图文报道",
    BOTH_SHOT: "文摄 文并摄 摄影报道 摄影并文",
    COURTESY: "供图 提供 图片提供 提供图片",
}
BEFORE_NAMES = {
    TEXT: "作者",
    COURTESY: "图片来源 图源 图据 供图单位",
    EDITED: "责任编辑 责编",
}
ASKED = {
    TEXT: "供稿 文案 口述 讲述 翻译 朗诵 播音 配音 主播 出镜 主持",
    PHOTO: "制图 绘图 插图 配图 漫画 插画 海报 设计 美编 绘画 题图 图表",
    COMPILED: "综合 摘编 编译 综合整理 汇编",
    EDITED: "策划 统筹 审核 校对 监制 监审 终审 初审 复审 审签 签发 主编 总编 总监制 总策划 "
    "编审 编排 制作 组稿 协调 版式 排版 检校 执行 指导老师 指导教师 辅导老师 指导",
    VIDEO: "剪辑 视频剪辑 视频拍摄 视频制作 后期",
}
EDITOR = re.compile(
    "(?:本报|本版|本期|值班|执行|新媒体|全媒体|融媒体|微信|网络|文字|图片|美术|视频|见习|实习|"
    "助理|特约|首席)*"
    "(?:责任)?(?:编辑|责编)"
)


def _words() -> dict[str, RoleWord]:
    found = {}
    for side, table in (("", EITHER_SIDE), (AFTER, AFTER_NAMES), (BEFORE, BEFORE_NAMES)):
        for role, words in table.items():
            for word in words.split():
                title = word if role == EDITED else ""
                found[word] = RoleWord(word, (role,), side, title)
    for role, words in ASKED.items():
        for word in words.split():
            found[word] = RoleWord(word, (role,), "", word, is_exact=False)
    found["编辑"] = RoleWord("编辑", (EDITED,), "", "编辑")
    return found


WORDS = _words()
LONGEST_FIRST = sorted(WORDS, key=len, reverse=True)
ONE_ROLE = "|".join(LONGEST_FIRST)
# Several at once: 文/图, 文、视频, 文字/摄影.
RUN = rf"(?:{ONE_ROLE})(?: ?[/、&+＋·] ?(?:{ONE_ROLE}))+"
GLUED_AFTER = [word for word in LONGEST_FIRST if WORDS[word].side != BEFORE]
GLUED_BEFORE = [
    word for word in [*LONGEST_FIRST, "编辑"] if WORDS[word].side != AFTER and len(word) > 1
]

# Titles: what somebody is, after qualifiers or the name of an outlet.
CORE = re.compile(
    "记者|通讯员|评论员|观察员|特派员|报道员|信息员|宣传员|网评员|实习生|撰稿人|撰稿员|特约撰稿|摄影师|摄像师"
)
QUALIFIERS = re.compile(
    "(?:本报|本刊|本台|本网|本社|特约|特派|见习|实习|首席|资深|高级|主任|全媒体|融媒体|融媒|新媒体|摄影|摄像|文字|视频|图片|"
    "时政|政法|文化|文体|文娱|经济|财经|教育|体育|民生|社会|农业|科技|卫生|健康|都市|国际|国内|调查|突发|新闻|"
    "驻.{1,3}|青年|校园|小|老|原|前方|常驻|签约|专职|兼职|优秀|金牌|客户端|出镜|数字|多媒体|融合)*"
)
LONGEST_TITLE = 12  # characters before its core
# A title that says what its bearer does, though no word of the line does.
DOES = {"摄影": PHOTOGRAPHED, "图片": PHOTO, "摄像": VIDEO, "视频": VIDEO}

# What stands before a title and is no part of it: 作者系本报记者.
LEAD = re.compile(
    "(?:本文)?作者(?:系|为|是)|系(?=本报|本刊)|(?:.{0,4}(?:图片|照片|图))?(?:均|皆)?(?:为|由)"
)
# Characters of sentences, hardly of a title: 昨日记者, 根据记者, 一名记者.
SENTENCE = re.compile("[综昨今明近日据有对向让请随跟与和名位从被将把该各多在是了的]")
# Pictures that nobody is named for, and where or when somebody wrote.
UNSIGNED = re.compile(
    "(?:本报|网络|受访者)?(?:资料|网络|示意|效果|模拟)图片?|资料照片|AI(?:生成|制作|制图)"
)
DAY = "[0-9０-９]{1,2}月[0-9０-９]{1,2}日"
WHERE = re.compile(
    rf"(?:发自|摄于|写于|采写于){HAN}{{2,8}}|(?:[0-9０-９]{{4}}年)?{DAY}|{HAN}{{2,4}}专电|对[本此]文[亦也]?有贡献"
)

# Where a text is from.
OUTLET = "社|报|网|台|新闻|客户端|日报|晚报|在线|发布|公众号|融媒|传媒|频道|广播|杂志|周刊|电视|》"
HAS_OUTLET = re.compile(f"{OUTLET}|”|新华|央视|人民|外交部|国务院|中央")
IS_OUTLET = re.compile(f"(?:{OUTLET}|新媒体|融媒体|媒体|中心)$")
AGENCIES = sorted(
    re.findall(
        f"{HAN}+",
        "新华社 新华网 中新社 中新网 中国新闻社 中国新闻网 人民网 央视网 "
        "央视新闻 央广网 央视 人民日报 光明日报 经济日报 中国青年报 "
        "科技日报 工人日报 农民日报 法治日报 解放军报 澎湃新闻 路透社 "
        "法新社 美联社 ",
    ),
    key=len,
    reverse=True,
)
SOURCE_LABEL = "(?:稿件|文章|信息|内容|素材|消息|文字)?来源|稿源"
FROM_ELSEWHERE = "转自|转载自|转载|摘自|原载|选自|编自"
FROM = f"据|综合|来自|{FROM_ELSEWHERE}"
DATELINE = re.compile(
    rf"(?:(?P<prefix>据|综合)?(?P<org>本报|本刊|本台|本网|本社|{'|'.join(AGENCIES)}"
    rf"|{HAN}{{2,8}}?(?:社|报|网|台|新闻|客户端|新媒体|媒体))"
    rf"{HAN}{{0,10}}?(?:{DAY})?(?:专?电|讯|(?:综合)?消息)|{DAY}(?:讯|电))"
    rf"(?=$|记者|通讯员|本报|全媒体|特约|见习|[^\u3400-\u9fff])"
)
# 据新华社, 转自《…》; 本报综合; 新华社发.
SOURCE = re.compile(
    rf"(?:{FROM}|(?:{FROM_ELSEWHERE})[：:])(?:[^\s：:（）()【】/|丨｜《》]|《[^》]{{1,20}}》){{1,40}}(?=[\s（(）)】]|$)"
    rf"|(?:本报|本网|本台|本刊)综合(?:报道|消息|整理)?(?=[\s（(）)】]|$)"
    rf"|{HAN}{{1,10}}(?:社|报|网|台)(?:发|照片|图片|供稿|稿)(?=[\s（(）)】]|$)"
)


def role_word(text: str) -> RoleWord | None:
    """What a word, or several parted by slashes, say that somebody did; None if they say nothing
    of the kind.
    """
    if text in WORDS:
        return WORDS[text]
    if EDITOR.fullmatch(text):
        return RoleWord(text, (EDITED,), BEFORE, text)
    if text[:2] in {"本版", "本组", "本文"} and text[2:] in WORDS:
        return WORDS[text[2:]]
    parts = [part.strip() for part in re.split("[/、&+＋·]", text)]
    if len(parts) < 2 or any(part not in WORDS for part in parts):
        return None
    words = [WORDS[part] for part in parts]
    roles = _together([role for word in words for role in word.roles])
    return RoleWord(text, roles, "", is_exact=all(word.is_exact for word in words))


def _together(roles: list[BylineRole]) -> tuple[BylineRole, ...]:
    """Text and pictures of one hand are one role."""
    for pair, both in (({TEXT, PHOTO}, BOTH), ({TEXT, PHOTOGRAPHED}, BOTH_SHOT)):
        if pair <= set(roles):
            roles = [both, *(role for role in roles if role not in pair)]
    return tuple(dict.fromkeys(roles))
