"""Where a line of a title may end."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import body, breaking

CHARACTERS = "市民在体育馆“”《》，。 \u3000·—12.5%年月万亿元个名AZ<&·😀𠮷\n"


def cut(line, names=()):
    """The line with | where it may end but for its blanks, and ( ) around what flows only where it
    must.
    """
    html = breaking.title(line, names)
    html = re.sub(r'</span>(.)(?=<span class="words">)', r"\1</span>", html)  # see in_runs
    html = re.sub(r'<span class="words">([^/]*)</span>', r"|\1|", html)
    html = html.replace('<span class="line">', "|(|").replace("</span>", "|)|")
    html = re.sub(r"\|{2,}", "|", html.replace("<wbr>", "|"))
    return re.sub(r"(?<=\()\||\|(?=\))|^\||\|$|\|?(?=[ \u3000])\|?|(?<=[ \u3000])\|", "", html)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("增设摄像头保平安", "增设|摄像头|保平安"),
        ("我市外贸出口增长8.1%", "我市|外贸|出口|增长|8.1%"),
        ("总投资1524亿元", "总投资|1524亿元"),
        ("今年接待游客3.5万人次", "今年|接待游客|3.5万人次"),
        ("高考成绩12月26日公布", "高考|成绩|12月26日|公布"),
        ("去年12月开工", "去年12月|开工"),
        ("第三届博览会开幕", "第三届|博览会|开幕"),
        ("三百余名志愿者上岗", "(三百余名|志愿者)|上岗"),
        ("学校请来1742名家长", "学校|请来|1742名|家长"),  # not 名家
        ("乡镇建起5G基站", "乡镇建起|5G|基站"),
        ("iPhone15首发", "iPhone15|首发"),
        ("2023—2024赛季开始", "(2023—|2024|赛季)|开始"),
    ],
)
def test_a_line_ends_between_words_and_not_in_a_number(line, expected):
    assert cut(line) == expected


@pytest.mark.parametrize(
    ("line", "names", "expected"),
    [
        ("走近卢家畈村", [], "走近|卢家|畈村"),
        ("走近卢家畈村", ["卢家畈村"], "走近|卢家畈村"),
        ("评选“最美家庭”启动", [], "评选|“最美家庭”|启动"),
        ("《条例》公布", [], "《条例》|公布"),
        ("“爱心，不打烊”驿站上新", [], "(“爱心，|不打烊”)|驿站|上新"),
        ("阿依古丽·买买提的店", ["阿依古丽·买买提"], "阿依古丽·买买提的店"),
        (
            "《城市养犬管理办法（征求意见稿）》公开",
            [],
            "(《城市|养犬|管理|办法|（征求意见稿）》)|公开",
        ),
    ],
)
def test_names_and_what_is_quoted_hold_together_and_a_long_one_flows_alone(line, names, expected):
    assert cut(line, names) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("水价拟调整 代表名单公布", "(水价拟|调整) (代表|名单公布)"),
        ("水价拟调整\u3000代表名单公布", "(水价拟|调整)\u3000(代表|名单公布)"),
        ("水价拟调整，代表名单公布", "(水价拟|调整，)|(代表|名单公布)"),
        ("好消息，代表名单公布", "好消息，|代表|名单公布"),  # too short to stand alone
        ("发布 AI 大模型", "发布 AI 大模型"),  # the blank beside Latin parts no clauses
    ],
)
def test_clauses_of_a_headline_hold_together(line, expected):
    assert cut(line) == expected


def test_no_line_begins_with_what_leans_back_or_ends_with_what_leads_on():
    assert cut("书屋里的夏天") == "书屋里的|夏天"
    assert cut("学生在图书馆看书") == "学生|在图书馆|看书"


def test_a_title_is_escaped():
    assert cut("公布<名单>&结果") == "公布|&lt;名单&gt;&amp;|结果"
    assert cut("") == ""


@given(st.text(alphabet=CHARACTERS, max_size=40), st.lists(st.text(CHARACTERS, max_size=5)))
def test_a_title_is_its_line_and_breaks_before_no_mark(line, names):
    html = breaking.title(line, names)
    text = re.sub("<[^>]*>", "", html)
    assert text.replace("&lt;", "<").replace("&amp;", "&") == line
    assert html.count("<span") == html.count("</span>")
    runs = breaking.runs(line, names)
    assert [place for run in runs for place in run[:1]] == sorted({*[r[0] for r in runs]})
    for place in {place for run in runs for place in run} - {0, len(line)}:
        assert not breaking.NOT_FIRST.match(line, place)
        assert not breaking.NOT_LAST.match(line, place - 1)


def test_a_crosshead_breaks_between_words():
    html = "<h2>记者探访<br>“最美家庭”里的三百余名志愿者</h2><p>正文里的话</p>"
    assert body.parse(html).render(figure=str, runs=breaking.runs) == (
        '<h2><span class="crosshead-label">记者探访</span> '
        '<span class="words">“最美家庭”<wbr>里的<wbr>三百余名志愿者</span></h2>'
        "<p>正文里的话</p>"
    )


def test_body_text_may_break_beside_quoted_latin_and_within_an_address():
    address = "https://www.example.cn/news/a-b"
    html = f'<p>平台“Chinagoods”上线“5G”，见<a href="{address}">{address}</a>，8.125%。</p>'
    assert body.parse(html).render(figure=str) == (
        "<p>平台<wbr>“Chinagoods”<wbr>上线“5G”，见"
        f'<a href="{address}" rel="noopener">https://www<wbr>.example<wbr>.cn<wbr>/news/a-b</a>'
        "，8.125%。</p>"
    )
