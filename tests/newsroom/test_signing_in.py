"""A form that is sent without its login is carried through the next one, by its owner alone."""

import re
from html import unescape

import pytest
from django.test import Client

from articles.models import Article
from people.models import User
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/article/add/"
GO_ON = "/admin/login/go-on/"


@pytest.fixture
def editor():
    editor = make.editor(username="wf", name="王芳")
    editor.set_password("morgen-08")
    editor.save()
    return editor


@pytest.fixture
def desk(editor):
    """A browser that checks tokens, with the editor logged in."""
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(editor)
    return desk


def new_story(desk):
    """The form of a new story as its page sends it."""
    page = desk.get(ADD)
    form = typed(page) | {"headline": "写了半天", "body": "<p>正文。</p>", "_continue": "1"}
    return form | {"csrfmiddlewaretoken": page.context["csrf_token"]}


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return unescape(found[1])


def handed_back(response):
    """The form that a page hands back, as a click on its button sends it."""
    text = response.content.decode()
    fields = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    form = {name: unescape(value) for name, value in fields}
    return form | {"csrfmiddlewaretoken": hidden(response, "csrfmiddlewaretoken")}


def log_in(desk, answer, *, username="wf", password="morgen-08"):
    names = ("carried", "csrfmiddlewaretoken")
    form = {name: hidden(answer, name) for name in names}
    return desk.post(GO_ON, form | {"username": username, "password": password})


def test_what_was_sent_after_the_login_ended_is_saved_after_the_next(desk):
    form = new_story(desk)
    del desk.cookies["sessionid"]

    asked = desk.post(ADD, form)
    assert asked.status_code == 403
    assert "王芳的登录已经结束" in asked.content.decode()
    wrong = log_in(desk, asked, password="falsch")
    assert "写了半天" not in wrong.content.decode()
    back = log_in(desk, wrong)
    assert not Article.objects.exists()
    answer = desk.post(ADD, handed_back(back))

    article = Article.objects.get()
    assert answer["Location"] == address(Article, "change", article.pk)
    assert (article.headline, article.body) == ("写了半天", "<p>正文。</p>")
    assert article.created_by.username == "wf"


def test_nobody_else_goes_on_with_it(desk):
    other = make.editor(username="ll", name="李雷")
    other.set_password("abend-16")
    other.save()
    form = new_story(desk)
    del desk.cookies["sessionid"]

    answer = log_in(desk, desk.post(ADD, form), username="ll", password="abend-16")

    assert "这一页不是您打开的" in answer.content.decode()
    assert "sessionid" not in desk.cookies
    assert not Article.objects.exists()


def test_nothing_is_saved_in_the_name_of_another_who_logged_in(desk):
    form = new_story(desk)
    desk.force_login(make.editor(username="ll", name="李雷"))
    form["csrfmiddlewaretoken"] = desk.get(ADD).context["csrf_token"]

    answer = desk.post(ADD, form)

    assert "这一页是王芳打开的，现在登录的是李雷" in answer.content.decode()
    assert not Article.objects.exists()
    desk.post(ADD, handed_back(log_in(desk, answer)))
    assert Article.objects.get().created_by.username == "wf"


def test_a_form_older_than_the_login_of_the_same_user_is_handed_back(desk):
    form = new_story(desk)
    desk.post("/admin/login/", {"csrfmiddlewaretoken": form["csrfmiddlewaretoken"]})
    desk.cookies["csrftoken"] = "x" * 32  # as another login leaves it

    answer = desk.post(ADD, form)

    assert "您填的都还在" in answer.content.decode()
    assert not Article.objects.exists()
    desk.post(ADD, handed_back(answer))
    assert Article.objects.get().headline == "写了半天"


@pytest.mark.parametrize("key", ["", "1.aa:bb"])
def test_what_no_page_of_ours_sent_is_refused_as_ever(desk, key):
    answer = desk.post(ADD, {"headline": "混进来的", "form_key": key})

    assert answer.status_code == 403
    assert "<textarea name=" not in answer.content.decode()  # nothing to be sent again by a click
    assert not Article.objects.exists()
    assert desk.post(GO_ON, {"carried": "x"}).status_code == 403


def test_what_is_carried_cannot_be_made_up(client):
    assert client.post(GO_ON, {"carried": "x"}).status_code == 400
    assert client.get(GO_ON)["Location"] == "/admin/"


def test_passwords_are_not_carried_and_files_are_said_to_be_missing(desk):
    boss = User.objects.get(username="wf")
    form = new_story(desk) | {"password1": "geheim-77"}
    form["picture"] = make.upload(name="现场.jpg")
    desk.cookies["csrftoken"] = "x" * 32

    answer = desk.post(ADD, form)

    text = answer.content.decode()
    assert "geheim-77" not in text
    assert "现场.jpg" in text
    assert boss.is_active


def test_what_is_too_much_to_carry_is_shown_to_be_copied(desk, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    form = new_story(desk) | {"summary": "长" * (1024 * 1024 + 1)}
    del desk.cookies["sessionid"]

    answer = desk.post(ADD, form)

    assert "内容太多，不能带过登录" in answer.content.decode()
    assert "写了半天" in answer.content.decode()


def test_a_script_is_told_in_few_words(desk):
    form = new_story(desk)
    del desk.cookies["sessionid"]

    answer = desk.post(f"{ADD}autosave/", form, headers={"accept": "application/json"})

    assert (answer.status_code, list(answer.json())) == (403, ["message"])


def test_the_page_is_told_who_is_logged_in(client, desk):
    assert client.get("/admin/session/").json()["user"] is None
    told = desk.get("/admin/session/").json()
    assert told["name"] == "王芳"
    assert len(told["token"]) == 64
    client.force_login(make.account(username="leser", is_staff=False))  # no colleague
    assert client.get("/admin/session/").json()["user"] is None


# ---- Wrong passwords, and passwords that must be changed ----------------------------------------


def test_a_password_cannot_be_guessed_through_what_is_carried(desk):
    form = new_story(desk)
    del desk.cookies["sessionid"]
    asked = desk.post(ADD, form)

    tried = [log_in(desk, asked, password="falsch").status_code for _ in range(12)]
    refused = log_in(desk, asked)

    assert (tried[0], tried[-1], refused.status_code) == (403, 429, 429)
    text = refused.content.decode()
    assert "密码试错的次数太多" in text
    assert 'name="carried"' in text  # nothing of it is lost
    assert "sessionid" not in desk.cookies


def test_a_form_is_carried_past_the_change_of_a_password_that_somebody_else_set(desk, editor):
    form = new_story(desk)
    del desk.cookies["sessionid"]
    User.objects.filter(pk=editor.pk).update(must_change_password=True)

    back = log_in(desk, desk.post(ADD, form))
    assert "要先改成只有您自己知道的" in back.content.decode()
    again = desk.post(ADD, handed_back(back))  # too early
    assert "要先改成只有您自己知道的" in again.content.decode()
    assert not Article.objects.exists()

    token = desk.get("/admin/password_change/").context["csrf_token"]
    new = {"new_password1": "tidal-orbit-lamp", "new_password2": "tidal-orbit-lamp"}
    said = new | {"old_password": "morgen-08", "csrfmiddlewaretoken": token}
    assert desk.post("/admin/password_change/", said).status_code == 302
    desk.post(ADD, handed_back(again))

    assert Article.objects.get().headline == "写了半天"
