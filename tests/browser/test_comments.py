"""Comments and preview links where a browser's own part matters: selection, focus, copying."""

import pytest
from playwright.sync_api import expect

from articles.models import Comment
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, log_in):
    return log_in(page, make.editor(is_superuser=True), address=None)


def story_form(desk, article):
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(desk.locator(".field-body .ProseMirror")).to_be_visible()


def comment_page(desk):
    with desk.expect_popup() as opened:
        desk.click("a[data-comment]")
    return opened.value


@pytest.mark.parametrize(
    ("field", "place", "quote"),
    [
        ("headline", "#id_headline", "又上榜了"),
        ("body", ".field-body .ProseMirror", "正文一句。"),
    ],
)
def test_a_selected_passage_is_quoted_in_the_comment(desk, field, place, quote):
    article = make.article(headline="又上榜了", body="<p>正文一句。</p>")
    story_form(desk, article)
    desk.click(place)
    desk.keyboard.press("Control+a")

    page = comment_page(desk)

    expect(page.locator("#id_field")).to_have_value(field)
    expect(page.locator("#id_quote")).to_have_value(quote)
    page.fill("#id_text", "换个说法。")
    page.click("text=提交批注")
    expect(page.locator(".thread")).to_contain_text("换个说法。")
    comment = Comment.objects.get()
    assert (comment.article, comment.field, comment.quote) == (article, field, quote)


@pytest.mark.whole
def test_without_a_selection_the_comment_is_on_the_whole_story(desk):
    story_form(desk, make.article())

    page = comment_page(desk)

    expect(page.locator("#id_field")).to_have_value("")
    expect(page.locator("#id_quote")).to_have_value("")


@pytest.mark.whole
@pytest.mark.parametrize("field", ["headline", "body", "summary", "section", "bylines"])
def test_a_comment_leads_to_its_field(desk, field):
    article = make.article()
    make.byline(article=article)
    make.comment(article=article, field=field)
    story_form(desk, article)

    desk.click(f"a[data-field={field}]")

    place = f".field-{field}" if field != "bylines" else "#bylines-group"
    expect(desk.locator(place).first).to_be_in_viewport()
    assert desk.evaluate("place => !!document.activeElement.closest(place)", place)


@pytest.mark.whole
def test_a_new_link_is_copied_with_one_press(desk):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"/admin/articles/article/{make.article().pk}/preview-links/")
    desk.fill("#id_for_whom", "市文明办")
    desk.click("text=创建链接")
    desk.click("[data-copies]")

    expect(desk.locator("[data-copies]")).to_have_text("已复制")
    address = desk.evaluate("navigator.clipboard.readText()")
    desk.goto(address)
    expect(desk.locator(".confidential")).to_contain_text("仅供市文明办核对")


@pytest.mark.parametrize("address", ["comments", "preview-links"])
def test_a_phone_shows_the_page_without_scrolling_sideways(desk, address):
    comment = make.comment(text="长" * 2000, quote="http://example.cn/" + "a" * 150)
    link = make.preview_link(article=comment.article, for_whom="长" * 60)
    make.preview_opening(link=link, agent="Mozilla/5.0 " * 10)
    desk.set_viewport_size({"width": 390, "height": 844})
    desk.goto(f"/admin/articles/article/{comment.article_id}/{address}/")
    for details in desk.locator("#content-main details").all():
        details.locator("summary").click()

    assert desk.evaluate("document.documentElement.scrollWidth") == 390
