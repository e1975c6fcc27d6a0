from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from articles.paper import front_page
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_front_page_takes_seven_queries(client, count, django_assert_num_queries):
    page, column = make.page(), make.column()
    for n in range(count):
        make.section()
        make.published(page=page, page_order=n, column=column)
        make.published(page=page, page_order=n)
        make.published(section=make.section())
        make.honour()
        make.pin()

    # what is pinned, the newest issue, its stories, latest, rounds, their recipients, sections
    with django_assert_num_queries(7):
        client.get("/")


def test_the_newest_issue_fills_the_page_in_printed_order(client):
    old = make.published(page=make.page(issue=make.issue(date=date(2024, 1, 1))))
    issue = make.issue(date=date(2024, 1, 2))
    page = make.page(issue=issue)
    second = make.published(page=page, page_order=2)
    lead = make.published(page=page, page_order=1)

    shown = client.get("/").context

    assert (shown["issue"], shown["lead"]) == (issue, lead)
    assert (shown["beside"], shown["latest"]) == ([second], [old])


def test_what_does_not_stand_beside_the_lead_stands_below_by_section(client):
    page = make.page()
    second, first = make.section(name="乙", order=2), make.section(name="甲", order=1)
    sections = [None] * (front_page.BESIDE + 2) + [second, first, second]
    stories = [
        make.published(page=page, page_order=n, section=each) for n, each in enumerate(sections)
    ]

    shown = client.get("/").context
    rest = stories[front_page.BESIDE + 1 :]

    assert shown["beside"] == stories[1 : front_page.BESIDE + 1]
    assert shown["by_section"] == [
        (first, [rest[2]]),
        (second, [rest[1], rest[3]]),
        (None, [rest[0]]),
    ]


def test_the_stories_of_a_column_stand_together_under_its_label(client):
    page = make.page()
    cold, warm = make.column(name="抗严寒"), make.column(name="送温暖")
    make.published(page=page, page_order=1)
    first = make.published(page=page, page_order=2, column=cold)
    other = make.published(page=page, page_order=3, column=warm)
    second = make.published(page=page, page_order=4, column=cold)

    response = client.get("/")

    assert response.context["columns"] == [[first, second], [other]]
    assert response.context["beside"] == []
    assert response.content.decode().count("■ 抗严寒") == 1


def test_an_issue_of_which_nothing_is_public_yet_is_passed_over(client):
    today = make.issue(date=date(2024, 1, 1))
    tomorrow = make.issue(date=date(2024, 1, 2), released_at=timezone.now() + timedelta(hours=1))
    make.published(page=make.page(issue=tomorrow))
    lead = make.published(page=make.page(issue=today))

    assert client.get("/").context["lead"] == lead


def test_a_paper_without_issues_shows_its_newest_stories(client):
    older, newest = make.published(), make.published()

    shown = client.get("/").context

    assert (shown["lead"], shown["latest"]) == (newest, [older])


def test_only_public_stories_show(client):
    page = make.page()
    make.article(page=page, headline="草稿")
    withdrawn = make.published(page=page, headline="撤下")
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    make.published(headline="未到时", at=timezone.now() + timedelta(hours=1))
    make.published(page=page, headline="见报")

    html = client.get("/").content.decode()

    assert "见报" in html
    assert [word for word in ["草稿", "撤下", "未到时"] if word in html] == []


def test_the_honours_strip_names_visible_recipients_of_the_newest_rounds(client):
    rounds = [make.round(announced_on=date(2024, 1, n)) for n in (1, 3, 2, 4)]
    make.honour(round=rounds[3], recipient=make.entity(name="楼宝娟"))
    make.honour(round=rounds[3], recipient=make.entity(name="不公开", hidden=True))

    response = client.get("/")

    assert response.context["rounds"] == [rounds[3], rounds[1], rounds[2]]
    assert [h.recipient.name for h in response.context["rounds"][0].first_honours] == ["楼宝娟"]
    assert "不公开" not in response.content.decode()


def test_a_date_that_was_inferred_is_marked(client):
    make.published(page=make.page(issue=make.issue(date_is_certain=False)))

    assert "日期据内容推断" in client.get("/").content.decode()


# ---- Pinned ----


def test_pinned_stories_come_first_in_their_order_and_once(client):
    page = make.page()
    printed = [make.published(page=page, page_order=n) for n in range(3)]
    old = make.published()
    for story in (old, printed[2]):
        make.pin(article=story.article)

    shown = client.get("/").context

    assert shown["lead"] == old
    assert shown["beside"] == [printed[2], printed[0], printed[1]]
    assert shown["latest"] == []


def test_a_pin_that_expired_is_none(client):
    lead = make.published(page=make.page())
    make.pin(until=timezone.now() - timedelta(seconds=1))

    assert client.get("/").context["lead"] == lead


def test_a_pinned_story_that_is_not_public_is_passed_over(client):
    lead = make.published(page=make.page())
    make.pin(article=make.article())
    make.pin(article=make.published(at=timezone.now() + timedelta(hours=1)).article)
    withdrawn = make.published()
    make.pin(article=withdrawn.article)
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())

    shown = client.get("/").context

    assert (shown["lead"], shown["beside"]) == (lead, [])


def test_a_pinned_story_of_a_column_stands_on_top_and_not_under_its_label(client):
    page, column = make.page(), make.column()
    lead = make.published(page=page, page_order=1)
    story = make.published(page=page, page_order=2, column=column)
    for each in (lead, story):
        make.pin(article=each.article)

    shown = client.get("/").context

    assert (shown["lead"], shown["beside"], shown["columns"]) == (lead, [story], [])


def test_a_paper_without_issues_has_its_pins_on_top(client):
    older, newest = make.published(), make.published()
    make.pin(article=older.article)

    shown = client.get("/").context

    assert (shown["lead"], shown["latest"]) == (older, [newest])
