"""The story form's line of tags in a browser: by keyboard, pointer and input method."""

import pytest
from playwright.sync_api import expect

from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def line(page, log_in):
    make.tag(name="共富工坊"), make.tag(name="共同富裕")
    make.tag(name="一起富", main=make.tag(name="共富"))
    log_in(page, make.editor(), address="/admin/articles/article/add/")
    return page.locator("#id_tags")


def test_the_piece_at_the_cursor_is_completed_by_keyboard(page, line):
    line.press_sequentially("直播，共富")
    options = page.get_by_role("option")
    expect(options).to_have_text(["共富 ", "共富工坊 "])

    line.press("ArrowDown")
    line.press("ArrowDown")
    line.press("Enter")
    expect(line).to_have_value("直播，共富工坊，")
    expect(page.get_by_role("listbox")).to_be_hidden()

    for _ in range(6):
        line.press("ArrowLeft")
    line.press("Backspace")
    line.press_sequentially("、一起")
    expect(options).to_have_text(["共富 同义词：一起富"])
    options.click()
    expect(line).to_have_value("直、共富，共富工坊，")


@pytest.mark.whole
def test_nothing_is_asked_while_an_input_method_composes(page, line):
    asked = []
    page.on("request", lambda request: "suggest" in request.url and asked.append(request.url))
    line.focus()
    method = page.context.new_cdp_session(page)
    for letters in ["g", "gong", "gong'fu"]:
        place = {"selectionStart": len(letters), "selectionEnd": len(letters)}
        method.send("Input.imeSetComposition", {"text": letters} | place)
    page.wait_for_timeout(400)
    assert asked == []

    method.send("Input.insertText", {"text": "共富"})

    expect(page.get_by_role("option")).to_have_count(2)
    assert len(asked) == 1
