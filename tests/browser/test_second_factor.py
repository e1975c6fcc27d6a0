"""A new editor, a reviewer and a manager set up their phones, and get through the day with them."""

from base64 import b32decode

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from articles.models import Article
from people.accounts import reauthentication
from people.models import Session, User
from tests import make
from tests.people.accounts.test_second_factor import PASSWORD, account, shown

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _public(settings):
    settings.SECOND_FACTOR = True


class Person:
    """Somebody at a browser, with a phone."""

    def __init__(self, page, user):
        self.page, self.user, self.key = page, user, ""

    def types_password(self):
        self.page.goto("/admin/")
        self.page.fill("#id_username", self.user.username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("[type=submit]")

    def types_code(self, code):
        self.page.fill("#id_one_time_code", code)
        self.page.click("#login-form [type=submit]")

    def phone(self):
        """What it shows half a minute after the last code was taken."""
        TOTPDevice.objects.filter(user=self.user).update(last_t=-1, throttling_failure_count=0)
        return shown(self.key)

    def sets_up(self):
        """Give the password, scan the code, and keep the recovery codes, which are returned."""
        self.types_password()
        expect(self.page.locator(".factor-picture svg")).to_be_visible()
        self.key = b32decode(self.page.inner_text(".factor-key").replace(" ", "")).hex()
        self.types_code(shown(self.key))
        codes = self.page.locator(".factor-codes code").all_inner_texts()
        self.page.click("text=收好了，继续")
        expect(self.page.locator("h1")).to_have_text("今天")
        return codes

    def leaves(self):
        self.page.click("#logout-form button")


@pytest.mark.whole
def test_an_editor_a_reviewer_and_a_manager_get_through_the_day(browser_of):
    page = browser_of().new_page()
    story = make.ready(make.article(headline="等复审的稿件", stage="second_review"))
    writer = account("记者", name="赵六")
    editor = Person(page, account("编辑", name="王芳"))
    codes = editor.sets_up()
    editor.leaves()
    editor.types_password()
    editor.types_code("000000")
    expect(page.locator(".errorlist")).to_contain_text("动态码不对")
    editor.types_code(editor.phone())
    expect(page.locator("h1")).to_have_text("今天")
    # A login that ends in the middle of a story, which loses nothing.
    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", "写到一半，登录结束")
    Session.objects.all().delete()
    page.locator("[name=_continue]").first.click()
    page.fill("#sign-in-password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("dialog label")).to_have_text("手机上的动态码，或一个恢复码")
    page.fill("#sign-in-password", codes[4])
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.filter(headline="写到一半，登录结束").exists()
    editor.leaves()

    reviewer = Person(page, account("部门主任", name="李雷"))
    reviewer.sets_up()
    page.click(".waiting a")
    page.click("button[value=pass]")
    expect(page.locator(".messagelist .success")).to_be_visible()
    story.refresh_from_db()
    assert story.stage == "final_review"
    reviewer.leaves()

    manager = Person(page, account("管理员", name="韩梅"))
    manager.sets_up()
    for session in Session.objects.all():
        data = session.get_decoded() | {reauthentication.AT: 0}
        session.session_data = Session.objects.encode(data)
        session.save()
    page.goto(f"/admin/people/user/{writer.pk}/change/")
    page.fill("#id_name", "赵六六")
    page.click("[name=_save]")
    page.fill("#id__own-password", PASSWORD)
    page.fill("#id__own-code", manager.phone())
    page.click("text=确认，继续")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert User.objects.get(pk=writer.pk).name == "赵六六"
