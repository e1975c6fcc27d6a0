"""The lexicon from a table: shown line by line, then taken whole or not at all."""

from datetime import date
from threading import Thread

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from articles.admin.lexicon import MAX_BYTES
from articles.models import LexiconEntry
from articles.review import lexicon_files, proofing
from people.models import User
from tests import make
from tests.cost import LOG_LOCK

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_lexiconentry_changelist")
IMPORT = reverse("admin:articles_lexiconentry_import")
TABLE = "词语,级别,类别,建议或正确写法,备注,启用\n"


@pytest.fixture
def keeper():
    user = User.objects.create_user("keeper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__endswith="_lexiconentry"))
    return user


@pytest.fixture
def desk(client, keeper):
    client.force_login(keeper)
    return client


def preview(desk, text):
    return desk.post(IMPORT, {"text": text, "preview": "1"})


def apply(desk, text, *, seen=None):
    """Press the button the preview of a text offers, with that text."""
    plan = preview(desk, seen or text).context["plan"]
    return desk.post(IMPORT, {"text": text, "digest": plan.digest, "apply": "1"})


def problems(response):
    return [line.problem for line in response.context["plan"].malformed]


def errors(response):
    return [error for found in response.context["form"].errors.values() for error in found]


def words():
    return list(LexiconEntry.objects.order_by("pk").values_list("word", flat=True))


def test_a_preview_says_what_each_line_would_do_and_writes_nothing(desk):
    make.lexicon_entry(word="帐号", advice="账号")
    make.lexicon_entry(word="做客")

    response = preview(
        desk,
        TABLE + "帐号,禁止,,账号,,\n做客,提醒,易错词,,,是\n渡过难关,,,度过,,\n,禁止\n乱,高,,,,\n",
    )

    plan = response.context["plan"]
    assert [(line.number, line.word, line.effect.value) for line in plan.lines] == [
        (2, "帐号", "changed"),
        (3, "做客", "same"),
        (4, "渡过难关", "new"),
        (5, "", "malformed"),
        (6, "乱", "malformed"),
    ]
    assert plan.changed[0].changes == [("级别", "提醒", "禁止")]
    page = response.content.decode()
    assert "新增 1 条，改动 1 条，不变 1 条，有错 2 行" in page
    assert "级别“高”不对，应为：禁止、提醒。" in page
    assert "度过" in page
    assert 'name="apply"' not in page
    assert words() == ["帐号", "做客"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_excel_and_wps(desk, encoding):
    file = SimpleUploadedFile(
        "词库.csv", (TABLE + "𬭎号,禁止,敏感词,“账”号,,否\r\n").encode(encoding)
    )

    shown = desk.post(IMPORT, {"file": file, "preview": "1"})
    desk.post(
        IMPORT,
        {"text": shown.context["text"], "digest": shown.context["plan"].digest, "apply": "1"},
    )

    entry = LexiconEntry.objects.get()
    assert (entry.word, entry.level, entry.kind) == ("𬭎号", "block", "sensitive")
    assert (entry.advice, entry.is_active) == ("“账”号", False)


def test_importing_adds_and_changes_and_leaves_the_rest_alone(desk):
    kept = make.lexicon_entry(word="做客", note="出处")
    changed = make.lexicon_entry(word="帐号", note="出处", kind="sensitive", is_active=False)

    response = apply(desk, "词语,级别,建议或正确写法\n“帐号”,禁止,账号\n渡过难关,,度过\n")

    assert response["Location"] == LIST
    changed.refresh_from_db()
    assert (changed.word, changed.level, changed.advice) == ("“帐号”", "block", "账号")
    assert (changed.note, changed.kind, changed.is_active) == ("出处", "sensitive", False)
    assert changed.edition == 2
    kept.refresh_from_db()
    assert (kept.note, kept.edition) == ("出处", 1)
    new = LexiconEntry.objects.get(word="渡过难关")
    assert (new.level, new.kind, new.is_active) == ("warn", "error", True)
    assert set(LogEntry.objects.values_list("object_id", "action_flag", "change_message")) == {
        (str(new.pk), 1, "从 CSV 导入。"),
        (str(changed.pk), 2, "从 CSV 导入。"),
    }


def test_cells_copied_from_a_spreadsheet_are_read(desk):
    apply(desk, "词语\t建议或正确写法\n帐号\t账号，不是“帐号”\n")

    assert LexiconEntry.objects.get().advice == "账号，不是“帐号”"


def test_a_program_may_name_the_columns(desk):
    apply(desk, "word,is_active\n帐号,0\n")

    assert LexiconEntry.objects.get().is_active is False


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("，,人,,,,", "级别“人”不对"),
        ("“”,,,,,", "词语：词语里除了引号和空格要有别的字。"),
        ("号,,,账号,多,是,一格", "比列名多出一格"),
        (f"{'长' * 61},,,,,", "词语：太长，最多 60 个字符"),
        ("号,,动词,,,", "类别“动词”不对"),
        ("号,,,,,也许", "启用“也许”不对"),
        ("帐 号,,,,,", "与第 2 行是同一个词。"),
    ],
)
def test_one_bad_line_is_told_and_keeps_all_out(desk, line, problem):
    text = TABLE + f"帐号,,,,,\n{line}\n"

    response = preview(desk, text)
    assert problem in problems(response)[0]

    response = apply(desk, text)

    assert response.status_code == 200
    assert "没有导入：有错误的行" in errors(response)[0]
    assert words() == []
    assert line in response.content.decode().replace("&quot;", '"')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请选择文件，或粘贴内容。"),
        ("帐号,账号\n", "第一行要写列名"),
        ("词语,颜色\n帐号,红\n", "不认识的列名：颜色"),
        ("词语,词语\n帐号,号\n", "有列名写了不止一次"),
        ('词语\n帐号\n"引号没完\n', "第 3 行起读不下去"),
    ],
)
def test_what_cannot_be_read_is_told_and_stays_in_the_box(desk, text, message):
    response = preview(desk, text)

    assert message in errors(response)[0]
    assert text.strip().replace('"', "&quot;") in response.content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe\x00", "认不出文件的编码"),
        ("词语\n帐\0号\n".encode(), "认不出文件的编码"),
        (b"x" * (MAX_BYTES + 1), "文件太大，最多 2 MB"),
        (("字" * 900_000).encode("gb18030"), "文件太大，最多 2 MB"),
    ],
)
def test_what_is_no_text_is_told(desk, data, message):
    response = desk.post(IMPORT, {"file": SimpleUploadedFile("a.csv", data), "preview": "1"})

    assert message in errors(response)[0]


