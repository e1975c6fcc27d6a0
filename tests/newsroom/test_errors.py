"""What the desk says where something is refused or fails: what became of what was typed."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles.admin.taxonomy import SectionAdmin
from articles.models import Section
from articles.saving import sent_forms
from tests import make

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/section/add/"
TYPED = {
    "name": "新栏目",
    "description": "写了很久的<b>简介</b>。",
    "order": "7",
    "editors-__prefix__-user": "写",
    "kind": "news",
    "password1": "secret-word",
    "csrfmiddlewaretoken": "old-token",
    sent_forms.FIELD: "Key:of-A-Form",
    "_save": "保存",
}


def shown(response):
    """The words that the page shows to be copied, with their labels."""
    return response.context["sent"]


def test_who_may_not_is_told_that_nothing_was_saved_and_whom_to_ask(client):
    manager = make.staff("管理员", name="管理员甲")
    make.staff("管理员", name="离职者", is_active=False)
    client.force_login(make.staff("记者"))

    response = client.post(ADD, TYPED)

    html = response.content.decode()
    assert response.status_code == 403
    assert "这次提交没有保存" in html
    assert f"请找能改账号的同事：{manager.name}。" in html
    assert shown(response) == [("简介", "写了很久的<b>简介</b>。"), ("名称", "新栏目")]
    assert "secret-word" not in html
    assert "old-token" not in html
    assert response["Cache-Control"] == "no-store"
    assert "您的账号不能打开这一页" in client.get(ADD).content.decode()


def test_a_manager_is_not_sent_to_managers(client):
    make.staff("管理员", name="管理员甲")
    head = make.account(is_superuser=True, name="社长")
    client.force_login(make.staff("管理员", name="管理员乙"))

    html = client.get(reverse("admin:auth_user_password_change", args=[head.pk])).content.decode()

    assert "请找能改账号的同事：社长。" in html


def test_a_form_with_an_old_token_shows_what_it_said():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.chief())

    response = client.post(ADD, TYPED)

    html = response.content.decode()
    assert response.status_code == 403
    assert "页面已过期，没有保存" in html
    assert "写了很久的&lt;b&gt;简介&lt;/b&gt;。" in html
    assert f'href="{ADD}"' in html
    assert not Section.objects.exists()


def test_a_body_is_shown_as_text(client):
    client.force_login(make.staff("校对"))

    response = client.post(
        reverse("admin:articles_article_add"), {"body": "<p>一。</p><p>二。</p>"}
    )

    assert shown(response) == [("正文", "一。\n二。")]


def test_a_failure_shows_what_was_sent_and_asks_the_database_for_nothing(
    client, monkeypatch, django_assert_num_queries
):
    client.force_login(make.chief())
    client.raise_request_exception = False

    def fails(*args, **kwargs):
        monkeypatch.setattr(connection, "cursor", gone)
        raise RuntimeError

    def gone(*args, **kwargs):
        raise AssertionError("asked the database")

    monkeypatch.setattr(SectionAdmin, "save_model", fails)
    response = client.post(ADD, TYPED)
    monkeypatch.undo()

    html = response.content.decode()
    assert response.status_code == 500
    assert "请当作没有保存" in html
    assert "写了很久的&lt;b&gt;简介&lt;/b&gt;。" in html
    assert "secret-word" not in html
    assert response["Cache-Control"] == "no-store"


def test_a_page_that_fails_says_that_nothing_was_changed(client, monkeypatch):
    client.force_login(make.chief())
    client.raise_request_exception = False
    monkeypatch.setattr(SectionAdmin, "get_inlines", lambda *args: 1 / 0)

    html = client.get(ADD).content.decode()

    assert "这一页没有打开，什么也没有改" in html


def test_a_reader_s_page_says_nothing_of_the_desk():
    response = Client(enforce_csrf_checks=True).post("/", {"text": "读者写的"})

    html = response.content.decode()
    assert response.status_code == 403
    assert "页面已过期" in html
    assert "自动保存" not in html
