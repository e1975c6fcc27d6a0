"""An editor's path in a real browser: from the login to the story that readers see."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from articles.models import Article
from articles.text import body
from articles.text.counting import length
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

WORD = (
    '<p class="MsoNormal" style="margin:0">　　<b>近日</b>，<span lang="EN-US">10</span>名。</p>'
    "<script>alert(1)</script><h3>探访</h3><p onclick='x'>第二段。</p>"
)
LENGTHS = Path(__file__).parents[1] / "articles/text/lengths.json"
# The plane of most characters, and of the others pictures, Han and what shows nothing.
PLANES = [
    *range(0x10000),
    *range(0x1F000, 0x20200),
    *range(0x30E00, 0x31400),
    *range(0xE0000, 0xE1000),
]


@pytest.fixture
def editor():
    return make.editor(username="editor", password="press")


@pytest.fixture
def desk(page, log_in, editor):
    return log_in(page, editor, address=None)


def editor_of(page):
    return page.locator(".field-body .ProseMirror")


def paste(page, html):
    editor_of(page).click()
    page.evaluate(
        """html => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true});
            document.querySelector(".field-body .ProseMirror").dispatchEvent(event);
        }""",
        html,
    )


@pytest.mark.whole
def test_from_login_to_the_published_story(sample, page, editor, log_in):
    desk = page
    desk.goto("/admin/")
    desk.fill("#id_username", editor.username)
    desk.fill("#id_password", "press")
    desk.click("[type=submit]")
    expect(desk.locator("#user-tools")).to_be_visible()
    desk.goto("/admin/?day=2023-12-26")
    desk.click("text=看本期稿件")
    desk.click("text=李祖乡遇")
    desk.fill("#id_headline", "“李祖乡遇”又上榜了")
    desk.locator("[name=_preview]").first.click()
    expect(desk.locator("h1")).to_have_text("“李祖乡遇”又上榜了")
    desk.goto("/")
    expect(desk.locator("main")).not_to_contain_text("又上榜了")

    article = Article.objects.get(page_order=1)
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.locator("[name=_review]").first.click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    hand_through(desk, log_in)
    expect(desk.locator(".messagelist")).to_contain_text("已签发")

    for address in [f"/articles/{article.pk}/", "/", "/issues/2023-12-26/", "/sections/yaowen/"]:
        desk.goto(address)
        expect(desk.locator("main")).to_contain_text("“李祖乡遇”又上榜了")


def hand_through(page, log_in):
    """The one story that waits is passed by three colleagues, each from their own inbox."""
    for role in ("编辑", "部门主任", "值班总编"):
        log_in(page, make.staff(role))
        page.locator(".waiting a").click()
        page.click("button[value=pass]")
        expect(page.locator(".messagelist")).to_be_visible()


@pytest.mark.whole
def test_a_returned_story_comes_back_with_its_reason(page, log_in, editor):
    reporter = make.staff("记者")
    desk = log_in(page, reporter)
    desk.click("text=写稿")
    desk.fill("#id_headline", "要改的一篇")
    editor_of(desk).click()
    desk.keyboard.type("到场一百二十人。")
    desk.locator("[name=_review]").first.click()
    expect(desk.locator(".messagelist .success")).to_be_visible()

    log_in(desk, editor)
    desk.locator(".waiting a").click()
    desk.click("text=退回修改")
    expect(desk.locator(".errornote")).to_contain_text("退回须写明理由")
    desk.fill("#id_opinion", "请核实人数")
    desk.fill("#id_figure", "1")
    desk.click("text=退回修改")
    expect(desk.locator(".messagelist .success")).to_be_visible()

    log_in(desk, reporter)
    expect(desk.locator(".waiting .reason")).to_contain_text("请核实人数")


@pytest.mark.whole
def test_a_new_story_is_written_and_read(desk, log_in):
    make.reporter(name="陈洋波")
    make.section(name="都市")
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_headline", "新写的一篇")
    desk.locator(".field-section .select2-selection").click()
    desk.locator(".select2-results__option", has_text="都市").click()
    desk.fill("#id_printed_byline", "▢ 全媒体记者 陈洋波 文/图")
    editor_of(desk).click()
    desk.keyboard.type("第一段。")
    desk.keyboard.press("Enter")
    desk.keyboard.type("第二段。")
    desk.locator("[name=_review]").first.click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    hand_through(desk, log_in)
    desk.click("text=看看读者看到的样子")

    expect(desk.locator("[data-part=byline]")).to_have_text("▢ 全媒体记者 陈洋波 文/图")
    expect(desk.locator("[data-part=body] p")).to_have_text(["第一段。", "第二段。"])


def test_enter_in_a_field_saves_and_does_not_publish(desk):
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_headline", "只存不发")
    desk.fill("#id_kicker", "引题")
    desk.press("#id_kicker", "Enter")

    expect(desk.locator(".messagelist")).to_be_visible()
    assert not hasattr(Article.objects.get(), "published")


def test_what_is_pasted_from_word_is_clean_when_saved(desk):
    desk.goto("/admin/articles/article/add/")
    desk.fill("#id_headline", "粘贴")
    paste(desk, WORD)
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()

    assert Article.objects.get().body == (
        "<p><strong>近日</strong>，10名。</p><h2>探访</h2><p>第二段。</p>"
    )


@pytest.mark.whole
def test_the_length_is_counted_while_one_writes(desk):
    desk.goto("/admin/articles/article/add/")
    editor_of(desk).click()
    desk.keyboard.type("共57.1万，5G。")

    expect(desk.locator("output.length")).to_have_text("6 字，不计标点 4 字")


def test_the_browser_counts_as_the_server_does(desk):
    cases = json.loads(LENGTHS.read_text(encoding="utf-8"))
    desk.goto("/admin/articles/article/add/")
    editor_of(desk).wait_for()
    shown = desk.evaluate(
        """bodies => bodies.map(body => {
            document.querySelector(".field-body .ProseMirror").editor.commands.setContent(body);
            return document.querySelector("output.length").textContent;
        })""",
        [case["body"] for case in cases],
    )

    assert dict(zip([case["body"] for case in cases], shown, strict=True)) == {
        case["body"]: f"{case['all']} 字，不计标点 {case['words']} 字" for case in cases
    }

    desk.fill("#id_headline", "各种字符")
    desk.fill("#id_dateline", "本报12月5")
    desk.evaluate(
        """body => document.querySelector(".field-body .ProseMirror").editor.commands
            .setContent(body)""",
        "".join(case["body"] for case in cases),
    )
    counted = desk.locator("output.length").inner_text()
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()
    revision = Article.objects.get().revisions.get()

    assert counted.split()[0] == str(revision.length)
    assert revision.length == sum(case["all"] for case in cases) + length("本报12月5")
    expect(desk.locator("output.length")).to_have_text(counted)


@pytest.mark.whole
def test_the_browser_counts_every_character_as_the_server_does(page):
    """Save those that are no characters yet: a browser knows a newer Unicode than Python."""
    known = [c for c in map(chr, PLANES) if unicodedata.category(c) not in {"Cn", "Cs"}]
    page.goto("/search/")  # any page may load the script that the form has
    counted = page.evaluate(
        """async ([source, characters]) => {
            const { length } = await import(source);
            return characters.map(each => length(each)).map(({ all, words }) => [all, words]);
        }""",
        [static("newsroom/js/length.js"), known],
    )

    assert [
        f"{ord(character):x}"
        for character, (all_, words) in zip(known, counted, strict=True)
        if (length(character), length(character, punctuation=False)) != (all_, words)
    ] == []


@pytest.mark.whole
def test_a_photo_is_placed_in_the_body(desk):
    article = make.article(body="<p>正文。</p>")
    photo = make.photo(caption="主席台", file="", source_type="placeholder")
    make.photo_use(article=article, photo=photo, placement="inline")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    editor_of(desk).click()
    desk.click("button[aria-label='插入图片']")
    desk.click("dialog button[type=submit]")
    expect(editor_of(desk).locator("figure")).to_contain_text("主席台")
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()

    article.refresh_from_db()
    assert body.parse(article.body).figures == [str(photo.guid)]


@pytest.mark.whole
def test_the_editor_speaks_chinese_and_has_a_name(desk):
    desk.goto("/admin/articles/article/add/")

    expect(editor_of(desk)).to_have_attribute("aria-label", "正文")
    names = desk.locator(".prose-menubar button").evaluate_all("all => all.map(b => b.title)")
    assert [name for name in names if re.search("[A-Za-z]", name)] == []


@pytest.mark.parametrize("address", ["/", "/articles/1/", "/issues/2023-12-26/"])
def test_a_phone_shows_every_page_without_scrolling_sideways(sample, page, address):
    first = Article.objects.get(page_order=1).pk
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address.replace("/1/", f"/{first}/"))

    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_typed_link_gets_its_beginning_and_ends_where_it_ends(desk):
    article = make.article(body="<p>官网</p>")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    editor_of(desk).click()
    note = desk.locator(".link-note")
    for typed, refusals in [("附件.doc", 1), ("www.example.cn/x", 0)]:
        expect(editor_of(desk)).to_be_focused()  # again, a moment after the dialog is gone
        desk.keyboard.press("Control+a")
        desk.keyboard.press("Control+k")
        desk.locator("dialog[open] input").first.fill(typed)
        desk.locator("dialog[open] button[type=submit]").click()
        expect(note).to_have_count(refusals)
        if refusals:
            expect(note).to_contain_text("“附件.doc”不是网址")
    expect(editor_of(desk)).to_be_focused()
    desk.keyboard.press("Control+End")
    desk.keyboard.type("上写的")
    desk.locator("[name=_continue]").first.click()
    expect(desk.locator(".messagelist")).to_be_visible()

    article.refresh_from_db()
    assert article.body == '<p><a href="https://www.example.cn/x">官网</a>上写的</p>'
