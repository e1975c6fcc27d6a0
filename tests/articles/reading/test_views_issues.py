from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db

DAY = date(2024, 2, 29)


@pytest.fixture
def issue():
    return make.issue(date=DAY)


@pytest.mark.parametrize("count", [1, 3])
def test_an_issue_takes_four_queries(client, issue, count, django_assert_num_queries):
    pages = [make.page(issue=issue, number=n + 1) for n in range(count)]
    stories = [make.published(page=page, page_order=n) for page in pages for n in range(count)]

    with django_assert_num_queries(4):  # the issue, its stories, its pages, sections
        response = client.get(issue.get_absolute_url())

    assert response.context["stories"] == stories
    assert response.context["pages"] == pages


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_takes_three_queries(client, count, django_assert_num_queries):
    for n in range(count):
        make.published(page=make.page(issue=make.issue(date=DAY - timedelta(days=n * 20))))

    with django_assert_num_queries(3):  # years, issues, sections
        client.get("/issues/")


def test_stories_stand_in_printed_order(client, issue):
    page = make.page(issue=issue)
    second = make.published(page=page, page_order=2)
    first = make.published(page=page, page_order=1)
    make.article(page=page, page_order=3)

    assert client.get(issue.get_absolute_url()).context["stories"] == [first, second]


@pytest.mark.parametrize("state", ["draft", "withdrawn", "later"])
def test_an_issue_without_public_stories_has_no_page(client, issue, state):
    page = make.page(issue=issue)
    if state == "draft":
        make.article(page=page)
    elif state == "withdrawn":
        make.published(page=page)
        PublishedArticle.objects.update(withdrawn_at=timezone.now())
    else:
        make.published(page=page, at=timezone.now() + timedelta(hours=1))

    assert client.get(issue.get_absolute_url()).status_code == 404
    assert client.get(page.get_absolute_url()).status_code == 404
    assert client.get("/issues/").context["months"] == []


def test_the_calendar_shows_a_year_by_month_with_its_issues_linked(client):
    for day in [DAY, date(2024, 2, 1), date(2024, 1, 31), date(2023, 12, 26)]:
        make.published(page=make.page(issue=make.issue(date=day)))

    response = client.get("/issues/")
    (february, weeks), (january, _) = response.context["months"]

    assert (february, january) == (date(2024, 2, 1), date(2024, 1, 1))
    assert [day.day for week in weeks for day, issue in week if issue] == [1, 29]
    assert (response.context["year"], response.context["years"]) == ("2024", [2024, 2023])
    link = '<a href="/issues/2024-02-29/"\n  aria-label="2024年2月29日">29</a>'
    assert link in response.content.decode()


def test_an_earlier_year_is_asked_for(client):
    for day in [DAY, date(2023, 12, 26)]:
        make.published(page=make.page(issue=make.issue(date=day)))

    ((december, _),) = client.get("/issues/?year=2023").context["months"]

    assert december == date(2023, 12, 1)
