import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text import forms
from articles.text.folding import compared, fold, readings

# What the rules look at, and little else, so that they meet in every way.
NASTY = st.text(alphabet="著名作看字乾隆燥甚麼么零〇o0二年后瞭解 ’·.，,35a·\u200b\n畫计①½Ⅱ")


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("義烏 後宅", "义乌后宅"),
        ("⻓途汽⻋", "长途汽车"),
        ("３,０００人", "3000人"),
        ("3，000人", "3000人"),
        ("1，234，567人", "1234567人"),
        ("12，300和500", "12，300和500"),  # two numbers, perhaps
        ("1,2,3", "1，2，3"),
        ("10 20", "10 20"),
        ("iPhone 15", "iphone15"),
        ("Yiwu  Pay", "yiwu pay"),
        ("don’t", "dont"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉买买提"),
        ("3·15", "3·15"),
        ("3.5％", "3.5%"),
        ("1. 2024年", "1. 2024年"),
        ("等...等", "等...等"),
        ("120㎡", "120m2"),
        ("10²", "10 2"),
        ("二○二三年", "二〇二三年"),
        ("二零二三年", "二〇二三年"),
        ("二OO三年", "二〇〇三年"),
        ("零售", "零售"),
        ("2000年", "2000年"),
        ("看著", "看着"),
        ("看”著“", "看着"),
        ("著作", "著作"),
        ("寫著名字", "写着名字"),
        ("甚麼", "什么"),
        ("甚至", "甚至"),
        ("乾隆乾燥", "乾隆干燥"),
        ("計畫畫展", "计划画展"),
        ("錢鍾書 钱锺书", "钱钟书钱钟书"),
        ("喆昇邨", "喆昇邨"),  # standard characters of their own
    ],
)
def test_a_text_has_a_form_in_which_it_is_compared(typed, form):
    assert fold(typed).text == form == compared(typed)


@given(st.text() | NASTY)
def test_folding_twice_is_folding_once(text):
    once = compared(text)

    assert compared(once) == once == fold(text).text


@given(st.text() | NASTY)
def test_every_place_leads_back_to_the_character_it_came_from(text):
    found = fold(text)

    assert len(found.text) == len(found.places)
    assert list(found.places) == sorted(found.places)
    for form, place in zip(found.text, found.places, strict=True):
        assert form in {*" .·〇", *"".join(readings(text[place]))}


HAN = st.text(alphabet="著名作看者土乾隆燥县甚麼么零〇二三年后瞭解覆答羽徵角畫计 ”·", max_size=12)


@given(HAN, st.data())
def test_a_part_of_a_text_is_found_in_the_whole(text, data):
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]

    assert any(reading in compared(text) for reading in readings(part))


def test_a_text_has_one_reading_where_no_end_is_open():
    assert readings("义乌好人") == ["义乌好人"]
    assert readings("看著孩子") == ["看着孩子"]
    assert readings("著") == ["着", "著"]
    assert readings("名著") == ["名著"]
    assert readings("著名") == ["著名"]


def test_standard_characters_are_never_taken_for_each_other():
    # 醣 捱 摺 and the like are in GB 2312, and in no list of standard characters since.
    known = set("麴麽醣菸於榘捱摺拚夥後○锺")

    letters = {c for c in forms.SAME if c < "\u0500"}  # Greek and Cyrillic

    assert {c for c in forms.SAME.keys() - letters if _is_in_gb2312(c)} <= known


def _is_in_gb2312(character):
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


@pytest.mark.parametrize("rule", ["t2s", "tw2s", "hk2s"])
def test_what_opencc_writes_in_simplified_characters_is_the_same(rule):
    convert = opencc.OpenCC(rule).convert
    text = (
        "憂鬱的臺灣烏龜，裏裡綫線衞衛峯羣，為爲眾衆說説，麵線麪，鐘錶鍾情，後來皇后，"
        "乾燥乾隆，計畫，甚麼，頭髮發展，準備批准，電臺颱風，瞭解瞭望，製造制度"
    )

    assert compared(convert(text)) == compared(text)
