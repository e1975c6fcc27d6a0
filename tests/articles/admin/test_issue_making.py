"""The next issue is made at the desk in one form, and its hour of release is set there."""

from datetime import datetime, time, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.enums import Stage
from articles.models import Issue, Page, PublishedArticle
from articles.saving.guard import BASED_ON
from tests import make

pytestmark = pytest.mark.django_db

MAKE = "/admin/articles/issue/make/"


def tomorrow(days=1):
    return timezone.localdate() + timedelta(days=days)


def at(day, hour):
    return timezone.make_aware(datetime.combine(day, time(hour)))


def offered(response):
    """The form as a browser sends it back untouched."""
    form, pages = response.context["form"], response.context["pages"]
    rows = [pages.management_form, *pages.forms]
    bound = [part[name] for part in [form, *rows] for name in part.fields]
    return {field.html_name: shown(field) for field in bound if field.value() not in (None, "")}


def shown(field):
    """What the input holds: moments and days as its widget writes them."""
    value, write = field.value(), getattr(field.field.widget, "format_value", str)
    return write(value) if field.field.widget.input_type != "checkbox" else ""


def release(issue):
    return reverse("admin:articles_issue_release", args=[issue.pk])


@pytest.fixture
def last():
    """Today's paper, of two pages."""
    today = timezone.localdate()
    issue = make.issue(date=today, number="总第8123期", released_at=at(today, 6))
    make.page(issue=issue, number=1, name="要闻", responsible_editor="陈洋波")
    make.page(issue=issue, number=2, name="民生", proofreader="王芳")
    return issue


def test_the_form_that_is_offered_makes_the_issue_with_the_pages_of_the_last(desk, editor, last):
    response = desk.post(MAKE, offered(desk.get(MAKE, {"day": tomorrow().isoformat()})))

    assert (response.status_code, response.url) == (302, f"/admin/?day={tomorrow()}")
    made = Issue.objects.get(date=tomorrow())
    assert (made.number, made.released_at) == ("总第8124期", at(tomorrow(), 6))
    pages = made.pages.order_by("number").values_list(
        "number", "name", "responsible_editor", "layout_editor", "proofreader"
    )
    assert list(pages) == [(1, "要闻", "陈洋波", "", ""), (2, "民生", "", "", "王芳")]
    assert LogEntry.objects.get(user=editor).is_addition()
    assert "2 个版" in desk.get(response.url).content.decode()


def test_without_any_issue_a_first_one_is_made(desk):
    response = desk.get(MAKE)

    desk.post(MAKE, offered(response))

    made = Issue.objects.get()
    assert made.date >= timezone.localdate()
    assert [page.number for page in made.pages.order_by("number")] == [1, 2, 3, 4]


def test_sent_twice_it_is_made_once(desk, last):
    sent = offered(desk.get(MAKE, {"day": tomorrow().isoformat()}))

    answers = [desk.post(MAKE, sent) for _ in range(2)]

    assert {answer.url for answer in answers} == {f"/admin/?day={tomorrow()}"}
    assert Issue.objects.filter(date=tomorrow()).count() == 1
    assert Page.objects.filter(issue__date=tomorrow()).count() == 2
    assert LogEntry.objects.count() == 1
    assert "建好了，2 个版" in desk.get(answers[1].url).content.decode()


def test_a_day_that_a_colleague_made_otherwise_is_said_and_linked_and_nothing_is_lost(desk, last):
    sent = offered(desk.get(MAKE, {"day": tomorrow().isoformat()})) | {"title": "我的特刊"}
    make.issue(date=tomorrow())

    response = desk.post(MAKE, sent)

    (said,) = response.context["form"].errors["date"]
    assert f'<a href="/admin/?day={tomorrow()}">' in said
    page = response.content.decode()
    assert "这一天已经有报纸" in page
    assert "我的特刊" in page
    assert not Page.objects.filter(issue__date=tomorrow()).exists()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk, last):
    sent = offered(desk.get(MAKE)) | {
        "date": "明天",
        "title": "特刊",
        "pages-1-number": "1",
        "pages-0-name": "要" * 41,
    }

    response = desk.post(MAKE, sent)

    pages = response.context["pages"].forms
    assert list(response.context["form"].errors) == ["date"]
    assert list(pages[0].errors) == ["name"]
    assert pages[1].errors == {"number": ["已有一个第 1 版。"]}
    html = response.content.decode()
    assert all(text in html for text in ("明天", "特刊", "要" * 41))
    assert Issue.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("date", "0001-01-01"),
        ("date", "9999-12-31"),
        ("released_at", "0001-01-01T00:00"),
        ("released_at", "9999-12-31T23:59"),
        ("number", "期" * 31),
    ],
)
def test_what_no_issue_can_hold_is_refused(desk, last, field, typed):
    response = desk.post(MAKE, offered(desk.get(MAKE)) | {field: typed})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("number", ["0", "-1", "99999", "一", "9223372036854775808"])
def test_a_page_number_that_no_paper_has_is_refused(desk, last, number):
    response = desk.post(MAKE, offered(desk.get(MAKE)) | {"pages-0-number": number})

    assert list(response.context["pages"].forms[0].errors) == ["number"]
    assert Issue.objects.count() == 1


