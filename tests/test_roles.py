"""The roles as they ship: each has what its work needs, and none can make itself more."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from articles.models import PendingChange
from people.models import User
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db

ROLES = ["记者", "编辑", "部门主任", "值班总编", "校对", "图片编辑", "管理员"]
REVIEWS = ["first_review_article", "second_review_article", "final_review_article"]


@pytest.fixture
def roles():
    call_command("loaddata", "roles", verbosity=0)


def may(role, name):
    return Group.objects.get(name=role).permissions.filter(codename=name).exists()


def test_each_review_is_given_by_one_role(roles):
    holders = {name: [role for role in ROLES if may(role, name)] for name in REVIEWS}

    assert holders == {
        "first_review_article": ["编辑"],
        "second_review_article": ["部门主任"],
        "final_review_article": ["值班总编"],
    }


def test_stories_are_changed_by_those_who_write_and_review_them(roles):
    assert [role for role in ROLES if may(role, "change_article")] == ROLES[:4]
    assert [role for role in ROLES if not may(role, "see_all_article")] == ["记者"]


def test_nobody_writes_the_stand_or_the_record(roles):
    for role in ROLES:
        for verb in ("add", "change", "delete"):
            assert not may(role, f"{verb}_publishedarticle")
            assert not may(role, f"{verb}_review")


def test_loading_the_roles_twice_changes_nothing(roles):
    call_command("loaddata", "roles", verbosity=0)

    assert [group.name for group in Group.objects.order_by("pk")] == ROLES


# ---- Accounts -----------------------------------------------------------------------------------


@pytest.fixture
def manager(client):
    client.force_login(make.staff("管理员"))
    return client


def test_an_administrator_gives_a_colleague_a_role(manager):
    user = make.staff("记者", username="wang")
    pictures = Group.objects.get(name="图片编辑")

    page = f"/admin/people/user/{user.pk}/change/"
    said = {"username": "wang", "name": "王芳", "is_active": "on", "is_staff": "on"}
    manager.post(page, said | {"groups": [pictures.pk]} | opened(manager, page))

    assert list(user.groups.all()) == [pictures]


def test_an_administrator_makes_nobody_a_superuser(manager):
    for user in [make.staff("记者"), User.objects.get(groups__name="管理员")]:
        page = f"/admin/people/user/{user.pk}/change/"
        said = {"username": user.username, "is_active": "on", "is_staff": "on", "name": "王芳"}
        more = {"is_superuser": "on", "user_permissions": [1]}
        assert manager.post(page, said | more | opened(manager, page)).status_code == 302

    assert User.objects.filter(name="王芳").count() == 2
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(user_permissions__isnull=False).exists()


@pytest.mark.parametrize("page", ["change", "password", "delete"])
def test_an_administrator_does_not_touch_a_superuser(manager, page):
    boss = User.objects.create_superuser("boss", password="press")
    said = {"password1": "neu-4711", "password2": "neu-4711", "username": "x", "post": "yes"}

    response = manager.post(f"/admin/people/user/{boss.pk}/{page}/", said)

    boss.refresh_from_db()
    assert response.status_code == 403
    assert boss.username == "boss"
    assert boss.check_password("press")


def test_an_editor_does_not_take_an_account_from_a_reporter(client):
    editor = make.editor()
    client.force_login(editor)
    reporter = make.reporter(user=editor, name="陈洋波")

    page = f"/admin/people/reporter/{reporter.pk}/change/"
    said = {"name": "陈洋波", "kind": "staff", "title": "记者", "user": ""}
    client.post(page, said | opened(client, page))

    reporter.refresh_from_db()
    assert reporter.user == editor
    assert PendingChange.objects.get().rows[0]["after"] == {"title": "记者"}
