"""One story, with all its text, whatever comes between typing and saving, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article, Autosave, Comment
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = re.compile(r"^已自动保存 \d\d:\d\d:\d\d$")
ADD = "/admin/articles/article/add/"
TEXT = "第一句。第二句。"


@pytest.fixture
def editor():
    editor = make.editor(username="wf", name="王芳")
    editor.set_password("morgen-08")
    editor.save()
    return editor


@pytest.fixture
def desk(page, log_in, editor):
    """A new story, typed and not saved, in the browser of its writer."""
    log_in(page, editor, address=ADD)
    write(page, "只有一篇", TEXT)
    return page


def write(page, headline, text):
    page.fill("#id_headline", headline)
    page.locator(".field-body .ProseMirror").click()
    page.keyboard.type(text)


def save(page):
    page.locator("[name=_continue]").first.click()


def saved(page):
    expect(page.locator(".messagelist")).to_be_visible()
    return Article.objects.get()


def the_story(page):
    """The one story there is, as it was typed, once the page has it."""
    article = saved(page)
    assert (article.headline, article.body) == ("只有一篇", f"<p>{TEXT}</p>")
    assert page.url.endswith(f"/{article.pk}/change/")
    return article


def log_in_again(page):
    dialog = page.locator("dialog.sign-in")
    dialog.locator("[type=password]").fill("falsch")
    dialog.locator(".default").click()
    expect(dialog.locator(".errornote")).to_contain_text("密码不对")
    dialog.locator("[type=password]").fill("morgen-08")
    dialog.locator(".default").click()
    expect(dialog).to_have_count(0)


def test_a_double_click_makes_one_story(desk):
    desk.locator("[name=_continue]").first.dblclick()
    the_story(desk)

    # Without the script's help, too: what the form sends is sent twice at the same moment.
    desk.goto(ADD)
    write(desk, "另一篇", TEXT)
    desk.evaluate("""Promise.all([1, 2, 3].map(() => fetch(location.href, {
        method: "POST", body: new FormData(document.getElementById("article_form"))
    })))""")
    assert Article.objects.filter(headline="另一篇").count() == 1


@pytest.mark.whole
def test_going_back_and_sending_again_makes_one_story(desk):
    save(desk)
    the_story(desk)
    desk.go_back()
    expect(desk.locator("#article_form")).to_be_visible()
    expect(desk.locator("#id_headline")).to_have_value("只有一篇")
    save(desk)
    expect(desk.locator(".messagelist")).to_contain_text("没有再存一份")
    the_story(desk)


@pytest.mark.whole
def test_two_tabs_of_one_person_make_one_story_of_both_texts(desk, editor):
    save(desk)
    article = the_story(desk)
    other = desk.context.new_page()
    other.goto(desk.url)
    other.fill("#id_subhead", "另一个窗口写的副题")
    save(other)
    saved(other)
    other.close()
    desk.fill("#id_kicker", "这个窗口写的引题")
    save(desk)
    expect(desk.locator("#id_subhead")).to_have_value("另一个窗口写的副题")

    article = saved(desk)
    assert (article.kicker, article.subhead) == ("这个窗口写的引题", "另一个窗口写的副题")
    expect(desk.locator(".conflict")).to_have_count(0)


def test_a_login_that_ends_is_made_up_for_in_place(desk):
    desk.context.clear_cookies(name="sessionid")
    save(desk)
    log_in_again(desk)
    the_story(desk)

    # A form that is not the story's, and the leaving of it.
    desk.goto(desk.url.replace("/change/", "/comments/"))
    desk.locator("#id_text").press_sequentially("请核实")
    asked = []
    desk.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    desk.locator(".breadcrumbs a").first.click()
    desk.context.clear_cookies(name="sessionid")
    desk.get_by_text("提交批注").click()
    log_in_again(desk)
    expect(desk.locator(".thread")).to_contain_text("请核实")
    assert asked == ["beforeunload"]
    assert Comment.objects.get().by.username == "wf"


@pytest.mark.whole
def test_another_tabs_login_changes_nothing_for_an_open_form(desk, log_in):
    other = make.editor(username="ll", name="李雷")
    log_in(desk, other, address=None)
    save(desk)
    expect(desk.locator("dialog.sign-in")).to_contain_text("这一页是王芳打开的，现在登录的是李雷")
    assert not Article.objects.exists()
    log_in_again(desk)

    assert the_story(desk).created_by.username == "wf"


def test_a_server_that_is_started_again_loses_nothing(browser_of, log_in, editor):
    desk = log_in(browser_of().new_page(), editor, address=ADD)  # which may complain of the server
    write(desk, "只有一篇", TEXT)
    expect(desk.locator(".autosave-note")).to_have_text(KEPT)
    desk.clock.install()
    desk.route("**/admin/**", lambda route: route.abort())
    desk.locator(".field-body .ProseMirror").click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("第三句。")
    desk.clock.run_for(10_000)
    expect(desk.locator(".autosave-note")).to_contain_text("以前写的已经保住")
    save(desk)
    expect(desk.locator(".signed-in-note")).to_contain_text("还没有保存")
    desk.unroute("**/admin/**")
    desk.clock.run_for(10_000)
    expect(desk.locator(".autosave-note")).to_have_text(KEPT)
    assert "第三句" in Autosave.objects.get().form["body"][0]
    save(desk)

    assert saved(desk).body == f"<p>{TEXT}第三句。</p>"
