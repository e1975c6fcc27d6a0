import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from articles.enums import BylineRole as Role
from articles.text import bylines
from articles.text.bylines import Credit, PrintedByline, UnreadableByline

LINES = {
    "▢ 全媒体记者 陈洋波 文/图": [("全媒体记者", "陈洋波", Role.TEXT_AND_PHOTO)],
    "▢ 全媒体记者 龚盈盈 陈健贤": [
        ("全媒体记者", "龚盈盈", Role.TEXT),
        ("全媒体记者", "陈健贤", Role.TEXT),
    ],
    "全媒体记者 李爽爽 图": [("全媒体记者", "李爽爽", Role.PHOTO)],
    "全媒体记者 吴峰宇 摄": [("全媒体记者", "吴峰宇", Role.PHOTOGRAPHED)],
    "▢ 记者 张小明 通讯员 李红": [("记者", "张小明", Role.TEXT), ("通讯员", "李红", Role.TEXT)],
    "□ 记者 张小明 文 通讯员 李红 摄": [
        ("记者", "张小明", Role.TEXT),
        ("通讯员", "李红", Role.PHOTOGRAPHED),
    ],
    "全媒体记者 张小明 文 市文明办 供图": [
        ("全媒体记者", "张小明", Role.TEXT),
        ("", "市文明办", Role.COURTESY),
    ],
    "记者 张小明 文 李红 摄": [
        ("记者", "张小明", Role.TEXT),
        ("", "李红", Role.PHOTOGRAPHED),
    ],
    "记者 张小明 文 李红 文": [("记者", "张小明", Role.TEXT), ("", "李红", Role.TEXT)],
    "记者 王𠮷": [("记者", "王𠮷", Role.TEXT)],
    "“李祖乡遇”共富工坊 供图": [("", "“李祖乡遇”共富工坊", Role.COURTESY)],
    "通讯员 李红 供图": [("通讯员", "李红", Role.COURTESY)],
    "本报记者 Smith 摄": [("本报记者", "Smith", Role.PHOTOGRAPHED)],
    "见习记者 欧阳小明": [("见习记者", "欧阳小明", Role.TEXT)],
    "特约通讯员 阿卜杜拉·买买提": [("特约通讯员", "阿卜杜拉·买买提", Role.TEXT)],
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_and_printed_back_identically(line):
    byline = bylines.read(line)

    assert byline.credits == tuple(Credit(*credit) for credit in LINES[line])
    assert bylines.write(byline) == line


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("▢全媒体记者　余依萍", "▢ 全媒体记者 余依萍"),
        ("全媒体记者 陈洋波 文／图", "全媒体记者 陈洋波 文/图"),
        ("  全媒体记者   李爽爽  图 ", "全媒体记者 李爽爽 图"),
    ],
)
def test_white_space_is_layout(line, folded):
    assert bylines.write(bylines.read(line)) == folded


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "没有姓名"),
        ("▢", "没有姓名"),
        ("全媒体记者", "缺少姓名"),
        ("摄", "缺少姓名"),
        ("全媒体记者 王 芳", "不像姓名"),
        ("记者 张小明 通讯员 李红 摄", "不止一种读法"),
        ("记者 张小明 文", "不止一种读法"),
        ("记者 John Smith", "分成了几段"),
        ("记者 张小明/文", "不像姓名"),
        ("据新华社北京12月25日电", "不像姓名"),
        ("记者 张小明、李红", "不像姓名"),
        ("综合本报记者多方采访报道", "不像姓名"),
        ("■ 抗严寒 送温暖 保民生 保安全", "不像姓名"),
        ("探访", "不像姓名"),
        ("全媒体记者 陈洋波 摄影", "不像姓名"),
        ("全媒体记者 陈洋波 文图", "不像姓名"),
        ("记者 张三李四", "不像姓名"),
        ("记者 东方", "不像姓名"),
        ("近日 摄", "不像姓名"),
        ("通讯员 市文明办 供图", "不像姓名"),
        ("市 文明办 供图", "不像姓名"),
        ("责任编辑 王强", "不像姓名"),
        ("王强", "不能确定是署名"),
        ("记者 张小明 文 李红", "不能确定是署名"),
        ("记者 张小明 张小明", "不止一次"),
        ("记者 张小明 摄 记者 李红 摄", "不止一种读法"),
    ],
)
def test_a_line_with_no_sure_reading_is_refused(line, why):
    with pytest.raises(UnreadableByline, match=why):
        bylines.read(line)


@given(st.text())
def test_any_line_is_read_exactly_or_refused(line):
    try:
        byline = bylines.read(line)
    except UnreadableByline:
        return
    assert bylines.read(bylines.write(byline)) == byline


WORDS = [
    *["▢", "全媒体记者", "通讯员", "张小明", "李红", "王", "市文明办公室"],
    *["文", "图", "文/图", "供图", "Smith", "阿里·买买提"],
]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join))
def test_what_is_read_prints_back(line):
    try:
        byline = bylines.read(line)
    except UnreadableByline:
        return
    assert bylines.write(byline) == line


NAMES = st.sampled_from(["张小明", "李红", "欧阳娜", "诸葛小明", "阿里·买买提", "王芳芳"])
TITLES = st.sampled_from(["记者", "全媒体记者", "特约通讯员"])


def structures(titles):
    credits = st.lists(
        st.builds(Credit, titles, NAMES, st.sampled_from(Role)), min_size=1, max_size=5, unique=True
    )
    return st.builds(PrintedByline, st.sampled_from(["", "▢", "■"]), credits.map(tuple))


@given(structures(TITLES))
def test_what_is_printed_reads_back(byline):
    assert bylines.read(bylines.write(byline)) == byline


@given(structures(st.one_of(st.just(""), TITLES)))
def test_no_structure_prints_as_another(byline):
    try:
        again = bylines.read(bylines.write(byline))
    except UnreadableByline:
        assert not byline.credits[0].title
        return
    assert again == byline


def test_a_title_is_printed_once_before_its_names():
    credits = (Credit("记者", "张小明"), Credit("记者", "李红"), Credit("通讯员", "王芳芳"))

    assert bylines.write(PrintedByline("", credits)) == "记者 张小明 李红 通讯员 王芳芳"


def test_the_printed_words_do_not_change_with_the_language():
    with translation.override("en"):
        byline = bylines.read("▢ 记者 张小明 文 李红 摄")

        assert bylines.write(byline) == "▢ 记者 张小明 文 李红 摄"


def test_anybody_can_be_printed_though_not_read():
    credits = (Credit("", "新华社"), Credit("", "Anna Lindqvist"))

    assert bylines.write(PrintedByline("▢", credits)) == "▢ 新华社 Anna Lindqvist"
