"""What is typed survives a closed tab, and two editors see each other, in a real browser."""

import re
from contextlib import closing

import pytest
from playwright.sync_api import expect

from articles.models import Article, Autosave, Presence
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = re.compile(r"^已自动保存 \d\d:\d\d:\d\d$")


@pytest.fixture
def tab_of(browser_of, log_in):
    """A tab of an editor's own browser."""

    def tab_of(**names):
        return log_in(browser_of().new_page(), make.editor(**names), address=None)

    return tab_of


@pytest.fixture
def desk(tab_of):
    return tab_of(username="wf", name="王芳")


def change(article):
    return f"/admin/articles/article/{article.pk}/change/"


def body_of(page):
    return page.locator(".field-body .ProseMirror")


def note(page):
    return page.locator(".autosave-note")


def offer(page):
    return page.locator(".autosave-offer")


def again(page, address):
    """Close the tab without a word, and open another."""
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    return page


def test_the_text_of_a_closed_tab_is_restored_and_saved(desk):
    article = make.article(headline="原来的", body="<p>正文。</p>")
    reporter = make.reporter(name="陈洋波")
    desk.goto(change(article))
    desk.fill("#id_headline", "改到一半")
    body_of(desk).click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("又写了一句。")
    desk.click("#bylines-group .add-row a")
    desk.locator("#bylines-0 .select2-selection").click()
    desk.locator(".select2-results__option", has_text="陈洋波").click()
    expect(note(desk)).to_have_text(KEPT)
    assert Autosave.objects.get().form["bylines-0-reporter"] == [str(reporter.pk)]

    desk = again(desk, change(article))
    expect(body_of(desk)).to_have_text("正文。")
    expect(offer(desk)).to_contain_text("有未保存的修改")
    offer(desk).get_by_text("恢复").click()
    expect(body_of(desk)).to_have_text("正文。又写了一句。")
    expect(desk.locator("#id_headline")).to_have_value("改到一半")
    expect(desk.locator("#bylines-0 .select2-selection")).to_contain_text("陈洋波")
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()

    article.refresh_from_db()
    assert (article.headline, article.body) == ("改到一半", "<p>正文。又写了一句。</p>")
    assert article.bylines.get().reporter == reporter
    expect(offer(desk)).to_have_count(0)
    assert not Autosave.objects.exists()


def test_the_last_keys_before_the_tab_is_closed_are_kept(desk):
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_headline", "新写的一篇")
    body_of(desk).click()
    desk.keyboard.type("第一句。")

    desk.goto("/admin/")
    desk.click("text=写稿")
    offer(desk).get_by_text("恢复").click()

    expect(body_of(desk)).to_have_text("第一句。")
    expect(desk.locator("#id_headline")).to_have_value("新写的一篇")
    assert not Article.objects.exists()


@pytest.mark.whole
def test_who_types_without_a_pause_is_not_waited_for(desk):
    desk.clock.install()
    desk.goto(change(make.article(headline="原来的")))
    desk.focus("#id_headline")
    for _ in range(12):
        desk.keyboard.type("字")
        desk.clock.run_for(1_000)

    expect(note(desk)).to_have_text(KEPT)
    length = Autosave.objects.get().form["headline"][0].count("字")
    assert 9 <= length <= 11


@pytest.mark.whole
def test_what_is_typed_is_kept_as_soon_as_the_page_is_hidden(desk):
    desk.goto(change(make.article()))
    desk.evaluate("window.setTimeout = () => 0")  # nothing is kept because a time has passed
    desk.fill("#id_headline", "切到别的应用")
    desk.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    look_again(desk)

    expect(note(desk)).to_have_text(KEPT)


@pytest.mark.whole
def test_a_server_that_did_not_answer_is_asked_again(desk):
    desk.clock.install()
    desk.goto(change(make.article()))
    desk.route("**/autosave/", lambda route: route.abort())
    desk.fill("#id_headline", "服务器重启时写的")
    desk.clock.run_for(2_000)
    expect(note(desk)).to_contain_text("连不上服务器")

    desk.unroute("**/autosave/")
    desk.clock.run_for(10_000)
    expect(note(desk)).to_have_text(KEPT)


@pytest.mark.whole
def test_opening_a_story_keeps_nothing(desk):
    article = make.article(body="<p>正文</p><h2>小标题</h2><ul><li>项</li></ul>")
    desk.goto(change(article))
    body_of(desk).click()
    desk.goto("/admin/")

    assert desk.locator(".today").first.is_visible()
    assert not Autosave.objects.exists()


