"""Text from Word, WPS, Google Docs, WeChat, web pages and PDFs, as it comes in and what is said."""

import json
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import body
from articles.text.paste import TooDeep, take_in
from tests.cost import cost

CASES = json.loads((Path(__file__).parent / "pasted.json").read_text())
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"


def said(pasted):
    return {str(note.kind): list(note.texts) for note in pasted.notes}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_case_comes_in_as_it_should(case):
    pasted = take_in(case["paste"])

    assert (pasted.html, said(pasted)) == (case["want"], case["said"])


def word(number, text, *, level=1, font=""):
    """A paragraph of a list, as Word writes it to the clipboard."""
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]>"
        f"<span lang=EN-US style='font-family:{font}'><span style='mso-list:Ignore'>{number}"
        f"<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
        f"<![endif]>{text}<o:p></o:p></p>\n"
    )


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        (word("4.", "甲") + word("5.", "乙"), '<ol start="4"><li>甲</li><li>乙</li></ol>'),
        (word("1、", "甲") + "<p>间</p>" + word("2、", "乙"),
         '<ol><li>甲</li></ol><p>间</p><ol start="2"><li>乙</li></ol>'),
        (word("l", "甲", font="Wingdings") + word("Ø", "乙", level=3),
         "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        (word("1.", "甲") + word("a)", "乙", level=2) + word("b)", "丙", level=2),
         "<ol><li>甲<ol><li>乙</li><li>丙</li></ol></li></ol>"),
        (word("1.", "甲") + word("1.", "乙"), "<ol><li>甲</li></ol><ol><li>乙</li></ol>"),
        (f"<table><td>{word('1.', '甲')}</td><td>二</td></table>",
         "<table><tbody><tr><td>1. 甲</td><td>二</td></tr></tbody></table>"),
        ("<h2>10<sup>8</sup>个</h2><p>文。</p>", "<h2>10⁸个</h2><p>文。</p>"),
        ("<p>张三 3 分 李四 5 分</p>", "<p>张三 3分 李四 5分</p>"),
        (word("（一）", "甲") + word("第二条", "乙"), "<p>（一）甲</p><p>第二条乙</p>"),
        ("<ol start=3><li>甲<li>乙</ol>", '<ol start="3"><li>甲</li><li>乙</li></ol>'),
        ("<ol><li value=7>甲<li>乙</ol>", '<ol start="7"><li>甲</li><li>乙</li></ol>'),
        ("<p>10<span style='vertical-align:super'>8</span></p>", "<p>10<sup>8</sup></p>"),
        ("<p><b><sub>2</sub></b></p>", "<p><strong><sub>2</sub></strong></p>"),
        ("<p style='font:italic bold 12pt 宋体'>字</p>", "<p><strong><em>字</em></strong></p>"),
        ("<p><i><span style='font-style:normal'>字</span></i></p>", "<p>字</p>"),
        ("<p><b style='mso-bidi-font-weight:normal'>字</b></p>", "<p><strong>字</strong></p>"),
        (("<style><!-- span.a, .b {font-weight:700} @media print {p{display:none}} --></style>"
         "<p><span class=a>甲</span>乙</p>"), "<p><strong>甲</strong>乙</p>"),
        ("<section style='font-size:0'><p>一</p></section>", ""),
        ("<section style='font-size:0'><p style='font-size:17px'>一</p></section>", "<p>一</p>"),
        ("<div style='visibility:hidden'><p style='visibility:visible'>一</p></div>", "<p>一</p>"),
        ("<p>一<img alt='😀' src='https://example.cn/1.png'></p>", "<p>一😀</p>"),
        (("<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1'>"
         "[1]</a>注</p></div><p>正文<a href='#_ftn1'><sup>[1]</sup></a>。</p>"),
         "<p>正文<sup>[1]</sup>。</p><p>[1]注</p>"),
        ("<p><a href='www.example.cn'>链</a><a href='附件.doc'>件</a></p>",
         '<p><a href="https://www.example.cn">链</a>件</p>'),
        ("<pre>一\n\n二</pre>", "<p>一</p><p>二</p>"),
        ("<p>于 12 月 24 日 9 时 30 分 开市</p>", "<p>于12月24日9时30分开市</p>"),
        ("<p>本报讯 12 月<b> 24 日</b>，</p>", "<p>本报讯 12月<strong>24日</strong>，</p>"),
        ("<p>12月24日 星期日 抗严寒 送温暖</p>", "<p>12月24日 星期日 抗严寒 送温暖</p>"),
        ("<p>⻓安⻋站⽅面</p>", "<p>长安车站方面</p>"),
        ("<p>１２ＡＢ</p>", "<p>１２ＡＢ</p>"),
    ],
)  # fmt: skip
def test_the_habits_of_programs_are_known(html, blocks):
    assert take_in(html).html == blocks


