from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import body

KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
FIGURE = f'<figure data-photo="{KEY}"></figure>'
QUOTE = "<blockquote><p>引</p></blockquote>"
TABLE = "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
NESTED_TABLE = "<table><tbody><tr><td>1<br>2</td><td>3</td></tr></tbody></table>"
BULLET = '<span style="mso-list:Ignore">·<span style="font:7pt">&nbsp;&nbsp;</span></span>'


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("<ul>甲<ul><li>乙</li></ul></ul>", "<ul><li>甲<ul><li>乙</li></ul></li></ul>"),
        ("<ul><ol><li>甲</li><li>乙</li></ol></ul>", "<ol><li>甲</li><li>乙</li></ol>"),
        ("<ul><li>甲<table><td>1<td>2</table></ul>", f"<ul><li>甲</li></ul>{TABLE}"),
        ("<ol><li><p>甲</p><p>乙</p></li></ol>", "<ol><li>甲<br>乙</li></ol>"),
        ("<table><td><p>甲</p><p>乙</p></td></table>", "<p>甲</p><p>乙</p>"),
        ("<table><td>1<table><td>2</table></td><td>3</table>", NESTED_TABLE),
        (
            "<blockquote>引<h2>题</h2>文</blockquote>",
            f"{QUOTE}<h2>题</h2>{QUOTE.replace('引', '文')}",
        ),
        (f"<blockquote>引{FIGURE}</blockquote>", f"{QUOTE}{FIGURE}"),
        ("<h2><b>粗</b><br><br>题<br>目</h2>", "<h2>粗<br>题 目</h2>"),
        ("<p>甲<br>　　乙<br>丙</p>", "<p>甲</p><p>乙<br>丙</p>"),
        ("<p>&emsp;&emsp;甲<hr>乙</p>", "<p>甲</p><p>乙</p>"),
        ("<p>楼事楼议　楼事楼管</p>", "<p>楼事楼议　楼事楼管</p>"),
        ("<b>甲<p>乙</p></b>", "<p><strong>甲</strong></p><p><strong>乙</strong></p>"),
        ("<b>甲</b><b>乙</b>", "<p><strong>甲乙</strong></p>"),
        ('<p style="font-weight: 700">粗</p>', "<p><strong>粗</strong></p>"),
        ('<b style="font-weight:normal">细</b>', "<p>细</p>"),
        ('<p>甲<span style="display: none">乙</span></p>', "<p>甲</p>"),
        (
            f"<p>{BULLET}甲</p><p>{BULLET.replace('·', '4.')}乙</p>",
            '<ul><li>甲</li></ul><ol start="4"><li>乙</li></ol>',
        ),
        (f"<p>{BULLET.replace('·', '（一）')}甲</p>", "<p>（一）甲</p>"),
        ("<p>甲\x0b&#1;&#xFFFE;\u200b\ufeff\ud800乙</p>", "<p>甲乙</p>"),
        ("<select><option>甲</select><xml>乙</xml><noscript>丙</noscript>", ""),
        (
            "<table><thead><tr><th>题</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
            "<table><thead><tr><th>题</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        ),
        (
            "<table><tbody><tr><td>1</td></tr></tbody><thead><tr><th>题</th></tr></thead></table>",
            "<table><tbody><tr><td>1</td></tr><tr><th>题</th></tr></tbody></table>",
        ),
        (
            '<table><td colspan="1" rowspan=2 width=9>1</td><td colspan=1000>2</table>',
            TABLE.replace("<td>1", '<td rowspan="2">1'),
        ),
        ("<table><td></td><td> </td></table>", ""),
        ("<table><td><ul><li>1</ul></td><td><h2>2</h2></table>", TABLE),
        ("<h2>题<ul><li>目</ul></h2>", "<h2>题<br>目</h2>"),
        (f"<table><td>1{FIGURE}</td><td>2</table>{TABLE}", f"{TABLE}{FIGURE}{TABLE}"),
        (f'<div style="display:none">甲<br>{FIGURE}</div>', ""),
        ('<p>甲<span style="display:none"><br></span>乙</p>', "<p>甲乙</p>"),
        (QUOTE + QUOTE, QUOTE + QUOTE),
        ("<ul><li>甲</ul><ul><li>乙</ul>", "<ul><li>甲</li></ul><ul><li>乙</li></ul>"),
        (
            f"<ul><li>甲{FIGURE}<ul><li>乙</li><li>丙</li></ul></li></ul>",
            f"<ul><li>甲</li></ul>{FIGURE}<ul><li>乙</li><li>丙</li></ul>",
        ),
        (
            "<ul><li>甲<table><td>1<td>2</table><ol><li>乙<li>丙</ol></ul>",
            f"<ul><li>甲</li></ul>{TABLE}<ol><li>乙</li><li>丙</li></ol>",
        ),
        (
            "<ul><li>甲<ul><li>乙</ul><ol><li>丙</ol></ul>",
            "<ul><li>甲<ul><li>乙</li></ul><ol><li>丙</li></ol></li></ul>",
        ),
        ("<p>甲<b><br>乙</b></p>", "<p>甲<strong><br>乙</strong></p>"),
        ("<p>甲　<br>　乙</p>", "<p>甲<br>乙</p>"),
        ('<p>"直引号"</p>', '<p>"直引号"</p>'),
        ('<a href=" /x?a=1&b=2 ">链</a>', '<p><a href="/x?a=1&amp;b=2">链</a></p>'),
        ('<a href="/x&quot;<b>">链</a>', "<p>链</p>"),
    ],
)
def test_every_paste_is_put_in_its_place(dirty, cleaned):
    assert body.clean(dirty) == cleaned


