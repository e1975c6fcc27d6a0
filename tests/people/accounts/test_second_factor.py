"""A code after the password: who is asked for one, what is taken, and what no page gives before."""

import re
from base64 import b32decode
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from articles.enums import Event
from articles.models import Article, LogLine
from people.accounts import second_factor
from people.models import RecoveryCode, User
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db

PASSWORD = "morgen-08"
CODE = "/admin/login/code/"
OWN = "/admin/second-factor/"
ROLES_ASKED = {"编辑", "部门主任", "值班总编", "管理员"}


@pytest.fixture(autouse=True)
def _public(settings):
    settings.SECOND_FACTOR = True


def account(role="编辑", **fields):
    user = make.staff(role, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def shown(key, *, steps=0):
    """What a phone with the key shows now, or some steps of thirty seconds from now."""
    return f"{totp(bytes.fromhex(key), t0=-30 * steps):06}"


def with_phone(role="编辑", **fields):
    """An account that has set up its second factor, and the codes on its paper. Its phone's code of
    this half minute is used up; that of the next is taken, since clocks may differ so much.
    """
    user = account(role, **fields)
    key = second_factor.new_key()
    _device, codes = second_factor.set_up(user, key=key, code=shown(key))
    return user, key, codes


def given_password(user):
    """A browser in which the account's password was typed."""
    browser = Client()
    browser.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    return browser


def key_on(page):
    groups = re.search(r'class="factor-key">([^<]+)<', page.content.decode())[1]
    return b32decode(groups.replace(" ", "")).hex()


def events():
    return list(LogLine.objects.order_by("number").values_list("event", flat=True))


# ---- Who is asked -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["记者", "校对", "图片编辑", *sorted(ROLES_ASKED)])
def test_who_reviews_publishes_or_manages_is_asked(role):
    page = given_password(account(role)).get("/admin/", follow=True)

    assert ("设置第二步验证" in page.content.decode()) == (role in ROLES_ASKED)


def test_a_superuser_and_who_holds_one_such_permission_are_asked():
    one = account("记者")
    one.user_permissions.add(Permission.objects.get(codename="change_reviewroute"))

    assert second_factor.is_required(User.objects.get(pk=one.pk))
    assert second_factor.is_required(make.account(is_superuser=True))


def test_where_it_is_off_nobody_is_asked_who_has_not_set_it_up(settings):
    settings.SECOND_FACTOR = False

    assert given_password(account("值班总编")).get("/admin/").status_code == 200
    user, _key, _codes = with_phone("记者")
    assert given_password(user).get("/admin/").status_code == 302


# ---- Between the password and the code ----------------------------------------------------------


def test_the_first_login_sets_up_the_phone_and_the_next_asks_for_its_code():
    user = account()
    browser = given_password(user)
    asked = browser.get(address(Article, "changelist"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(CODE)
    key = key_on(asked)
    assert "<svg" in asked.content.decode()

    wrong = browser.post(CODE, {"one_time_code": "000000"})
    assert "动态码不对" in wrong.content.decode()
    assert not TOTPDevice.objects.exists()
    done = browser.post(CODE, {"one_time_code": shown(key), "next": "/admin/articles/article/"})
    codes = re.findall(r"<li><code>([^<]+)</code>", done.content.decode())

    assert len(codes) == 10
    assert 'href="/admin/articles/article/"' in done.content.decode()
    assert browser.get(address(Article, "changelist")).status_code == 200
    again = given_password(user)
    assert "第二步：动态码" in again.get(CODE).content.decode()
    answer = again.post(CODE, {"one_time_code": shown(key, steps=1)})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert again.get("/admin/").status_code == 200
    assert Event.FACTOR_SET in events()


def test_a_session_that_had_passed_less_is_worth_nothing_afterwards():
    user, key, _codes = with_phone()
    browser = given_password(user)
    before = browser.cookies["sessionid"].value

    browser.post(CODE, {"one_time_code": shown(key, steps=1)})

    assert browser.cookies["sessionid"].value != before
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get("/admin/").status_code == 302


def test_a_code_is_taken_once_and_half_a_minute_early_or_late():
    user, key, _codes = with_phone()

    with pytest.raises(second_factor.CodeRefused, match="已经用过"):
        second_factor.check(user, code=shown(key))
    TOTPDevice.objects.update(throttling_failure_count=0)
    with pytest.raises(second_factor.CodeRefused):
        second_factor.check(user, code=shown(key, steps=3))
    TOTPDevice.objects.update(throttling_failure_count=0)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in shown(key, steps=1))
    second_factor.check(user, code=f"{wide[:3]} {wide[3:]}")
    with pytest.raises(second_factor.CodeRefused):
        second_factor.check(user, code=shown(key, steps=1))


def test_wrong_codes_make_the_account_wait_ever_longer_for_either_sort():
    user, key, codes = with_phone()
    waits = []
    for code in ("000000", "0-xxxxx-xxxxx", "1-xxxxx-xxxxx"):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        with pytest.raises(second_factor.CodeRefused):
            second_factor.check(user, code=code)
        _is_allowed, why = TOTPDevice.objects.get().verify_is_allowed()
        device = TOTPDevice.objects.get()
        waits.append((why["locked_until"] - device.throttling_failure_timestamp).seconds)

    assert waits == [1, 2, 4]
    for right in (shown(key, steps=1), codes[0]):
        with pytest.raises(second_factor.CodeRefused, match="输错的次数多了"):
            second_factor.check(user, code=right)
    assert events().count(Event.FACTOR_FAILED) == 3  # what was not looked at fills no log


def test_a_recovery_code_logs_in_once_and_is_stored_as_passwords_are():
    user, _key, codes = with_phone()
    browser = given_password(user)

    assert browser.post(CODE, {"one_time_code": codes[3].upper()}).status_code == 302
    assert browser.get("/admin/").status_code == 200
    again = given_password(user).post(CODE, {"one_time_code": codes[3]})

    assert "恢复码不对，或已经用过" in again.content.decode()
    stored = [*RecoveryCode.objects.values_list("hashed", flat=True)]
    assert len(stored) == 9
    assert not [h for h in stored for code in codes if code.replace("-", "") in h]
    mine = {Event.RECOVERY_CODE_USED, Event.FACTOR_FAILED}
    assert [event for event in events() if event in mine] == sorted(mine, reverse=True)


def test_before_the_code_only_the_step_and_the_way_out_answer():
    user, _key, _codes = with_phone("值班总编")
    story = make.article(headline="还没有登录完")
    browser = given_password(user)
    pages = [
        *["/admin/", "/admin/password_change/", "/admin/jsi18n/", "/admin/autocomplete/", OWN],
        *[address(Article, "changelist"), address(Article, "change", story.pk)],
    ]

    answers = [browser.get(page) for page in pages]
    assert [a.status_code for a in answers] == [302] * len(pages)
    assert {a["Location"].partition("?")[0] for a in answers} == {"/admin/login/"}
    sent = browser.post(address(Article, "change", story.pk), {"headline": "改了"})
    assert sent.status_code == 302
    said = browser.get("/admin/session/", headers={"accept": "application/json"}).json()
    assert (said["user"], said["owed"]) == (None, "code")
    assert browser.post("/admin/logout/").status_code == 200
    assert browser.get(CODE)["Location"] == "/admin/login/"


def test_nobody_passes_who_gave_no_password():
    assert Client().get(CODE)["Location"] == "/admin/login/"
    assert Client().post(CODE, {"one_time_code": "000000"})["Location"] == "/admin/login/"


def test_the_way_on_leads_nowhere_else():
    user, key, _codes = with_phone()

    form = {"one_time_code": shown(key, steps=1), "next": "https://elsewhere.example/"}
    assert given_password(user).post(CODE, form)["Location"] == "/admin/"


# ---- A form that was sent when its login had ended ----------------------------------------------


def hidden(response, name):
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1])


