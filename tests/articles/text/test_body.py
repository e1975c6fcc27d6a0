import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import body
from articles.text.body import Crosshead
from articles.text.counting import length

LENGTHS = json.loads(Path(__file__).with_name("lengths.json").read_text(encoding="utf-8"))
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"

WORD = """<html xmlns:o="urn:x"><head><style>p.MsoNormal{color:red}</style></head><body>
<!--StartFragment--><p class="MsoNormal" style="text-indent:21pt"><b style="mso-bidi">近日</b>，
<span lang="EN-US" style="font-family:宋体">10<o:p></o:p></span>名同志入选。</p>
<p class="MsoNormal"><o:p>&nbsp;</o:p></p><h3>探访</h3><!--EndFragment--></body></html>"""

WECHAT = """<section style="x"><section>
<p><span style="font-size:17px">　　第一段。</span></p></section>
<section>第二段。<br><br>第三段。</section></section>"""

FIGURE = f'<figure data-photo="{KEY}"></figure>'


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<p>正文</p>", "<p>正文</p>"),
        ("正文", "<p>正文</p>"),
        ("", ""),
        ("<p>　　正文&nbsp;</p>", "<p>正文</p>"),
        ("<p></p><p> </p><p>&nbsp;</p>", ""),
        ("<b>粗</b><i>斜</i>", "<p><strong>粗</strong><em>斜</em></p>"),
        ("<h1>一</h1><h3>三</h3>", "<h2>一</h2><h2>三</h2>"),
        ("<h2>探访<br>小区</h2>", "<h2>探访<br>小区</h2>"),
        ("<div>甲<div>乙</div></div>", "<p>甲</p><p>乙</p>"),
        ('<ol start="4"><li>甲</li></ol>', '<ol start="4"><li>甲</li></ol>'),
        ("<ul><li><p>甲</p></li><li></li></ul>", "<ul><li>甲</li></ul>"),
        ("<blockquote>引</blockquote>", "<blockquote><p>引</p></blockquote>"),
        (
            "<table><tr><td>1</td><td></td></tr></table>",
            "<table><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        ),
        ('<a href="/articles/1/" target="_blank">链</a>', '<p><a href="/articles/1/">链</a></p>'),
        ("<p>中\n文 与\nLatin\ntext</p>", "<p>中文 与Latin text</p>"),
        ("<p>抗严寒 送温暖</p>", "<p>抗严寒 送温暖</p>"),
        (f'<figure data-photo="{KEY}"></figure>', f'<figure data-photo="{KEY}"></figure>'),
        ('<figure data-photo="1"><figcaption>注</figcaption></figure>', "<p>注</p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        (WORD, "<p><strong>近日</strong>，10名同志入选。</p><h2>探访</h2>"),
        (WECHAT, "<p>第一段。</p><p>第二段。</p><p>第三段。</p>"),
    ],
)
def test_pasted_text_comes_out_in_the_vocabulary(dirty, cleaned):
    assert body.clean(dirty) == cleaned


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<style>p{}</style>",
        '<img src="x" onerror="alert(1)">',
        '<svg onload="alert(1)"><script>alert(1)</script></svg>',
        '<iframe src="https://example.com"></iframe>',
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    ],
)
def test_what_is_dangerous_leaves_nothing(attack):
    assert body.clean(attack) == ""


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/\\evil.example",
        "x y",
    ],
)
def test_a_bad_link_keeps_only_its_words(href):
    assert body.clean(f'<p><a href="{href}" onclick="x">字</a></p>') == "<p>字</p>"


@pytest.mark.parametrize(
    ("text", "with_marks", "without"),
    [
        ("", 0, 0),
        ("本报讯 近日，", 6, 5),
        ("5G与BIM", 3, 3),
        ("总建筑面积约57.1万平方米", 11, 11),
        ("达90%", 3, 2),
        ("1+3+X", 5, 3),
        ("12,000元", 2, 2),
        ("1321131909@QQ.com", 5, 3),
        ("ＡＩ数字人", 4, 4),
        ("“好”", 3, 1),
        ("😀好", 2, 1),
        ("❤\ufe0f好", 2, 1),
        ("Müller与Mu\u0308ller", 3, 3),
        ("３．５米", 2, 2),
        ("China\u200bgoods", 1, 1),
        ("\ue000好", 2, 2),  # a character that the paper's own fonts have
    ],
)
def test_length_counts_as_a_chinese_paper_does(text, with_marks, without):
    assert length(text) == with_marks
    assert length(text, punctuation=False) == without


@pytest.mark.parametrize("case", LENGTHS, ids=lambda case: case["body"])
def test_a_stored_body_is_as_long_as_its_text(case):
    """The browser counts the same bodies in tests/browser/test_editor.py."""
    stored = body.clean(case["body"])
    text = body.parse(stored).text

    assert body.stored_length(stored) == length(text) == case["all"]
    assert length(text, punctuation=False) == case["words"]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"a3.,五，²\u0301\u200b😀 &<>",
                "<sup>2</sup>",
                "<br>",
                "</p><p>",
                "<b>好</b>",
                "</li><li>",
            ]
        )
    )
)
def test_any_stored_body_is_as_long_as_its_text(parts):
    stored = body.clean(f"<p>{''.join(parts)}</p>")

    assert body.stored_length(stored) == length(body.parse(stored).text)


