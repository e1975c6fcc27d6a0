"""Wrong passwords: what stops whoever tries them, and nobody else."""

import os
import re
import threading

import pytest
from axes.models import AccessAttempt
from django.conf import settings as django_settings
from django.contrib.auth import authenticate
from django.test import Client

from articles.enums import Event
from articles.models import LogLine
from people.accounts import devices, hashing, throttling
from people.models import Session
from tests import make
from tests.people.accounts.counting import Counting

pytestmark = pytest.mark.django_db

RIGHT, WRONG = "tidal-orbit-lamp", "falsch"
HERE, THERE = "198.51.100.7", "203.0.113.8"
STOPPED = "密码试错的次数太多"


@pytest.fixture
def colleague():
    return make.staff("记者", username="wangfang", name="王芳", password=RIGHT)


@pytest.fixture
def hashes(settings):
    """How many passwords were hashed since this was last asked."""
    settings.PASSWORD_HASHERS = ["tests.people.accounts.counting.Counting"]

    def count():
        count, Counting.asked = Counting.asked, 0
        return count

    count()
    return count


def log_in(password=WRONG, *, name="wangfang", at=HERE, browser=None):
    """The answer of the door to one try, by a browser that is new there unless one is given."""
    form = {"username": name, "password": password, "next": "/admin/"}
    return (browser or Client()).post("/admin/login/", form, REMOTE_ADDR=at)


def is_in(answer):
    return answer.status_code == 302 and bool(answer.cookies.get("sessionid"))


def later(moments):
    """What was tried before is so long ago."""
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - moments)


def test_25_wrong_passwords_stop_the_right_one_here_but_not_elsewhere(colleague, hashes):
    tried = [log_in() for _ in range(25)]

    refused = log_in(RIGHT)

    assert [answer.status_code for answer in tried] == [200] * 4 + [429] * 21
    assert hashes() == throttling.NAME_AND_ADDRESS
    assert not is_in(refused)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert f"{STOPPED}，为安全起见先停一停。请过 15 分钟再登录" in refused.content.decode()
    assert is_in(log_in(RIGHT, at=THERE))


def test_a_stop_ends_by_itself_and_is_not_prolonged_by_trying(colleague):
    for _ in range(20):
        log_in()

    later(django_settings.AXES_COOLOFF_TIME)

    assert is_in(log_in(RIGHT))


def test_the_right_password_forgets_what_was_mistyped_here(colleague):
    for _ in range(3):
        for _ in range(throttling.NAME_AND_ADDRESS - 1):
            assert log_in().status_code == 200
        assert is_in(log_in(RIGHT))


def test_one_bad_actor_does_not_lock_the_address_of_the_office(colleague):
    other = make.staff("编辑", username="lilei", password=RIGHT)
    for _ in range(20):
        log_in()

    assert is_in(log_in(RIGHT, name=other.username))


def test_an_address_that_tries_many_names_is_stopped_without_a_hash(colleague, hashes, monkeypatch):
    monkeypatch.setattr(throttling, "ADDRESS", 8)  # as for the thirty there may be
    tried = [log_in(name=f"name{number}") for number in range(throttling.ADDRESS + 10)]

    assert [answer.status_code for answer in tried].count(200) == throttling.ADDRESS - 1
    assert hashes() == throttling.ADDRESS
    assert log_in(RIGHT).status_code == 429
    assert is_in(log_in(RIGHT, at=THERE))


def test_many_addresses_of_one_network_of_ipv6_are_one(colleague):
    for number in range(throttling.NAME_AND_ADDRESS):
        log_in(at=f"2001:db8:1:2::{number}")

    assert log_in(RIGHT, at="2001:db8:1:2:ffff::1").status_code == 429
    assert is_in(log_in(RIGHT, at="2001:db8:1:3::1"))


def test_one_name_tried_from_many_addresses_is_stopped_except_where_its_owner_is_known(
    colleague, hashes, monkeypatch
):
    monkeypatch.setattr(throttling, "NAME", 8)  # as for the fifty there may be
    known = Client()
    log_in(RIGHT, browser=known, at=THERE)
    known.get("/admin/")
    known.post("/admin/logout/")
    hashes()

    tried = [log_in(at=f"192.0.2.{number}") for number in range(1, throttling.NAME + 11)]

    assert [answer.status_code for answer in tried].count(429) == 11
    assert hashes() == throttling.NAME
    assert log_in(RIGHT, at="192.0.2.200").status_code == 429
    assert is_in(log_in(RIGHT, browser=known, at=THERE))


