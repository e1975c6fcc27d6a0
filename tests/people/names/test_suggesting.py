"""Names nobody has entered, and honours, read out of sentences; made up, but for the sample."""

import random

import pytest

from people.names.suggesting import suggest
from tests.cost import cost
from tests.sample_site import STORIES


def told(text):
    """Each honour with its round and whom it went to."""
    return [
        (one.programme, one.round, [name.name for name in one.recipients])
        for one in suggest(text).announcements
    ]


def others(text):
    """The names that no honour has, as they stand in the text."""
    return [name.name for name in sorted(suggest(text).others, key=lambda name: name.start)]


def sample(number):
    return next(story for story in STORIES if story["id"] == number)


def not_listed(story):
    """What is read out of a story and is none of the entities listed with it."""
    true = {entity["name"] for entity in story["entities"]}
    return [name.name for name in suggest(story["body_text"]).names if name.name not in true]


# ---- The sample ----


@pytest.mark.parametrize(
    ("number", "programme", "round"),
    [
        (1, "省级示范“共富工坊”", "第一批"),
        (3, "金华市“科学家故事众创空间”创新试点学校", "首批"),
        (9, "义乌好人", "2023年第四季度"),
    ],
)
def test_the_honours_of_the_sample_are_found_with_all_who_received_them(number, programme, round):
    story = sample(number)
    honour = story["honours"][0]

    assert told(story["body_text"]) == [
        (
            programme,
            round,
            [r["name"].translate({0x201C: "", 0x201D: ""}) for r in honour["recipients"]],
        )
    ]


def test_the_citations_of_the_ten_are_those_printed():
    story = sample(9)
    (announcement,) = suggest(story["body_text"]).announcements

    assert [(r.name, r.citation) for r in announcement.recipients] == [
        (r["name"], r["citation"]) for r in story["honours"][0]["recipients"]
    ]


def test_the_workshop_s_street_is_told():
    (announcement,) = suggest(sample(1)["body_text"]).announcements

    assert [r.unit for r in announcement.recipients] == ["后宅街道"]


def test_no_name_is_false_in_any_story_of_the_sample():
    found = {story["id"]: names for story in STORIES if (names := not_listed(story))}

    # One as the story calls what is listed in full, and the branch of one that is listed.
    assert found == {3: ["市教育局"], 6: ["商城集团国际商贸城第五分公司党支部"]}


def test_every_name_is_where_it_is_said_to_stand():
    for story in STORIES:
        text = story["body_text"]
        for name in suggest(text).names:
            assert text[name.start : name.end].translate({0x201C: "", 0x201D: ""}) == name.name


# ---- Honours ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "近日，省妇联公布2025年度“浙江最美家庭”名单，我市楼小芳、王建国、毛阿三等3户入选。",
            [("浙江最美家庭", "2025年度", ["楼小芳", "王建国", "毛阿三"])],
        ),
        (
            "市里公布第二批市级“共富工坊”名单。其中，佛堂镇“蚕小丫”共富工坊、赤岸镇“红糖妈妈”共富工坊上榜。",
            [("市级“共富工坊”", "第二批", ["蚕小丫共富工坊", "红糖妈妈共富工坊"])],
        ),
        (
            "第五届“商城工匠”揭晓，他们是：潜心木雕三十年的何木生；守护电网的欧阳志远。",
            [("商城工匠", "第五届", ["何木生", "欧阳志远"])],
        ),
        ("北苑街道丹桂社区获评省级“示范社区”。", [("省级“示范社区”", "", ["丹桂社区"])]),
        (
            "在全省“万村善治”示范村名单中，李祖村榜上有名。",
            [("全省“万村善治”示范村", "", ["李祖村"])],
        ),
        ("陇头朱村入选第六批中国传统村落名录。", [("中国传统村落", "第六批", ["陇头朱村"])]),
        (
            "后宅街道全备村、上溪镇和平村入选第三批全国乡村旅游重点村名单。",
            [("全国乡村旅游重点村", "第三批", ["全备村", "和平村"])],
        ),
        ("朱长青荣获2024年第一季度“金华好人”称号。", [("金华好人", "2024年第一季度", ["朱长青"])]),
    ],
)
def test_an_honour_is_found_with_its_round_and_recipients(text, found):
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "截至目前，获评“中国好人”7人，“浙江好人”37人。",  # a tally
        "商户将获得“数字创新”的丰厚福利，王建国很高兴。",
        "获评“国家级非遗”的红糖制作技艺，全市共有三项。",
        "第四季度“义乌好人”评选启动。",  # nobody has it yet
    ],
)
def test_what_announces_nobody_is_no_announcement(text):
    assert told(text) == []


