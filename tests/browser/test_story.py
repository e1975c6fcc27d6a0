"""One story through the hands of five people, each at their own browser, to readers and after."""

import pytest
from playwright.sync_api import expect

from articles.models import Article, Review
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

STAFF = {
    "reporter": "记者",
    "editor": "编辑",
    "colleague": "编辑",
    "director": "部门主任",
    "chief": "值班总编",
}


@pytest.fixture
def desk_of(page, log_in):
    """The desk of one of the five: all sit at one browser, one after the other."""
    people = {name: make.staff(role, username=name) for name, role in STAFF.items()}
    return lambda name: log_in(page, people[name])


def opens_from_inbox(desk):
    """Open the one story that waits for this person."""
    desk.locator(".waiting a").first.click()


def went_well(desk):
    expect(desk.locator(".messagelist .success")).to_be_visible()


def passes(desk):
    opens_from_inbox(desk)
    desk.click("button[value=pass]")
    went_well(desk)


def reads(page, story, headline):
    page.goto(story)
    expect(page.locator("h1")).to_have_text(headline)


def corrects(desk_of, story):
    """Text and note in one act, which readers get once a second person confirms it."""
    chief = desk_of("chief")
    chief.goto(f"/admin{story.replace('articles/', 'articles/article/')}correct/")
    chief.fill("#id_text", "延长的是两小时，不是三小时。")
    chief.fill("#id_headline", "图书馆夜里多开两小时")
    body = chief.locator(".ProseMirror[contenteditable]")
    body.press("Control+End")
    body.press_sequentially("延长两小时。")
    chief.click("text=下一步：看看后果")
    expect(chief.locator(".change ins").last).to_have_text("延长两小时。")
    chief.locator("[name=_confirm]").click()
    went_well(chief)
    reads(chief, story, "图书馆夜里也开门")
    director = desk_of("director")
    director.locator(".waiting a[href*='/corrections/']").click()
    expect(director.locator(".change ins").last).to_have_text("延长两小时。")
    director.click("text=确认，发布更正")
    went_well(director)
    reads(director, story, "图书馆夜里多开两小时")
    expect(director.locator("main")).to_contain_text("延长两小时。")
    expect(director.locator("main")).to_contain_text("延长的是两小时，不是三小时。")


def test_one_story_and_five_people(desk_of, page):
    make.section(name="都市")

    reporter = desk_of("reporter")
    reporter.click("text=写稿")
    reporter.fill("#id_headline", "图书馆延时开放")
    reporter.locator(".field-body .ProseMirror").click()
    reporter.keyboard.type("昨日起，开放时间延长三小时。")
    reporter.locator("[name=_review]").first.click()
    went_well(reporter)

    editor = desk_of("editor")
    opens_from_inbox(editor)
    editor.fill("#id_opinion", "请核实时间")
    editor.click("text=退回修改")
    went_well(editor)

    reporter = desk_of("reporter")
    expect(reporter.locator(".waiting .reason")).to_contain_text("请核实时间")
    opens_from_inbox(reporter)
    reporter.fill("#id_kicker", "暑期便民")
    reporter.fill("#id_source", "据市图书馆")
    reporter.locator(".field-section .select2-selection").click()
    reporter.locator(".select2-results__option", has_text="都市").click()
    reporter.locator("[name=_review]").first.click()
    went_well(reporter)

    for name in ("editor", "director", "chief"):
        passes(desk_of(name))
    story = Article.objects.get().get_absolute_url()
    reads(page, story, "图书馆延时开放")

    # A live edit: readers keep the old text until three others have passed the new one.
    editor = desk_of("editor")
    editor.goto(f"/admin{story.replace('articles/', 'articles/article/')}change/")
    editor.fill("#id_headline", "图书馆夜里也开门")
    editor.locator("[name=_review]").first.click()
    went_well(editor)
    editor.goto("/admin/")
    expect(editor.locator("text=等我审的")).to_have_count(0)
    for name in ("colleague", "director"):
        passes(desk_of(name))
        reads(page, story, "图书馆延时开放")
    passes(desk_of("chief"))
    reads(page, story, "图书馆夜里也开门")

    corrects(desk_of, story)
    page.click("text=更正与撤稿")
    expect(page.locator("main")).to_contain_text("延长的是两小时，不是三小时。")

    assert [(r.round, r.person.username, r.decision) for r in Review.objects.order_by("pk")] == [
        (1, "reporter", "submitted"),
        (1, "editor", "sent_back"),
        (2, "reporter", "submitted"),
        (2, "editor", "passed"),
        (2, "director", "passed"),
        (2, "chief", "passed"),
        (3, "reporter", "wrote"),
        (3, "editor", "submitted"),
        (3, "colleague", "passed"),
        (3, "director", "passed"),
        (3, "chief", "passed"),
        (4, "reporter", "wrote"),
        (4, "editor", "wrote"),
        (4, "chief", "wrote"),
    ]
