"""Hidden names in texts and markup: found as people write them, and only where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import body
from people.names import masking
from people.names.masking import Mask
from tests import make

HIDDEN = ["楼宝娟", "薛祥", "“李祖乡遇”共富工坊", "Anna Li"]
MASK = Mask(HIDDEN, longer=lambda: ["丁薛祥", "楼宝娟奖"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("没有谁。", "没有谁。"),
        ("楼宝娟说，楼宝娟做。", "某某说，某某做。"),
        ("楼　宝 娟说", "某某说"),
        ("“楼宝娟”说", "“某某”说"),
        ("楼宝\n娟和邻居", "某某和邻居"),
        ("丁薛祥同志和薛祥", "丁薛祥同志和某某"),
        ("楼宝娟奖的楼宝娟", "楼宝娟奖的某某"),
        ("走进“李祖乡遇”共富工坊。", "走进某某。"),
        ("走进李祖乡遇共富工坊。", "走进某某。"),
        ("ANNA  LI and Anna Lin", "某某 and Anna Lin"),
        ("楼宝娟薛祥", "某某某某"),
    ],
)
def test_a_hidden_name_in_a_text(text, shown):
    assert MASK.text(text) == shown
    assert MASK.hides(text) == (text != shown)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>楼宝娟说</p>", "<p>某某说</p>"),
        ("<p><strong>楼</strong>宝娟说</p>", "<p><strong>某某</strong>说</p>"),
        ("<p>楼<strong>宝</strong>娟说</p>", "<p>某某说</p>"),
        ("<h2>楼<br>宝娟</h2>", "<h2>某某<br></h2>"),
        ("<p>楼宝</p><p>娟</p>", "<p>楼宝</p><p>娟</p>"),
        ("<ul><li>楼宝</li><li>娟</li></ul>", "<ul><li>楼宝</li><li>娟</li></ul>"),
        ('<p><a href="/x/">楼宝娟</a></p>', '<p><a href="/x/">某某</a></p>'),
        ("<p>a &lt;b&gt; &amp; 楼&#x5b9d;娟</p>", "<p>a &lt;b&gt; &amp; 某某</p>"),
        ("<p>楼宝\n娟</p>", "<p>某某</p>"),
    ],
)
def test_a_hidden_name_in_a_body(html, shown):
    assert body.parse(html).changed(MASK.chars).html == shown


def test_a_hidden_name_that_a_link_or_a_line_cuts():
    assert MASK.pieces(["记者 楼", "宝娟", " 文"]) == ["记者 某某", "", " 文"]


@given(st.text("楼宝娟丁薛祥 \n<p></p>&amp;“”a"))
def test_what_holds_no_name_is_left_as_it_is(text):
    mask = Mask(["欧阳无此"])

    assert mask.text(text) == text
    parsed = body.parse(text)
    assert parsed.changed(mask.chars) == parsed


@given(st.text("楼宝娟 “”\n说"))
def test_masking_twice_is_masking_once(text):
    once = MASK.text(text)

    assert (MASK.text(once), "楼宝娟" in once) == (once, False)


def test_a_name_of_one_character_is_a_word():
    assert Mask(["李", ""]).text("李村") == "李村"


@pytest.mark.django_db
def test_nothing_is_asked_of_the_database_for_no_text(django_assert_num_queries):
    make.entity(name="楼宝娟", hidden=True)
    with django_assert_num_queries(0):
        masking.mask_texts([make.entity.__class__ and None], "description", mask=masking.current())
        assert masking.current().text("") == ""


@pytest.mark.django_db
def test_every_name_of_who_is_hidden_is_hidden_but_for_a_namesake_on_their_own_page():
    person = make.entity(name="楼宝娟", hidden=True)
    make.entity_name(entity=person, name="宝娟阿姨")
    make.reporter(name="钱七八", hidden=True)
    make.entity(name="楼宝娟", distinction="教师")
    make.entity_name(entity=make.entity(), name="楼宝娟珠")
    text = "楼宝娟、宝娟阿姨、钱七八、楼宝娟珠"

    assert masking.current().text(text) == "某某、某某、某某、楼宝娟珠"
    assert masking.current(but=["楼宝娟"]).text(text) == "楼宝娟、某某、某某、楼宝娟珠"