MARKUP = st.lists(
    st.sampled_from(
        [
            *["<p>", "</p>", "<b>", "</b>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<br>"],
            *["<h1>", "</h1>", "<table>", "<td>", "</table>", "<a href='/x'>", "</a>", "<em>"],
            *["<blockquote>", "<span>", f"<figure data-photo='{KEY}'>", "&amp;", "&nbsp;"],
            *["<h2>", "</h2>", "<ol>", "</ol>", "<caption>", "<thead>", "<tr>", "<th rowspan=2>"],
            *["<sup>", "</sup>", "<sub>", "<s>", "<ol start=4>", "<img src=x>", "<pre>", "<ins>"],
            *["</li>", "</td>", "</blockquote>", "<hr>", '<p style="display:none">', BULLET],
            *["字", " ", "　", "\n", "a"],
        ]
    ),
    max_size=25,
).map("".join)


@given(st.one_of(MARKUP, st.text()))
def test_cleaning_twice_is_cleaning_once(html):
    once = body.clean(html)

    assert body.clean(once) == once


@given(MARKUP)
def test_cleaning_keeps_every_shown_letter(html):
    shown = html.replace(BULLET, "").replace("&amp;", "&").replace("&nbsp;", "")
    letters = [c for c in shown if c in "字&"]
    cleaned = [c for c in body.parse(body.clean(html)).text if c in "字&"]

    is_left_out = "display:none" in html or "<s>" in html
    assert cleaned == letters or is_left_out or "<caption>" in html
    assert is_left_out or sorted(cleaned) == sorted(letters)


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "table", "a"])
def test_any_depth_is_read(tag):
    assert body.parse(f"<{tag}>" * 2000 + "<td>字").text == "字"


CELLS = {"p", "li", "td", "th"}
PARENTS = {
    "p": {"", "blockquote"},
    "h2": {""},
    "blockquote": {""},
    "figure": {""},
    "ul": {"", "li"},
    "ol": {"", "li"},
    "li": {"ul", "ol"},
    "table": {""},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"thead", "tbody"},
    "td": {"tr"},
    "th": {"tr"},
    "a": CELLS,
    "strong": CELLS | {"a"},
    "em": CELLS | {"a", "strong"},
    "sup": CELLS | {"a", "strong", "em"},
    "sub": CELLS | {"a", "strong", "em"},
    "br": CELLS | {"h2", "a", "strong", "em", "sup", "sub"},
}


class Vocabulary(HTMLParser):
    """Fails at the first element that stands where the vocabulary has no place for it."""

    def __init__(self):
        super().__init__()
        self.open = [""]

    def handle_starttag(self, tag, attrs):
        assert self.open[-1] in PARENTS[tag]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@given(st.one_of(MARKUP, st.text()))
def test_nothing_stands_where_the_vocabulary_has_no_place_for_it(html):
    vocabulary = Vocabulary()
    vocabulary.feed(body.clean(html))
    vocabulary.close()

    assert vocabulary.open == [""]
