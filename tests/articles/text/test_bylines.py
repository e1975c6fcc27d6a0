from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from articles.enums import BylineRole as Role
from articles.text import bylines
from articles.text.bylines import PRINTED, Credit, Reading, write
from tests.cost import cost

ROLES = {word: role for role, word in PRINTED.items()}
TABLE = Path(__file__).with_name("printed_bylines.txt").read_text(encoding="utf-8").splitlines()
(REGISTERED,) = (set(row.split(": ")[1].split()) for row in TABLE if "# Registered" in row)
FORMS = [row for row in TABLE if row and not row.startswith("#")]


def said(reading):
    """What a reading says, as the table writes it."""
    credits = [f"{credit.title}:{credit.name}:{PRINTED[credit.role]}" for credit in reading.credits]
    heads = [f"@{of} {value}" for of in ("source", "dateline") if (value := getattr(reading, of))]
    return " ".join(filter(None, ["; ".join(credits), *heads]))


# ---- Printed lines ----------------------------------------------------------------------------


@pytest.mark.parametrize("row", FORMS)
def test_a_printed_line_is_read_right_or_asked(row):
    line, expected = row.split(" => ")
    certainty, _space, meaning = expected.partition(" ")

    read = bylines.read(line.replace("⏎", "\n"), REGISTERED)

    assert (meaning in map(said, read.readings), read.is_sure) == (True, certainty == "=")
    assert {write(reading) for reading in read.readings} == {read.line}


def test_the_table_has_more_than_a_hundred_lines():
    assert len({row.split(" => ")[0] for row in FORMS}) > 200


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("▢全媒体记者　余依萍", "▢ 全媒体记者 余依萍"),
        ("全媒体记者 陈洋波 文／图", "全媒体记者 陈洋波 文/图"),
        ("  全媒体记者   李爽爽  图 ", "全媒体记者 李爽爽 图"),
        ("记者 余依萍\r\n\r\n 通讯员\u00a0李爽爽\u200b", "记者 余依萍\n通讯员 李爽爽"),
    ],
)
def test_white_space_is_layout(line, folded):
    read = bylines.read(line)

    assert write(read.sure) == read.line == folded


@pytest.mark.parametrize("line", ["", "▢", "　", "\n", "？"])
def test_a_line_without_words_credits_nobody_and_is_not_sure(line):
    read = bylines.read(line)

    assert [reading.credits for reading in read.readings if reading.credits] == []
    assert read.sure is None


def test_the_register_outranks_how_a_name_looks():
    line = "全媒体记者 张李梓涵 其其格乐 文明办"

    assert bylines.read(line).sure is None
    names = line.split()[1:]
    assert [credit.name for credit in bylines.read(line, set(names)).sure.credits] == names


def test_a_registered_name_is_found_without_spaces():
    read = bylines.read("记者余生艺风", {"余生", "艺风"})

    assert [[credit.name for credit in reading.credits] for reading in read.readings] == [
        ["余生", "艺风"],
        ["余生艺风"],
    ]


def test_what_is_in_no_field_is_named():
    (reading, *_others) = bylines.read("记者 余依萍 发自北京 等").readings

    assert reading.left_out == ("发自北京", "等")


def test_a_name_that_is_put_right_is_printed_in_the_same_line():
    reading = bylines.read("文/本报记者 余依平 图/本报记者 李　爽").sure
    _first, second = reading.credits

    mended = Reading(credits=(Credit("记者", "余依萍"), second), layout=reading.layout)

    assert write(mended) == "文/记者 余依萍 图/本报记者 李 爽"


# ---- Any text ---------------------------------------------------------------------------------

WORDS = [
    *[
        "▢",
        "全媒体记者",
        "通讯员",
        "张小明",
        "李红",
        "王",
        "市文明办公室",
        "编辑",
        "：",
        "（",
        "）",
    ],
    *[
        "文",
        "图",
        "文/图",
        "供图",
        "Smith",
        "阿里·买买提",
        "/",
        "、",
        "本报讯",
        "据新华社",
        "摄",
        "\n",
    ],
]


@given(st.text())
def test_any_text_has_a_reading_that_prints_it(text):
    read = bylines.read(text)

    assert read.readings
    assert {write(reading) for reading in read.readings} == {read.line}


@example("王\n王")
@example("全媒体记者 据新华社 全媒体记者")
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map("".join)
    | st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
)
def test_any_row_of_byline_words_has_a_reading_that_prints_it(line):
    read = bylines.read(line)

    assert {write(reading) for reading in read.readings} == {read.line}
    if read.is_sure:
        assert not read.readings[0].left_out


