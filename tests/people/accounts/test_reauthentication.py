"""Before powers, second factors and exports the password is asked for again; nothing is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.enums import Event
from articles.models import LogLine
from newsroom import second_step
from people.accounts import reauthentication
from people.models import User
from tests.articles.admin.test_admin import address
from tests.people.accounts.test_second_factor import PASSWORD, account, shown, with_phone

pytestmark = pytest.mark.django_db

ASKED = "请再输入一次密码"
EXPORTS = [
    reverse("admin:articles_statistics_csv"),
    reverse("admin:articles_statistics_articles_csv"),
    reverse("admin:articles_lexiconentry_export"),
    reverse("admin:articles_logline_export"),
]


def an_hour_later(browser):
    session = browser.session
    session[reauthentication.AT] = (timezone.now() - timedelta(hours=1)).timestamp()
    session.save()


def logged_in(user):
    browser = Client()
    browser.force_login(user)
    an_hour_later(browser)
    return browser


def answered(page, **typed):
    """What the page sends with what is typed into it."""
    text = page.content.decode()
    kept = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)
    sent = {}
    for name, value in [*hidden, *kept]:
        sent.setdefault(name, []).append(unescape(value))
    return sent | {f"_own-{name}": value for name, value in typed.items()}


@pytest.mark.parametrize("export", EXPORTS)
def test_an_export_asks_for_the_password_and_then_comes(export):
    browser = logged_in(account("管理员"))

    asked = browser.get(f"{export}?month=2024-01")
    assert ASKED in asked.content.decode()
    wrong = browser.post(f"{export}?month=2024-01", answered(asked, password="falsch"))
    assert "密码不对" in wrong.content.decode()
    led = browser.post(f"{export}?month=2024-01", answered(wrong, password=PASSWORD))

    assert led["Location"] == f"{export}?month=2024-01"
    assert ASKED.encode() not in browser.get(export).getvalue()
    assert LogLine.objects.get(event=Event.REAUTHENTICATED).details == {"for": export}


def test_ending_a_login_asks_for_it_too():
    browser = logged_in(account("记者"))

    asked = browser.post(reverse("admin:own_sessions"), {"end_others": "1"})

    assert ASKED in asked.content.decode()
    assert ASKED not in browser.get(reverse("admin:own_sessions")).content.decode()


def test_it_counts_for_ten_minutes_as_a_login_does(settings):
    browser = Client()
    browser.force_login(account("管理员"))

    def after(minutes):
        session = browser.session
        session[reauthentication.AT] = (timezone.now() - timedelta(minutes=minutes)).timestamp()
        session.save()
        return ASKED in browser.get(EXPORTS[2]).content.decode()

    assert (after(9), after(11), after(-5)) == (False, True, True)


def test_who_has_a_phone_gives_its_code_too_and_a_wrong_password_uses_up_none():
    user, key, _codes = with_phone("管理员")
    browser = logged_in(user)
    session = browser.session
    session["otp_device_id"] = TOTPDevice.objects.get().persistent_id
    session.save()
    asked = browser.get(EXPORTS[2])

    wrong = browser.post(EXPORTS[2], answered(asked, password="falsch", code=shown(key, steps=1)))
    assert "密码不对" in wrong.content.decode()
    without = browser.post(EXPORTS[2], answered(asked, password=PASSWORD, code="000000"))
    assert "动态码不对" in without.content.decode()
    TOTPDevice.objects.update(throttling_failure_count=0)
    led = browser.post(EXPORTS[2], answered(asked, password=PASSWORD, code=shown(key, steps=1)))

    assert led.status_code == 302


def test_what_was_typed_goes_on_to_where_it_was_sent():
    manager = account("管理员")
    other = account("记者")
    browser = logged_in(manager)
    page = address(User, "change", other.pk)
    roles = [Group.objects.get(name=name).pk for name in ("校对", "图片编辑")]
    browser.force_login(manager)
    form = browser.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in ("based_on", "form_key")}
    sent |= {"username": other.username, "name": "新“名” <b>", "is_active": "on"}
    sent |= {"is_staff": "on", "groups": roles}
    an_hour_later(browser)

    asked = browser.post(page, sent)
    assert ASKED in asked.content.decode()
    assert asked["Cache-Control"].endswith("private")
    other.refresh_from_db()
    assert other.name != "新“名” <b>"
    done = browser.post(page, answered(asked, password=PASSWORD))

    assert done.status_code == 302
    other.refresh_from_db()
    assert other.name == "新“名” <b>"
    assert {role.pk for role in other.groups.all()} == set(roles)


def test_ones_own_second_factor_is_not_shown_without_it():
    browser = logged_in(account("记者"))

    assert ASKED in browser.get("/admin/second-factor/").content.decode()
    assert second_step.KEY not in browser.session


def test_a_login_ends_the_question_for_the_one_who_logged_in_alone():
    browser = logged_in(account("管理员"))
    browser.get(EXPORTS[2])
    other = account("管理员")

    sent = {"_own": "GET", "_own-password": PASSWORD}
    browser.post("/admin/logout/")
    assert Client().post(EXPORTS[2], sent).status_code == 302
    assert Client().post(EXPORTS[2], sent)["Location"].startswith("/admin/login/")
    browser.force_login(other)
    assert ASKED not in browser.get(EXPORTS[2]).content.decode()
