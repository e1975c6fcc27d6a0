"""Logins: how long they last, what is known of them, and who ends them."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DjangoStore
from django.test import Client
from django.utils import timezone

from articles.enums import Event
from articles.models import LogLine
from people.accounts import sessions
from people.models import Session, User
from people.models.session import SEEN, SessionStore
from tests import make
from tests.articles.admin.test_admin import address
from tests.people.admin.test_accounts import fields_of

pytestmark = pytest.mark.django_db

PASSWORD = "tidal-orbit-lamp"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
BY_HAND = {"sec-fetch-mode": "navigate", "accept": "text/html,*/*"}
BY_SCRIPT = {"sec-fetch-mode": "cors", "accept": "application/json"}
BEAT = {"sec-fetch-mode": "cors", "accept": "*/*"}
ALL, OWN = "/admin/logins/all/", "/admin/logins/"


@pytest.fixture
def colleague():
    return make.staff("编辑", username="wangfang", name="王芳", password=PASSWORD)


def logged_in(user, **headers):
    browser = Client(headers=headers)
    form = {"username": user.username, "password": PASSWORD, "next": "/admin/"}
    answer = browser.post("/admin/login/", form, REMOTE_ADDR="198.51.100.7")
    assert answer.status_code == 302
    return browser


def is_in(browser):
    return browser.get(OWN).status_code == 200


def turn_back(browser, **by):
    """As if the login of a browser had begun, and been used last, so long before."""
    store = SessionStore(browser.cookies["sessionid"].value)
    for name, time in by.items():
        store[name] -= time.total_seconds()
    store.save()


def events(**about):
    lines = LogLine.objects.filter(**about).order_by("number")
    return list(lines.values_list("event", flat=True))


def test_a_login_is_written_down_with_its_browser_and_address(colleague):
    before = timezone.now() - timedelta(seconds=1)

    browser = logged_in(colleague, user_agent=CHROME)

    row = Session.objects.get()
    assert (row.account, row.address, row.agent) == (colleague, "198.51.100.7", CHROME)
    assert before < row.began_at <= row.seen_at < timezone.now()
    assert LogLine.objects.get().details == {"address": "198.51.100.7"}
    browser.post("/admin/logout/")
    assert not Session.objects.exists()
    assert events() == [Event.LOGGED_IN.value, Event.LOGGED_OUT.value]


def test_what_the_database_holds_lets_nobody_in(colleague):
    browser = logged_in(colleague)
    key = browser.cookies["sessionid"].value

    row = Session.objects.get()
    assert key not in str(Session.objects.values().get())
    browser.cookies["sessionid"] = row.pk
    assert not is_in(browser)
    browser.cookies["sessionid"] = key
    assert is_in(browser)


def test_a_key_that_is_taken_is_not_given_again():
    store = SessionStore()
    store.create()

    assert SessionStore().exists(store.session_key)
    assert not SessionStore().exists(Session.objects.get().pk)
    assert issubclass(SessionStore, DjangoStore)


# ---- How long -----------------------------------------------------------------------------------


def test_a_login_ends_when_it_was_not_used_for_some_hours(colleague, settings):
    browser = logged_in(colleague)
    almost = settings.SESSION_IDLE - timedelta(minutes=1)

    turn_back(browser, seen_at=almost)
    assert is_in(browser)
    turn_back(browser, seen_at=timedelta(minutes=2))
    assert not is_in(browser)


def test_a_page_that_is_opened_by_hand_lets_it_last(colleague, settings):
    browser = logged_in(colleague)
    almost = settings.SESSION_IDLE - timedelta(minutes=1)

    for _ in range(3):
        turn_back(browser, seen_at=almost)
        assert browser.get(OWN, headers=BY_HAND).status_code == 200

    assert Session.objects.get().expire_date > timezone.now() + almost


def test_an_old_browser_is_known_by_what_it_asks_for(colleague):
    browser = logged_in(colleague)
    turn_back(browser, seen_at=timedelta(hours=1))
    seen = Session.objects.get().seen_at

    browser.get(OWN, headers={"accept": "*/*"})
    assert Session.objects.get().seen_at == seen
    browser.get(OWN, headers={"accept": "text/html,application/xhtml+xml"})
    assert Session.objects.get().seen_at > seen


def test_what_scripts_send_does_not_keep_it(colleague, settings):
    story = make.article(created_by=colleague)
    browser = logged_in(colleague)
    turn_back(browser, seen_at=settings.SESSION_IDLE - timedelta(minutes=1))
    seen = Session.objects.get().seen_at

    form = address(type(story), "change", story.pk)
    typed = {"autosave_window": "01234567-89ab-cdef-0123-456789abcdef", "headline": "写到一半"}
    based = {"based_on": story.edition}
    saved = browser.post(form.replace("change/", "autosave/"), typed | based, headers=BY_SCRIPT)
    beat = browser.post(form.replace("change/", "presence/"), headers=BEAT)
    browser.get("/admin/session/", headers=BY_SCRIPT)

    assert (saved.status_code, beat.status_code) == (200, 200)
    assert Session.objects.get().seen_at == seen
    turn_back(browser, seen_at=timedelta(minutes=2))
    assert not is_in(browser)


def test_a_login_ends_some_days_after_it_began_whatever_happens(colleague, settings):
    browser = logged_in(colleague)
    turn_back(browser, began_at=settings.SESSION_LONGEST - timedelta(minutes=1))

    assert browser.get(OWN, headers=BY_HAND).status_code == 200
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=2)
    turn_back(browser, began_at=timedelta(minutes=2))
    assert browser.get(OWN, headers=BY_HAND).status_code == 302


@pytest.mark.parametrize("end", ["SESSION_IDLE", "SESSION_LONGEST"])
def test_a_shorter_end_holds_for_logins_that_are_there(colleague, settings, end):
    browser = logged_in(colleague)
    turn_back(browser, seen_at=timedelta(hours=2), began_at=timedelta(hours=2))

    setattr(settings, end, timedelta(hours=1))

    assert not is_in(browser)


def test_a_visitor_who_opens_the_door_is_given_no_session(client):
    client.get("/admin/", headers=BY_HAND)
    client.get("/admin/login/", headers=BY_HAND)

    assert not Session.objects.exists()


def test_rows_of_ended_logins_are_deleted_at_night(colleague, settings):
    old, new = logged_in(colleague), logged_in(colleague)
    turn_back(old, seen_at=settings.SESSION_IDLE)

    assert sessions.forget_ended() == 1

    assert is_in(new)


# ---- Ending -------------------------------------------------------------------------------------


def test_one_sees_and_ends_one_s_own_logins_and_nobody_else_s(colleague):
    other = make.staff("编辑", username="lilei", name="李雷", password=PASSWORD)
    here, there, third = (logged_in(colleague, user_agent=CHROME) for _ in range(3))
    strange = logged_in(other)
    key = sessions.stored_key(there.cookies["sessionid"].value)
    foreign = sessions.stored_key(strange.cookies["sessionid"].value)

    page = here.get(OWN).content.decode()
    assert page.count("Chrome，Windows") == 3
    assert page.count("就是这里") == 1
    assert "198.51.100.7" in page
    assert len(re.findall('name="end" value="[0-9a-f]{40}"', page)) == 2
    assert foreign not in page

    here.post(OWN, {"end": key})
    here.post(OWN, {"end": foreign})
    assert [is_in(each) for each in (here, there, third, strange)] == [True, False, True, True]
    here.post(OWN, {"end_others": "1"})
    assert [is_in(each) for each in (here, there, third, strange)] == [True, False, False, True]
    ended = LogLine.objects.filter(event=Event.SESSION_ENDED.value)
    assert [(line.by_login, line.key) for line in ended] == [("wangfang", str(colleague.pk))] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_everybody_s_logins_take_as_many_queries_for_one_as_for_three(
    client, count, django_assert_num_queries
):
    manager = make.staff("管理员")
    client.force_login(manager)
    for number in range(count):
        Client().force_login(make.staff("记者", name=f"记者{number}"))
    client.get(ALL)

    with django_assert_num_queries(7):  # session, user, permissions (2), notices, logins, stopped
        page = client.get(ALL)

    assert len(page.context["rows"]) == count + 1


def test_a_manager_ends_anybody_s(colleague, client):
    chief = make.chief(username="chief", password=PASSWORD)
    browsers = [logged_in(colleague), logged_in(chief), logged_in(chief)]
    client.force_login(make.staff("管理员"))
    key = sessions.stored_key(browsers[0].cookies["sessionid"].value)
    assert client.get(ALL).content.decode().count("王芳，") == 1

    client.post(ALL, {"end": key})
    assert [is_in(each) for each in browsers] == [False, True, True]
    client.post(ALL, {"end_of": chief.pk})
    assert [is_in(each) for each in browsers] == [False, False, False]


@pytest.mark.parametrize("role", ["记者", "编辑", "部门主任", "值班总编", "校对", "图片编辑"])
def test_nobody_else_sees_or_ends_everybody_s(client, colleague, role):
    browser = logged_in(colleague)
    client.force_login(make.staff(role))

    assert client.get(ALL).status_code == 403
    assert client.post(ALL, {"end_of": colleague.pk}).status_code == 403
    assert client.post(ALL, {"let_in": colleague.pk}).status_code == 403
    assert ALL not in client.get(OWN).content.decode()
    assert is_in(browser)


@pytest.mark.parametrize(
    "sent", [{"end_of": "999999"}, {"end_of": "x"}, {"let_in": "٣"}, {"end_of": "9" * 30}, {}]
)
def test_what_names_no_account_ends_nothing(client, colleague, sent):
    browser = logged_in(colleague)
    client.force_login(make.staff("管理员"))

    assert client.post(ALL, sent).status_code == 404
    assert is_in(browser)


@pytest.mark.parametrize("box", ["is_active", "is_staff"])
def test_an_account_that_is_switched_off_is_out_at_once_and_not_in_again_when_it_is_on(
    admin_client, colleague, box
):
    browser = logged_in(colleague)
    form = fields_of(admin_client, colleague)
    off = {name: value for name, value in form.items() if name != box}

    assert admin_client.post(address(User, "change", colleague.pk), off).status_code == 302
    assert not Session.objects.of(colleague).exists()
    on = fields_of(admin_client, User.objects.get(pk=colleague.pk)) | {box: "on"}
    assert admin_client.post(address(User, "change", colleague.pk), on).status_code == 302

    assert not is_in(browser)
    assert Event.SESSION_ENDED.value in events(by_login="admin", key=str(colleague.pk))


def test_a_changed_password_ends_all_other_logins(colleague):
    here, there = logged_in(colleague), logged_in(colleague)
    new = {"new_password1": "quiet-lantern-x", "new_password2": "quiet-lantern-x"}

    here.post("/admin/password_change/", new | {"old_password": PASSWORD})

    assert is_in(here)
    assert Session.objects.of(colleague).count() == 1
    assert not is_in(there)


def test_a_login_that_is_ended_stays_so_though_a_request_of_it_is_under_way(colleague):
    browser = logged_in(colleague)
    store = SessionStore(browser.cookies["sessionid"].value)
    store[SEEN] = store[SEEN] + 1
    sessions.end_all(colleague, by=colleague)

    with pytest.raises(UpdateError):
        store.save()

    assert not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (CHROME, "Chrome，Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/140.0 Safari/1 Edg/140.0",
            "Edge，Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0",
            "微信，iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
            "Firefox，Linux",
        ),
        ("curl/8.5.0", "不知道是什么浏览器"),
        ("", "不知道是什么浏览器"),
    ],
)
def test_a_browser_is_named_in_few_words(agent, device):
    assert sessions.device(agent) == device


def test_who_may_only_see_everybody_s_ends_none(client, colleague):
    browser = logged_in(colleague)
    auditor = make.staff("记者")
    auditor.user_permissions.add(
        Permission.objects.get(codename="view_session", content_type__app_label="people")
    )
    client.force_login(auditor)

    assert 'name="end' not in client.get(ALL).content.decode()
    for sent in ({"end_of": colleague.pk}, {"let_in": colleague.pk}):
        assert client.post(ALL, sent).status_code == 403
    assert is_in(browser)
