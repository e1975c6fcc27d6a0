"""Words that are right elsewhere and wrong beside their neighbours: 寻物启示, 鼎立相助."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.enums import FindingKind
from articles.text.proofs.passages import Note, Story

NOTICES = (
    r"(?:寻[人物亲车狗犬猫]|招[聘领生工租标募]|征[文稿婚集订求]|失物(?:招领)?|更[正名]|迁址"
    r"|转让|遗失|开业|停刊|鸣谢|报名|认领)(?P<wrong>启示)(?!录)"
)
AS_OF = (  # 截止昨天, not 报名截止今天
    r"(?<![\u4e00-\u9fff0-9])(?P<wrong>截止)(?=[到至]?(?:\d{1,4}[年月日时]|[昨今]|目前|当前"
    r"|本[周月季年]|上[周月]|去年|发稿|记者|[一二三四五六七八九十]{1,3}月))"
)
# What is surely wrong, and what stands for the group `wrong` instead.
PAIRS = tuple(
    (re.compile(pattern), right)
    for pattern, right in (
        (NOTICES, "启事"),
        (AS_OF, "截至"),
        (r"(?P<wrong>鼎立)(?:相助|协助|支持|合作|帮助|襄助|推荐|资助|支援)", "鼎力"),
        (r"三足(?P<wrong>鼎力)|(?P<wrong2>鼎力)之势", "鼎立"),
        (r"(?P<wrong>反应)(?:的|了)?(?:问题|情况|诉求|意见|民意|困难|线索)", "反映"),
        (
            r"(?P<wrong>渡过)了?(?:一个|假期|周末|[春暑寒]|佳节|节日|童年|晚年|时光|一生|生日|余生)",
            "度过",
        ),
        (
            r"(?:打破|刷新|创下?|保持|破)(?:了)?(?:[\u4e00-\u9fff]{0,4}[世全][界国省市])(?P<wrong>记录)",
            "纪录",
        ),
        (
            r"(?P<wrong>佩带)(?:党徽|口罩|头盔|红领巾|胸花|徽章|袖[标章]|首饰|眼镜|手套|助听器)",
            "佩戴",
        ),
        (r"(?P<wrong>在次)(?=[提强荣获获夺证证登入走出来到当成发启体上])", "再次"),
        (r"山洪(?P<wrong>爆发)|(?P<wrong2>爆发)山洪", "暴发"),
        (r"(?P<wrong>暴发)(?:战争|冲突|革命|起义)", "爆发"),
        (r"(?P<wrong>权利)(?:机关|寻租)|以(?P<wrong2>权利)谋私", "权力"),
        (r"(?:生活|生产|学习|日常)(?P<wrong>必须)(?=品)|(?P<wrong2>必须)品", "必需"),
        (r"(?:有效|重要|唯一|主要|根本|多种|新|发展|增收)的?(?P<wrong>途经)", "途径"),
        (
            r"(?<![\d一二两三四五六七八九十百千余几多这那该首每整某])(?P<wrong>座)(?:公交|高铁|火车|飞机|电梯)(?![站口库场厂])",
            "坐",
        ),
        (r"(?<![\u4e00-\u9fff])(?P<wrong>即)要(?=[\u4e00-\u9fff]{1,8}[,，]?[又也还]要)", "既"),
        (r"(?P<wrong>不只)一次地?(?=提到|说过|来过)", "不止"),
        (r"(?P<wrong>交通堵赛|堵赛)", "堵塞"),
        (r"(?<!德)(?P<wrong>报怨)", "抱怨"),
        (
            r"(?P<wrong>期未)(?=考|复习|成绩|测)|(?<!本)(?<!上)(?<!下)(?P<wrong2>周未)(?=[,，。、休两假活])",
            "末",
        ),
        (r"(?P<wrong>自已)(?=的|家|动手|不|也|和|是|来|去|在|做|心|[,，。！])", "自己"),
        (r"未(?:按规定)?(?P<wrong>带)(?=头盔|安全帽)|(?P<wrong2>带)好(?=口罩|头盔|安全帽)", "戴"),
    )
)


def mixed_up_words(story: Story) -> Iterator[Note]:
    """寻物启示 for 启事, 截止昨天 for 截至; not 报名截止今天 nor 深刻的启示."""
    for passage in story.passages:
        for pattern, right in PAIRS:
            for match in pattern.finditer(passage.text):
                group = match.lastgroup or 0
                advice = _("这里的“%(wrong)s”应为“%(right)s”，请核对。")
                words = {"wrong": match[group], "right": right}
                yield passage.note(*match.span(), FindingKind.ERROR, advice % words)
