"""The checks before print, each by what it finds and by what looks like it and is right."""

from datetime import date

import pytest

from articles.text import proofs
from articles.text.folding import fold
from articles.text.proofs import Passage, Story
from tests.cost import cost

DAY = date(2023, 12, 26)  # a Tuesday


def story(body, *, headline="要闻", on=DAY):
    texts = {"headline": headline, "body": body}
    return Story([Passage(name, name, text, fold(text)) for name, text in texts.items()], on)


def found(body, *, headline="要闻", on=DAY):
    """What the checks mark, as typed."""
    notes = list(proofs.notes(story(body, headline=headline, on=on)))
    notes.sort(key=lambda note: (note.passage.field != "headline", note.start))
    return [note.passage.text[note.start : note.end] for note in notes]


def advice(body, *, headline="要闻"):
    return [note.advice for note in proofs.notes(story(body, headline=headline))]


@pytest.mark.parametrize(
    ("headline", "body", "marked"),
    [
        ("大会昨日举行", "昨日（12月20日），大会在义乌举行。", "昨日（12月20日）"),
        (
            "我市3人获评浙江好人",
            "我市3人获评“浙江好人”，分别是楼青禾、傅远山。",
            "3人获评“浙江好人”，分别是楼青禾、傅远山",
        ),
        ("新增15家", "新增工坊15家，其中镇街8家、村社5家。", "15家，其中镇街8家、村社5家"),
        ("展会", "12月20日至12月18日，展会举行。", "12月20日至12月18日"),
        ("义乌", "《民法典规定，应当赔偿。", "《民法典规定"),
    ],
)
def test_what_is_wrong_is_marked_from_its_first_to_its_last_character(headline, body, marked):
    assert found(body, headline=headline) == [marked]


def test_doubled_marks_are_told_one_by_one():
    assert found("会议指出，，要抓好落实。。", headline="义乌") == ["，，", "。。"]


def test_a_duration_is_no_year():
    assert found("石峁遗址已静默矗立4300年。", headline="首次负增长") == []


@pytest.mark.parametrize(
    "body",
    [
        "昨日（12月25日），大会举行。",
        "昨天（周一）下雨。",
        "12月25日（昨日）下雨。",
        "本周日（12月31日）开赛。",
        "上周六（12月23日）开赛。",
        "下周一（1月1日）放假。",
        "去年（2022年）和明年（2024年）。",
        "上月（11月）和下月（1月）。",
        "日前（12月20日），大会举行。",
        "昨日至今日（12月25日至26日）下雨。",
        "本周（12月25日至31日）是服务周。",
        "新华社北京12月24日电 今天（24日）上午，会议开幕。",
    ],
)
def test_a_day_that_is_the_issues_own_reckoning_is_no_finding(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("昨日（12月20日）", "按出版日期，“昨日”是12月25日（星期一），请核对。"),
        ("本周三（12月20日）", "按出版日期，“本周三”是12月27日（星期三），请核对。"),
        ("本周三（12月28日）", "2023年12月28日是星期四。"),
        ("去年（2021年）", "按出版日期，“去年”是2022年，请核对。"),
        ("上月（10月）", "按出版日期，“上月”是11月，请核对。"),
        ("日前（12月30日）", "“日前”后面的日期晚于出版日期，请核对。"),
        (
            "本周（12月11日至17日）",
            "按出版日期，“本周”是12月25日至12月31日，请核对。",
        ),
        ("12月20日（昨日）", "按出版日期，“昨日”是12月25日（星期一），请核对。"),
    ],
)
def test_the_advice_names_the_day_that_is_meant(body, says):
    assert advice(body) == [says]


