import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.matching import words
from articles.text.tokens import grams, placed, solid


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“李祖乡遇”共富工坊", "李祖乡遇共富工坊"),
        ("《李祖·乡遇》 共富　工坊", "李祖乡遇共富工坊"),
        ("抗严寒，送温暖……", "抗严寒。送温暖。"),
        ("第一行\n第二行", "第一行。第二行"),
        ("用5G、ＢＩＭ模型", "用 5 g 。 bim 模型"),
        ("12个57.1亿", " 12 个 57.1 亿"),
        ("Yiwu Pay", " yiwu pay "),
        ("义乌.好人", "义乌好人"),
        ("iPhone15", " iphone 15 "),
        ("3,000人占3.5%", " 3000 人占 3.5 % "),
        ("C++、C#", " c ++ 。 c # "),
        ("3·15", " 315 "),
        ("#话题#", "。话题。"),
        ("Café", " cafe "),
        ("義烏後宅", "义乌后宅"),
        ("乾隆乾燥", "乾隆干燥"),
        ("义\u200b乌\ufeff好\u00ad人", "义乌好人"),
        ("x" * 100, f" {'x' * 64} "),
        ("\0😀%", "。"),
        ("", ""),
    ],
)
def test_a_text_becomes_solid(text, found):
    assert solid(text) == found


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert solid(solid(text)) == solid(text)


@given(st.text(alphabet="义乌， aB5.“”\u0301ﬁ㎡\n") | st.text())
def test_every_solid_character_has_its_place(text):
    solid_text, origins = placed(text)

    assert solid_text == solid(text)
    assert len(origins) == len(solid_text)
    assert origins == sorted(origins)
    assert all(0 <= origin < len(text) for origin in origins)


def test_an_index_holds_pairs_and_single_han_and_words():
    assert grams("用 5 g 网络。好") == ["用", "5", "g", "网络", "网", "络", "好"]


def test_a_latin_word_is_looked_up_by_its_beginning():
    assert grams(" gdp ") == ["gdp", "gd"]
    assert grams(" gd ", is_query=True) == ["gd"]
    assert grams(" 2023 % ") == ["2023"]


def test_a_query_needs_pairs_alone():
    assert grams("共富工坊 5g 好", is_query=True) == ["共富", "富工", "工坊", "5g", "好"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("共富工坊", ["共富工坊"]),
        ("  共富   工坊　共富 ", ["共富", "工坊"]),
        ("抗严寒，送温暖", ["抗严寒", "送温暖"]),
        ("“抗严寒 送温暖”", ["抗严寒送温暖"]),
        ('"抗严寒，送温暖"', ["抗严寒。送温暖"]),
        ("“李祖乡遇”共富工坊", ["李祖乡遇共富工坊"]),
        ("“没有合上 的引号", ["没有合上", "的引号"]),
        ("5G网", [" 5 g 网"]),
        ("NEAR(义乌*) OR -好人", [" near", "义乌", " or ", "好人"]),
        ("，。！😀", []),
        ("“，”", []),
    ],
)
def test_a_query_becomes_words(typed, found):
    assert words(typed) == found


@given(st.text(max_size=300))
def test_a_query_is_never_too_much(typed):
    found = words(typed)

    assert len(found) <= 10
    assert all(grams(word, is_query=True) for word in found)
