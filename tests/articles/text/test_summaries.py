"""Which paragraph opens a story on a card, and where it is cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import body
from articles.text.counting import length
from articles.text.summaries import summary

LEAD = "昨天上午，全市共同富裕现场会在后宅街道召开。"


@pytest.mark.parametrize(
    "before",
    [
        "本报讯（记者 周望舒）",
        "本报讯 记者 周望舒 通讯员 何家宁",
        "新华社北京12月5日电（记者 周望舒）",
        "□本报记者 周望舒 文/摄",
        "（上接第1版）",
        "编者按",
        "【编者按】",
        "编者按：为展现新气象，本报今起推出“家门口的变化”专栏，敬请关注。",
        "开栏的话：新春走基层，记者在路上。从今天起，本报推出专栏。",
        "2024年3月5日 星期二",
        "二〇二四年三月五日",
        "发布时间：2024-03-05 08:30",
        "来源：市融媒体中心",
        "一、加强组织领导",
        "（二）提高认识。",
        "3.压实责任。",
        "小村庄里的大变化",
        "钱从哪里来？",
        "加油！义乌！",
        "尊敬的各位领导、各位来宾，女士们、先生们、朋友们：",
        "各位代表：",
        "同志们！",
        "亲爱的读者朋友，大家好！",
        "图为12月5日，志愿者在李祖村打扫卫生。",
        "图说：志愿者在打扫卫生。",
        "图①：村民在晒秋。",
        "左图 村民在晒秋。",
        "▲12月5日，志愿者在李祖村打扫卫生。",
        "12月5日，志愿者在李祖村打扫卫生。记者 周望舒 摄",
        "12月5日，志愿者在李祖村打扫卫生。（市总工会供图）",
        "志愿者在李祖村打扫卫生。周望舒摄",
        "（本版图片由市摄影家协会供图）",
        "★★★",
    ],
)
def test_the_first_paragraph_that_says_something_is_taken(before):
    paragraphs = [before, LEAD, "会议要求，各镇街要压实责任。"]

    assert summary(paragraphs, limit=80) == LEAD


@pytest.mark.parametrize(
    "lead",
    [
        "天冷了。",
        "“今年收成怎么样？”一进村，市农业农村局的技术员就问起了种粮大户老何。",
        "为保障春节期间道路交通安全，根据有关规定，现将有关事项通告如下：",
        "12月5日，志愿者走进李祖村。",
        "同志们在一线奋战了三天三夜。",
        "一、二月份是春茶管理的关键时期。农技人员提醒茶农，要做好防冻。",
        "图书馆昨天开馆。",
        "这部电影将在李祖村拍摄。",
        "3.5万人昨天参加了长跑。",
        "今年的收成真叫好！村里的老人说，几十年没有见过这样沉甸甸的稻穗。",
        "编者、作者和读者昨天坐在了一起。",
        "好！昨晚梅湖体育馆里，一声声喝彩此起彼伏，村晚热热闹闹地开场了。",
    ],
)
def test_a_paragraph_that_says_something_is_not_passed_over(lead):
    assert summary([lead, LEAD], limit=80) == lead


@pytest.mark.parametrize(
    ("paragraph", "taken"),
    [
        ("本报讯（记者 周望舒）" + LEAD, LEAD),
        ("本报讯（记者 周望舒 通讯员 何家宁） " + LEAD, LEAD),
        ("【本报讯】" + LEAD, LEAD),
        ("据新华社北京12月5日电（记者 周望舒）" + LEAD, LEAD),
        ("本报杭州十二月五日讯 " + LEAD, LEAD),
        ("本报通讯员队伍昨天成立。", "本报通讯员队伍昨天成立。"),
        ("中国网络通讯大会昨天开幕。", "中国网络通讯大会昨天开幕。"),
        ("记者从12月5日电商大会上获悉。", "记者从12月5日电商大会上获悉。"),
    ],
)
def test_the_dateline_is_no_part_of_what_a_paragraph_says(paragraph, taken):
    assert summary([paragraph], limit=80) == taken


@pytest.mark.parametrize(
    ("paragraphs", "taken"),
    [
        (
            ["12月5日，志愿者在打扫卫生。记者 周望舒 摄"],
            "12月5日，志愿者在打扫卫生。记者 周望舒 摄",
        ),
        (["编者按", "小村庄里的大变化"], "小村庄里的大变化"),
        (["各位代表：", "春到义乌江", "燕子归来时"], "春到义乌江"),
        (["本报讯（记者 周望舒）"], ""),
        (["", "  "], ""),
        ([], ""),
    ],
)
def test_where_none_says_more_the_best_there_is_is_taken(paragraphs, taken):
    assert summary([text.strip() for text in paragraphs], limit=80) == taken


@pytest.mark.parametrize(
    ("html", "taken"),
    [
        (f"<table><tr><td>甲。</td><td>乙。</td></tr></table><h2>一</h2><p>{LEAD}</p>", LEAD),
        (f"<blockquote><p>引语说明了一切。</p></blockquote><p>{LEAD}</p>", LEAD),
        (f"<ul><li>{LEAD}</li></ul>", LEAD),
        ("<table><tr><td>甲。</td><td>乙。</td></tr></table>", ""),
    ],
)
def test_a_body_gives_its_paragraphs_or_else_its_quotations_and_items(html, taken):
    assert body.parse(html).summary(limit=80) == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        (
            "他说：“村里变了样，路宽了，灯亮了，人也多了。”大家都笑了。",
            "他说：“村里变了样，路宽了…”",
        ),
        (
            "会议学习了《关于加强新时代基层治理、深化网格管理的意见》。",
            "会议学习了《关于加强新时代…》",
        ),
        ("市里出台意见，提出“三年成型、五年成势、十年成城”的目标。", "市里出台意见…"),
        ("他喊道：“快跑！快跑！”大家都往山上跑去，一刻不停。", "他喊道：“快跑！快跑！”"),
        ('他说："村里变了样，路宽了，灯亮了，人也多了。"', '他说："村里变了样，路宽了…"'),
        ("好。昨晚梅湖体育馆里一声声喝彩此起彼伏，村晚开场了。", "好。昨晚梅湖体育馆里一声声喝…"),
        ("It’s a long way，从义乌到马德里的班列开了整整十年。", "It’s a long way…"),
    ],
)
def test_a_summary_never_ends_in_half_a_quotation(text, taken):
    assert summary([text], limit=15) == taken


@settings(max_examples=200, deadline=None)
@given(st.text('好，。！、；“”‘’《》（）"5G… ', max_size=60), st.integers(6, 40))
def test_a_summary_is_short_enough_and_closes_what_it_opens(text, limit):
    text = text.strip()
    found = summary([text], limit=limit)

    assert length(found) <= limit
    if found != text:
        for opening, closing in ("“”", "‘’", "《》", "（）"):
            assert found.count(opening) <= found.count(closing)