def test_what_a_crosshead_or_a_cell_cannot_hold_is_said():
    html = (
        "<h2>见<a href='https://example.cn'>官网</a></h2><table><td><ol><li>甲</ol><td>乙</table>"
    )

    assert said(take_in(html)) == {"crosshead_link": ["官网"], "numbering": [""]}


def test_letters_that_become_numbers_are_said():
    docs = "<ol><li style='list-style-type:lower-alpha'>甲</li><li>乙</li></ol>"

    assert said(take_in(docs)) == said(take_in("<ol type=a><li>甲</ol>")) == {"numbering": [""]}


def test_a_footnote_of_a_word_file_loses_only_its_arrow():
    html = (
        '<p>文<sup><a href="#footnote-1" id="footnote-ref-1">[1]</a></sup>。</p>'
        '<ol><li id="footnote-1"><p>注。<a href="#footnote-ref-1">↑</a></p></li></ol>'
    )

    assert take_in(html).html == "<p>文<sup>[1]</sup>。</p><ol><li>注。</li></ol>"
    assert said(take_in(html)) == {}


def test_what_is_stored_is_never_set_anew():
    stored = "<p>于 12 月 24 日⻓安</p>"

    assert body.clean(stored) == stored


def test_digits_are_folded_only_where_the_editor_says_so():
    html = "<p>１２<b>Ａ</b>，（３）</p>"

    assert take_in(html).full_width == 4
    folded = take_in(html, half_width=True)
    assert (folded.html, folded.full_width) == ("<p>12<strong>A</strong>，（3）</p>", 0)
    assert said(folded) == {"full_width": ["１→1", "２→2", "Ａ→A", "３→3"]}


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<h1>三座水库完成加固</h1><p>正文。</p>", "三座水库完成加固"),
        ("<p><b>三座水库完成加固</b></p><p>记者从市水务局了解到，已完成。</p>", "三座水库完成加固"),
        ("<p>三座水库完成加固。</p><p>记者从市水务局了解到。</p>", ""),
        ("<p>本报记者 王芳</p><p>记者从市水务局了解到。</p>", ""),
        ("<p>三座水库完成加固</p>", ""),
        ("<ul><li>甲</li></ul><p>正文。</p>", ""),
    ],
)
def test_a_first_line_that_is_a_headline_is_offered(html, headline):
    assert take_in(html).headline == headline


def test_a_picture_goes_through_the_door_it_is_given():
    asked = []

    def picture(address, words):
        asked.append((address, words))
        return KEY if address.startswith("data:") else ""

    html = (
        "<p>图<b><img src='data:image/png;base64,AAAA' alt='现场图'></b>后</p>"
        "<img src='data:image/gif;base64,R0' data-src='https://example.cn/2.jpg' alt='第二张'>"
    )
    pasted = take_in(html, picture=picture)

    figure = f'<figure data-photo="{KEY}"></figure>'
    assert pasted.html == f"<p>图</p>{figure}<p><strong></strong>后</p>".replace(
        "<strong></strong>", ""
    )
    assert asked == [
        ("data:image/png;base64,AAAA", "现场图"),
        ("https://example.cn/2.jpg", "第二张"),
    ]
    assert said(pasted) == {"picture": ["第二张"]}


