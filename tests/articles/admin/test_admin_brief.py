"""写简讯: one story however often it is sent, by the door that the story form uses."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import Article, Autosave, Photo, PhotoUse, Revision
from articles.stand import publishing
from articles.text import body
from tests import make

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/article/brief/"
AUTOSAVE = "/admin/articles/article/add/autosave/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def writer():
    user = make.staff("记者", name="李记者")
    make.reporter(name="李记者", title="全媒体记者", user=user)
    return user


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


def typed(**fields):
    said = {"number": str(uuid4()), "headline": "大雨", "body": "第一段。\n\n 第二段<b>。\n"}
    return said | {"is_signed": "on"} | fields


def send(desk, **fields):
    return desk.post(PAGE, typed(**fields), **JSON)


def uploaded(desk, content=None):
    file = SimpleUploadedFile("IMG_1.JPG", content or make.picture(), "image/jpeg")
    return desk.post(f"{PAGE}photo/", {"file": file}, **JSON)


def test_a_brief_is_a_draft_like_any_other(desk, writer):
    section = make.section()

    response = send(desk, headline=" 大雨  到 ", section=section.pk)

    story = Article.objects.get()
    assert response.json()["page"] == reverse(
        "admin:articles_article_brief_written", args=[story.pk]
    )
    assert (story.headline, story.kind, story.section, story.stage, story.edition) == (
        *("大雨 到", "brief", section, "draft", 1),
    )
    assert story.body == "<p>第一段。</p><p>第二段&lt;b&gt;。</p>"
    assert (story.created_by, story.updated_by) == (writer, writer)
    assert [str(byline) for byline in story.bylines.all()] == ["全媒体记者 李记者"]
    assert story.reviews.get().person == writer
    assert Revision.objects.get(article=story).by == writer


def test_what_is_sent_again_is_one_story(desk):
    sent = typed()
    first, second = (desk.post(PAGE, sent, **JSON).json()["page"] for _ in range(2))

    story = Article.objects.get()
    assert first == second
    assert (story.edition, Revision.objects.count()) == (1, 1)


def test_what_was_typed_on_before_it_was_sent_again_is_saved(desk):
    sent = typed()
    desk.post(PAGE, sent, **JSON)

    response = desk.post(PAGE, sent | {"body": "第一段。\n第三段。"}, **JSON)

    story = Article.objects.get()
    assert response.json()["edition"] == story.edition == 2
    assert body.parse(story.body).text == "第一段。\n第三段。"
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("change", [{"edition": 3}, {"stage": "first_review"}])
def test_what_a_colleague_went_on_with_is_not_written_over(desk, change):
    sent = typed()
    desk.post(PAGE, sent, **JSON)
    Article.objects.update(**change)

    response = desk.post(PAGE, sent | {"body": "别的。"}, **JSON)

    story = Article.objects.get()
    assert response.status_code == 422
    assert "又有改动" in response.json()["errors"][0]
    assert response.json()["page"] == reverse("admin:articles_article_change", args=[story.pk])
    assert "第二段" in story.body
    html = desk.post(PAGE, sent | {"body": "别的。"}).content.decode()
    assert "别的。" in html
    assert "打开完整的表单" in html


def test_nobody_writes_into_another_s_story_by_its_number(desk):
    story = make.article(created_by=make.editor())

    response = send(desk, number=str(story.guid))

    assert response.status_code == 422
    assert story.headline not in response.content.decode()
    story.refresh_from_db()
    assert story.headline != "大雨"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"headline": ""}, "请填写主题"),
        ({"headline": "长" * 201}, "200"),
        ({"number": "x"}, ""),
        ({"photos": "99"}, ""),
        ({"photos": "x"}, ""),
        ({"section": "x"}, ""),
        ({"section": "9" * 30}, ""),
        ({"photos": "9" * 30}, ""),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(desk, fields, said):
    response = send(desk, **fields)
    assert response.status_code == 422
    assert said in " ".join(response.json()["errors"])
    assert not Article.objects.exists()

    html = desk.post(PAGE, typed(**fields)).content.decode()
    assert "第一段。" in html


def test_what_cannot_be_seen_is_not_stored(desk):
    assert send(desk, headline="大\0雨\u200b", body="正\0文。").status_code == 200

    story = Article.objects.get()
    assert (story.headline, story.body) == ("大雨", "<p>正文。</p>")


def test_pictures_come_one_by_one_and_the_same_one_twice_is_one(desk, writer):
    content = make.picture()
    first, again = uploaded(desk, content).json(), uploaded(desk, content).json()
    second = uploaded(desk).json()
    keys = [first["photo"]["id"], second["photo"]["id"]]
    assert first["photo"]["id"] == again["photo"]["id"]
    assert Photo.objects.get(pk=keys[0]).uploaded_by == writer

    send(desk, photos=keys, **{f"caption_{keys[0]}": "雨中的街道"})

    story = Article.objects.get()
    uses = PhotoUse.objects.filter(article=story).select_related("photo")
    assert [(use.photo_id, use.placement, use.order) for use in uses] == [
        (keys[0], "lead", 1),
        (keys[1], "inline", 2),
    ]
    assert body.parse(story.body).figures == [str(uses[1].photo.guid)]
    assert (uses[0].photo.caption, uses[0].photo.alt) == ("雨中的街道", "雨中的街道")


def test_a_caption_is_one_line_of_what_can_be_stored(desk):
    photo = make.library_photo(alt="旧")

    send(desk, photos=[photo.pk], based_on="9" * 5000, **{f"caption_{photo.pk}": "一\0\n" * 300})

    assert PhotoUse.objects.get().caption == " ".join(["一"] * 150)


def test_a_caption_of_a_photo_that_has_one_is_said_in_the_story_alone(desk):
    photo = make.library_photo(caption="旧说明", alt="旧")

    send(desk, photos=[photo.pk], **{f"caption_{photo.pk}": "新说明"})

    photo.refresh_from_db()
    use = PhotoUse.objects.get()
    assert (photo.caption, photo.alt) == ("旧说明", "旧")
    assert (use.caption, use.alt) == ("新说明", "")


def test_a_file_that_is_no_picture_is_refused_in_words(desk):
    response = uploaded(desk, b"not a picture")

    assert response.status_code == 422
    assert "IMG_1.JPG：" in response.json()["message"]
    assert desk.post(f"{PAGE}photo/", **JSON).status_code == 400


def test_without_a_script_the_form_brings_its_files(desk):
    files = [SimpleUploadedFile(f"{n}.jpg", make.picture(), "image/jpeg") for n in range(2)]

    response = desk.post(PAGE, typed(files=files, caption="雨"), follow=True)

    story = Article.objects.get()
    assert response.redirect_chain[0][0] == reverse(
        "admin:articles_article_brief_written", args=[story.pk]
    )
    assert [use.photo.caption for use in story.photo_uses.all()] == ["雨", "雨"]


def test_a_bad_file_without_a_script_loses_nothing(desk):
    files = [
        SimpleUploadedFile("1.jpg", make.picture(), "image/jpeg"),
        SimpleUploadedFile("2.jpg", b"no", "image/jpeg"),
    ]

    html = desk.post(PAGE, typed(files=files, caption="雨")).content.decode()

    photo = Photo.objects.get()
    assert "2.jpg：" in html
    assert f'name="photos" value="{photo.pk}"' in html
    assert f'name="caption_{photo.pk}" value="雨"' in html
    assert "第一段。" in html
    assert not Article.objects.exists()


def test_what_the_phone_kept_on_the_server_is_offered_in_the_story_form_until_it_is_saved(desk):
    sent = typed()
    number = sent["number"]
    kept = {
        "autosave_window": number,
        "headline": "大雨",
        "body": "<p>第一段。</p>",
        "kind": "brief",
    }
    assert desk.post(AUTOSAVE, kept).status_code == 200
    html = desk.get("/admin/articles/article/add/?autosave=restore").content.decode()
    assert "第一段。" in html

    desk.post(PAGE, sent, **JSON)

    assert not Autosave.objects.exists()


def test_what_another_page_keeps_stays(desk, writer):
    window = str(uuid4())
    desk.post(AUTOSAVE, {"autosave_window": window, "headline": "别的稿件"})

    send(desk)

    assert str(Autosave.objects.get(user=writer).window) == window


def test_who_may_write_no_story_gets_no_page(client):
    client.force_login(make.colleague("view_article", "change_article"))

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, typed()).status_code == 403
    assert client.post(f"{PAGE}photo/").status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()


def test_who_may_add_no_photos_is_offered_none(client):
    client.force_login(make.colleague("view_article", "change_article", "add_article"))

    html = client.get(PAGE).content.decode()
    assert 'type="file"' not in html
    assert "您的账号没有关联记者" in html
    assert client.post(f"{PAGE}photo/").status_code == 403


def test_a_brief_is_handed_in_from_the_page_after_it(desk):
    photo = make.library_photo(caption="雨")
    desk.post(PAGE, typed(photos=[photo.pk]))
    story = Article.objects.get()
    page = desk.get(reverse("admin:articles_article_brief_written", args=[story.pk]))
    html = page.content.decode()
    assert [word in html for word in ("送审", "再写一条", "打开完整的表单")] == [True] * 3

    address = reverse("admin:articles_article_review", args=[story.pk])
    assert f'action="{address}"' in html
    desk.post(address, {"edition": story.edition, "move": "submit"})

    story.refresh_from_db()
    assert story.stage == "first_review"


def test_the_page_is_linked_from_the_header_and_from_today(desk):
    assert desk.get("/admin/").content.decode().count(f'href="{PAGE}"') == 2


def test_a_brief_says_nothing_of_a_photo_that_readers_have(desk, writer):
    photo = make.photo(uploaded_by=writer, caption="", alt="", is_decorative=True)
    story = make.article()
    make.photo_use(article=story, photo=photo)
    publishing.publish(story, by=None)

    response = send(desk, photos=[photo.pk], **{f"caption_{photo.pk}": "没有审过的图说"})

    assert response.status_code == 200
    photo.refresh_from_db()
    assert (photo.caption, photo.alt) == ("", "")
    written = Article.objects.get(kind="brief")
    assert written.photo_uses.get().caption == "没有审过的图说"
