"""Notices sent out of the house: by mail and to the group, past servers that hang or fail."""

import hashlib
import hmac
import json
import time
from base64 import b64decode
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article, Notice, SectionEditor
from articles.review import comments, corrections, delivery, workflow
from articles.review.workflow import Verdict
from articles.stand import hiding
from tests import make, outside

pytestmark = pytest.mark.django_db

# The worker closes its connection between two jobs, as a process of its own may.
alone = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(settings, tmp_path):
    """Jobs wait in the database, as they do for a site."""
    settings.DATA_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.CHANNEL_TIMEOUT = 0.3
    settings.DESK_URL = "https://news.example.cn"


@pytest.fixture
def mail(settings):
    with outside.closing(outside.MailServer()) as server:
        settings.MAIL_SERVER = server.settings
        settings.MAIL_FROM = "日报 <desk@example.cn>"
        yield server


@pytest.fixture
def robot(settings):
    with outside.closing(outside.Robot()) as server:
        settings.WEBHOOK_URL = server.url
        yield server


def submitted(**fields):
    """A story that waits for one editor, who takes mail."""
    editor = make.editor(name="王编辑", email="wang@example.cn")
    writer = make.staff("记者", name="李记者", email="li@example.cn")
    story = make.article(created_by=writer, **fields)
    workflow.submit(story, by=writer, edition=story.edition)
    return story, editor, writer


def later():
    """The pause after a failure is over."""
    Notice.objects.filter(due_at__isnull=False).update(due_at=timezone.now())


def due():
    return Notice.objects.filter(due_at__isnull=False).count()


# ---- Mail ---------------------------------------------------------------------------------------


def test_a_mail_says_what_happened_and_leads_to_it(mail):
    story, editor, _writer = submitted(headline="第一行\n第二行")

    assert delivery.send_mails.call() == 1

    (letter,) = mail.letters
    assert (letter["To"], letter["From"]) == ("wang@example.cn", "日报 <desk@example.cn>")
    assert letter["Subject"].strip() == "[城市日报] 《第一行第二行》等待初审（李记者）。"
    notice = editor.notices.get()
    address = f"https://news.example.cn/admin/articles/article/{story.pk}/notices/{notice.pk}/"
    assert address in letter.get_content()
    assert (notice.due_at, due()) == (None, 0)
    assert delivery.send_mails.call() == 0


def test_a_return_is_mailed_with_its_reason(mail):
    story, editor, _writer = submitted()
    workflow.send_back(story, by=editor, edition=story.edition, verdict=Verdict(opinion="补背景。"))

    delivery.send_mails.call()

    assert [letter["To"] for letter in mail.letters] == ["li@example.cn"]
    assert "补背景。" in mail.letters[0].get_content()


@pytest.mark.parametrize(
    "change",
    [{"wants_mail": False}, {"email": ""}, {"is_active": False}, {"is_staff": False}],
)
def test_who_wants_no_mail_or_left_gets_none(mail, change):
    _story, editor, _writer = submitted()
    type(editor).objects.filter(pk=editor.pk).update(**change)

    delivery.send_mails.call()

    assert (mail.letters, due()) == ([], 0)


def test_what_was_read_meanwhile_is_not_mailed(mail):
    _story, editor, _writer = submitted()
    editor.notices.update(read_at=timezone.now())

    delivery.send_mails.call()

    assert (mail.letters, due()) == ([], 0)


def test_no_mail_goes_to_who_may_no_longer_see_the_story(mail):
    story, editor, _writer = submitted(embargo_until=timezone.now() + timedelta(days=1))
    SectionEditor.objects.create(section=make.section(), user=editor)
    Article.objects.filter(pk=story.pk).update(section=make.section())

    delivery.send_mails.call()

    assert (mail.letters, due()) == ([], 0)


def test_nothing_waits_where_no_server_is_set():
    submitted()

    assert (due(), DBTaskResult.objects.count()) == (0, 0)


def test_a_mail_that_the_server_refuses_stops_no_other(mail):
    submitted()
    mail.does = "refuse"
    delivery.send_mails.call()
    mail.does = "work"
    submitted()

    assert delivery.send_mails.call() == 2  # the second story's, which the first editor reviews too
    assert due() == 1  # it is tried again in its time


@alone
def test_a_mail_server_that_hangs_delays_nothing_and_the_mail_comes_when_it_works(mail):
    mail.does = "hang"
    story, _editor, _writer = submitted()
    assert (mail.connections, story.stage) == (0, "first_review")  # the desk waited for nobody
    photo = make.library_photo()

    call_command("work", once=True)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    photo.refresh_from_db()
    assert photo.recipe  # what else there was to do is done
    assert (mail.connections, mail.letters, due()) == (1, [], 1)
    assert Notice.objects.get(due_at__isnull=False).due_at > timezone.now() + timedelta(seconds=50)

    mail.does = "work"
    later()
    delivery.send_mails.enqueue()
    call_command("work", once=True)
    assert ([letter["To"] for letter in mail.letters], due()) == (["wang@example.cn"], 0)


def test_a_server_that_hangs_is_asked_once_for_all_that_waits(mail):
    for _ in range(3):
        submitted()
    mail.does = "hang"

    started = time.monotonic()
    delivery.send_mails.call()

    assert mail.connections == 1
    assert time.monotonic() - started < 5


