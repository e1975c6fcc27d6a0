"""Characters that show nothing are taken out, those that mean something stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.text import body, tags
from articles.text.characters import has_letters, typed_length, visible


@pytest.mark.parametrize(
    "unseen",
    "\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u2069\ufeff\xad\u3164\u115f\u034f\u180b\ufe0f"
    "\x00\x08\x1f\x7f\x9f\ufffe\uffff\ud800\udfff\U000e0041\U000e0100\U0001fffe",
)
def test_a_character_that_shows_nothing_is_taken_out(unseen):
    assert visible(f"a{unseen}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d🚒",
        "❤\ufe0f",
        "❤\ufe0f\u200d🔥",
        "1\ufe0f\u20e3",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100饰区",
        "第一段\n\t第二段",
        "\u3000\u3000段首",
        "义乌\xa0好人",
        "ئۇيغۇر བོད",
    ],
)
def test_what_means_something_stays(text):
    assert visible(text) == text


def test_a_joiner_that_joins_nothing_goes():
    assert visible("😀\u200d") == "😀"
    assert visible("甲\ufe0f\u200d😀") == "甲😀"


def test_line_ends_of_every_kind_are_line_feeds():
    assert visible("一\r\n二\r三\u2028四\x0b五\x85六") == "一\n二\n三\n四\n五\n六"


@settings(max_examples=50)
@given(st.text())
def test_taking_out_twice_is_taking_out_once(text):
    assert visible(visible(text)) == visible(text)


def test_length_counts_as_a_browser_does():
    assert typed_length("共富😀") == 4
    assert typed_length("一\r\n二") == typed_length("一\n二") == 3


@pytest.mark.parametrize("name", ["？！", "😀", "\u200b", "\u3164", " ", "——", ""])
def test_marks_are_no_name(name):
    assert not has_letters(name)


@pytest.mark.parametrize("name", ["王", "5G", "①", "a"])
def test_a_letter_is_enough_of_a_name(name):
    assert has_letters(name)


def test_a_body_has_none_however_they_are_written():
    assert body.clean("<p>共&#8203;富&shy;工\ufeff坊&#x202e;</p>") == "<p>共富工坊</p>"


@pytest.mark.parametrize("like", ["ＡＩ", "ai", "A\u200bI", "“AI”", "𝐀𝐈", "A\xadI", "ＡI\ufe0f"])
def test_tags_that_look_alike_are_one(like):
    assert tags.comparable(like) == tags.comparable("AI")


def test_a_ligature_looks_like_its_letters():
    assert tags.comparable("ﬁlm") == tags.comparable("film")