def test_a_known_browser_has_a_bound_of_its_own(colleague):
    known = Client()
    log_in(RIGHT, browser=known)
    known.get("/admin/")
    known.post("/admin/logout/")

    tried = [log_in(browser=known, at=f"192.0.2.{number}") for number in range(1, 15)]

    assert [a.status_code for a in tried] == [200] * (throttling.KNOWN_DEVICE - 1) + [429] * 5
    assert log_in(RIGHT, browser=known).status_code == 429
    assert is_in(log_in(RIGHT))  # the owner, at a new one


@pytest.mark.parametrize("how", ["another name", "made up", "too old"])
def test_a_browser_is_not_known_by_a_cookie_of(colleague, settings, monkeypatch, how):
    make.staff("编辑", username="lilei", password=RIGHT)
    browser = Client()
    log_in(RIGHT, name="lilei" if how == "another name" else "wangfang", browser=browser)
    browser.get("/admin/")
    browser.post("/admin/logout/")
    if how == "made up":
        browser.cookies[devices.COOKIE] = browser.cookies[devices.COOKIE].value[:-2] + "xx"
    if how == "too old":
        monkeypatch.setattr(devices, "KEPT", -devices.KEPT)
    for _ in range(throttling.NAME_AND_ADDRESS):
        log_in()

    assert log_in(RIGHT, browser=browser).status_code == 429


def test_names_nobody_has_and_accounts_that_are_off_get_the_same_answers_and_work(hashes):
    make.account(username="known", password=RIGHT)
    make.account(username="off", password=RIGHT, is_active=False)
    make.account(username="reader", password=RIGHT, is_staff=False)
    make.account(username="without").set_unusable_password()
    tries = {
        "known": WRONG,
        "off": RIGHT,
        "reader": RIGHT,
        "without": WRONG,
        "nobody": WRONG,
    }
    hashes()

    def seen(name, number):
        answer = log_in(tries[name], name=name, at=f"198.51.100.{number}")
        text = re.sub(r'value="[^"]*"', "", answer.content.decode())
        headers = sorted(name for name in answer.headers if name != "Content-Length")
        return answer.status_code, text, headers, hashes()

    for round_ in range(throttling.NAME_AND_ADDRESS + 2):
        answers = [seen(name, number) for number, name in enumerate(tries, 1)]
        assert answers == [answers[0]] * len(tries), round_
        assert answers[0][3] == (round_ < throttling.NAME_AND_ADDRESS)


def test_a_stopped_try_asks_the_database_once_and_writes_nothing(
    colleague, django_assert_num_queries
):
    for _ in range(throttling.NAME_AND_ADDRESS):
        log_in()
    lines, counted = LogLine.objects.count(), list(AccessAttempt.objects.values())

    with django_assert_num_queries(1):  # the count
        log_in()

    assert LogLine.objects.count() == lines
    assert list(AccessAttempt.objects.values()) == counted
    assert not Session.objects.exists()


def test_each_failure_is_a_line_of_the_log_until_one_says_that_it_was_stopped(colleague):
    for _ in range(25):
        log_in()
    log_in(name="Tidal-orbit-lamp")  # a password in the wrong field

    lines = LogLine.objects.order_by("number")
    assert list(lines.values_list("event", "key")) == [
        *[(Event.LOGIN_FAILED.value, str(colleague.pk))] * throttling.NAME_AND_ADDRESS,
        (Event.LOCKED_OUT.value, str(colleague.pk)),
        (Event.LOGIN_FAILED.value, ""),
    ]
    assert lines[0].details == {"address": HERE, "known": True}
    assert "orbit" not in str(list(lines.values()))


def test_a_form_that_is_carried_is_not_kept_with_the_failures(client, colleague):
    client.post("/admin/login/", {"username": "wangfang", "password": WRONG, "body": "未见报"})

    assert "未见报" not in str(list(AccessAttempt.objects.values()))