def handed_back(response):
    fields = re.findall(
        r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', response.content.decode(), re.DOTALL
    )
    return {name: unescape(value) for name, value in fields}


@pytest.mark.parametrize("has_phone", [True, False], ids=["code", "set-up"])
def test_what_was_sent_goes_through_both_steps_of_the_next_login(settings, has_phone):
    user, key, _codes = with_phone() if has_phone else (account(), "", [])
    settings.SECOND_FACTOR = has_phone
    browser = given_password(user)
    if has_phone:
        browser.post(CODE, {"one_time_code": shown(key, steps=1)})
    page = browser.get("/admin/articles/article/add/")
    form = typed(page) | {"headline": "写了半天", "body": "<p>正文。</p>", "_continue": "1"}
    settings.SECOND_FACTOR = True
    TOTPDevice.objects.update(last_t=-1)  # half a minute passes
    del browser.cookies["sessionid"]

    answer = browser.post("/admin/articles/article/add/", form)
    named = {"username": user.username, "password": PASSWORD}
    answer = browser.post("/admin/login/go-on/", named | {"carried": hidden(answer, "carried")})
    code = shown(key if has_phone else key_on(answer))
    sent = {"carried": hidden(answer, "carried"), "one_time_code": code}
    answer = browser.post("/admin/login/go-on/", sent)
    if not has_phone:
        answer = browser.post("/admin/login/go-on/", {"carried": hidden(answer, "carried")})
    assert not Article.objects.exists()
    browser.post("/admin/articles/article/add/", handed_back(answer))

    assert Article.objects.get().headline == "写了半天"


