"""What is pasted into a story by real paste events, until it is saved, in a real browser."""

import base64
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from articles.models import Article, Photo
from articles.text import body
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

CASES = json.loads((Path(__file__).parents[1] / "articles/text/pasted.json").read_text())
LIST = (
    '<p class="MsoNormal" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">4.<span>'
    '&nbsp;</span></span>甲</p><p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">·'
    "</span>乙</p>"
)
TABLE = "<table><tr><td>一</td><td>二</td></tr></table>"
MORE = {
    "<p>约10<sup>8</sup>个H<sub>2</sub>O分子</p>": "<p>约10<sup>8</sup>个H<sub>2</sub>O分子</p>",
    f'{TABLE}<p>表后　<a href="www.example.cn">链</a></p>': (
        "<table><tbody><tr><td>一</td><td>二</td></tr></tbody></table>"
        '<p>表后　<a href="https://www.example.cn">链</a></p>'
    ),
}
EVERY = {case["paste"]: case["want"] for case in CASES} | MORE
END = re.compile("<p>(?:<em>)?＊(?:</em>)?</p>")  # what is typed between two pastes


@pytest.fixture
def desk(page, log_in):
    log_in(page, make.editor(username="editor"), address="/admin/articles/article/add/")
    page.fill("#id_headline", "粘贴")
    return page


def editor_of(page):
    return page.locator(".field-body .ProseMirror")


def begin(page, *, html="", plain="", files=(), event="paste"):
    """A paste as a browser has it, with picture files of these names; or a drop at the end."""
    page.evaluate(
        """({html, plain, files, picture, event}) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            if (plain) data.setData("text/plain", plain);
            const bytes = Uint8Array.from(atob(picture), sign => sign.charCodeAt(0));
            for (const name of files) data.items.add(new File([bytes], name, {type: "image/png"}));
            const text = document.querySelector(".field-body .ProseMirror");
            const { right, bottom } = text.lastElementChild.getBoundingClientRect();
            const at = { clientX: right - 2, clientY: bottom - 2 };
            const fields = { bubbles: true, cancelable: true, ...at };
            text.dispatchEvent(event === "paste"
                ? new ClipboardEvent(event, { ...fields, clipboardData: data })
                : new DragEvent(event, { ...fields, dataTransfer: data }));
        }""",
        {"html": html, "plain": plain, "files": list(files), "picture": red(), "event": event},
    )


def red(size=(900, 600)):
    """A picture, as it stands in a data: address."""
    picture = BytesIO()
    Image.new("RGB", size, "red").save(picture, "png")
    return base64.b64encode(picture.getvalue()).decode()


def paste(page, **given):
    """The same, until what came of it stands in the text."""
    text = "document.querySelector('.field-body .ProseMirror').innerHTML"
    before = page.evaluate(text)
    begin(page, **given)
    page.wait_for_function(f"before => {text} !== before", arg=before)


def go_on(page, typed=""):
    """Type in a new paragraph at the end."""
    editor_of(page).press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type(typed)


def save(page):
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    return Article.objects.get()


def test_every_case_pasted_and_saved_is_as_it_should_be(desk):
    editor_of(desk).click()
    for html in EVERY:
        paste(desk, html=html)
        go_on(desk, "＊")
        go_on(desk)
    paste(desk, html=LIST)

    *saved, last = END.split(save(desk).body)
    assert saved == list(EVERY.values())
    assert last == '<ol start="4"><li>甲<ul><li>乙</li></ul></li></ol>'


def test_the_editor_is_told_and_chooses(desk):
    notes = desk.locator(".paste-notes")
    editor_of(desk).click()
    desk.keyboard.type("原有。")
    paste(desk, html="<p>票价<s>80元</s>50元，<del>周一</del>周二闭馆。</p>")
    expect(notes).to_contain_text("略去 2 处划掉的文字：“80元”“周一”。")
    desk.keyboard.type("又写。")
    notes.get_by_text("撤销这次粘贴").click()
    expect(editor_of(desk)).to_have_text("原有。又写。")
    expect(notes).to_have_count(0)

    desk.keyboard.press("Control+a")
    paste(desk, plain="三座水库完成加固\n记者从市水务局了解到，共１２座。")
    notes.get_by_text("2 个全角数字、字母改成半角").click()
    expect(notes).to_contain_text("把 2 个全角数字、字母改成了半角")
    notes.get_by_text("填入主题").click()
    expect(desk.locator("#id_headline")).to_have_value("三座水库完成加固")
    expect(editor_of(desk)).to_have_text("记者从市水务局了解到，共12座。")

    go_on(desk)
    elsewhere = '<p>图：<img src="file:///C:/1.png"><img src="https://example.cn/2.jpg"></p>'
    paste(desk, html=elsewhere, files=["1.png"])
    expect(notes).to_contain_text("有 1 张图片没有带过来")
    expect(editor_of(desk).locator("figure img")).to_have_count(1)
    go_on(desk)
    desk.route("**/paste/", lambda route: None)  # no answer comes
    paste(desk, html="<p>甲<b>乙</b></p><p>丙</p>")
    expect(notes).to_contain_text("只贴进了纯文字，没有格式：服务器没有及时答复。")
    desk.unroute_all(behavior="ignoreErrors")
    paste(desk, html="<p>丁<s>戊</s></p>", event="drop")
    expect(notes).to_contain_text("略去 1 处划掉的文字：“戊”。")

    article, photo = save(desk), Photo.objects.get()
    assert article.photo_uses.get().photo == photo
    assert article.body == (
        "<p>记者从市水务局了解到，共12座。</p><p>图：</p>"
        f'<figure data-photo="{photo.guid}"></figure><p>甲乙</p><p>丙丁</p>'
    )
    assert body.clean(article.body) == article.body