def test_the_old_password_cannot_be_guessed_on_the_page_that_changes_it(colleague, hashes):
    client = Client()
    client.force_login(colleague)
    client.get("/admin/")  # from here on a known browser
    hashes()
    new = {"new_password1": "quiet-lantern-77", "new_password2": "quiet-lantern-77"}

    def change(old):
        return client.post("/admin/password_change/", new | {"old_password": old})

    tried = [change(WRONG).status_code for _ in range(throttling.KNOWN_DEVICE + 2)]
    hashed = hashes()
    refused = change(RIGHT)

    assert tried[0] == 200
    assert tried[-1] == 429
    assert hashed == throttling.KNOWN_DEVICE
    assert STOPPED in refused.content.decode()
    colleague.refresh_from_db()
    assert colleague.check_password(RIGHT)


def test_a_manager_lets_somebody_try_again(colleague, client):
    manager = make.staff("管理员")
    client.force_login(manager)
    page = client.get("/admin/logins/all/").content.decode()
    assert "王芳（wangfang）" not in page
    for _ in range(throttling.NAME_AND_ADDRESS):
        log_in()
        log_in(name="nobody", at=THERE)

    page = client.get("/admin/logins/all/").content.decode()
    assert "王芳（wangfang）" in page
    assert "nobody" not in page
    client.post("/admin/logins/all/", {"let_in": colleague.pk})

    assert is_in(log_in(RIGHT))
    line = LogLine.objects.get(event=Event.LOCKOUT_LIFTED.value)
    assert (line.by_login, line.key) == (manager.username, str(colleague.pk))


def test_a_client_that_posts_too_fast_is_refused_before_anything_is_looked_at(
    colleague, settings, tmp_path, hashes, django_assert_num_queries
):
    settings.DATA_DIR, settings.NEWSROOM_RATES = tmp_path, {"login": (3, 60)}
    known = Client()
    log_in(RIGHT, browser=known)
    known.get("/admin/")
    known.post("/admin/logout/")
    for number in range(2):
        log_in(name=f"name{number}")
    hashes()

    with django_assert_num_queries(0):
        answers = [log_in(RIGHT), log_in(name="nobody")]
        carried = Client().post("/admin/login/go-on/", {"username": "x"}, REMOTE_ADDR=HERE)

    assert [answer.status_code for answer in [*answers, carried]] == [429] * 3
    assert answers[0].content == answers[1].content
    assert "从您的网络地址来的请求太多了" in answers[0].content.decode()
    assert hashes() == 0
    assert is_in(log_in(RIGHT, browser=known))
    assert is_in(log_in(RIGHT, at=THERE))


# ---- One password at a time ---------------------------------------------------------------------


def test_a_stranger_is_told_to_try_again_while_another_password_is_hashed(colleague, hashes):
    with hashing.turn(patience=0):
        answer = log_in(RIGHT)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert "现在登录的人太多，密码还没有核对" in answer.content.decode()
    assert hashes() == 0
    assert not AccessAttempt.objects.exists()  # nothing was wrong
    assert is_in(log_in(RIGHT))


def test_a_known_browser_waits_for_its_turn(colleague):
    known = Client()
    log_in(RIGHT, browser=known)
    known.get("/admin/")
    known.post("/admin/logout/")
    turn = hashing.turn(patience=0)
    turn.__enter__()
    threading.Timer(0.2, turn.__exit__, (None, None, None)).start()

    assert is_in(log_in(RIGHT, browser=known))


def test_passwords_are_hashed_as_django_does_by_a_thread_that_gives_way(settings):
    settings.PASSWORD_HASHERS = ["people.accounts.hashing.Hasher"]
    hasher = hashing.Hasher()
    at = hashing._thread.submit(lambda: (threading.current_thread().name, priority())).result()

    encoded = hasher.encode(RIGHT, "salt" * 6, 1000)

    assert encoded.startswith("pbkdf2_sha256$1000$")
    assert hasher.verify(RIGHT, encoded)
    assert at == ("passwords_0", hashing.NICENESS)
    assert priority() < hashing.NICENESS


def priority():
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_without_a_request_nothing_is_counted(colleague):
    assert authenticate(username="wangfang", password=WRONG) is None
    assert authenticate(username="wangfang", password=RIGHT) == colleague
    assert not AccessAttempt.objects.exists()