def test_a_form_of_who_has_given_the_password_alone_waits_for_the_code():
    user, key, _codes = with_phone()
    browser = given_password(user)
    browser.post(CODE, {"one_time_code": shown(key, steps=1)})
    page = browser.get("/admin/articles/article/add/")
    form = typed(page) | {"headline": "写了半天", "body": "<p>正文。</p>", "_continue": "1"}
    TOTPDevice.objects.update(last_t=-1)
    half = given_password(user)

    asked = half.post("/admin/articles/article/add/", form)
    sent = {"carried": hidden(asked, "carried"), "one_time_code": shown(key)}
    half.post("/admin/articles/article/add/", handed_back(half.post("/admin/login/go-on/", sent)))

    assert Article.objects.get().headline == "写了半天"


# ---- One's own, and a lost phone ----------------------------------------------------------------


def logged_in(user, key):
    browser = given_password(user)
    browser.post(CODE, {"one_time_code": shown(key, steps=1)})
    return browser


def test_a_reporter_sets_it_up_freely_and_takes_it_away_again():
    user = account("记者")
    browser = given_password(user)
    browser.post(OWN, {"one_time_code": shown(key_on(browser.get(OWN)))})
    user.refresh_from_db()
    assert user.second_factor_at is not None
    assert given_password(user).get("/admin/").status_code == 302

    browser.post(OWN, {"_remove": "1"})

    user.refresh_from_db()
    assert user.second_factor_at is None
    assert not TOTPDevice.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert events()[-1] == Event.FACTOR_REMOVED


def test_who_needs_one_does_not_take_it_away_but_may_change_phone_and_codes():
    user, key, codes = with_phone()
    browser = logged_in(user, key)
    assert "取消第二步验证" not in browser.get(OWN).content.decode()
    browser.post(OWN, {"_remove": "1"})
    assert TOTPDevice.objects.filter(key=key).exists()

    page = browser.post(OWN, {"_codes": "1"})
    fresh = re.findall(r"<li><code>([^<]+)</code>", page.content.decode())
    assert set(fresh) & set(codes) == set()
    new_key = key_on(browser.get(OWN))
    browser.post(OWN, {"one_time_code": shown(new_key)})

    assert [device.key for device in TOTPDevice.objects.all()] == [new_key]
    assert browser.get("/admin/").status_code == 200


def test_a_session_is_asked_again_once_its_phone_is_taken_away():
    user, key, _codes = with_phone()
    browser = logged_in(user, key)
    assert browser.get("/admin/").status_code == 200

    second_factor.remove(user, by=None)

    assert browser.get("/admin/").status_code == 302


def test_the_libraries_pages_of_keys_are_no_pages_of_the_desk(admin_client, settings):
    settings.SECOND_FACTOR = False

    page = admin_client.get("/admin/")
    assert admin_client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert "otp_totp" not in page.content.decode()