def test_what_was_not_previewed_is_not_imported(desk):
    response = apply(desk, TABLE + "做客,,,,,\n", seen=TABLE + "帐号,,,,,\n")

    assert "在预览之后有改动" in errors(response)[0]
    assert words() == []
    assert [line.word for line in response.context["plan"].new] == ["做客"]


def test_a_lexicon_changed_since_the_preview_is_not_overwritten(desk):
    text = TABLE + "帐号,,,账号,,\n"
    digest = preview(desk, text).context["plan"].digest
    make.lexicon_entry(word="帐号", advice="同事写的")

    response = desk.post(IMPORT, {"text": text, "digest": digest, "apply": "1"})

    assert "在预览之后有改动" in errors(response)[0]
    assert LexiconEntry.objects.get().advice == "同事写的"


def test_the_preview_survives_the_line_ends_of_a_browser(desk):
    apply(
        desk,
        (TABLE + '帐号,,,"账\n号",,\n').replace("\n", "\r\n"),
        seen=TABLE + '帐号,,,"账\n号",,\n',
    )

    assert words() == ["帐号"]


@pytest.mark.parametrize("count", [1, 30])
def test_importing_takes_the_same_queries(desk, count, django_assert_num_queries):
    make.lexicon_entry(word="帐号")
    text = TABLE + "帐号,禁止,,,,\n" + "".join(f"词{n},,,,,\n" for n in range(1, count + 1))
    digest = preview(desk, text).context["plan"].digest
    LogEntry.objects.count()

    with django_assert_num_queries(14 + LOG_LOCK):
        desk.post(IMPORT, {"text": text, "digest": digest, "apply": "1"})

    assert len(words()) == count + 1