@pytest.mark.parametrize(
    "unit",
    [
        "记者 周望舒 ",
        "记者",
        "王",
        "文/",
        "、",
        "（",
        "据",
        "A ",
        "图 周望舒 ",
        "周望舒摄",
        "新华社",
        "·",
        "周 ",
        "《",
    ],
)
def test_a_line_of_ten_thousand_characters_is_read_in_time_that_grows_with_its_length(unit):
    line = (unit * 10_000)[:10_000]

    read = bylines.read(line, REGISTERED)

    for length in (1_000, 10_000):
        few = cost(bylines.read, line[: length // 4], REGISTERED)
        assert cost(bylines.read, line[:length], REGISTERED) < 12 * few
    assert not read.is_sure
    assert write(read.readings[0]) == read.line


# ---- From known credits -----------------------------------------------------------------------

NAMES = st.sampled_from(
    ["张小明", "李红", "欧阳娜", "诸葛小明", "阿里·买买提", "王芳芳", "张李梓涵"]
)
TITLES = st.sampled_from(["记者", "全媒体记者", "特约通讯员"])


def structures(titles):
    credits = st.lists(
        st.builds(Credit, titles, NAMES, st.sampled_from(Role)),
        min_size=1,
        max_size=5,
        unique_by=lambda credit: (credit.name, credit.role),
    )
    return st.builds(Reading, st.sampled_from(["", "▢", "■"]), credits.map(tuple))


@given(structures(TITLES))
def test_the_house_line_reads_back_to_its_credits_or_offers_them(printed):
    read = bylines.read(write(printed), REGISTERED)

    assert printed in read.readings


@given(structures(st.one_of(st.just(""), TITLES)))
def test_no_credits_print_as_a_line_that_surely_says_others(printed):
    read = bylines.read(write(printed), REGISTERED)

    assert read.sure in {printed, None}


SETTINGS = {  # how else papers set 记者 甲 文 通讯员 乙 摄
    "slashes before": ("{word}/{who}", " "),
    "slashes after": ("{who}/{word}", " "),
    "colons": ("{word}：{who}", "　"),
    "bars": ("{word}丨{who}", "\n"),
    "spaces": ("{who} {word}", " "),
    "brackets": ("{who}（{word}）", "，"),
}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "记者", "本报通讯员"]),
            NAMES,
            st.sampled_from(["文", "图", "摄影"]),
        ),
        min_size=1,
        max_size=3,
        unique_by=lambda one: one[1],
    ),
    st.sampled_from(sorted(SETTINGS)),
    st.sampled_from(["", "▢ ", "□"]),
)
def test_credits_in_any_setting_read_back_or_are_offered(people, setting, marker):
    form, between = SETTINGS[setting]
    roles = {"文": Role.TEXT, "图": Role.PHOTO, "摄影": Role.PHOTOGRAPHED}
    meant = tuple(Credit(title, name, roles[word]) for title, name, word in people)
    line = marker + between.join(
        form.format(who=f"{title} {name}".strip(), word=word) for title, name, word in people
    )

    read = bylines.read(line, REGISTERED)

    readings = [reading.credits for reading in read.readings]
    if setting == "brackets":  # a title before brackets is that of the names after them too
        readings = [tuple((c.name, c.role) for c in credits) for credits in readings]
        meant = tuple((c.name, c.role) for c in meant)
    assert meant in readings


# ---- As the house prints ----------------------------------------------------------------------


def test_a_title_is_printed_once_before_its_names():
    credits = (Credit("记者", "张小明"), Credit("记者", "李红"), Credit("通讯员", "王芳芳"))

    assert write(Reading("", credits)) == "记者 张小明 李红 通讯员 王芳芳"


def test_what_an_editor_did_is_said_by_the_title():
    credits = (Credit("记者", "张小明"), Credit("责任编辑", "李红", Role.EDITED))

    assert write(Reading("▢", credits)) == "▢ 记者 张小明 责任编辑 李红"


def test_the_printed_words_do_not_change_with_the_language():
    with translation.override("en"):
        reading = bylines.read("▢ 记者 张小明 文 李红 摄").sure

        assert write(reading) == "▢ 记者 张小明 文 李红 摄"
        assert write(Reading("▢", reading.credits)) == "▢ 记者 张小明 文 李红 摄"


def test_anybody_can_be_printed_though_not_read():
    credits = (Credit("", "新华社"), Credit("", "Anna Lindqvist"))

    assert write(Reading("▢", credits)) == "▢ 新华社 Anna Lindqvist"
