"""Rolls as they are pasted: tables and lists, with numbers and headings or without."""

from contextlib import suppress

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from articles.text import roll_text
from articles.text.roll_text import Row, UnreadableRoll
from tests.cost import cost

WANG = ("王建国", "李祖村", "助人为乐", "热心公益十余年")
LOU = ("楼小芳", "", "见义勇为", "勇救落水者")


def rows(text):
    return [(r.name, r.unit, r.category, r.citation) for r in roll_text.read(text)]


def problems(text):
    return [(r.number, r.problem) for r in roll_text.read(text) if r.problem]


@pytest.mark.parametrize("mark", ["\t", ",", "，", "；", "|", "："])
@pytest.mark.parametrize("number", ["", "{}. ", "{}、", "({}) ", "（{}）"])
def test_a_table_is_cut_by_any_mark_with_numbers_or_without(mark, number):
    lines = [number.format(n) + mark.join(cells) for n, cells in enumerate([WANG, LOU], 1)]

    assert rows("\n".join(lines)) == [WANG, LOU]


def test_han_numbers_and_rings_are_no_part_of_a_name():
    assert rows(
        "一、王建国，李祖村\n十二、楼小芳，佛堂镇\n（三）毛阿三，佛堂镇\n④朱长青，赤岸镇"
    ) == [
        ("王建国", "李祖村", "", ""),
        ("楼小芳", "佛堂镇", "", ""),
        ("毛阿三", "佛堂镇", "", ""),
        ("朱长青", "赤岸镇", "", ""),
    ]


def test_spaces_part_cells_and_a_name_of_two_characters_may_hold_one():
    assert rows("王 强 李祖村 助人为乐\n楼小芳　佛堂镇 见义勇为") == [
        ("王强", "李祖村", "助人为乐", ""),
        ("楼小芳", "佛堂镇", "见义勇为", ""),
    ]


def test_a_list_of_bare_names_is_a_row_each():
    assert rows("王建国\n\n 2. 楼小芳\n王 强") == [
        (n, "", "", "") for n in ["王建国", "楼小芳", "王强"]
    ]
    assert rows("王建国、楼小芳、毛阿三。") == [
        (n, "", "", "") for n in ["王建国", "楼小芳", "毛阿三"]
    ]


def test_headings_say_which_column_is_which():
    text = "序号\t类别\t姓名\t事迹\t类型\n1\t助人为乐\t王建国\t热心\t人物\n2\t\t李祖村\t\t村"

    assert roll_text.read(text) == [
        Row(2, "王建国", "person", "", "助人为乐", "热心"),
        Row(3, "李祖村", "village", "", "", ""),
    ]


def test_a_number_alone_in_the_first_cell_is_a_number():
    assert rows("1\t王建国\t李祖村\n2\t楼小芳\t佛堂镇")[0][:2] == ("王建国", "李祖村")


def test_commas_within_a_citation_stay_in_it():
    assert rows("王建国，李祖村，助人为乐，热心公益，十年如一日")[0][3] == "热心公益，十年如一日"


def test_quoted_cells_of_a_table_are_whole():
    assert rows('王建国,李祖村,助人为乐,"热心, 公益"')[0][3] == "热心, 公益"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("王建国\t李祖村\n\t佛堂镇", "没有姓名或名称。"),
        ("1\t王建国\t李祖村\n2\t\t佛堂镇", "没有姓名或名称。"),
        ("王建国\t李祖村\n他来了。真好\t佛堂镇", "“他来了。真好”不像姓名或名称。"),
        ("王建国\t李祖村\n王\t佛堂镇", "“王”不像姓名或名称。"),
        ("王建国\t李祖村\n楼小芳\t甲\t乙\t丙\t丁", "比列多出一格。"),
        (f"王建国\t李祖村\n楼小芳\t{'甲' * 101}", "有一格太长，最多 100 字。"),
        ('王建国,李祖村\n"楼小芳,佛堂镇', "英文双引号没有成对。"),
        ("姓名\t类型\n楼小芳\t外星人", "类型“外星人”不对，应为："),
    ],
)
def test_a_line_that_cannot_be_read_says_why(text, problem):
    ((number, told),) = problems(text)

    assert (number, told[: len(problem)]) == (2, problem)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("姓名\t电话\n王建国\t1", "不认识的列名：电话。"),
        ("单位\t类别\n李祖村\t甲", "第一行的列名里没有“姓名”或“名称”。"),
        ("姓名\t名称\n王建国\t甲", "有一列写了不止一次。"),
        ("王建国\n" * 1001, "一次最多 1000 行，请分几次录入。"),
        ("王建国、" * 1001, "一次最多 1000 个名称，请分几次录入。"),
    ],
)
def test_a_roll_that_cannot_be_read_at_all_is_refused(text, told):
    with pytest.raises(UnreadableRoll) as refusal:
        roll_text.read(text)

    assert str(refusal.value)[: len(told)] == told


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("王建国", ""),
        ("王建国夫妇", "group"),
        ("福田小学", "school"),
        ("蚕小丫共富工坊", "workshop"),
    ],
)
def test_a_name_may_tell_its_kind(name, kind):
    assert [row.kind for row in roll_text.read(name)] == [kind]


def test_kinds_are_the_same_words_at_a_desk_of_another_language():
    with override("en"):
        (row,) = roll_text.read("姓名\t类型\n李祖村\t村")
        assert row.kind == "village"
        assert roll_text.write([row]) == "姓名\t类型\t单位\t类别\t事迹\n李祖村\t村\t\t\t"


CELL = st.text(st.sampled_from("王建国李祖村甲乙丙"), min_size=2, max_size=8)


@given(st.lists(st.builds(Row, st.just(0), CELL, st.just("person"), CELL, CELL, CELL), min_size=1))
def test_what_is_written_is_read_again(made):
    read = roll_text.read(roll_text.write(made))

    assert [(r.name, r.kind, r.unit, r.category, r.citation) for r in read] == [
        (r.name, r.kind, r.unit, r.category, r.citation) for r in made
    ]


@given(st.text(st.sampled_from('王建国李一、1.,，\t\n "|（)①：；　'), max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        found = roll_text.read(text)
    except UnreadableRoll:
        return
    assert all(row.name or row.problem for row in found)


LONG = 200_000  # characters: as many as the form takes
HARD = [
    *[
        "王小强、",
        "甲、",
        " ",
        "甲",
        "1.",
        "一",
        "（1",
        "（ ",
        '"',
        '"甲",',
        "甲,",
        "王 强 ",
        "　王",
        "①",
        "1 ",
    ],
    "\u200b",
    "王小强，某某单位，先进，" + "事迹" * 90 + "\n",
]


@pytest.mark.parametrize("unit", HARD)
def test_a_long_roll_is_read_or_refused_within_a_second(unit):
    text = (unit * LONG)[:LONG]
    assert cost(read_or_refuse, text) < 1
    assert cost(read_or_refuse, text) < 10 * max(cost(read_or_refuse, text[: LONG // 4]), 0.005)


def read_or_refuse(text):
    with suppress(UnreadableRoll):
        roll_text.read(text)
