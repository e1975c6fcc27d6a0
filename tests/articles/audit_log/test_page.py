"""操作记录: who may read the log, what they find in it, and what it keeps from them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import LogLine, PreviewLink
from articles.review.confirmations import holding
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/articles/logline/"
EXPORT = f"{PAGE}export/"


@pytest.fixture
def manager(client):
    client.force_login(make.staff("管理员"))
    return client


def numbers(client, query=""):
    """The numbers of the lines that a page lists, but for those of the reader's own login."""
    answer = client.get(f"{PAGE}{query}")
    own = str(answer.context["user"].pk)
    lines = [row["line"] for row in answer.context["rows"]]
    return [line.number for line in lines if line.by_key != own]


def exported(client, query=""):
    answer = client.get(f"{EXPORT}{query}")
    lines = [json.loads(line) for line in answer.getvalue().decode().splitlines()]
    return [line for line in lines if line["event"] != "exported"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("管理员", 200),
        ("值班总编", 200),
        ("部门主任", 403),
        ("编辑", 403),
        ("记者", 403),
        ("校对", 403),
        ("图片编辑", 403),
    ],
)
def test_who_may_read_the_log(client, role, status):
    client.force_login(make.staff(role))

    assert client.get(PAGE).status_code == status
    assert client.get(EXPORT).status_code == status
    shelf = client.get("/admin/").content.decode()
    assert (PAGE in shelf) == (status == 200)


@pytest.mark.parametrize("address", [PAGE, EXPORT])
def test_nothing_is_sent_to_it(manager, address):
    assert manager.post(address, {"action": "delete_selected"}).status_code == 405


def test_lines_are_found_by_person_event_thing_and_day(manager):
    one, two, story = make.editor(), make.editor(), make.article()
    day = datetime(2040, 3, 1, 4, tzinfo=UTC)  # after the login of who reads
    lines = [
        record(Event.LOGGED_IN, by=one, at=day),
        record(Event.CHANGED, by=one, about=story, at=day + timedelta(days=1)),
        record(Event.CHANGED, by=two, about=story, at=day + timedelta(days=2)),
        record(Event.LOGGED_IN, by=two, at=day + timedelta(days=3)),
    ]
    a, b, c, d = (line.number for line in lines)

    assert numbers(manager) == [d, c, b, a]
    assert numbers(manager, f"?by={one.username}") == [b, a]
    assert numbers(manager, "?event=logged_in") == [d, a]
    assert numbers(manager, f"?model=articles.article&key={story.pk}") == [c, b]
    assert numbers(manager, f"?event=changed&by={two.username}") == [c]
    assert numbers(manager, "?since=2040-03-02&until=2040-03-03") == [c, b]
    assert numbers(manager, "?until=2040-03-01") == [a]
    assert numbers(manager, "?since=2040-03-05") == []
    assert [row["number"] for row in exported(manager, "?event=changed")] == [c, b]


@pytest.mark.parametrize("query", ["?event=x", "?since=x", "?before=x", "?model=x", "?before=0"])
def test_what_makes_no_sense_asks_for_nothing(manager, query):
    line = record(Event.LOGGED_IN, by=None)

    assert numbers(manager, query) == [line.number]


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_whatever_it_lists(manager, count, django_assert_num_queries):
    for _ in range(count):
        record(Event.CHANGED, by=make.editor(), about=make.article())
    with django_assert_num_queries(8):  # login, powers, lines, stories, what else they name
        assert len(numbers(manager)) == count


def test_older_lines_stand_on_the_pages_that_follow(manager):
    made = [record(Event.LOGGED_OUT, by=None).number for _ in range(52)][::-1]

    answer = manager.get(f"{PAGE}?event=logged_out")
    assert [row["line"].number for row in answer.context["rows"]] == made[:50]
    assert numbers(manager, answer.context["older"]) == made[50:]
    assert manager.get(f"{PAGE}{answer.context['older']}").context["older"] == ""


