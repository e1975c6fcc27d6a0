"""Names of people: drawn from common surnames and from characters that their years of birth liked."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶杜苏魏程吕丁沈任姚卢"
    "傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
RARE_SURNAMES = (
    "亓",
    "仝",
    "呙",
    "牟",
    "逄",
    "乜",
    "缑",
    "佘",
    "厍",
    "晁",
    "郗",
    "麴",
    "漆",
    "戢",
    "兀",
    "璩",
)
COMPOUND_SURNAMES = (
    "欧阳",
    "上官",
    "司徒",
    "诸葛",
    "端木",
    "夏侯",
    "皇甫",
    "尉迟",
    "令狐",
    "慕容",
    "东方",
    "司马",
)
MINORITY_NAMES = (
    "阿依古丽·买买提", "古丽娜尔·艾山", "巴特尔·苏和", "扎西·次仁", "卓玛·央金", "阿不都·热合曼", "娜仁·高娃",
    "努尔兰·别克", "迪丽娜·吐尔逊", "索朗·旺堆", "木呷·阿支", "帕丽旦·库尔班",
)  # fmt: skip
COMMON = (
    "张敏",
    "李静",
    "陈建国",
    "王秀英",
    "刘建平",
    "王建华",
    "李秀兰",
    "张桂英",
    "陈丽华",
    "周建明",
    "吴国平",
    "黄志明",
)

OLD_MEN = (
    "国 建 志 文 金 德 永 福 根 水 土 荣 光 春 兴 宝 良 长 关 培",
    "生 根 平 明 荣 林 祥 法 华 庆 松 海 金 福 元 富 良 泉 土 忠",
)
OLD_WOMEN = (
    "秀 玉 桂 美 春 彩 月 菊 素 水 惠 金 爱 翠 凤 雪",
    "英 珍 兰 娟 芬 娥 仙 凤 花 香 琴 莲 妹 芳 珠 菊",
)
MEN = (
    "志 晓 建 立 海 伟 俊 永 国 文 学 卫 少 正 云 向 家 明",
    "军 锋 波 辉 勇 斌 东 明 华 峰 良 松 彬 江 飞 杰 亮 新 民 群",
)
WOMEN = (
    "晓 丽 雪 海 慧 小 亚 燕 春 文 美 红 秀 艳 玲 旭",
    "燕 萍 霞 敏 芳 红 琴 君 娟 琼 英 莉 虹 群 青 飞",
)
YOUNG_MEN = (
    "子 浩 宇 俊 家 嘉 梓 天 泽 一 博 思 铭 逸 奕 皓 昊 承",
    "轩 然 涵 宇 豪 辰 睿 航 哲 阳 洋 楠 恒 凯 远 尧 翔 栋",
)
YOUNG_WOMEN = (
    "思 雨 梦 诗 佳 欣 子 可 若 雅 静 语 芷 心 依 书 沐 晨",
    "涵 琪 怡 彤 萱 妍 宁 瑶 婷 悦 琳 蕾 菲 雯 岚 然 珂 颖",
)
SINGLE_MEN = "磊 昊 琛 铮 炜 桢 骏 晟 烨 煜 韬 渊 钧 澍"
SINGLE_WOMEN = "婕 琳 莹 璐 妍 颖 倩 岚 玥 蕊 瑾 黛 芮 姝"

POOLS = {
    (True, "old"): OLD_MEN, (False, "old"): OLD_WOMEN, (True, "grown"): MEN, (False, "grown"): WOMEN,
    (True, "young"): YOUNG_MEN, (False, "young"): YOUNG_WOMEN,
}  # fmt: skip
GIVEN = {pool: [half.split() for half in halves] for pool, halves in POOLS.items()}
SINGLE = {True: SINGLE_MEN.split(), False: SINGLE_WOMEN.split()}


def person_name(rng: Random, *, is_man: bool, age: int, plain: bool = False) -> str:
    """A name of two to four characters; now and then a common one that others bear as well.

    `plain` leaves out the unusual ones, which a village has few of.
    """
    chance = rng.random()
    if chance < 0.02:
        return rng.choice(COMMON)
    surname = SURNAMES[int(len(SURNAMES) * rng.random() ** 1.9)]
    if not plain:
        if chance > 0.985:
            return rng.choice(MINORITY_NAMES)
        if chance > 0.955:
            surname = rng.choice(COMPOUND_SURNAMES)
        elif chance > 0.925:
            surname = rng.choice(RARE_SURNAMES)
    years = "old" if age >= 55 else "grown" if age >= 32 else "young"
    if chance < (0.26 if years == "young" else 0.12):
        return surname + rng.choice(SINGLE[is_man])
    first, second = GIVEN[is_man, years]
    one, two = rng.choice(first), rng.choice(second)
    while two == one:
        two = rng.choice(second)
    return surname + one + two