def test_a_headline_that_says_another_day_than_the_lead():
    assert found("12月20日，大会举行。", headline="大会昨日举行") == ["昨日"]
    assert found("昨日，大会开幕。", headline="大会今日开幕") == ["今日"]
    assert found("昨日记者获悉，大会今日开幕。", headline="大会今日开幕") == []
    assert found("12月25日，大会举行。", headline="大会昨日举行") == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("定于12月28日25:10开始。", "25:10"),
        ("时间：上午15时。", "上午15时"),
        ("9时75分到达。", "9时75分"),
        ("8:30至9:75开放。", "9:75"),
        ("9:30至8:00开放。", "9:30至8:00"),
        ("15时至14时停电。", "15时至14时"),
    ],
)
def test_a_time_that_no_clock_shows_and_one_that_ends_early(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    "body",
    [
        "比分为25:10、25:18。",
        "以98:75获胜。",
        "22:00至6:00施工。",
        "17:30—2:00营业。",
        "师生比1:3到1:7。",
        "用时25时10分。",
        "24:00截止。",
        "晚10点到6点。",
        "9点到5点上班。",
        "下午2:00—5:00。",
    ],
)
def test_scores_ratios_nights_and_durations_are_right(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("表彰了周明远、陈晓岚、林一帆等2人。", "表彰了周明远、陈晓岚、林一帆等2人"),
        ("周明远、陈晓岚、林一帆两人跳入水中。", "林一帆两人"),
        ("3名教师（周明远、陈晓岚）支教。", "3名教师（周明远、陈晓岚）"),
        ("实施三大工程：民生工程、生态工程。", "三大工程：民生工程、生态工程"),
        ("提出三个方面要求：一是站位；二是落实。", "三个方面要求："),
        ("有12家企业受益，这13家企业都已退税。", "13家"),
    ],
)
def test_a_count_that_the_list_beside_it_does_not_have(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    "body",
    [
        "获奖的3人分别是甲校的周明远、乙校的陈晓岚和林一帆。",
        "评出5家企业，分别是华阳、星光、远大、丽水纺织和新天地。",
        "周明远、陈晓岚、林一帆等10人参加。",
        "张强、李芳夫妻二人经营小店。",
        "党员、干部、群众等3支队伍上阵。",
        "新增非遗项目12个、传承人9名。",
        "A村、B村参加，这2个村各有特色。",
        "提出三个“更加”：一是务实，二是亲民，三是公开。",
        "第二名和第三名分别是周明远、陈晓岚。",
    ],
)
def test_a_list_that_is_whole_or_does_not_claim_to_be(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("捐款8万元，商户捐5万元，合计15万元。", "8万元，商户捐5万元，合计15万元"),
        ("获得3金4银5铜共13枚奖牌。", "3金4银5铜共13枚奖牌"),
        ("新生600名，男生320名、女生250名。", "600名，男生320名、女生250名"),
        ("三次产业结构为5.2:42.3:54.5。", "5.2:42.3:54.5"),
        ("男性占45%，女性占58%。", "45%，女性占58%"),
    ],
)
def test_parts_that_do_not_make_the_whole(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("产值1200万元，其中出口800万元、内销500万元。", "加起来是1300万元，与“1200万元”"),
        ("投入1.2亿元，其中道路8000万元、桥梁5000万元。", "加起来是1.3亿元，与“1.2亿元”"),
        ("新增工坊15家，其中镇街8家、村社5家。", "加起来是13家，与“15家”"),
    ],
)
def test_a_sum_is_said_in_the_unit_of_the_whole(body, says):
    assert says in "".join(advice(body))


@pytest.mark.parametrize(
    "body",
    [
        "工坊120家，其中省级3家、市级15家。",
        "党员56名，其中女党员18名、35岁以下党员45名。",
        "捐款8万元、5万元、2万元，其中前两笔合计13万元。",
        "2022年3家，2023年5家，累计15家。",
        "三次产业结构为1.4:30.5:68.1。",
    ],
)
def test_parts_that_are_some_of_the_whole(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("位列第8至5名。", "第8至5名"),
        ("票价80元至50元。", "80元至50元"),
        ("从12家增加到8家。", "12家增加到8家"),
        ("从5天压缩到7天。", "5天压缩到7天"),
        ("能耗下降了2倍。", "2倍"),
        ("满意率达到102%。", "102%"),
        ("清运量下降130%。", "130%"),
        ("1950年出生的他今年64岁。", "1950年出生的他今年64岁"),
        ("张奶奶今年180岁。", "今年180岁"),
        ("到2O25年建成。", "2O25"),
        ("面积1200平米。", "平米"),
    ],
)
def test_a_figure_that_cannot_be(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    "body",
    [
        "从500元至300元不等，价格从80元降至50元。",
        "从第8名升至第5名。",
        "气温从18℃降到10℃，8~-1℃，-6～2℃。",
        "从亏损300万元增加到盈利120万元。",
        "完成率达120%，增长130%，占计划的105%。",
        "净利润下降120%。",
        "1931年出生的李老今年93岁。",
        "O2O模式，3L装，A10公路。",
        "树龄1200岁的古樟。",
    ],
)
def test_a_figure_that_may_well_be(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("村民王建国六十岁。邻居们说，王健国是个好人。", "王健国"),
        ("医生陈晓岚来了。陈小岚说，不累。", "陈小岚"),
        ("青年李明辉回乡。李辉明说，生意好。", "李辉明"),
        ("传承人章国庆来了。张国庆介绍，要编三天。", "张国庆"),
    ],
)
def test_a_name_in_two_spellings_is_told_at_the_one_that_comes_later(body, marked):
    assert found(body) == [marked]


