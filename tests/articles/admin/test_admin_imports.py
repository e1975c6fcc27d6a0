"""The desk's pages of an import: a page's text or a Word file given, mended, saved as drafts."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Article, ImportedFile, Photo
from tests import make
from tests.articles.interchange import word_files
from tests.articles.interchange.word_files import p, picture

pytestmark = pytest.mark.django_db

TEXT = "昨日起，市图书馆的开放时间延长三小时，读者晚上十点前都可以来。"
PAGE = f"图书馆延时开放\n□ 本报记者 陈洋波\n　　{TEXT}\n　　{TEXT}\n"


@pytest.fixture
def desk(client):
    client.force_login(make.editor(username="editor"))
    return client


def given(desk, page, **sent):
    return desk.post(f"/admin/articles/page/{page.pk}/import/", sent, follow=True)


def mending(file):
    return f"/admin/articles/article/imports/{file.pk}/"


def sent(*stories, based_on=1, **more):
    found = {"based_on": based_on, "unassigned": "", "furniture": ""} | more
    for number, story in enumerate(stories):
        found |= {f"story-{number}-{name}": text for name, text in story.items()}
    return found


def said(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_pasted_text_is_shown_beside_what_was_read_of_it(desk):
    page = make.page()
    shown = said(given(desk, page, text=PAGE))
    [file] = ImportedFile.objects.all()

    assert 'name="story-0-headline"' in shown
    assert "图书馆延时开放" in shown
    assert (file.page, file.name, file.created_by.username) == (page, "粘贴的文字", "editor")
    assert given(desk, page, text=PAGE).request["PATH_INFO"] == mending(file)
    assert "还没有存成稿件" in said(desk.get(f"/admin/articles/page/{page.pk}/import/"))


def test_a_file_is_read_and_what_is_no_page_is_refused_in_words(desk):
    page = make.page()
    given(desk, page, file=SimpleUploadedFile("1版.txt", PAGE.encode("gb18030")))
    assert ImportedFile.objects.get().name == "1版.txt"

    for wrong, words in [
        ({}, "请选一个文件，或粘贴本版的文字"),
        ({"text": "字", "file": SimpleUploadedFile("a.txt", b"x")}, "只能选一样"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "文件是空的"),
        ({"file": SimpleUploadedFile("a.txt", bytes(range(256)) * 40)}, "认不出"),
    ]:
        assert words in said(given(desk, page, **wrong))
    assert ImportedFile.objects.count() == 1


def test_how_sure_a_field_is_stands_in_words(desk):
    sureness = {"headline": 0.95, "kicker": 0.6, "byline": 0.2}
    story = {"headline": "甲", "kicker": "乙", "byline": "丙", "confidence": sureness}
    shown = said(desk.get(mending(make.imported_file(story))))

    assert re.findall(r"import-level (\w+)\" data-level>(\w+)<", shown) == [
        ("likely", "请核对"),
        ("sure", "有把握"),
        ("unsure", "没把握"),
    ]


def test_lines_of_no_story_are_marked_in_the_source(desk):
    file = make.imported_file(source="甲 乙\n丙丁")
    ImportedFile.objects.update(content=file.content | {"unassigned": "甲乙"})

    assert '<li class="left">甲 乙</li><li>丙丁</li>' in said(desk.get(mending(file)))


def test_what_was_mended_is_kept_and_shown_again(desk):
    file = make.imported_file()
    response = desk.post(mending(file), sent({"headline": "改过", "body": "一\n二"}), follow=True)

    assert "已暂存" in said(response)
    assert 'name="based_on" value="2"' in said(response)
    assert "一\n二" in response.content.decode()
    assert not Article.objects.exists()


def test_a_script_is_told_the_new_edition_or_what_stands_against_it(desk):
    file, asks = make.imported_file(), {"headers": {"accept": "application/json"}}
    kept = desk.post(mending(file), sent({"headline": "改过"}), **asks)
    stale = desk.post(mending(file), sent({"headline": "又改"}), **asks)

    assert (kept.status_code, kept.json()) == (200, {"edition": 2})
    assert stale.status_code == 409
    assert "又有改动" in stale.json()["message"]


def test_a_stale_page_saves_nothing_and_loses_nothing(desk):
    file = make.imported_file()
    desk.post(mending(file), sent({"headline": "同事改的"}))
    response = desk.post(mending(file), sent({"headline": "我改的"}, _save="1"))

    assert "又有改动" in said(response)
    assert "我改的" in said(response)
    assert not Article.objects.exists()


def test_a_field_that_is_too_long_is_said_at_the_field(desk):
    response = desk.post(mending(make.imported_file()), sent({"headline": "题" * 201}, _save="1"))

    assert "这里最多 200 个字" in said(response)
    assert not Article.objects.exists()


def test_nothing_cannot_be_saved(desk):
    response = desk.post(mending(make.imported_file()), sent({"headline": " "}, _save="1"))

    assert "还没有可以存成稿件的内容" in said(response)


def test_all_stories_become_drafts_of_the_page_once(desk):
    page = make.page()
    file = make.imported_file(page=page)
    stories = [
        {"headline": "第一篇", "body": "正文。\n■探访｜小区服务\n正文。", "dateline": "本报讯"},
        {"headline": "第二篇", "kicker": "引题", "body": "正文。"},
    ]
    data = sent(*stories, unassigned="一行", _save="1")
    response = desk.post(mending(file), data, follow=True)
    again = desk.post(mending(file), data, follow=True)

    assert "存好了 2 篇草稿" in said(response)
    assert "一行" in said(response)
    assert "已经存成稿件，没有再存一份" in said(again)
    drafts = Article.objects.order_by("page_order")
    assert [(a.headline, a.stage, a.page) for a in drafts] == [
        ("第一篇", "draft", page),
        ("第二篇", "draft", page),
    ]
    assert drafts[0].body == "<p>正文。</p><h2>探访<br>小区服务</h2><p>正文。</p>"
    for draft in drafts:
        assert f"/admin/articles/article/{draft.pk}/change/" in said(response)


@pytest.mark.parametrize("count", [12, pytest.param(60, marks=pytest.mark.whole)])
def test_all_stories_of_a_full_page_are_shown_and_saved(desk, count):
    stories = [{"headline": f"第{n}篇", "body": "正文。"} for n in range(count)]
    file = make.imported_file(*stories)
    shown = said(desk.get(mending(file)))
    assert shown.count('class="import-story"') == count + 1  # and the empty one

    desk.post(mending(file), sent(*stories, _save="1"))

    saved = Article.objects.order_by("page_order").values_list("headline", flat=True)
    assert list(saved) == [story["headline"] for story in stories]


def test_an_import_is_thrown_away_after_a_question_and_not_if_it_moved_on(desk):
    file = make.imported_file()
    address = f"{mending(file)}discard/"
    assert "可以再导入一次" in said(desk.get(address))
    assert "又有改动" in said(desk.post(address, {"based_on": 7}))
    assert ImportedFile.objects.exists()

    assert "已丢弃" in said(desk.post(address, {"based_on": 1}, follow=True))
    assert not ImportedFile.objects.exists()


@pytest.mark.parametrize("role", ["记者", "校对", "图片编辑", "管理员"])
def test_only_editors_import_pages(client, role):
    client.force_login(make.staff(role))
    file = make.imported_file()

    assert client.get(f"/admin/articles/page/{file.page.pk}/import/").status_code == 403
    for address in (mending(file), f"{mending(file)}discard/"):
        assert client.get(address).status_code in {403, 404}
        assert client.post(address, sent({"headline": "甲"}, _save="1")).status_code in {403, 404}
    assert "导入版面" not in said(client.get("/admin/articles/page/"))
    assert "导入版面" not in said(client.get("/admin/"))


def test_the_way_to_an_import_stands_at_the_page_and_on_today(desk):
    page = make.page()
    address = f"/admin/articles/page/{page.pk}/import/"

    for at in (
        "/admin/articles/page/",
        f"/admin/articles/page/{page.pk}/change/",
        f"/admin/?day={page.issue.date}",
    ):
        assert address in said(desk.get(at))


# ---- Word files ----


@pytest.fixture
def reporter(client):
    client.force_login(make.staff("记者", username="reporter"))
    return client


def word(client, data, *, name="稿件.docx", **more):
    upload = SimpleUploadedFile(name, data)
    return client.post("/admin/articles/article/word/", {"file": upload} | more, follow=True)


def illustrated():
    png = make.picture((300, 200), format="PNG")
    return word_files.file(
        p("图书馆延时开放"),
        p("□ 本报记者 陈洋波"),
        p(TEXT),
        p(picture("rId7", alt="读者在看书")),
        parts={"word/media/image1.png": png},
        related=[("image", "media/image1.png", "rId7")],
    )


def test_a_word_file_becomes_a_draft_and_its_pictures_photos_only_then(reporter):
    shown = said(word(reporter, illustrated()))
    [file] = ImportedFile.objects.all()
    [waiting] = file.pictures.all()
    preview = reporter.get(f"{mending(file)}pictures/{waiting.pk}/")
    assert Image.open(io.BytesIO(preview.content)).format == "JPEG"
    assert "图书馆延时开放" in shown
    assert not Photo.objects.exists()

    story = file.content["stories"][0]
    data = sent({name: story[name] for name in ("headline", "byline", "body")}, _save="1")
    reporter.post(mending(file), data)
    reporter.post(mending(file), data)

    [draft] = Article.objects.all()
    [use] = draft.photo_uses.all()
    assert (draft.headline, draft.created_by.username) == ("图书馆延时开放", "reporter")
    assert draft.body == f'<p>{TEXT}</p><figure data-photo="{use.photo.guid}"></figure>'
    assert (use.photo.alt, use.photo.uploaded_by.username) == ("读者在看书", "reporter")
    assert "陈洋波" in draft.unread_byline


def test_a_picture_that_was_taken_out_of_the_text_does_not_come_into_the_library(reporter):
    word(reporter, illustrated())
    [file] = ImportedFile.objects.all()
    reporter.post(mending(file), sent({"headline": "甲", "body": f"<p>{TEXT}</p>"}, _save="1"))

    assert Article.objects.get().body == f"<p>{TEXT}</p>"
    assert not Photo.objects.exists()


def test_what_was_left_out_of_a_word_file_stands_above_it_as_long_as_it_is_mended(reporter):
    shown = word(reporter, word_files.file(p(TEXT + "<x>"), p(word_files.r("内部", "vanish"))))
    [file] = ImportedFile.objects.all()
    assert "略去 1 处隐藏的文字：“内部”。" in said(shown)

    kept = reporter.post(mending(file), sent({"headline": "甲", "body": "<p>乙</p>"}), follow=True)
    assert "略去 1 处隐藏的文字：“内部”。" in said(kept)


def test_a_refused_word_file_leaves_nothing_and_a_script_is_told(reporter):
    old = SimpleUploadedFile("旧稿.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900)
    asks = {"headers": {"accept": "application/json"}}
    response = reporter.post("/admin/articles/article/word/", {"file": old}, **asks)

    assert response.status_code == 422
    assert "另存为 .docx" in response.json()["message"]
    assert "还没有选文件" in said(reporter.post("/admin/articles/article/word/", {}))
    assert not ImportedFile.objects.exists()


def test_a_script_is_told_where_a_word_file_is_mended(reporter):
    upload = SimpleUploadedFile("稿件.docx", word_files.file(p(TEXT)))
    asks = {"headers": {"accept": "application/json"}}
    page = make.page()
    response = reporter.post(
        "/admin/articles/article/word/", {"file": upload, "page": page.pk}, **asks
    )

    file = ImportedFile.objects.get()
    assert response.json() == {"page": mending(file)}
    assert file.page == page
    assert 'data-word="/admin/articles/article/word/"' in said(
        reporter.get("/admin/articles/article/add/")
    )


def test_a_page_that_is_none_is_passed_over(reporter):
    word(reporter, word_files.file(p(TEXT)), page="9" * 40)

    assert ImportedFile.objects.get().page is None


def test_nobody_else_opens_a_word_file(client, reporter):
    word(reporter, word_files.file(p(TEXT)))
    [file] = ImportedFile.objects.all()
    client.force_login(make.editor())

    assert client.get(mending(file)).status_code == 404
    assert client.post(mending(file), sent({"headline": "甲"}, _save="1")).status_code == 404
    assert file.name not in said(client.get("/admin/articles/article/word/"))