@pytest.mark.parametrize(
    ("plain", "blocks"),
    [
        ("第一段。\n\n第二段\r\n", "<p>第一段。</p><p>第二段</p>"),
        ("　　记者从水务局了解到三\n座水库均已经完成加固工程\n今年汛期之前投入使用。\n　　二。",
         ("<p>记者从水务局了解到三座水库均已经完成加固工程今年汛期之前投入使用。</p>"
         "<p>二。</p>")),
        ("甲\n乙\n丙\n丁", "<p>甲</p><p>乙</p><p>丙</p><p>丁</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)  # fmt: skip
def test_plain_text_is_read_into_paragraphs(plain, blocks):
    assert take_in("", plain=plain).html == blocks


def test_lines_that_a_page_broke_are_joined_and_verse_is_not():
    page = (
        "<p>记者从市水务局了解到三<br>座水库均已<b>经完</b>成加固工程<br>今年汛期之前投入使用。</p>"
    )
    verse = "<p>白日依山尽<br>黄河入海流<br>欲穷千里目<br>更上一层楼</p>"
    joined = take_in(page)

    assert joined.html == (
        "<p>记者从市水务局了解到三座水库均已<strong>经完</strong>成加固工程今年汛期之前投入使用。</p>"
    )
    assert [(note.kind, note.count) for note in joined.notes] == [("line_end", 2)]
    assert take_in(verse).html == verse
    roll = "王明　义乌市稠城街道办事处\n李雷　义乌市福田街道办事处\n韩梅　义乌市江东街道办事处"
    assert take_in("", plain=roll).plain.split("\n") == roll.split("\n")


def test_a_table_is_a_line_to_a_row_in_the_plain_text():
    html = "<p>前</p><table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>"

    assert take_in(html).plain == "前\n一 二\n三 四"


def test_html_that_holds_nothing_leaves_it_to_the_plain_text():
    assert take_in("<meta charset=utf-8><p> </p>", plain="文字").html == "<p>文字</p>"


@pytest.mark.parametrize("tag", ["ul><li", "ol><li", "table><td", "blockquote"])
def test_what_is_nested_too_deep_is_refused_in_words(tag):
    name = tag.partition(">")[0]
    assert take_in(f"<{tag}>字" * 30 + f"</{name}>" * 30).plain
    with pytest.raises(TooDeep, match="最多 30 层"):
        take_in(f"<{tag}>字" * 31)


@pytest.mark.parametrize(
    ("html", "times"),
    [
        ("<ul><li>字" * 30 + "</ul>" * 30, 200),
        ("<section>字" * 900 + "</section>" * 900, 4),
        ("<ul><li>字", 20_000),
        ("<b>字", 10_000),
        ("<!--<", 40_000),
        ("<p style='", 20_000),
        (word("1.", "字"), 600),
    ],
    ids=["lists", "sections", "deep", "marks", "comments", "quotes", "word"],
)
def test_reading_takes_time_in_proportion(html, times):
    def read(count):
        with suppress(TooDeep):
            take_in(html * count)

    assert cost(read, times) < 12 * cost(read, times // 4)


# ---- Known text in the shape of each program, and that text back -------------------------------

TEXT = st.text("市水库记者达标一二三三abz015，。“”％", min_size=1, max_size=8).map(str.strip)
TEXT = TEXT.filter(lambda text: text and not text[0].isdigit())
LEFT_OUT = st.text("密批改删旧", min_size=1, max_size=4)


def shown(text):
    return f"<span lang=EN-US style='font-family:宋体;color:black'>{escape(text)}</span>"


@st.composite
def of_word(draw):
    """A document in Word's shape, the paragraphs of its text, and what is left out of it."""
    paragraphs, left_out, html = [], [], []
    for _ in range(draw(st.integers(1, 3))):
        text, secret = draw(TEXT), draw(LEFT_OUT)
        wrappers = {
            "": "",
            "deleted": f"<del cite='mailto:x' datetime='2026-11-20T10:00'>{shown(secret)}</del>",
            "struck": f"<s>{shown(secret)}</s>",
            "hidden": f"<span style='display:none;mso-hide:all'>{secret}</span>",
            "comment": f"<span class=MsoCommentReference><a href='#_msocom_1'>{secret}</a></span>",
        }
        kind = draw(st.sampled_from(list(wrappers)))
        left_out += [secret] if kind else []
        inside = draw(st.sampled_from(["", "<o:p></o:p>", "<![if !supportFields]><![endif]>"]))
        cut = draw(st.integers(0, len(text)))
        inserted = text[cut:] and f"<ins cite='mailto:x'>{shown(text[cut:])}</ins>"
        html.append(
            "<p class=MsoNormal style='text-indent:21.0pt;mso-char-indent-count:2.0'>"
            f"{shown(text[:cut]) if cut else ''}{wrappers[kind]}{inside}{inserted}</p>"
        )
        paragraphs.append(text)
    head = "<html xmlns:o='urn:x'><head><style><!-- p.MsoNormal {margin:0} --></style></head>"
    return (
        f"{head}<body><!--StartFragment-->{''.join(html)}<!--EndFragment-->",
        paragraphs,
        left_out,
    )


@st.composite
def of_wps(draw):
    """The same in WPS's shape: numbered paragraphs among others, and marks by style."""
    paragraphs, html = draw(st.lists(TEXT, min_size=1, max_size=4)), []
    for text in paragraphs:
        style = draw(st.sampled_from(["", "font-weight:bold;", "font-style:italic;", "mso-x:y;"]))
        number = '<span style="mso-list:Ignore;">1.&nbsp;</span>'
        lead = draw(st.sampled_from(["", number]))
        html.append(
            f'<p class="MsoNormal" style="mso-list:l0 level1 lfo1;">{lead}'
            f"<span style=\"{style}mso-spacerun:'yes';font-size:10.5pt\">{escape(text)}</span></p>"
        )
    return "\n".join(html), paragraphs, []


@st.composite
def of_wechat(draw):
    """The same in the shape of a 公众号: sections in sections, a leaf span to each text."""
    paragraphs, html = draw(st.lists(TEXT, min_size=1, max_size=4)), []
    left_out = []
    for text in paragraphs:
        leaf = f'<span leaf="" style="font-size:17px">{escape(text)}</span>'
        for _ in range(draw(st.integers(0, 4))):
            leaf = f'<section style="box-sizing:border-box;font-size:0px">{leaf}</section>'
        html.append(f'<section data-role="paragraph"><p>{leaf}</p><p><br></p></section>')
        if draw(st.booleans()):
            left_out.append(draw(LEFT_OUT))
            html.append(f'<section style="display:none">{left_out[-1]}</section>')
    return f'<div class="rich_media_content">{"".join(html)}</div>', paragraphs, left_out


@given(st.one_of(of_word(), of_wps(), of_wechat()))
def test_known_text_comes_back_and_nothing_else(document):
    html, paragraphs, left_out = document
    pasted = take_in(html)

    assert pasted.plain.split("\n") == paragraphs
    told = [text for note in pasted.notes if note.kind != "inserted" for text in note.texts]
    assert sorted(told) == sorted(left_out)


PIECES = st.lists(
    st.sampled_from(
        [
            *["<p>", "</p>", "<b>", "</b>", "<s>", "</s>", "<del cite=x>", "</del>", "<ins>"],
            *["</ins>", "<ul><li>", "</li></ul>", "<ol start=4><li>", "</ol>", "<li value=9>"],
            *["<table><td>", "<td>", "</table>", "<h2>", "</h2>", "<blockquote>", "</blockquote>"],
            *["<span style='display:none'>", "<span style='visibility:hidden'>", "</span>"],
            *["<a href='#_msocom_1'>", "<a href='附件'>", "<a href='#_ftn1'>", "</a>", "<sup>"],
            *["</sup>", "<div style='mso-element:footnote'>", "<div>", "</div>", "<button>"],
            *[
                "</button>",
                "<pre>",
                "</pre>",
                "<br>",
                "<caption>",
                "<p style='mso-list:l0 level2'>",
            ],
            *["<span style='mso-list:Ignore'>a.</span>", "<img src='x.png' alt='图'>", "<figure>"],
            *["甲", "乙", "丙", "丁", "Q", "⻓", "１", "\n", "　", "12 月 24 日"],
        ]
    ),
    max_size=20,
)


@given(PIECES)
def test_no_visible_character_disappears_unsaid(pieces):
    pasted = take_in("".join(pieces))

    letters = set("甲乙丙丁Q长１月日")
    was = sorted(c for piece in pieces for c in piece.replace("⻓", "长") if c in letters)
    lost = [t for n in pasted.notes if n.kind in GONE for t in n.texts]
    there = pasted.html + "".join(lost).replace("⻓", "长")
    assert sorted(c for c in there if c in letters) == was


GONE = {"deleted", "struck", "hidden", "comment", "embedded"}