def test_a_dateline_is_counted_apart_from_what_follows_it():
    assert body.stored_length("<p>5日，</p>", dateline="义乌12月4") == length("义乌12月4 5日，")
    assert body.stored_length("<p>好</p>", dateline="<讯>") == 4


def test_text_is_a_line_to_a_block():
    html = "<p>甲<strong>乙</strong></p><h2>探访<br>小区</h2><ul><li>一</li><li>二</li></ul>"

    assert body.parse(html).text == "甲乙\n探访 小区\n一\n二"


def test_figures_set_high_or_low_stay_so_where_text_has_no_marks():
    html = "<p>约10<sup>8</sup>个H<sub>2</sub>O。</p>"

    assert body.parse(html).text == body.parse(html).summary(limit=20) == "约10⁸个H₂O。"
    assert body.parse(html).render(figure=str) == html
    assert body.stored_length(html) == length(body.parse(html).text) == 5


def test_crossheads_and_figures_are_found_in_order():
    html = f'<h2>探访<br>小区</h2><p>x</p><figure data-photo="{KEY}"></figure><h2>尾声</h2>'

    assert body.parse(html).crossheads == [Crosshead("探访", "小区"), Crosshead("", "尾声")]
    assert body.parse(html).figures == [KEY]


def test_rendering_sets_dateline_labels_and_photos():
    html = f'<h2>探访<br>小区</h2><p>正文</p><figure data-photo="{KEY}"></figure><p>尾</p>'

    assert body.parse(html).render(dateline="本报讯", figure=lambda key: f"[{key}]") == (
        '<h2><span class="crosshead-label">探访</span> 小区</h2>'
        f'<p><span class="dateline">本报讯</span> 正文</p>[{KEY}]<p>尾</p>'
    )


def test_a_dateline_stands_in_the_first_paragraph_of_the_story_itself():
    html = "<blockquote><p>引</p></blockquote><p>甲</p><p>乙</p>"

    assert body.parse(html).render(dateline="<讯>", figure=str) == (
        "<blockquote><p>引</p></blockquote>"
        '<p><span class="dateline">&lt;讯&gt;</span> 甲</p><p>乙</p>'
    )


def test_a_dateline_is_printed_even_where_no_paragraph_is():
    assert body.parse("<h2>题</h2>").render(dateline="本报讯", figure=str) == (
        '<h2>题</h2><p><span class="dateline">本报讯</span></p>'
    )


def test_a_crosshead_without_a_label_takes_none_from_what_follows():
    assert (
        body.parse("<h2>题</h2><p>甲<br>乙</p>").render(figure=str) == "<h2>题</h2><p>甲<br>乙</p>"
    )


def test_a_link_off_the_site_gives_the_other_page_no_hold_on_ours():
    html = '<p><a href="https://example.com/">外</a><a href="/issues/">内</a></p>'

    assert body.parse(html).render(figure=str) == (
        '<p><a href="https://example.com/" rel="noopener">外</a><a href="/issues/">内</a></p>'
    )


def test_what_a_photo_becomes_is_left_as_it_is():
    picture = '<figure><h2>x<br></h2><a href="https://example.com">y</a></figure>'

    assert body.parse(FIGURE).render(figure=lambda _: picture) == picture


def test_rendering_cleans_again():
    html = "<p>正文</p><script>alert(1)</script>"

    assert body.parse(html).render(figure=lambda _: "") == "<p>正文</p>"


@pytest.mark.parametrize(
    ("html", "lead"),
    [
        ("<p>一句话。</p>", "一句话。"),
        ("<p>第一句。第二句很长很长很长。</p>", "第一句。"),
        ("<p>他说：“好。”后面还有很长的话。</p>", "他说：“好。”"),
        ("<p>没有句号，但是有逗号可以断开</p>", "没有句号…"),
        ("<p>没有任何标点的一长串汉字在此</p>", "没有任何标点的一…"),
        ("<h2>小标题</h2><p>正文。</p>", "正文。"),
        ("<blockquote><p>引语。</p></blockquote><p>正文。</p>", "正文。"),
        ("<p>他说：“好。还要再好些，好上加好。”</p>", "他说：“好…”"),
        ("<p>“好！！”他接着说了下去</p>", "“好！！”"),
        ("<p>2023年Chinagoods采购宝达57.1亿元</p>", "2023年Chinagoods采购宝达57.1…"),
        ("<p>一二三四五六七八，九</p>", "一二三四五六七八…"),
        ("", ""),
    ],
)
def test_a_summary_ends_where_a_sentence_or_clause_does(html, lead):
    assert body.parse(html).summary(limit=9) == lead