@pytest.mark.whole
def test_saving_leaves_nothing_behind(desk):
    article = make.article()
    desk.goto(change(article))
    desk.fill("#id_headline", "存好了")
    desk.locator("[name=_save]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()
    desk.wait_for_timeout(500)

    assert not Autosave.objects.exists()


@pytest.mark.whole
def test_discarding_keeps_what_has_been_typed_since(desk):
    article = make.article(headline="原来的")
    desk.goto(change(article))
    desk.fill("#id_headline", "改到一半")
    expect(note(desk)).to_have_text(KEPT)

    desk = again(desk, change(article))
    desk.fill("#id_subhead", "刚写的")
    expect(note(desk)).to_contain_text("另有一份您没有保存的修改")
    assert Autosave.objects.get().form["headline"] == ["改到一半"]
    offer(desk).get_by_text("丢弃").click()
    expect(offer(desk)).to_have_count(0)
    expect(note(desk)).to_have_text(KEPT)

    kept = Autosave.objects.get().form
    assert (kept["headline"], kept["subhead"]) == (["原来的"], ["刚写的"])


@pytest.mark.whole
def test_an_offer_is_not_taken_for_discarded_when_the_login_has_ended(desk):
    article = make.article()
    desk.goto(change(article))
    desk.fill("#id_headline", "改到一半")
    expect(note(desk)).to_have_text(KEPT)
    desk = again(desk, change(article))
    desk.context.clear_cookies(name="sessionid")
    offer(desk).get_by_text("丢弃").click()

    expect(note(desk)).to_contain_text("没有丢弃成功")
    expect(offer(desk)).to_be_visible()
    assert Autosave.objects.exists()


@pytest.mark.whole
def test_what_was_restored_is_discarded_by_opening_the_story_as_it_is(desk):
    article = make.article(headline="原来的")
    desk.goto(change(article))
    desk.fill("#id_headline", "改到一半")
    expect(note(desk)).to_have_text(KEPT)
    desk = again(desk, f"{change(article)}?autosave=restore")
    offer(desk).get_by_text("丢弃").click()

    expect(desk.locator(".messagelist")).to_contain_text("已丢弃")
    expect(desk.locator("#id_headline")).to_have_value("原来的")
    assert not Autosave.objects.exists()


@pytest.mark.whole
def test_a_lost_connection_is_said_and_made_up_for(desk):
    desk.goto(change(make.article()))
    desk.context.set_offline(True)
    desk.fill("#id_headline", "断网时写的")
    expect(note(desk)).to_contain_text("连不上服务器")
    expect(note(desk)).to_have_attribute("role", "alert")

    desk.context.set_offline(False)
    expect(note(desk)).to_have_text(KEPT)
    assert Autosave.objects.get().form["headline"] == ["断网时写的"]
    stored = desk.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "断网时写的" not in stored


@pytest.mark.whole
def test_closing_a_page_whose_text_is_kept_nowhere_asks_first(desk):
    desk.goto(change(make.article()))
    desk.context.set_offline(True)
    desk.fill("#id_headline", "断网时写的")
    expect(note(desk)).to_contain_text("连不上服务器")

    asked = []
    desk.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with desk.expect_event("close"):
        desk.close(run_before_unload=True)

    assert asked == ["beforeunload"]


def test_a_login_that_has_ended_is_said(desk):
    desk.goto(change(make.article()))
    desk.context.clear_cookies(name="sessionid")
    desk.fill("#id_headline", "登录失效时写的")

    expect(note(desk)).to_contain_text("登录已失效")


@pytest.mark.whole
def test_a_refused_save_is_kept_too(desk):
    article = make.article()
    desk.goto(change(article))
    desk.fill("#id_headline", "")
    desk.fill("#id_subhead", "写好的副题")
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".errornote").first).to_be_visible()
    expect(note(desk)).to_have_text(KEPT)

    assert Autosave.objects.get().form["subhead"] == ["写好的副题"]


def test_two_editors_see_each_other_come_save_and_go(desk, tab_of):
    article = make.article()
    other = tab_of(username="ll", name="李雷")
    desk.goto(change(article))
    expect(desk.locator("#presence")).to_have_text("")
    other.goto(change(article))
    expect(other.locator("#presence")).to_have_text("王芳 正在编辑这篇稿件。")

    look_again(desk)
    expect(desk.locator("#presence")).to_have_text("李雷 正在编辑这篇稿件。")
    other.fill("#id_headline", "李雷改的")
    other.locator("[name=_continue]").first.click()
    expect(other.locator(".messagelist")).to_be_visible()
    look_again(desk)
    expect(desk.locator("#presence")).to_contain_text("李雷 在")
    expect(desk.locator("#presence")).to_contain_text("保存了新版本")

    other.goto("/admin/")
    expect(other.locator(".today").first).to_be_visible()
    look_again(desk)
    expect(desk.locator("#presence")).not_to_contain_text("正在编辑")
    with closing(desk):
        assert [presence.user.username for presence in Presence.objects.all()] == ["wf"]


@pytest.mark.whole
def test_a_tab_beats_every_twenty_seconds_while_it_is_seen(desk):
    beats = []
    desk.on("request", lambda request: beats.append(1) if "/presence/" in request.url else None)
    desk.clock.install()
    desk.goto(change(make.article()))
    desk.clock.run_for(60_000)
    assert len(beats) == 1 + 3

    desk.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden'})")
    desk.clock.run_for(60_000)
    assert len(beats) == 1 + 3


def look_again(page):
    """Come back to a tab: it beats at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
