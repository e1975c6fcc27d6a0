import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.pinyin import initial, sort_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("陈洋波", "chen yang bo"),
        ("单田芳", "shan tian fang"),
        ("曾志伟", "zeng zhi wei"),
        ("区小明", "ou xiao ming"),
        ("尉迟恭", "yu chi gong"),
        ("任贵雄", "ren gui xiong"),
        ("卜小明", "bu xiao ming"),
        ("乐正明", "yue zheng ming"),
        ("Anna Müller", "annamuller"),
    ],
)
def test_a_person_is_filed_by_how_the_surname_is_read(name, key):
    assert sort_key(name, is_person=True) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("“李祖乡遇”共富工坊", "li zu xiang yu gong fu gong fang"),
        ("单位", "dan wei"),
        ("CBD老娘舅", "cbd lao niang jiu"),
        ("《ＡＩ数字人》", "ai shu zi ren"),
        ("绿谷", "lv gu"),
        ("廿三里街道", "nian san li jie dao"),
        ("\U000323af小明", "xiao ming"),
        ("مدرسة", ""),
        ("", ""),
    ],
)
def test_other_names_are_read_as_words_and_marks_are_silent(name, key):
    assert sort_key(name) == key


@pytest.mark.parametrize(("key", "letter"), [("chen", "C"), ("5g", "#"), ("", "#"), ("ü", "#")])
def test_a_name_is_filed_under_a_letter(key, letter):
    assert initial(key) == letter


@given(st.text(), st.booleans())
def test_a_key_is_plain_ascii(name, is_person):
    key = sort_key(name, is_person=is_person)

    assert key.isascii()
    assert key == " ".join(key.lower().split())