def test_a_name_in_two_spellings_is_told_at_the_rarer_one():
    body = "村民王健国六十岁。王建国说好。大家夸王建国能干。"

    assert found(body) == ["王健国"]


@pytest.mark.parametrize(
    "body",
    [
        "王建国、王健国来了。村民王建国说好。王健国说不错。",
        "王建国和弟弟王健国来了。村民王建国说好。",
        "村民王建国说好。村民王建军说不错。",
        "教师张丽说好。教师李丽说不错。",
        "余家说好，杜家说不错。",
        "店主于炜谈起往事。于炜坦言，不易。",
        "学生王晟说好。学生王琛说不错。",
    ],
)
def test_two_people_are_two(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("围绕“乡村振兴踊跃发言。", ["“乡村振兴踊跃发言"]),
        ("建设世界之都”。", ["建设世界之都”"]),
        ("歌舞《春到人间”中落幕。", ["《春到人间", "春到人间”"]),
        ("朗读《“乡愁》”一诗。", ["“乡愁》", ]),
        ("他说“学好“三会”本领”。", ["“三会”"]),
        ("学员（含网格员共120人。", ["（含网格员共120"]),
    ],
)  # fmt: skip
def test_marks_that_are_not_closed_not_opened_or_crossed(body, marked):
    assert found(body)[: len(marked)] == marked


@pytest.mark.parametrize(
    "body",
    [
        "“同学们：\n“见字如面。\n“天天向上。”",
        "“床前明月光，\n疑是地上霜。”",
        "他说：“老师常讲‘一日之计在于春’。”",
        "“It's fine,” said Tom.",
        "1）报名；2）签字；（3）盖章。",
        "《〈论语〉今读》",
        "（一）总则（试行）",
    ],
)
def test_marks_that_pair_over_paragraphs_and_within_each_other(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("会议要求，、各部门行动。", "，、"),
        ("太好了！，大家欢呼。", "，"),
        ("明天多云,后天有雨。", ","),
        ("活动结束.大家回家。", "."),
        ("农业局(原农办)发布。", "(原农办)"),
        ('他说："变化太大了。"', '"变化太大了。"'),
        ("出发。\n，到了山顶。", "，"),
        ("若隐若现。。。", "。。。"),
        ("想说什么...没有开口。", "..."),
        ("目标只有一个--干成。", "--"),
    ],
)
def test_a_mark_that_is_doubled_latin_or_out_of_place(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    "body",
    [
        "3.5万、10:30、1,000元。",
        "见https://www.example.com/a?b=1。",
        "“Hello, world!”",
        "太美了！！！怎么办？！",
        "他沉默了……——没有说。",
        "(1)报名(2)签字",
        "55\"屏幕\"",
    ],
)  # fmt: skip
def test_marks_of_figures_addresses_and_english_are_right(body):
    assert found(body) == []


def test_a_headline_ends_without_a_full_stop():
    assert found("大会举行。", headline="我市召开大会。") == ["。"]
    assert found("大会举行。", headline="大会为何召开？") == []


def test_a_long_paragraph_that_ends_without_a_full_stop():
    text = "春天来了，公园里游人如织。工作人员加强巡查，及时清理垃圾，为市民营造干净整洁的游园环境"

    assert found(text) == [text[-8:]]
    assert found(f"{text}。") == []
    assert found("春天来了，公园里游人如织，" * 3 + "很美。记者 周明远 通讯员 陈晓岚") == []


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("群众关心的的问题。", "的的"),
        ("对工作进行进行部署。", "进行进行"),
        ("推进项目建设项目建设。", "项目建设项目建设"),
        ("参加会议议的有三家。", "议"),
        ("坚持人民为中心，坚持人民为中心，办好实事。", "坚持人民为中心，坚持人民为中心"),
    ],
)
def test_words_and_clauses_that_are_written_twice(body, marked):
    assert found(body) == [marked]


@pytest.mark.parametrize(
    "body",
    [
        "天天刚刚慢慢看看，谢谢，常常好好。",
        "地地道道的的确确，热热闹闹。",
        "目的的达成，为了了解，成为为数不多的人，参与与否。",
        "浙江大学大学生，人民民主，会议议程，建设设施。",
        "大家研究研究，一个一个解决，走着走着。",
        "“加油加油！快点快点！”",
        "店主莉莉和娜娜。",
        "南门菜场菜场改造。",
        "从很远很远的地方来。",
    ],
)
def test_words_that_are_said_twice_on_purpose(body):
    assert found(body) == []


