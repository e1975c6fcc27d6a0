"""Two browsers at one story: nothing either typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Article
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_desk(chromium, live_server, log_in):
    """Open the desk in a browser of its own, logged in under a name."""
    contexts, complaints = [], []

    def open_desk(name, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": 1280, "height": 900},
            locale="zh-CN",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return log_in(page, make.editor(username=name), address=None)

    yield open_desk
    for context in contexts:
        context.close()
    assert complaints == []


def editor_of(page):
    return page.locator(".field-body .ProseMirror")


def save(page):
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist, .conflict").first).to_be_visible()


def test_two_editors_lose_not_a_word(at_desk):
    article = make.article(headline="义乌12家工坊", kicker="旧引题", body="<p>第一段。</p>")
    make.byline(article=article, reporter=make.reporter(name="甲某"), order=1)
    mine, theirs = at_desk("甲编辑"), at_desk("乙编辑")
    for page in (mine, theirs):
        page.goto(f"/admin/articles/article/{article.pk}/change/")

    theirs.fill("#id_headline", "义乌15家工坊")
    theirs.fill("#id_kicker", "乙的引题")
    theirs.fill("#id_bylines-0-title_as_printed", "首席记者")
    save(theirs)
    mine.fill("#id_headline", "义乌13家工坊")
    editor_of(mine).click()
    mine.keyboard.press("End")
    mine.keyboard.type("甲添的话。")
    save(mine)

    panel = mine.locator(".conflict")
    expect(panel).to_contain_text("乙编辑 在")
    headline = panel.locator(".change", has_text="主题")
    expect(headline.locator("ins")).to_have_text(["13", "15"])
    expect(headline.locator("del")).to_have_text(["12", "12"])
    expect(mine.locator("#id_headline")).to_have_value("义乌13家工坊")
    expect(mine.locator("#id_kicker")).to_have_value("乙的引题")
    expect(mine.locator("#id_bylines-0-title_as_printed")).to_have_value("首席记者")
    expect(editor_of(mine)).to_contain_text("第一段。甲添的话。")

    mine.press("#id_kicker", "Enter")  # saves nothing by chance
    expect(panel).to_be_visible()
    assert Article.objects.get().headline == "义乌15家工坊"
    mine.get_by_role("button", name="以最新版为底，再次保存").first.click()
    expect(mine.locator(".messagelist")).to_contain_text("已保存")

    stored = Article.objects.get()
    assert (stored.headline, stored.kicker) == ("义乌13家工坊", "乙的引题")
    assert stored.body == "<p>第一段。甲添的话。</p>"
    assert stored.bylines.get().title_as_printed == "首席记者"

    mine.get_by_role("link", name="历史").click()
    expect(mine.locator(".history tbody tr")).to_have_count(3)
    mine.get_by_role("link", name=re.compile("与上一版")).first.click()
    expect(mine.locator(".change ins").first).to_have_text("13")
    mine.go_back()
    mine.get_by_role("radio", name="第 1 版作旧版").check()
    mine.get_by_role("button", name="比较选中的两版").click()
    mine.get_by_role("button", name="恢复成第 1 版").click()
    expect(mine.locator(".messagelist")).to_contain_text("已恢复成第 1 版")
    expect(mine.locator("#id_headline")).to_have_value("义乌12家工坊")


@pytest.mark.whole
def test_the_history_works_without_javascript(at_desk):
    page = at_desk("编辑", java_script_enabled=False)
    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", "甲")
    page.locator("[name=_continue]").first.click()
    page.fill("#id_headline", "乙")
    page.locator("[name=_continue]").first.click()
    page.get_by_role("link", name="历史").click()
    page.get_by_role("button", name="比较选中的两版").click()

    expect(page.locator(".change del")).to_have_text("甲")
    expect(page.locator(".change ins")).to_have_text("乙")
    page.get_by_role("button", name="恢复成第 1 版").click()
    expect(page.locator("#id_headline")).to_have_value("甲")
