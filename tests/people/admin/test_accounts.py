"""Accounts and roles: what may be given is said in the language of the desk, and by whom."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import translation

from articles.models import PendingChange
from articles.review import duties
from articles.review.confirmations import holding
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address
from tests.two_editors import answers as answers_to

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-hans", ["稿件与版面 | 稿件 | 可以修改", "稿件与版面 | 稿件 | 可以初审稿件"]),
        ("en", ["Stories and pages | story | may change"]),
    ],
)
def test_permissions_are_named_in_the_language_of_the_desk(admin_client, language, names):
    role = Group.objects.create(name="角色")
    headers = {"accept-language": language}

    with translation.override(language):
        address = reverse("admin:auth_group_change", args=[role.pk])
        page = admin_client.get(address, headers=headers).content.decode()

    assert [name for name in names if name not in page] == []
    assert "Can change" not in page


# ---- Who gives what -----------------------------------------------------------------------------

DECIDE = ["编辑", "部门主任", "值班总编"]


def own(user, *names):
    """Permissions of the user's own, by app and codename."""
    for name in names:
        app, codename = name.split(".")
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        user.user_permissions.add(permission)


@pytest.fixture
def manager():
    """Who manages accounts, with all that one could be given for it."""
    user = make.staff("管理员")
    own(user, "people.delete_user", "auth.add_group", "auth.change_group", "auth.delete_group")
    return user


@pytest.fixture
def desk(client, manager):
    client.force_login(manager)
    return client


def fields_of(desk, obj):
    """The form of an account or a role as its page sends it back; empty where nothing is sent."""
    form = desk.get(address(type(obj), "change", obj.pk)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if name != "password"}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def roles_of(user):
    return set(user.groups.values_list("name", flat=True))


def test_every_permission_that_decides_is_there():
    names = {f"{p.content_type.app_label}.{p.codename}" for p in duties.deciding_permissions()}

    assert names == set(duties.DECIDING)
    assert {role.name for role in duties.deciding_roles()} == set(DECIDE)


@pytest.mark.parametrize("role", DECIDE)
def test_a_manager_is_offered_no_role_that_decides_and_gives_none(desk, manager, role):
    newcomer = make.staff("记者")
    chosen = Group.objects.get(name=role)
    page = desk.get(address(User, "change", newcomer.pk))
    offered = page.context["adminform"].form.fields["groups"].queryset
    assert {group.name for group in offered} == {"记者", "校对", "图片编辑", "管理员"}

    said = fields_of(desk, newcomer) | {"groups": [chosen.pk]}
    response = desk.post(address(User, "change", newcomer.pk), said)
    own = fields_of(desk, manager) | {"groups": [chosen.pk]}
    desk.post(address(User, "change", manager.pk), own)

    assert response.context["adminform"].form.errors.keys() == {"groups"}
    assert (roles_of(newcomer), roles_of(manager)) == ({"记者"}, {"管理员"})


def test_a_manager_gives_no_single_permission(desk, manager):
    own(manager, "auth.view_permission")
    final = Permission.objects.get(codename="final_review_article")

    said = fields_of(desk, manager) | {"user_permissions": [final.pk], "is_superuser": "on"}
    desk.post(address(User, "change", manager.pk), said)

    manager = User.objects.get(pk=manager.pk)
    assert not manager.is_superuser
    assert not manager.has_perm("articles.final_review_article")


def by_role(name):
    return lambda: make.staff(name, name="原名")


def by_itself():
    user = make.staff("记者", name="原名")
    own(user, "articles.withdraw_article")
    return user


def locked():
    return make.chief(name="原名", is_active=False)


@pytest.mark.parametrize(
    "make_account", [*map(by_role, DECIDE), by_itself, locked], ids=[*DECIDE, "itself", "locked"]
)
def test_an_account_that_decides_is_out_of_a_managers_reach(desk, admin_client, make_account):
    account = make_account()
    password, roles = account.password, roles_of(account)
    page = desk.get(address(User, "change", account.pk))
    assert page.context["has_change_permission"] is False
    assert "password" not in page.content.decode().replace("/password_change/", "")

    said = {"username": account.username, "name": "新名", "groups": []}
    secret = {"password1": "Yiwu-2024-paper", "password2": "Yiwu-2024-paper"}
    reset = reverse("admin:auth_user_password_change", args=[account.pk])
    listed = {"action": "delete_selected", "_selected_action": [account.pk]}
    listed |= answers_to(admin_client.post(address(User, "changelist"), listed))
    delete = answers_to(admin_client.get(address(User, "delete", account.pk)))
    answers = [
        desk.post(address(User, "change", account.pk), said),
        desk.get(reset),
        desk.post(reset, secret | {"usable_password": "true"}),
        desk.post(reset, {"usable_password": "false", "unset-password": "1"}),
        desk.post(address(User, "delete", account.pk), delete),
        desk.post(address(User, "changelist"), listed),
    ]

    assert [answer.status_code for answer in answers] == [403] * 6
    account.refresh_from_db()
    assert (account.name, account.password) == ("原名", password)
    assert roles_of(account) == roles


def test_a_manager_makes_and_keeps_an_account_without_such_power(desk):
    secret = {"password1": "Yiwu-2024-paper", "password2": "Yiwu-2024-paper"}
    desk.post(
        address(User, "add"),
        {"username": "new", "name": "王芳", "usable_password": "true"} | secret,
    )
    account = User.objects.get(username="new")
    role = Group.objects.get(name="记者")

    said = fields_of(desk, account) | {"is_staff": "on", "groups": [role.pk]}
    assert desk.post(address(User, "change", account.pk), said).status_code == 302
    reset = reverse("admin:auth_user_password_change", args=[account.pk])
    secret = {"password1": "Jinhua-2025-paper", "password2": "Jinhua-2025-paper"}
    assert desk.post(reset, secret | {"usable_password": "true"}).status_code == 302

    account.refresh_from_db()
    assert roles_of(account) == {"记者"}
    assert account.check_password("Jinhua-2025-paper")


def test_a_role_that_decides_is_made_changed_and_deleted_by_superusers(desk, admin_client):
    chief, plain = Group.objects.get(name="值班总编"), Group.objects.create(name="实习")
    permissions = [p.pk for p in chief.permissions.all()]
    final = Permission.objects.get(codename="final_review_article")

    added = desk.post(address(Group, "add"), {"name": "替班", "permissions": [final.pk]})
    assert added.context["adminform"].form.errors.keys() == {"permissions"}
    said = fields_of(desk, plain) | {"permissions": [final.pk]}
    changed = desk.post(address(Group, "change", plain.pk), said)
    assert changed.context["adminform"].form.errors.keys() == {"permissions"}
    listed = {"action": "delete_selected", "_selected_action": [chief.pk]}
    listed |= answers_to(admin_client.post(address(Group, "changelist"), listed))
    delete = answers_to(admin_client.get(address(Group, "delete", chief.pk)))
    refused = [
        desk.post(address(Group, "change", chief.pk), {"name": "值班总编", "permissions": []}),
        desk.post(address(Group, "delete", chief.pk), delete),
        desk.post(address(Group, "changelist"), listed),
    ]
    assert [answer.status_code for answer in refused] == [403] * 3
    assert [p.pk for p in Group.objects.get(name="值班总编").permissions.all()] == permissions
    assert not plain.permissions.exists()

    said = fields_of(admin_client, plain) | {"permissions": [final.pk]}
    assert admin_client.post(address(Group, "change", plain.pk), said).status_code == 302
    assert not plain.permissions.exists()
    holding.confirm(PendingChange.objects.get(), by=make.chief())
    assert plain.permissions.get() == final