@pytest.mark.parametrize("count", [2_000, pytest.param(10_000, marks=pytest.mark.whole)])
def test_thousands_of_lines_are_taken_at_once(desk, count):
    text = TABLE + "".join(f"词语{n},提醒,易错词,{'写法' * 9},出处{n},是\n" for n in range(count))
    file = SimpleUploadedFile("a.csv", text.encode())
    shown = desk.post(IMPORT, {"file": file, "preview": "1"}).context

    desk.post(IMPORT, {"text": shown["text"], "digest": shown["plan"].digest, "apply": "1"})

    assert LexiconEntry.objects.count() == count


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
@pytest.mark.django_db(transaction=True)
def test_a_word_that_a_colleague_adds_meanwhile_keeps_the_import_out(keeper):
    text = TABLE + "做客,,,,,\n帐号,,,账号,,\n"
    refusals = []

    def bring_in():
        try:
            lexicon_files.apply(text, digest=lexicon_files.plan(text).digest, by=keeper)
        except lexicon_files.ImportRefused as refusal:
            refusals.append(str(refusal))
        finally:
            connection.close()

    thread = Thread(target=bring_in)
    with transaction.atomic():
        make.lexicon_entry(word="帐号", advice="同事写的")
        thread.start()
        thread.join(1)  # it has read the lexicon, and waits to write the same word
        assert thread.is_alive()
    thread.join()

    assert refusals == ["没有导入：词库刚刚被别人改过，请重新预览。"]
    assert LexiconEntry.objects.get().advice == "同事写的"


def test_a_period_comes_in_and_goes_out(desk):
    table = (
        "词语,类别,建议或正确写法,起始日期,截止日期\n李明,姓名职务,市长李明,2020-03-01,2023-11-30"
    )

    apply(desk, table)

    entry = LexiconEntry.objects.get()
    assert (entry.valid_from, entry.valid_until) == (date(2020, 3, 1), date(2023, 11, 30))
    assert "李明,提醒,姓名职务,市长李明,,是,2020-03-01,2023-11-30" in "".join(
        lexicon_files.export([entry])
    )
    apply(desk, "词语,起始日期,截止日期\n李明,,2023-12-31")
    entry.refresh_from_db()
    assert (entry.valid_from, entry.valid_until) == (None, date(2023, 12, 31))


@pytest.mark.parametrize(
    ("days", "problem"),
    [
        ("去年,", "起始日期：“去年”的值有一个错误的日期格式。它的格式应该是YYYY-MM-DD"),
        ("2024-01-02,2024-01-01", "截止日期不能早于起始日期。"),
    ],
)
def test_a_period_that_is_none_is_told_at_its_line(desk, days, problem):
    response = preview(desk, f"词语,起始日期,截止日期\n李明,{days}")

    assert problems(response) == [problem]


def test_the_words_that_ship_are_filled_in_shown_and_taken_as_any_other(desk):
    make.lexicon_entry(word="再接再励", advice="本报另有写法", level="block")
    response = desk.post(IMPORT, {"starter": "1"})

    plan = response.context["plan"]
    assert (len(plan.changed), len(plan.malformed)) == (0, 0)
    assert len(plan.new) >= 150
    assert LexiconEntry.objects.count() == 1

    text = response.context["text"]
    desk.post(IMPORT, {"text": text, "digest": plan.digest, "apply": "1"})
    assert LexiconEntry.objects.count() == len(plan.new) + 1
    assert LexiconEntry.objects.get(word="再接再励").level == "block"
    again = desk.post(IMPORT, {"starter": "1"}).context["plan"]
    assert (again.new, again.is_applicable) == ([], False)


@pytest.mark.parametrize(
    "text",
    [
        "欢度假期，度过难关，全部份额，内部份额，公布署名文章，不过份额不大。",
        "预防犯罪，封建意识，自己经营，空气像水，打印像章，补充份数。",
        "琴弦律动，解决窍门，提倡仪式感，幼儿圆梦，巡逻缉毒，灯泡末端，轻松驰骋。",
        "台风登陆浙江，报名截止日前，微风阵阵，上海拨款，本报消息，取消毁约。",
    ],
)
def test_the_words_that_ship_are_not_found_within_right_ones(desk, text):
    text_of_words = lexicon_files.starter()
    apply(desk, text_of_words)

    assert proofing.findings(make.article(headline="要闻", body=f"<p>{text}</p>")) == []
