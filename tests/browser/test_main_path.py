"""What the way of a new story costs: clicks, and pages that load, from 写稿 to its readers."""

import pytest
from playwright.sync_api import expect

from articles.models import PublishedArticle
from tests import make, photo_folder

pytestmark = pytest.mark.django_db(transaction=True)

MOST_CLICKS, MOST_LOADS = 13, 9
IS_FOCUSED = """field => new Promise(done => field === document.activeElement
  ? done() : field.addEventListener("focus", () => done(), { once: true }))"""


class Counted:
    """A page whose clicks are counted, and how often another takes its place.

    A click is one of the mouse; what follows it is typed, with Tab from field to field. A load is a
    navigation of the top document, with its redirects.
    """

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("request", self._requested)

    def _requested(self, request):
        is_top = request.is_navigation_request() and request.frame == self.page.main_frame
        self.loads += is_top and not request.redirected_from

    def click(self, selector):
        self.clicks += 1
        self.page.locator(selector).first.click()


def sees_that_it_went_well(person):
    expect(person.page.locator(".messagelist .success")).to_be_visible()


def write(reporter, tmp_path):
    """A headline, a text, one picture from a telephone and what it shows, a section; handed in."""
    page = reporter.page
    photo = tmp_path / "IMG_20240501.jpg"
    photo.write_bytes(photo_folder.written(photo_folder.scene((900, 600), 7)))
    reporter.click("text=写稿")
    page.locator("#id_headline").evaluate(IS_FOCUSED)
    page.keyboard.type("图书馆延时开放")
    reporter.click(".field-body .ProseMirror")
    page.keyboard.type("昨日起，市图书馆的开放时间延长三小时，读者晚上十点前都可以来。")
    with page.expect_file_chooser() as chosen:
        reporter.click(".picture-tools >> text=上传图片")
    reporter.clicks += 1  # on the file, in the window of the system
    chosen.value.set_files(photo)
    reporter.click(".picture-row:not(.empty-form) [name$=-alt]")
    page.keyboard.type("读者在灯下看书")
    reporter.click(".field-section .select2-selection")
    page.keyboard.type("都市")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("都市")
    page.keyboard.press("Enter")
    reporter.click("[name=_review]")
    sees_that_it_went_well(reporter)


def passes(reviewer, _folder):
    reviewer.click(".waiting a")
    reviewer.click("button[value=pass]")
    sees_that_it_went_well(reviewer)


def test_a_new_story_with_a_picture_takes_few_clicks_and_loads(page, log_in, tmp_path):
    make.section(name="都市")
    person, counted = Counted(page), []
    for role, part in [
        ("记者", write),
        *((reviewer, passes) for reviewer in ("编辑", "部门主任", "值班总编")),
    ]:
        user = make.staff(role)
        make.reporter(user=user)
        log_in(page, user)  # signing in and opening 今天 is where the path begins, for each
        person.clicks = person.loads = 0
        part(person, tmp_path)
        counted.append((person.clicks, person.loads))

    story = PublishedArticle.objects.public().get()
    assert (story.headline, len(story.photos)) == ("图书馆延时开放", 1)
    assert counted == [(7, 2), (2, 2), (2, 2), (2, 2)]
    clicks, loads = map(sum, zip(*counted, strict=True))
    assert clicks <= MOST_CLICKS
    assert loads <= MOST_LOADS
