"""A printed byline at the desk: what is sure is taken, all else asked, nothing is a dead end."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.enums import Stage
from articles.models import Article
from people.models import Reporter
from tests import make
from tests.articles.admin.test_admin import errors, save

pytestmark = pytest.mark.django_db

READINGS = reverse("admin:articles_article_byline")
SHARED = "□ 全媒体记者 周望舒 通讯员 何清平 文/图"  # who took the pictures is not said


@pytest.fixture
def known():
    return [make.reporter(name="周望舒"), make.reporter(name="何清平", kind="correspondent")]


@pytest.fixture
def writer(client):
    client.force_login(make.staff("记者"))
    return client


def write(desk, line, article=None, **fields):
    new = {} if article else {"headline": "主题", "body": "<p>正文还在。</p>"}
    return save(desk, article, **new | {"printed_byline": line} | fields)


def choice(desk, line, number=0):
    """The key of a reading as the form shows it."""
    page = desk.get(READINGS, {"line": line}).content.decode()
    return re.findall(r'name="byline_reading" value="(\w+)"', page)[number]


def signed(article=None):
    article = article or Article.objects.get()
    rows = article.bylines.select_related("reporter")
    return [(row.title_as_printed, row.reporter.name, row.role) for row in rows]


# ---- Asking -----------------------------------------------------------------------------------


def test_a_line_of_two_readings_comes_back_with_both_and_all_that_was_typed(desk, known):
    response = write(desk, SHARED, kicker="引题还在")

    page = response.content.decode()
    assert errors(response)["printed_byline"] == [
        "这一行署名有 2 种读法，请选一种；都不对就选“照原样留着”。"
    ]
    assert page.count('name="byline_reading"') == 3  # and to keep it as it is
    for typed in (SHARED, "引题还在", "正文还在。"):
        assert typed in page
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("number", "roles"), [(0, ["text", "text_photo"]), (1, ["text_photo"] * 2)]
)
@pytest.mark.parametrize("button", ["_save", "_continue", "_preview", "_review"])
def test_the_reading_that_is_chosen_becomes_the_rows(desk, known, button, number, roles):
    key = choice(desk, SHARED, number)

    write(desk, SHARED, byline_reading=key, button=button)

    titles, names = ["全媒体记者", "通讯员"], ["周望舒", "何清平"]
    assert signed() == list(zip(titles, names, roles, strict=True))
    assert Article.objects.get().unread_byline == ""


def test_a_choice_for_another_line_is_none(desk, known):
    key = choice(desk, SHARED)

    response = write(desk, "记者 周望舒 通讯员 何清平 摄", byline_reading=key)

    assert "2 种读法" in errors(response)["printed_byline"][0]


def test_a_body_s_signature_is_asked_and_becomes_nobody(desk):
    response = write(desk, "宗何")

    assert "2 种读法" in errors(response)["printed_byline"][0]
    assert not Reporter.objects.exists()

    write(desk, "宗何", byline_reading=choice(desk, "宗何", 1))

    assert (Article.objects.get().source, Reporter.objects.count()) == ("宗何", 0)


def test_a_line_may_always_be_kept_as_it_is(desk):
    line = "■ 抗严寒 送温暖 保民生"

    response = write(desk, line, byline_reading="kept")

    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.unread_byline, signed()) == (line, [])


def test_several_lines_are_read_as_one_byline(desk, known):
    write(desk, "文/记者 周望舒\r\n图/通讯员 何清平")

    assert signed() == [("记者", "周望舒", "text"), ("通讯员", "何清平", "photo")]


# ---- Source and dateline ----------------------------------------------------------------------


def test_source_and_dateline_are_filled_where_they_are_empty(desk):
    make.reporter(name="周望舒")

    write(desk, "新华社北京12月1日电（记者周望舒）")

    article = Article.objects.get()
    assert (article.source, article.dateline) == ("新华社", "新华社北京12月1日电")
    assert signed() == [("记者", "周望舒", "text")]


def test_what_is_written_there_stays_and_is_said(desk):
    response = write(desk, "据新华社", source="综合消息")

    assert Article.objects.get().source == "综合消息"
    page = desk.get(response["Location"]).content.decode()
    assert "“据新华社”没有填进来源：那里已经写着“综合消息”" in page


def test_a_source_alone_credits_nobody(desk):
    write(desk, "据新华社")

    article = Article.objects.get()
    assert (article.source, article.unread_byline, signed()) == ("据新华社", "", [])


# ---- Names that are not registered ------------------------------------------------------------


def test_an_unknown_name_is_asked_of_who_may_register_it(desk):
    response = write(desk, "记者 周望舒")

    page = response.content.decode()
    assert "记者名单里没有“周望舒”" in errors(response)["printed_byline"][0]
    assert '<option value="">先不建，照原样留着</option>' in page
    assert not Article.objects.exists()


def test_an_unknown_name_is_registered_and_signed_in_one_save(desk):
    line = "记者 周望舒 文 何清平 摄"
    make.reporter(name="周望舒")
    key = choice(desk, line)

    write(desk, line, byline_reading=key, byline_who=[f"{key}:1:correspondent"])

    assert Reporter.objects.get(is_waiting=True).name == "何清平"
    make.confirmed()
    made = Reporter.objects.get(name="何清平")
    assert (made.kind, made.title, made.sort_key) == ("correspondent", "通讯员", "he qing ping")
    assert signed() == [("记者", "周望舒", "text"), ("", "何清平", "photographed")]
    assert LogEntry.objects.filter(object_id=str(made.pk), change_message__contains="added")
    assert Article.objects.get().unread_byline == ""


def test_one_name_with_two_roles_is_registered_once(desk):
    line = "周望舒 文/图/视频"
    key = choice(desk, line)

    write(desk, line, byline_reading=key, byline_who=[f"{key}:0:staff", f"{key}:1:staff"])

    assert signed() == [("", "周望舒", "text_photo"), ("", "周望舒", "video")]
    assert Reporter.objects.count() == 1


def test_a_reading_may_be_chosen_without_registering(desk, known):
    line = "记者 周望舒 通讯员 赵小川"

    write(desk, line, byline_reading=choice(desk, line))

    assert signed() == [("记者", "周望舒", "text")]
    assert Article.objects.get().unread_byline == line


def test_a_reporter_saves_and_hands_in_with_a_name_that_is_not_registered(writer, known):
    line = "记者 周望舒 通讯员 赵小川"

    response = write(writer, line, button="_review")

    article = Article.objects.get()
    assert (article.stage, article.unread_byline) == (Stage.FIRST_REVIEW, line)
    assert signed() == [("记者", "周望舒", "text")]
    page = writer.get(response["Location"]).content.decode()
    assert "记者名单里还没有“赵小川”" in page
    assert not Reporter.objects.filter(name="赵小川").exists()


def test_a_reporter_cannot_register_by_what_the_browser_sends(writer):
    line = "记者 赵小川"
    key = choice(writer, line)

    write(writer, line, byline_reading=key, byline_who=[f"{key}:0:staff"])

    assert not Reporter.objects.exists()
    assert Article.objects.get().unread_byline == line


def test_who_may_register_is_offered_the_name_that_waits_with_the_story(desk, known):
    line = "记者 周望舒 通讯员 赵小川"
    article = make.article(unread_byline=line)
    make.byline(article=article, reporter=known[0], title_as_printed="记者")
    page = desk.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "“赵小川”" in page
    key = choice(desk, line)

    save(desk, article, byline_reading=key, byline_who=[f"{key}:1:correspondent"])

    article.refresh_from_db()
    assert (article.unread_byline, article.edition) == ("", 2)
    assert signed(article) == [("记者", "周望舒", "text"), ("通讯员", "赵小川", "text")]


def test_a_line_that_waits_keeps_nobody_from_saving_the_story(desk):
    article = make.article(unread_byline=SHARED)

    assert save(desk, article, kicker="新引题").status_code == 302

    article.refresh_from_db()
    assert (article.kicker, article.unread_byline) == ("新引题", SHARED)


@pytest.mark.parametrize("role", ["记者", "编辑"])
def test_of_two_with_one_name_one_is_chosen(client, role):
    client.force_login(make.staff(role))
    make.reporter(name="王芳", distinction="本社")
    meant = make.reporter(name="王芳", distinction="乡下")
    line = "记者 王芳"

    asked = write(client, line)
    assert "不止一位“王芳”" in errors(asked)["printed_byline"][0]
    key = choice(client, line)
    again = write(client, line, byline_reading=key)
    assert "不止一位“王芳”" in errors(again)["printed_byline"][0]
    write(client, line, byline_reading=key, byline_who=[f"{key}:0:{meant.pk}"])

    assert Article.objects.get().bylines.get().reporter == meant


# ---- The page that is asked while one types ---------------------------------------------------


@pytest.mark.parametrize("names", [1, 3])
def test_the_readings_are_one_question_to_the_register(desk, django_assert_num_queries, names):
    for n in range(names):
        make.reporter(name=f"周望{'舒清平'[n]}")
    line = "记者 周望舒 周望清 周望平"
    desk.get(READINGS, {"line": line})

    with django_assert_num_queries(5):  # session, user, their permissions (2), reporters
        assert desk.get(READINGS, {"line": line}).status_code == 200


def test_a_sure_line_of_known_names_is_shown_and_asks_nothing(desk, known):
    page = desk.get(READINGS, {"line": "记者 周望舒 文 何清平 摄"}).content.decode()

    assert "这一行读作：" in page
    assert "byline_reading" not in page


@pytest.mark.parametrize("line", ["", " ", "\0", "x" * 5000, "<script>", "记者 " * 900])
def test_any_line_is_answered(desk, line):
    page = desk.get(READINGS, {"line": line})

    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_who_may_not_write_is_not_answered(client):
    assert client.get(READINGS).status_code == 302
    client.force_login(make.staff("校对"))
    assert client.get(READINGS, {"line": "记者 周望舒"}).status_code == 403
    client.force_login(make.editor())
    assert client.post(READINGS).status_code == 405
