"""A printed page at the desk: imported, mended by mouse and keyboard, saved, published."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from articles.models import Article, ImportedFile, PublishedArticle
from tests import make
from tests.articles.interchange import word_files

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "昨日起，市图书馆的开放时间延长三小时，读者晚上十点前都可以来。"
PAGE = f"""
图书馆延时开放
□ 本报记者 陈洋波
　　{TEXT}
　　{TEXT}
"""


def read_stories(page):
    """One story's subhead was read as its text, and two stories as one."""
    stories = [
        {
            "headline": "图书馆延时开放",
            "byline": "□ 本报记者 陈洋波",
            "body": f"读者晚上十点前都可以来\n{TEXT}\n公园夜里亮灯\n园里的路灯昨晚都亮了。",
            "confidence": {"headline": 0.9, "body": 0.4},
        },
        {"headline": "夜市开张", "kicker": "热闹街头", "body": "夜市昨晚开张。"},
    ]
    source = f"读者晚上十点前都可以来\n{TEXT}\n没人要的一行"
    file = make.imported_file(*stories, page=page, source=source)
    ImportedFile.objects.update(content=file.content | {"unassigned": "没人要的一行"})
    return file


def field(page, number, name):
    return page.locator(f"[name=story-{number}-{name}]")


def put_cursor(area, text):
    """Into the line of a text, as a click does."""
    area.evaluate(
        "(area, text) => { area.focus(); const at = area.value.indexOf(text); "
        "area.setSelectionRange(at, at); }",
        text,
    )


def kept(page):
    expect(page.locator("[data-status]")).to_contain_text("已暂存")


def publish(page, log_in, story):
    """From what is said after the import: handed in, and passed by each who has to."""
    lacking = {"section": make.section(), "unread_byline": "", "source": "本报综合"}
    Article.objects.filter(pk=story.pk).update(**lacking)
    page.click(".import-made >> text=送审 >> nth=0")
    page.click("button[value=submit]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    for role in ("编辑", "部门主任", "值班总编"):
        log_in(page, make.staff(role), address=f"/admin/articles/article/{story.pk}/review/")
        page.click("button[value=pass]")
        expect(page.locator(".messagelist .success")).to_be_visible()


def import_text(page, log_in, printed):
    """The text of a page pasted at the desk, and read."""
    log_in(page, make.editor(), address=f"/admin/articles/page/{printed.pk}/import/")
    page.fill("[name=text]", PAGE)
    page.click("text=读出稿件")
    expect(field(page, 0, "headline")).to_have_value("图书馆延时开放")


def test_a_page_is_imported_mended_and_published(page, log_in):
    printed = make.page(number=1, name="要闻")
    import_text(page, log_in, printed)
    file = read_stories(printed)
    page.goto(f"/admin/articles/article/imports/{file.pk}/")
    assert page.locator("[data-source] .left").all_inner_texts() == ["没人要的一行"]
    assert page.locator(".field-body .import-level").first.inner_text() == "没把握"

    # With the mouse: the first line of the text is the subhead.
    put_cursor(field(page, 0, "body"), "读者晚上")
    page.select_option("[data-target-field]", "subhead")
    page.select_option("[data-target-story]", "0")
    page.click("[data-do=move]")
    expect(field(page, 0, "subhead")).to_have_value("读者晚上十点前都可以来")
    expect(page.locator(".field-body .import-level")).to_have_count(0)

    # With the keyboard: a story of its own begins amid the text; a lost line goes to a field.
    put_cursor(field(page, 0, "body"), "公园夜里")
    page.keyboard.press("Alt+Enter")
    expect(field(page, 1, "headline")).to_have_value("公园夜里亮灯")
    expect(field(page, 1, "body")).to_have_value("园里的路灯昨晚都亮了。")
    put_cursor(page.locator("#id_unassigned"), "没人")
    page.keyboard.press("Alt+ArrowDown")
    expect(field(page, 0, "kicker")).to_have_value("没人要的一行")
    expect(page.locator("[data-source] .left")).to_have_count(0)
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(field(page, 1, "kicker")).to_have_value("没人要的一行")
    page.keyboard.press("Alt+KeyZ")
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator("#id_unassigned")).to_have_value("没人要的一行")

    # Joined, and taken back.
    page.locator("[data-story]").nth(2).locator("[data-do=join]").click()
    expect(page.locator("[data-story]:visible")).to_have_count(2)
    expect(field(page, 1, "body")).to_have_value(
        "园里的路灯昨晚都亮了。\n■夜市开张\n夜市昨晚开张。"
    )
    page.click("[data-do=undo]")
    expect(field(page, 2, "kicker")).to_have_value("热闹街头")
    kept(page)
    page.reload()
    expect(field(page, 1, "headline")).to_have_value("公园夜里亮灯")

    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_contain_text("存好了 3 篇草稿")
    expect(page.locator(".import-left li")).to_have_text("没人要的一行")
    stories = Article.objects.order_by("page_order")
    assert [(a.headline, a.subhead) for a in stories] == [
        ("图书馆延时开放", "读者晚上十点前都可以来"),
        ("公园夜里亮灯", ""),
        ("夜市开张", ""),
    ]

    publish(page, log_in, stories[0])
    assert PublishedArticle.objects.get().headline == "图书馆延时开放"


DROP = """(sent) => {
  const bytes = Uint8Array.from(atob(sent), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "稿件.docx"));
  const made = { dataTransfer: transfer, bubbles: true, cancelable: true };
  document.querySelector(".ProseMirror").dispatchEvent(new DragEvent("drop", made));
}"""


@pytest.mark.whole
def test_a_word_file_dropped_on_a_new_story_is_mended_and_saved(page, log_in):
    log_in(page, make.staff("记者"), address="/admin/articles/article/add/")
    page.wait_for_selector(".ProseMirror")
    data = word_files.file(word_files.p("图书馆延时开放"), word_files.p(TEXT), word_files.p(TEXT))
    page.evaluate(DROP, b64encode(data).decode())
    page.goto(page.get_attribute(".word-file [role=status] a", "href"))

    expect(field(page, 0, "headline")).to_have_value("图书馆延时开放")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("写到这里。")
    kept(page)
    page.click("[name=_save]")
    expect(page.locator(".messagelist .success")).to_contain_text("存好了 1 篇草稿")
    assert Article.objects.get().body == f"<p>{TEXT}</p><p>{TEXT}写到这里。</p>"