def test_pauses_grow_and_end(mail, caplog):
    submitted()
    mail.close()
    pauses = []
    for _ in range(len(delivery.PAUSES)):
        now = timezone.now()
        delivery.send_mails.call()
        pauses.append(Notice.objects.get(due_at__isnull=False).due_at - now)
        later()

    minutes = [round(pause / timedelta(minutes=1)) for pause in pauses]
    assert minutes == sorted(minutes)
    assert minutes[0] == 1 < minutes[-1]
    assert due() == 1
    delivery.send_mails.call()
    assert due() == 0
    assert "is given up" in caplog.text


def test_what_another_worker_sends_is_left_to_it(mail):
    submitted()
    Notice.objects.update(due_at=timezone.now() + delivery.LEASE)

    assert (delivery.send_mails.call(), due()) == (0, 1)


# ---- The group's robot --------------------------------------------------------------------------


def test_the_group_is_told_in_the_json_that_robots_take(robot):
    story, _editor, _writer = submitted()

    assert delivery.tell_group.call() == 1

    ((path, sent),) = robot.asked
    address = f"https://news.example.cn/admin/articles/article/{story.pk}/review/"
    said = f"【城市日报编辑部】\n《{story.title}》等待初审（李记者）。 {address}"
    assert path == "/send?key=secret"
    assert sent == {"msgtype": "text", "text": {"content": said}}
    assert due() == 0


def test_a_robot_with_a_secret_gets_a_signature(robot, settings):
    settings.WEBHOOK_SECRET = "SEC1"
    submitted()

    delivery.tell_group.call()

    query = parse_qs(urlsplit(robot.asked[0][0]).query)
    signed = f"{query['timestamp'][0]}\nSEC1".encode()
    assert b64decode(query["sign"][0]) == hmac.new(b"SEC1", signed, hashlib.sha256).digest()
    assert abs(int(query["timestamp"][0]) / 1000 - time.time()) < 60
    assert query["key"] == ["secret"]


def test_many_lines_are_few_messages_of_a_size_that_is_taken(robot):
    story = make.article(headline="很长的标题" * 8)
    for _ in range(30):
        Notice.objects.create(
            article=story, kind="signed_off", at=timezone.now(), due_at=timezone.now()
        )

    assert delivery.tell_group.call() == 30

    assert len(robot.lines) == 30
    assert len(robot.asked) < 6
    sizes = [len(sent["text"]["content"].encode()) for _path, sent in robot.asked]
    assert max(sizes) <= 2048


def withdrawn():
    story = make.published().article
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    return story


@pytest.mark.parametrize(
    "fields",
    [
        lambda: {"embargo_until": timezone.now() + timedelta(hours=1)},
        lambda: {"publish_at": timezone.now() + timedelta(hours=1)},
        lambda: {"headline": "张三被查", "web_headline": "被查"},
        lambda: {"headline": "有人被查", "web_headline": "张三被查"},
    ],
    ids=["embargoed", "scheduled", "hidden name", "hidden name on the web"],
)
def test_no_headline_that_is_withheld_reaches_the_group(robot, fields):
    hiding.hide(make.entity(name="张三"), by=make.chief(), reason="本人要求。")
    story, editor, writer = submitted(**fields())
    workflow.send_back(
        story, by=editor, edition=story.edition, verdict=Verdict(opinion="张三的名字？")
    )
    comments.add(story, by=writer, text="张三的名字不用。", to=[editor])

    delivery.tell_group.call()

    assert len(robot.lines) == 2  # that it waits for a review is no longer so
    for line in robot.lines:
        assert "一篇暂不公开的稿件" in line
        assert not any(word in line for word in ("被查", "张三", story.headline, story.title))


def test_a_withdrawn_headline_does_not_reach_the_group(robot):
    story = withdrawn()

    delivery.tell_group.call()

    assert story.title not in "".join(robot.lines)
    assert len(robot.lines) == 0 or "一篇暂不公开的稿件" in robot.lines[0]


def test_the_group_reads_who_is_called_but_nothing_of_what_was_written(robot):
    story = make.article(created_by=make.staff("记者"))
    called = make.editor(name="王编辑")
    comments.add(story, by=make.editor(name="李编辑"), text="导语太长。", to=[called])

    delivery.tell_group.call()

    (line,) = robot.lines
    assert line.startswith(f"李编辑在《{story.title}》写了批注。请王编辑看。")
    assert "导语" not in line


@alone
@pytest.mark.parametrize(
    "answers",
    [(500, {}), (200, {"errcode": 45009, "errmsg": "limit"}), "hang"],
    ids=["500", "errcode", "hang"],
)
def test_a_robot_that_fails_delays_nothing_and_the_notice_comes_when_it_works(
    robot, answers, caplog
):
    sound = robot.answers
    if answers == "hang":
        robot.hangs = True
    else:
        robot.answers = answers
    story, _editor, _writer = submitted()
    assert story.stage == "first_review"

    call_command("work", once=True)
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert (robot.asked, due()) == ([], 1)
    assert "key=secret" not in caplog.text + json.dumps(list(tracebacks()))

    robot.answers, robot.hangs = sound, False
    later()
    delivery.tell_group.enqueue()
    call_command("work", once=True)
    assert (len(robot.lines), due()) == (1, 0)


def tracebacks():
    return DBTaskResult.objects.values_list("traceback", flat=True)
