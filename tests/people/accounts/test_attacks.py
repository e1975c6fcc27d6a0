"""Ways round the second person and the second factor, as somebody who wants in would try them."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from articles.models import Article, PendingChange, Section, SectionEditor
from articles.review import duties
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from people.accounts import second_factor
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address, typed
from tests.people.accounts.test_powers import (
    SECRET,
    change,
    chief,
    desk,
    manager,
    permission,
    role,
)
from tests.people.accounts.test_reauthentication import ASKED, an_hour_later, answered
from tests.people.accounts.test_second_factor import (
    CODE,
    PASSWORD,
    account,
    given_password,
    handed_back,
    hidden,
    key_on,
    logged_in,
    shown,
    with_phone,
)
from tests.people.admin.test_accounts import own

pytestmark = pytest.mark.django_db

__all__ = ["chief", "desk", "manager"]


@pytest.fixture
def _asked_for_codes(settings):
    settings.SECOND_FACTOR = True


def test_who_was_shut_out_since_gives_nobody_powers(desk, admin_user, chief):
    account = make.staff("记者")
    change(desk, account, groups=[role("编辑").pk])
    asked = PendingChange.objects.get()

    for lost in ({"is_active": False}, {"is_superuser": False}):
        User.objects.filter(pk=admin_user.pk).update(**lost)
        with pytest.raises(ConfirmationRefused, match="由别人再提"):
            holding.confirm(asked, by=chief)
        User.objects.filter(pk=admin_user.pk).update(is_active=True, is_superuser=True)
    User.objects.filter(pk=admin_user.pk).update(is_active=False)
    holding.refuse(asked, by=chief, reason="账号停用")

    assert not duties.decides(User.objects.get(pk=account.pk))


def test_who_gets_a_role_while_its_powers_wait_waits_too(desk, manager, chief):
    newcomer, empty = make.staff("记者"), Group.objects.create(name="替班")
    change(desk, empty, permissions=[permission("final_review_article").pk])

    change(manager, newcomer, groups=[role("记者").pk, empty.pk])
    assert empty not in newcomer.groups.all()
    holding.confirm(PendingChange.objects.get(model="auth.group"), by=chief)

    assert not duties.decides(User.objects.get(pk=newcomer.pk))


def test_nobody_gives_more_to_a_role_of_their_own(manager):
    others = Group.objects.create(name="美编")
    kept = set(role("管理员").permissions.all())
    more = permission("see_all_article").pk

    page = address(Group, "change", role("管理员").pk)
    answer = manager.post(page, {"name": "管理员", "permissions": [more]})
    change(manager, others, permissions=[more])

    assert answer.status_code == 403
    assert set(role("管理员").permissions.all()) == kept
    assert others.permissions.count() == 1


def test_ones_own_password_is_set_without_the_old_one_by_no_spelling_of_the_address(manager):
    own(manager.user, "people.change_user")
    before = User.objects.get(pk=manager.user.pk).password

    for number in (f"0{manager.user.pk}", f" {manager.user.pk}", f"+{manager.user.pk}"):
        page = reverse("admin:auth_user_password_change", args=[number])
        manager.post(page, SECRET | {"usable_password": "true"})

    assert User.objects.get(pk=manager.user.pk).password == before


def test_a_section_that_bounds_who_decides_does_not_go_with_its_bounds(desk):
    editor, section = make.editor(), make.section()
    SectionEditor.objects.create(section=section, user=editor)
    Section.objects.update(is_waiting=True)

    page = address(Section, "delete", section.pk)
    answer = desk.post(
        page, {"post": "yes", "based_on": desk.get(page).context["mark"]}, follow=True
    )

    assert "还列着能审稿的编辑" in answer.content.decode()
    assert SectionEditor.objects.filter(user=editor).exists()


@pytest.mark.usefixtures("_asked_for_codes")
def test_a_login_that_was_left_alone_sets_up_no_phone_without_the_password():
    user = account("编辑")
    browser = given_password(user)
    key = key_on(browser.get(CODE))
    an_hour_later(browser)

    asked = browser.post(CODE, {"one_time_code": shown(key)})
    assert ASKED in asked.content.decode()
    assert ASKED in browser.get(CODE).content.decode()
    assert second_factor.device_of(user) is None
    browser.post(CODE, answered(asked, password=PASSWORD))

    assert second_factor.device_of(user) is not None


@pytest.mark.usefixtures("_asked_for_codes")
def test_logins_end_with_a_phone_that_somebody_else_takes_off():
    user, key, _codes = with_phone()
    stolen = logged_in(user, key)

    second_factor.remove(user, by=None)

    assert stolen.get(CODE)["Location"] == "/admin/login/"


@pytest.mark.parametrize("wanted", ["//else.example", "https://else.example", "/\\else.example"])
def test_a_login_leads_to_the_desk_whatever_its_address_names(wanted):
    user = account("记者")

    answer = Client().post(
        "/admin/login/", {"username": user.username, "password": PASSWORD, "next": wanted}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_what_was_being_written_when_a_phone_became_needed_is_kept(settings):
    user = account("编辑")
    browser = given_password(user)
    add = address(Article, "add")
    form = typed(browser.get(add)) | {"headline": "写了半天", "body": "<p>正文。</p>"}
    an_hour_later(browser)
    settings.SECOND_FACTOR = True

    asked = browser.post(add, form)
    assert ASKED in asked.content.decode()
    page = browser.post(add, answered(asked, password=PASSWORD))
    sent = {"carried": hidden(page, "carried"), "one_time_code": shown(key_on(page))}
    codes = browser.post("/admin/login/go-on/", sent)
    back = browser.post("/admin/login/go-on/", {"carried": hidden(codes, "carried")})
    kept = handed_back(back)
    browser.post(add, kept)

    assert "_own" not in kept
    assert Article.objects.get().headline == "写了半天"
