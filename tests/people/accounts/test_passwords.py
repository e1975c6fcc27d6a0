"""Passwords: what is too easy to guess here, and whose must be changed first."""

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.urls import reverse

from articles.enums import Event
from articles.models import LogLine
from people.accounts import passwords
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address

GOOD = "tidal-orbit-lamp"
SOMEBODY = User(username="fang.w", name="王芳", email="wf@ywrb.cn")


def is_taken(password, user=SOMEBODY):
    try:
        password_validation.validate_password(password, user)
    except ValidationError:
        return False
    return True


@pytest.fixture(autouse=True)
def paper(settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"


@pytest.mark.parametrize(
    "password",
    [
        "yiwu2024!!",
        "Yiwu@20241226",
        "Ywsb@2025",
        "ywsb!!2025##",
        "Y1wu-5hangbao",
        "yiwushangbao",
        "义乌商报2024!!",
        "2024義烏!!義烏".replace("義烏", "义乌"),
        "wangfang1985!",
        "Wf#19850312!!",
        "fang.w-2026!",
        "qwer1234!!asdf",
        "1qaz2wsx3edc",
        "zxcvbnm,./12",
        "aaaaaaaa!!1111",
        "admin888888!",
        "P@ssw0rd2025",
        "jizhe-bianji-01",
        "ｙｉｗｕ２０２４！！",
    ],
)
def test_what_is_tried_first_here_is_refused_whatever_stands_around_it(password):
    assert passwords.is_expected(password, of=SOMEBODY)
    assert not is_taken(password)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "Tq7#kd0Zp2",
        "kX9#1234mnTqq",
        "83!47#92k1zz",
        "correcthorsebattery",
        "月亮在河上走过十里路",
        "yiwu-tidal-orbit",
    ],
)
def test_what_nobody_expects_is_taken(password):
    assert is_taken(password)


@pytest.mark.parametrize("password", ["Tq7#kd0Zp", "1029384756", "qwertyuiop", "chelsea123"])
def test_short_and_common_ones_are_refused(password):
    assert not is_taken(password)


def test_the_name_of_another_paper_is_no_matter(settings):
    settings.NEWSROOM_SITE_NAME = "金华日报"

    assert not passwords.is_expected("yiwu-wenhua-shangbao", of=None)
    assert passwords.is_expected("jinhua-2024-rb", of=None)
    assert passwords.is_expected("jhrb@2024!!", of=None)


def test_the_rules_are_said_in_chinese(admin_client):
    page = admin_client.get("/admin/password_change/").content.decode()

    assert "不要用报名、地名、人名、年份或键盘上相邻的键" in page
    with pytest.raises(ValidationError, match="这个密码太好猜"):
        password_validation.validate_password("yiwu2024!!", SOMEBODY)


# ---- Passwords that somebody else has set -------------------------------------------------------


@pytest.fixture
def desk(client):
    client.force_login(make.staff("管理员"))
    return client


@pytest.fixture
def newcomer(desk):
    """Whose account a manager has just made."""
    secret = {"usable_password": "true", "password1": GOOD, "password2": GOOD}
    desk.post(address(User, "add"), {"username": "new", "name": "王芳"} | secret)
    user = User.objects.get(username="new")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    return user


def change(client, old, new):
    said = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post("/admin/password_change/", said)


@pytest.mark.django_db
def test_a_first_password_is_changed_before_anything_else(newcomer, client):
    client.logout()
    client.post("/admin/login/", {"username": "new", "password": GOOD, "next": "/admin/"})

    for page in ("/admin/", "/admin/articles/article/add/", "/admin/logins/"):
        assert client.get(page)["Location"] == "/admin/password_change/"
        assert client.post(page, {"headline": "x"})["Location"] == "/admin/password_change/"
    script = client.post("/admin/articles/article/add/", headers={"accept": "application/json"})
    assert (script.status_code, list(script.json())) == (403, ["message"])
    # Said once and where it is done, whatever was asked for and seen before.
    page = client.get("/admin/password_change/").content.decode()
    assert page.count("您的密码是别人设的") == 1

    assert change(client, GOOD, GOOD).status_code == 200  # the same is no new one
    assert client.get("/admin/")["Location"] == "/admin/password_change/"
    assert change(client, GOOD, "quiet-lantern-x").status_code == 302
    assert client.get("/admin/").status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password("quiet-lantern-x")
    changed = LogLine.objects.get(event=Event.PASSWORD_CHANGED.value)
    assert changed.by_key == changed.key == str(newcomer.pk)


@pytest.mark.django_db
def test_a_password_that_a_manager_resets_is_a_first_one_and_ends_the_logins(desk, client):
    user = make.staff("记者", password="quiet-lantern-x")
    elsewhere = type(client)()
    elsewhere.force_login(user)
    assert elsewhere.get("/admin/").status_code == 200

    reset = reverse("admin:auth_user_password_change", args=[user.pk])
    secret = {"usable_password": "true", "password1": GOOD, "password2": GOOD}
    assert desk.post(reset, secret).status_code == 302

    user.refresh_from_db()
    assert user.must_change_password
    assert not user.sessions.exists()
    assert elsewhere.get("/admin/")["Location"].startswith("/admin/login/")
    lines = LogLine.objects.filter(key=str(user.pk)).exclude(event=Event.CHANGED.value)
    events = lines.order_by("number")
    assert list(events.values_list("event", flat=True)) == [
        *[Event.LOGGED_IN.value, Event.SESSION_ENDED.value, Event.PASSWORD_RESET.value]
    ]


@pytest.mark.django_db
def test_nobody_sets_their_own_password_without_the_old_one(admin_client, admin_user):
    reset = reverse("admin:auth_user_password_change", args=[admin_user.pk])
    secret = {"usable_password": "true", "password1": GOOD, "password2": GOOD}

    assert admin_client.post(reset, secret)["Location"] == "/admin/password_change/"

    admin_user.refresh_from_db()
    assert not admin_user.check_password(GOOD)


@pytest.mark.django_db
def test_a_reset_that_is_refused_changes_nothing(desk):
    user = make.staff("记者")
    reset = reverse("admin:auth_user_password_change", args=[user.pk])

    desk.post(reset, {"usable_password": "true", "password1": "yiwu2024!!", "password2": "x"})

    user.refresh_from_db()
    assert not user.must_change_password
    assert not LogLine.objects.filter(event=Event.PASSWORD_RESET.value).exists()
