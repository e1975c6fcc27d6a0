"""From a story that announces a roll, and from a table, to the record: in a browser, no scripts."""

import pytest
from playwright.sync_api import expect

from people.models import Honour, Round
from people.models.drafts import DraftRoll
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = """序号\t姓名\t单位\t类别\t事迹
1\t王建国\t李祖村\t助人为乐\t热心公益
2\t陈永生\t\t诚实守信\t诚信经营
3\t楼小芳\t佛堂镇\t孝老爱亲\t照料公婆
4\t王建国\t李祖村\t助人为乐\t热心公益
5\t\t佛堂镇\t\t
"""


@pytest.fixture
def plain_desk(chromium, live_server, log_in):
    """A desk in a browser that runs no scripts."""
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, locale="zh-CN"
    )
    yield log_in(context.new_page(), make.editor(), address=None)
    context.close()


@pytest.mark.whole
def test_a_table_is_pasted_settled_and_entered(plain_desk):
    page = plain_desk
    make.entity(name="楼小芳")
    make.entity(name="陈永生", distinction="教师")
    farmer = make.entity(name="陈永生", distinction="村民")
    round = make.round(programme=make.programme(name="义乌好人"), name="第一批")

    page.goto(f"/admin/people/round/{round.pk}/change/")
    page.click("text=录入名单")
    page.fill("#id_text", TABLE)
    page.click("input[name=preview]")
    expect(page.locator("#plan")).to_have_text(
        "共 5 行：已有 1，新建 1，同名待定 1，重复 1，看不懂 1"
    )
    expect(page.locator(".roll-malformed td").nth(1)).to_contain_text("没有姓名或名称。")
    expect(page.locator(".roll-duplicate tbody td").nth(1)).to_contain_text("与第 2 行重复。")
    expect(page.locator("input[name=save]")).to_have_count(0)

    page.fill("#id_text", "\n".join(TABLE.splitlines()[:-1]))
    page.get_by_label("第 3 行 陈永生 是谁").select_option(str(farmer.pk))
    page.locator("input[name=preview]").click()
    page.click("input[name=save]")

    expect(page.locator(".messagelist")).to_contain_text(
        "已录入 3 个，其中新建 1 个；重复的 1 行没有录入。"
    )
    make.confirmed()
    page.goto(round.get_absolute_url())
    for name in ["王建国", "陈永生", "楼小芳"]:
        expect(page.locator("main")).to_contain_text(name)
    assert Honour.objects.get(recipient=farmer).citation == "诚信经营"


def test_a_roll_goes_from_its_story_to_readers_and_back(plain_desk):
    page = plain_desk
    body = "<p>近日，市里公布第三批“义乌名师”名单。其中，有常年坚守山区的楼小芳。</p>"
    article = make.article(headline="名师出炉", body=body)

    page.goto(f"/admin/articles/article/{article.pk}/change/")
    page.click("text=看看正文里有哪些新名字和荣誉")
    page.get_by_label("整批采纳，共 1 个").check()
    page.locator("[name=_continue]").first.click()
    page.locator(".messagelist >> text=义乌名师 第三批").click()
    page.select_option("#id_level", "county")
    page.click("input[name=confirm]")

    expect(page.locator(".mention-offers").first).to_contain_text("楼小芳")
    page.locator("[name=_continue]").first.click()
    article.refresh_from_db()
    make.signed_off(article)
    make.confirmed()
    round = Round.objects.get()
    page.goto(f"/articles/{article.pk}/")
    page.locator(".body >> text=楼小芳").click()
    page.locator(f'main a[href="{round.get_absolute_url()}"]').first.click()
    assert page.url.endswith(round.get_absolute_url())
    page.click("main >> text=名师出炉")
    assert page.url.endswith(f"/articles/{article.pk}/")


def test_names_are_read_once_they_come_into_view_and_what_is_typed_stays(page, log_in):
    names = [f"王{first}{last}" for first in "建国志" for last in "明强伟"]
    told = "".join(f"<p>村民{name}说，收成很好。</p>" for name in names)
    honour = "<p>省商务厅公布第八批“浙江老字号”名单，青禾酒业有限公司等6家企业入选。</p>"
    article = make.article(headline="老字号", body=honour + told)
    log_in(page, make.editor(), address=f"/admin/articles/article/{article.pk}/change/")

    page.fill("#id_kicker", "还没有保存的引题")
    expect(page.locator("#offered input")).to_have_count(0)
    page.locator("#offered").scroll_into_view_if_needed()
    expect(page.locator("#offered")).to_contain_text("原文写6家，这里只读出1家")
    expect(page.locator("#offered input:checked")).to_have_count(0)
    assert page.input_value("#id_kicker") == "还没有保存的引题"
    last = page.locator("#offered details input").last
    expect(last).to_be_hidden()
    page.locator("#offered summary").click()
    last.check()
    page.get_by_label("采纳读出的这 1 个").check()
    page.locator("[name=_continue]").first.click()

    expect(page.locator(".messagelist")).to_contain_text("浙江老字号 第八批")
    drafts = DraftRoll.objects.order_by("pk").values_list("programme", "stated")
    assert list(drafts) == [("浙江老字号", "6家"), ("", "")]