def test_a_sentence_or_a_paragraph_that_stood_before():
    said = "全市新建口袋公园二十座，市民出门见绿。"

    assert found(f"{said}记者走访。{said}") == [said]
    assert found(f"{said}\n大家点赞。\n{said}") == [said]
    assert found("等一朵云。\n等一朵云。") == []


def proofs_of(piece, size):
    return list(proofs.notes(story(piece * (size // len(piece)))))


PIECES = (
    "““““ 《（“‘ ）））） 。”’。 ，，、、 .... ---- 一是 三点：一是 "
    "这16家企业 合计3家， 3人：甲、 其中3家、 王建国说 记者王 12月1日至 昨日（ "
    "9:30至 第8至5 从3增到 的的 项目 “a” 3至 、 1 一 l1 ： 等2人 "
    "（1） 甲、乙、 三步：第一 第一步第二步 他们是 三镇为甲、 21比19、 节比分21:19、 率为 "
    "约翰·史密斯 逄永生 占12%， 启示 截止 最低8℃ “错”是错的 张伟明 "
)
ORDINARY = (
    "““““",
    "3人：甲、",
    "王建国说",
)  # the others by `make whole`


@pytest.mark.parametrize(
    "piece",
    [p if p in ORDINARY else pytest.param(p, marks=pytest.mark.whole) for p in PIECES.split()],
)
def test_no_text_makes_a_check_slow(piece):
    """Four times the text costs about four times as much, whatever it says again and again."""
    few, many = (cost(proofs_of, piece, size) for size in (800, 3_200))

    assert many < 8 * few + 0.02


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("分三步走：第一步摸底，第二步签约，第三步开工，第四步验收。", ["三步走："]),
        ("来自宁波、苏州、东莞两地的客商。", ["东莞两地"]),
        ("另有五款：酥饼、月饼。", ["五款：酥饼、月饼"]),
        ("这三个镇为柏木镇、双桥镇、石塘镇、沙溪镇。", ["三个镇为柏木镇、双桥镇、石塘镇、沙溪镇"]),
        ("八个孩子来了。他们是任远、何雨、冉冬。", ["八个孩子来了。他们是任远、何雨、冉冬"]),
        ("带来十四台机器。“这十六台都是新的。”", ["十六台"]),
        ("一班栽26棵，二班栽31棵，两个班共栽树67棵。", ["26棵，二班栽31棵，两个班共栽树67棵"]),
        ("以82比79取胜，四节比分为21比19、18比22、20比20、22比18。",
         ["82比79取胜，四节比分为21比19、18比22、20比20、22比18"]),
        ("甲占42%，乙占31%，丙占20%，其余占2%。", ["占42%，乙占31%，丙占20%，其余占2%"]),
        ("入住率为137%。", ["137%"]),
        ("孵化率从82%提高到了126%。", ["126%"]),
        ("近视率为31%，初中生为62%，高中生高达181%。", ["181%"]),
        ("不满意的占-2.1%。", ["-2.1%"]),
        ("年龄45周岁至18周岁。", ["45周岁至18"]),
        ("最低气温12℃，最高气温7℃。", ["最低气温12℃，最高气温7℃"]),
        ("凯瑟琳·布莱克来了。凯瑟林·布莱克说好。", ["凯瑟林·布莱克说好"]),
        ("农艺师危建农走遍全县。危建龙把裤腿一挽。", ["危建龙"]),
        ("寻物启示", ["寻物启示"]),
        ("胖了一圈！！", ["！！"]),
        ("希望于下周二（1月9日）开业。", ["下周二（1月9日）"]),
        ("到2204年完工。", ["2204年"]),
        ("专列于下周二（1月9日）从宁波、苏州发车（至1月底）。", ["下周二（1月9日）"]),
        ("一直守到到天亮。", ["到到"]),
        ("司机覃小军打开一看。谭小军已经走远。", ["谭小军"]),
    ],
)  # fmt: skip
def test_what_else_is_told(body, marked):
    assert found(body) == marked


def test_a_quotation_within_one_of_its_kind_is_told_once():
    assert found("“说“甲”，也说“乙”。”他笑了。") == ["“甲”"]


def test_a_wrong_word_that_is_spoken_of_is_right():
    assert found("“寻物启示”应为“寻物启事”。") == []
    assert found("“寻物启示”是错的。") == []
    assert found("“寻物启示”与“寻物启事”有别。") == []
    assert found("他写了“寻物启示”。") == ["寻物启示"]


def test_a_figure_in_round_above_the_story():
    assert found("共募得六万零三百元。", headline="义演筹款六万元") == []
    assert found("共募得八万零三百元。", headline="义演筹款六万元") == ["六万元"]
