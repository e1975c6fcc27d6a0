"""What is pasted comes to the desk as the clipboard has it, and what a save leaves out is said."""

import base64

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article, Photo
from articles.text.paste import take_in
from tests import make
from tests.articles.admin.test_admin import errors, save

PASTE = "/admin/articles/article/paste/"
pytestmark = pytest.mark.django_db


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def paste(desk, **sent):
    return desk.post(PASTE, sent, headers={"accept": "application/json"})


@pytest.mark.parametrize(
    ("role", "status"),
    [("记者", 200), ("编辑", 200), ("值班总编", 200), ("校对", 403), ("图片编辑", 403)],
)
def test_whoever_writes_may_paste(role, status):
    assert paste(desk_of(make.staff(role)), html="<p>文</p>").status_code == status


def test_nobody_pastes_without_a_login_and_nothing_is_read_by_get():
    assert paste(Client(), html="<p>文</p>").status_code == 302
    assert desk_of(make.editor()).get(PASTE).status_code == 405


def test_a_paste_is_answered_clean_with_what_was_left_out():
    html = "<h1>三座水库完成加固</h1><p>票价<s>80元</s>５0元，<b>丙</b></p>"

    assert paste(desk_of(make.editor()), html=html).json() == {
        "html": "<h2>三座水库完成加固</h2><p>票价５0元，<strong>丙</strong></p>",
        "plain": "三座水库完成加固\n票价５0元，丙",
        "notes": [{"kind": "struck", "count": 1, "said": "略去 1 处划掉的文字：“80元”。"}],
        "refusals": [],
        "headline": "三座水库完成加固",
        "full_width": 1,
        "photos": [],
    }


def test_pictures_inside_a_paste_go_through_the_door_of_the_library():
    desk = desk_of(make.editor())
    inside = base64.b64encode(make.picture(size=(800, 600))).decode()
    html = (
        f'<p>一</p><img alt="内" src="data:image/jpeg;base64,{inside}">'
        '<img alt="旁" src="file:///C:/1.jpg"><img alt="远" src="https://example.cn/1.jpg">'
        '<img alt="坏" src="data:image/png;base64,AAAA">'
    )
    file = SimpleUploadedFile("1.jpg", make.picture(size=(900, 700)), "image/jpeg")
    answer = paste(desk, html=html, pictures="1", files=[file]).json()

    inner, beside = Photo.objects.order_by("pk")
    assert (inner.alt, beside.alt) == ("内", "旁")
    figures = "".join(f'<figure data-photo="{p.guid}"></figure>' for p in (inner, beside))
    assert answer["html"] == f"<p>一</p>{figures}"
    assert [photo["id"] for photo in answer["photos"]] == [inner.pk, beside.pk]
    assert [(note["kind"], note["count"]) for note in answer["notes"]] == [("picture", 2)]
    assert len(answer["refusals"]) == 1


def test_without_a_place_for_photos_none_is_stored():
    inside = base64.b64encode(make.picture()).decode()
    html = f'<p>一<img alt="内" src="data:image/jpeg;base64,{inside}"></p>'
    answer = paste(desk_of(make.editor()), html=html).json()

    assert (answer["html"], answer["notes"][0]["kind"]) == ("<p>一</p>", "picture")
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"html": "<ul><li>字" * 40}, 409, "最多 30 层"),
        ({"html": "a" * 4_000_001}, 413, "请分几次粘贴"),
        ({}, 200, ""),
        ({"html": "<p>\0\ud800".encode("utf-8", "surrogatepass")}, 200, ""),
    ],
    ids=["deep", "large", "nothing", "broken"],
)
def test_what_cannot_be_read_is_refused_in_words(sent, status, said):
    answer = paste(desk_of(make.editor()), **sent)

    assert answer.status_code == status
    assert said in answer.json().get("refusal", "")


@given(st.text(), st.text())
def test_any_text_is_taken(html, plain):
    assert take_in(html, plain=plain).html is not None


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_save_says_what_of_the_text_it_leaves_out():
    desk = desk_of(make.editor())
    sent = '<p>正<img src="https://example.cn/1.jpg" alt="现场">文<a href="附件">件</a></p>'
    answer = save(desk, headline="主题", body=sent)

    assert Article.objects.get().body == "<p>正文件</p>"
    said = told(answer)
    assert "正文里“件”的链接（附件）不是网址，已去掉链接，文字还在。" in said
    assert "有 1 张图片没有带过来，请把图片存下，再拖进本页上传：“现场”。" in said


def test_a_save_refuses_in_words_what_is_nested_too_deep():
    answer = save(desk_of(make.editor()), headline="主题", body="<ul><li>字" * 40)

    assert "最多 30 层" in errors(answer)["body"][0]
    assert not Article.objects.exists()
