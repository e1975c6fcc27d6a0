"""写简讯 on a telephone: what is written outlives the line, and becomes one story."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Notice, Photo
from articles.text import body
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/admin/articles/article/brief/"


@pytest.fixture
def phone(browser_of, log_in):
    """A telephone in the hands of a reporter, on the page."""
    writer = make.staff("记者", name="李记者")
    make.reporter(name="李记者", user=writer)
    make.section(name="民生")
    make.editor(name="王编辑")
    page = browser_of().new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else 0)
    yield log_in(page, writer, address=PAGE)
    assert complaints == []


@pytest.fixture
def pictures(tmp_path):
    files = [tmp_path / f"{n}.jpg" for n in range(2)]
    for file in files:
        file.write_bytes(make.picture())
    return files


def test_a_brief_outlives_a_line_that_breaks_and_is_one_story(phone, pictures):
    status = phone.locator("[data-status]")
    assert phone.evaluate("document.scrollingElement.scrollWidth") == 390
    save = phone.get_by_role("button", name="存为草稿")
    assert save.bounding_box()["y"] + save.bounding_box()["height"] <= 844  # one screen
    phone.get_by_label("主题").fill("大雨")
    phone.get_by_label("正文").fill("第一段。")
    phone.get_by_label("栏目").select_option("民生")
    expect(status).to_contain_text("存到服务器")

    # The line is cut: what is typed is kept, pictures wait, and so does the story.
    phone.context.set_offline(True)
    phone.locator("#id_album").set_input_files(pictures)
    phone.get_by_label("正文").press_sequentially("\n第二段。")
    for box, words in zip(phone.get_by_label("图片说明").all(), ["街道", "桥"], strict=True):
        box.fill(words)
    save.click()
    expect(status).to_contain_text("线路断了。文字已存在本机")
    expect(status).to_contain_text("还有 2 张图没有传上去")
    kept = phone.evaluate("Object.values(localStorage).join()")
    assert "第二段。" in kept
    assert not Article.objects.exists()

    # The line is back, but the first answer is lost on the way: the same is sent again.
    lost = []

    def lose_one(route):
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    phone.route(f"**{PAGE}", lose_one)
    phone.context.set_offline(False)
    phone.wait_for_url("**/brief/", wait_until="load")
    expect(phone.get_by_role("heading", name="简讯已存为草稿")).to_be_visible()
    assert lost == [200]
    story = Article.objects.get()
    assert (story.headline, story.section.name, story.edition) == ("大雨", "民生", 1)
    assert body.parse(story.body).text == "第一段。\n第二段。"
    assert [use.photo.caption for use in story.photo_uses.all()] == ["街道", "桥"]
    assert Photo.objects.count() == 2
    assert phone.evaluate("Object.keys(localStorage).filter(k => k.startsWith('brief:'))") == []

    phone.get_by_role("button", name="送审").click()
    expect(phone.get_by_text("《大雨》现在等待初审。")).to_be_visible()
    assert Notice.objects.get(recipient__name="王编辑").article == story


@pytest.mark.whole
def test_what_was_written_is_there_after_the_page_is_opened_again(phone, log_in):
    phone.get_by_label("主题").fill("大雨")
    phone.get_by_label("正文").fill("第一段。")
    number = phone.locator("[name=number]").input_value()

    phone.reload()
    assert phone.get_by_label("正文").input_value() == "第一段。"
    assert phone.locator("[name=number]").input_value() == number

    later = phone.context.new_page()
    later.goto(PAGE)
    expect(later.get_by_text("本机有一条没送出的简讯：大雨")).to_be_visible()
    assert later.get_by_label("正文").input_value() == ""
    later.get_by_role("button", name="接着写").click()
    assert later.get_by_label("主题").input_value() == "大雨"
    phone.context.clear_cookies()  # the login ends
    later.get_by_role("button", name="存为草稿").click()
    expect(later.locator("[data-status]")).to_contain_text("登录已失效。文字已存在本机")
    assert not Article.objects.exists()

    log_in(later, User.objects.get(name="李记者"), address=None)
    later.evaluate("dispatchEvent(new Event('focus'))")  # back from the window of the login
    expect(later.get_by_role("heading", name="简讯已存为草稿")).to_be_visible()
    assert str(Article.objects.get().guid) == number