def test_another_day_takes_the_untouched_hour_along(desk, last):
    sent = offered(desk.get(MAKE, {"day": tomorrow().isoformat()}))

    desk.post(MAKE, sent | {"date": tomorrow(4).isoformat()})

    assert Issue.objects.get(date=tomorrow(4)).released_at == at(tomorrow(4), 6)


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (at(tomorrow(-1), 6), "早了一天以上"),
        (timezone.now() - timedelta(minutes=2), "这个时间已经过了。"),
    ],
)
def test_an_hour_that_is_a_slip_is_refused(desk, last, hour, said):
    typed = timezone.localtime(hour).strftime("%Y-%m-%dT%H:%M")
    sent = offered(desk.get(MAKE, {"day": tomorrow().isoformat()}))

    response = desk.post(MAKE, sent | {"released_at": typed})

    assert said in response.context["form"].errors["released_at"][0]


def test_pages_are_added_and_left_out(desk, last):
    sent = offered(desk.get(MAKE)) | {"title": "特刊", "pages-1-name": "改过", "date": "不是日子"}

    more = desk.post(MAKE, sent | {"page_count": "4", "_count": ""})
    fewer = desk.post(
        MAKE, offered(more) | {"page_count": "3", "_count": "", "pages-0-DELETE": "on"}
    )

    assert [page["number"].value() for page in more.context["pages"]] == ["1", "2", "3", "4"]
    rows = [(page["number"].value(), page["name"].value()) for page in fewer.context["pages"]]
    assert rows == [("2", "改过"), ("3", ""), ("4", "")]
    assert fewer.context["form"]["title"].value() == "特刊"
    assert fewer.context["form"]["date"].value() == "不是日子"
    assert not fewer.context["form"].errors
    desk.post(MAKE, offered(fewer) | {"date": tomorrow(2).isoformat(), "pages-1-DELETE": "on"})
    made = Issue.objects.get(date=tomorrow(2))
    assert [page.number for page in made.pages.order_by("number")] == [2, 4]


@pytest.mark.parametrize("count", ["", "0", "65", "很多", "9223372036854775808"])
def test_a_number_of_pages_that_cannot_be_is_said_and_nothing_is_lost(desk, last, count):
    sent = offered(desk.get(MAKE)) | {"page_count": count, "_count": "", "title": "特刊"}

    response = desk.post(MAKE, sent)

    assert list(response.context["count"].errors) == ["page_count"]
    assert len(response.context["pages"].forms) == 2
    assert response.context["form"]["title"].value() == "特刊"


def test_a_day_that_is_none_in_the_address_is_passed_over(desk, last):
    response = desk.get(MAKE, {"day": "31"})

    assert response.context["form"]["date"].value() > timezone.localdate() - timedelta(days=1)


@pytest.mark.parametrize("role", ["记者", "校对", "图片编辑"])
def test_who_may_not_make_an_issue_is_refused(client, role):
    client.force_login(make.staff(role))

    assert client.get(MAKE).status_code == 403
    assert client.post(MAKE, {"date": "2024-05-01"}).status_code == 403
    assert not Issue.objects.exists()


# ---- The hour of release ------------------------------------------------------------------------


def sent_hour(desk, issue, **typed):
    form = desk.get(release(issue)).context["form"]
    return {BASED_ON: form[BASED_ON].value(), "released_at": shown(form["released_at"])} | typed


def waiting(issue):
    """A story of the issue that is signed off and waits for its hour."""
    return make.published(page=make.page(issue=issue), stage=Stage.SIGNED_OFF)


def test_a_new_hour_holds_for_what_is_signed_off(desk):
    issue = make.issue(date=tomorrow(), released_at=at(tomorrow(), 6))
    story = waiting(issue)

    response = desk.post(release(issue), sent_hour(desk, issue, released_at=f"{tomorrow()}T07:00"))

    assert (response.status_code, response.url) == (302, f"/admin/?day={tomorrow()}")
    story.refresh_from_db()
    assert story.visible_from == at(tomorrow(), 7)
    assert LogEntry.objects.get().is_change()


def test_an_issue_is_released_now(desk):
    issue = make.issue(date=tomorrow(), released_at=at(tomorrow(), 6))
    story = waiting(issue)

    desk.post(release(issue), sent_hour(desk, issue, _now=""))

    assert PublishedArticle.objects.public().get() == story


def test_an_hour_that_a_colleague_changed_meanwhile_is_not_overwritten(desk):
    issue = make.issue(date=tomorrow(), released_at=at(tomorrow(), 6))
    sent = sent_hour(desk, issue, released_at=f"{tomorrow()}T07:00")
    Issue.objects.update(released_at=at(tomorrow(), 8))

    response = desk.post(release(issue), sent)

    assert "又有改动" in response.context["form"].non_field_errors()[0]
    assert f"{tomorrow()}T07:00" in response.content.decode()
    assert Issue.objects.get().released_at == at(tomorrow(), 8)


def test_an_hour_that_has_passed_is_refused_but_one_that_stands_is_not(desk):
    issue = make.issue(date=timezone.localdate(), released_at=timezone.now() - timedelta(hours=1))
    past = timezone.localtime() - timedelta(minutes=5)

    stands = desk.post(release(issue), sent_hour(desk, issue))
    typed = sent_hour(desk, issue, released_at=past.strftime("%Y-%m-%dT%H:%M"))
    refused = desk.post(release(issue), typed)

    assert stands.status_code == 302
    assert refused.context["form"].errors == {"released_at": ["这个时间已经过了。"]}
    assert not LogEntry.objects.exists()


def test_who_may_not_change_an_issue_may_not_release_it(client):
    issue = make.issue(date=tomorrow(), released_at=at(tomorrow(), 6))
    client.force_login(make.staff("记者"))

    assert client.get(release(issue)).status_code == 403
    assert client.post(release(issue), {"_now": ""}).status_code == 403
    assert client.get(reverse("admin:articles_issue_release", args=[2**64])).status_code == 404
    assert Issue.objects.get().released_at == at(tomorrow(), 6)
