"""The one command of a newcomer once more: what is there is kept, what is lost comes back."""

import re

import pytest
from django.contrib.auth.models import Group

from articles.models import Article
from people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_second_run_keeps_the_data_and_the_password(demo):
    demo()
    passwords = list(User.objects.values_list("password", flat=True))
    Article.objects.update(headline="改过的主题")

    said = demo()

    assert set(Article.objects.values_list("headline", flat=True)) == {"改过的主题"}
    assert Article.objects.count() == 9
    assert list(User.objects.values_list("password", flat=True)) == passwords
    assert "密码在首次运行时显示过" in said


def test_the_environment_may_set_the_password_on_any_run(client, demo, monkeypatch):
    demo()
    monkeypatch.setenv("NEWSROOM_EDITOR_PASSWORD", "义乌-2023")
    assert "editor / 义乌-2023" in demo()
    assert client.login(username="editor", password="义乌-2023")


def test_a_lost_colleague_comes_back_alone(client, demo):
    name, password = re.search(r"登录 Login +(\S+) / (\S+)", demo()).groups()
    User.objects.get(username="chief").delete()

    again, new = re.search(r"登录 Login +(\S+) / (\S+)", demo()).groups()

    assert (name, again) == ("editor", "chief")
    assert client.login(username="chief", password=new)
    assert client.login(username="editor", password=password)


def test_a_lost_role_comes_back(demo):
    demo()
    Group.objects.all().delete()
    demo()
    assert Group.objects.filter(name="编辑").exists()


def test_port_0_is_any_free_port(demo):
    assert re.search(r"http://127\.0\.0\.1:[1-9]\d+/admin/\n", demo(port=0))