def test_a_word_that_begins_like_a_name_is_no_recipient():
    text = "第三批“义乌名师”名单公布，有热闹的商贸街，方婷婷入选。"

    assert told(text) == [("义乌名师", "第三批", ["方婷婷"])]


def test_a_body_before_a_person_is_where_the_person_is_from():
    (announcement,) = suggest("义亭镇陇头朱村的朱长青等10人获评“金华好人”。").announcements

    assert [(r.name, r.unit, r.citation) for r in announcement.recipients] == [
        ("朱长青", "陇头朱村", "")
    ]


def test_of_several_honours_in_a_sentence_each_has_its_own():
    text = "朱长青获评“金华好人”，楼小芳、毛阿三获评“义乌好人”。"

    assert told(text) == [
        ("金华好人", "", ["朱长青"]),
        ("义乌好人", "", ["楼小芳", "毛阿三"]),
    ]


def test_a_list_ends_with_its_paragraph():
    text = "第三批“义乌名师”名单公布，方婷婷入选。\n其中，有常年坚守山区的楼小芳。"

    assert told(text) == [("义乌名师", "第三批", ["方婷婷"])]


# ---- Names ----


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“童心”幼儿园、“银铃”志愿服务队参加活动。", ["童心幼儿园", "银铃志愿服务队"]),
        ("走进稠江街道锦都社区居委会。", ["稠江街道", "锦都社区"]),
        ("近日，稠江街道锦都社区开展活动。", ["稠江街道", "锦都社区"]),
        ("我市后宅街道、本市上溪镇的企业", ["后宅街道", "上溪镇"]),
        ("由义乌市实验小学、福田小学共同举办。", ["义乌市实验小学", "福田小学"]),
        ("我市各中小学、三所学校、中小学生都来了。", []),
        ("“最美”社区评选结束，社区治理更好。", []),
        ("打造美丽乡村精品村、全国文明村。", []),
        ("在佛堂镇双林村，全村都在晒红糖。", ["佛堂镇", "双林村"]),
        ("市人民医院、市中心医院和高新区都来了。", ["市人民医院", "市中心医院"]),
        (
            "市第二中学昨天开学。市歌舞团、县红十字会都来了。",
            ["市第二中学", "市歌舞团", "县红十字会"],
        ),
        ("市水利局水文站监测显示，水位下降。", ["市水利局水文站"]),
        ("市发改委价格监测中心分析，后期大涨可能性不大。", ["市发改委价格监测中心"]),
        ("和平里社区党总支书记带着本子。", ["和平里社区党总支"]),
        ("大丰镇田心村村民委员会不慎遗失公章。", ["大丰镇田心村村民委员会"]),
        (
            "县疾病预防控制中心、省林木品种审定委员会",
            ["县疾病预防控制中心", "省林木品种审定委员会"],
        ),
        ("县海洋与渔业执法大队联合开展行动。", ["县海洋与渔业执法大队"]),
        ("读者凭市图书馆借书证进门。", ["市图书馆"]),
        ("就水源问题向云峰镇人民政府发出建议。", ["云峰镇人民政府"]),
        ("3月3日在岚溪市文化馆门口，又以岚溪市博物馆为例。", ["岚溪市文化馆", "岚溪市博物馆"]),
        ("将在白马乡建立展示片，在六个乡镇试验。", []),
        ("民丰村镇银行昨日宣传。", ["民丰村镇银行"]),
        ("该行国际业务部经理说，上海研发部很忙。", []),
        ("市消防救援大队教导员孙伟带队检查，会展中心办展。", ["市消防救援大队"]),
        ("三鼎控股集团有限公司昨日开业。", ["三鼎控股集团有限公司"]),
        ("昨日对方前往现场，进乡里，到镇上。", []),
    ],
)
def test_bodies_are_known_by_their_suffixes(text, found):
    assert others(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("村党支部书记楼大江说，收成不错。", ["楼大江"]),
        ("村民王林告诉记者。", ["王林"]),
        ("村民王林场里忙。", []),
        ("下王社区居民黄志刚为救人跳入水中，学生周子涵获奖。", ["黄志刚", "周子涵"]),
        ("窗口工作人员刘敏告诉她，工作人员安排好了。", ["刘敏"]),
        ("雨雪天气路面湿滑，石油价格下降，温度回升，江河安澜。", []),
        ("社区干部欧阳芳介绍，居民们很满意。", ["欧阳芳"]),
        ("居民满意度提升，职工安全感增强，党员先锋岗。", []),
        ("市民文化节，村民安全帽，职工商品房，都很好。", []),
        ("市民文化节开幕，村民管理水平，居民高度认可。", []),
        ("工作人员介绍，负责人说，李教授说，王阿姨说，张某某说，李某（化名）说。", []),
        ("来宾致电祝贺他，党中央关心，谢谢大家，高兴地说，方便面，安全感。", []),
        ("王珠说，这很好。", ["王珠"]),
        ("选手阿依古丽·买买提、设计师马库斯·施密特获奖。", ["阿依古丽·买买提", "马库斯·施密特"]),
        ("推动高质量，完善的方案，很好的成果，他的时间。", []),
        ("地质队员费米生把怀表捐了。教授林丽珊来浙寻根。", ["林丽珊"]),
        ("原告陶守田诉称，被告私自抬高院基。", ["陶守田"]),
        ("党委书记何小红带着社工走访，四年级学生金子涵笑着说。", ["何小红", "金子涵"]),
        ("省长王浩会见了客人，街道副主任张敏算过账。", ["王浩", "张敏"]),
        ("商人别克扎提·努尔兰连喝三碗。", ["别克扎提·努尔兰"]),
        ("他的父亲艾合买提·卡斯木年轻时拾花。", ["艾合买提·卡斯木"]),
        (
            "种植户阿卜杜拉·麦提尼亚孜、参议员让-皮埃尔·拉法兰",
            ["阿卜杜拉·麦提尼亚孜", "让-皮埃尔·拉法兰"],
        ),
        ("冠军为磨盘村，季军由大学生获得，农艺师、连长都来了。", []),
        ("遗失开户许可证，摊主黎阿婆说，掏出一张全家福。", []),
        ("他们捏一捏、闻一闻，“范公堤”“金边虞美人”长势喜人。", []),
        ("高二（3）班的方梓萱获奖，高二（3）班向前走，市民应年满18周岁。", ["方梓萱"]),
        ("亚军肯尼亚选手，特斯拉门店，来义乌采购。", []),
    ],
)
def test_people_are_known_by_surname_and_what_stands_beside_them(text, found):
    assert others(text) == found


def test_a_name_is_suggested_once():
    assert others("村民楼大江说。村民楼大江说。“童心”幼儿园，童心幼儿园，“童心”幼儿园。") == [
        "楼大江",
        "童心幼儿园",
    ]


def test_hostile_texts_are_read_in_time_that_grows_with_their_length():
    characters = random.Random(7).choices("王的市村“”、，社区名单第一批入选街道", k=16_000)
    text = "".join(characters)

    assert cost(suggest, text) < 12 * cost(suggest, text[:4_000])