def test_a_line_says_what_was_done_in_words(manager):
    story = make.article(headline="春耕")
    said = {"from": "draft", "to": "first_review", "what": [{"changed": {"fields": ["主题"]}}]}
    record(Event.SUBMITTED, by=make.editor(name="王小文"), about=story, details=said)

    page = manager.get(PAGE).content.decode()
    for words in ["王小文", "提交审稿", "稿件", "春耕", "草稿", "初审", "主题"]:
        assert words in page


def test_what_a_line_says_of_a_story_is_kept_from_who_may_not_see_it(client):
    reader = make.staff("管理员")
    own = make.section()
    own.editors.create(user=reader)
    seen, secret = make.article(section=own), make.article(section=make.section())
    archived = make.article(section=own, archived_at=datetime(2026, 3, 1, tzinfo=UTC))
    for story in (seen, secret, archived):
        record(Event.SENT_BACK, by=make.editor(), about=story, details={"reason": "另补采访"})
        record(Event.PREVIEW_GIVEN, by=make.editor(), about=make.preview_link(article=story))
    client.force_login(reader)

    page = client.get(PAGE).content.decode()
    assert (seen.headline in page, archived.headline in page) == (True, True)
    assert secret.headline not in page
    withheld = [row for row in exported(client) if row.get("is_withheld")]
    assert [(row["story"], row["text"], row["details"]) for row in withheld] == [
        (secret.pk, None, None)
    ] * 2
    everything = client.get(EXPORT).getvalue().decode()
    assert secret.headline not in everything
    assert seen.headline in everything


def test_of_a_story_that_is_gone_only_who_sees_all_stories_reads_the_name(client):
    story = make.article()
    record(Event.DELETED, by=make.editor(), about=story)
    story.delete()
    everybody, limited = make.staff("管理员"), make.staff("管理员")
    make.section().editors.create(user=limited)

    for reader, is_shown in ((everybody, True), (limited, False)):
        client.force_login(reader)
        assert (story.headline in client.get(PAGE).content.decode()) == is_shown


def test_lines_about_rows_of_other_pages_are_read_by_who_may_read_those(client):
    photo = make.photo(caption="厂房内景")
    record(Event.ADDED, by=make.editor(), about=photo)
    reader = make.colleague("view_audit_log")
    client.force_login(reader)

    assert "厂房内景" not in client.get(PAGE).content.decode()


def test_taking_the_log_out_is_recorded(manager):
    record(Event.LOGGED_OUT, by=None)

    assert [row["event"] for row in exported(manager, "?event=logged_out")] == ["logged_out"]

    line = LogLine.objects.order_by("number").last()
    assert (line.event, line.details) == (
        "exported",
        {"file": "log.jsonl", "asked": {"event": "logged_out"}},
    )
    manager.head(EXPORT)
    assert LogLine.objects.order_by("number").last() == line


def test_what_a_line_says_besides_is_in_words(manager, client):
    section = make.section()
    change = holding.hold_new(section, by=make.editor())
    record(Event.LOGIN_FAILED, by=None, details={"address": "192.0.2.1", "known": False})
    record(Event.EXPORTED, by=make.editor(), details={"asked": {"by": "zhang", "event": "login"}})
    record(Event.RECOVERY_CODE_USED, by=make.editor(), details={"left": 9})

    rows = {row["line"].event: dict(row["details"]) for row in client.get(PAGE).context["rows"]}

    asked = rows["change_asked"]
    assert asked["待确认修改的编号"] == str(change.pk)
    assert asked["类别"] == "新增"
    assert asked["改动的内容"].startswith("新增栏目：")
    assert "名称" in asked["改动的内容"]
    assert rows["login_failed"]["账号存在"] == "否"
    assert rows["exported"]["查找条件"] == "用户名 zhang，操作 login"
    assert rows["recovery_code_used"]["剩余恢复码"] == "9"


def test_a_kind_of_row_without_a_page_has_a_name_too(manager, client):
    link = PreviewLink(pk=5, article=make.article(), for_whom="一位专家")
    record(Event.PREVIEW_REVOKED, by=make.editor(), about=link)

    row = next(r for r in client.get(PAGE).context["rows"] if r["line"].event == "preview_revoked")

    assert (row["kind"], row["same"]) == ("预览链接", "")
