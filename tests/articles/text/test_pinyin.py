from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.text.pinyin import LONGEST, initial, letters, sort_key, typed_key

READINGS = Path(__file__).parent


def listed(file):
    """Each name of a file and how it is read."""
    lines = (READINGS / file).read_text(encoding="utf-8").splitlines()
    return [line.split(" ", 1) for line in lines if not line.startswith("#")]


def misread(file, *, given="", **how):
    keys = [(name, reading, sort_key(name + given, **how)) for name, reading in listed(file)]
    ending = f" {sort_key(given)}" if given else ""
    return [(name, key) for name, reading, key in keys if key != reading + ending]


def test_surnames_are_read_as_surnames():
    assert misread("surnames.txt", given="小明", is_person=True) == []


def test_places_are_read_as_who_lives_there_reads_them():
    """But a few, which are put right at the desk: 区村 is more often the villages of a district."""
    assert misread("places.txt") == [
        ("区村", "qu cun"),
        ("区家涌", "ou jia yong"),
        ("重固", "zhong gu"),
        ("马家堡", "ma jia bao"),
        ("弹棉花", "dan mian hua"),
        ("率水", "lv shui"),
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("后宅街道曾宅村", "hou zhai jie dao zeng zhai cun"),
        ("区家庭教育中心", "qu jia ting jiao yu zhong xin"),
        ("长者食堂", "zhang zhe shi tang"),
        ("校长论坛", "xiao zhang lun tan"),
        ("单店销售", "dan dian xiao shou"),
        ("首都剧场", "shou du ju chang"),
        ("萝卜园", "luo bo yuan"),
    ],
)
def test_a_surname_in_other_words_is_none(name, key):
    assert sort_key(name) == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Zēng  Zhái ", "zeng zhai"),
        ("Lǜ Gǔ", "lv gu"),
        ("shan tian-fang", "shan tianfang"),
        ("曾 zhai", "zeng zhai"),
        ("", ""),
    ],
)
def test_a_key_may_be_typed_with_accents_and_capitals(typed, key):
    assert typed_key(typed) == key
    assert typed_key(key) == key


def test_a_character_without_a_reading_comes_last_and_is_not_in_addresses():
    assert sorted([sort_key("\U000323af"), sort_key("周"), sort_key("5G")])[-1] == "~"
    assert initial(sort_key("\U000323af村")) == "#"
    assert letters("\U000323af村") == "cun"


def test_a_long_name_has_a_key_that_its_column_holds():
    assert len(sort_key("庄" * 100)) <= LONGEST


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
        ("\U000323af小明", "~ xiao ming"),
        ("𠮷田", "ji tian"),
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
