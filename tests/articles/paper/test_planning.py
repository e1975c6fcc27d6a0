"""Which issue is being made, and what the next one is proposed to be."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from articles.models import Issue, Page
from articles.paper import planning
from tests import make

pytestmark = pytest.mark.django_db

MONDAY = date(2024, 5, 6)


def at(day, hour, minute=0):
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def day(number):
    return MONDAY + timedelta(days=number)


def shown(*, now, of=None):
    return planning.shown(of, now=now)


def test_todays_issue_is_being_made_until_its_hour_and_then_the_next_one():
    today = make.issue(date=MONDAY, released_at=at(MONDAY, 6))
    make.issue(date=day(3), released_at=at(day(3), 6))
    tomorrow = make.issue(date=day(1), released_at=at(day(1), 6))

    assert shown(now=at(MONDAY, 5, 59)).issue == today
    assert shown(now=at(MONDAY, 6)).issue == tomorrow
    assert shown(now=at(MONDAY, 23)).issue == tomorrow


def test_an_issue_without_an_hour_is_being_made_until_the_morning_of_its_day():
    today, tomorrow = make.issue(date=MONDAY), make.issue(date=day(1))

    assert shown(now=at(MONDAY, 1)).issue == today
    assert shown(now=at(MONDAY, 6)).issue == tomorrow
    assert [today.is_out(at=at(MONDAY, hour)) for hour in (5, 6)] == [False, True]


def test_an_issue_that_is_out_before_its_day_is_not_being_made():
    make.issue(date=day(1), released_at=at(MONDAY, 20))

    assert shown(now=at(MONDAY, 21)).issue is None


def test_the_paper_of_yesterday_is_not_being_made_even_if_its_hour_is_to_come():
    make.issue(date=day(-1), released_at=at(day(1), 6))

    assert shown(now=at(MONDAY, 12)).issue is None


def test_with_nothing_being_made_the_last_one_stands_before_it():
    make.issue(date=day(-9))
    last = make.issue(date=day(-2))

    found = shown(now=at(MONDAY, 12))

    assert (found.issue, found.day, found.before, found.after) == (None, None, last, None)
    assert found.is_in_making


def test_another_day_is_shown_with_its_neighbours():
    first, second, third = (make.issue(date=day(n)) for n in (-5, -3, -1))
    now = at(MONDAY, 12)

    found = shown(of=day(-3), now=now)
    gap = shown(of=day(-2), now=now)

    assert (found.issue, found.before, found.after) == (second, first, third)
    assert (gap.issue, gap.day, gap.before, gap.after) == (None, day(-2), second, third)
    assert not found.is_in_making
    assert not gap.is_in_making


@pytest.mark.parametrize("extreme", [date.min, date.max])
def test_the_first_and_the_last_day_there_are_have_no_neighbours_beyond(extreme):
    assert shown(of=extreme, now=at(MONDAY, 12)).issue is None


def test_the_next_day_without_an_issue_is_proposed():
    make.issue(date=day(1))
    make.issue(date=day(2))

    assert planning.next_day(now=at(MONDAY, 22)) == day(3)
    assert planning.next_day(now=at(MONDAY, 1)) == MONDAY


@pytest.mark.parametrize(
    ("number", "following"),
    [
        ("总第8123期", "总第8124期"),
        ("0099", "0100"),
        ("2024年第031期（总第8999期）", "2024年第032期（总第9000期）"),
        ("2024年5月6日", ""),
        ("创刊号", ""),
        ("", ""),
    ],
)
def test_the_number_is_counted_on(number, following):
    assert planning.counted_on(number) == following


def test_the_pages_and_editors_of_the_last_issue_before_it_are_proposed():
    last = make.issue(date=MONDAY, number="总第8123期", released_at=at(day(-1), 22, 30))
    make.page(issue=last, number=2, name="民生", proofreader="王芳")
    make.page(issue=last, number=1, name="要闻", responsible_editor="陈洋波", layout_editor="李娜")
    make.page(issue=make.issue(date=day(9)), number=1, name="特刊")

    proposed = planning.proposal(day(3))

    assert (proposed.last, proposed.number) == (last, "总第8124期")
    assert proposed.released_at == at(day(2), 22, 30)
    assert [list(page.values()) for page in proposed.pages] == [
        [1, "要闻", "陈洋波", "李娜", ""],
        [2, "民生", "", "", "王芳"],
    ]


def test_no_hour_is_proposed_that_has_passed():
    make.issue(date=day(-1), released_at=at(day(-1), 6))

    hours = [planning.proposal(MONDAY, now=at(MONDAY, hour)).released_at for hour in (5, 7)]

    assert hours == [at(MONDAY, 6), None]
    assert planning.proposal(MONDAY, now=at(day(9), 7)).released_at == at(MONDAY, 6)


def test_the_first_issue_of_all_is_proposed_with_four_pages():
    proposed = planning.proposal(MONDAY)

    assert (proposed.number, proposed.released_at, proposed.last) == ("", None, None)
    assert [page["number"] for page in proposed.pages] == [1, 2, 3, 4]


def test_a_day_has_one_issue():
    there_is = make.issue(date=MONDAY)

    with pytest.raises(planning.IssueExists) as refusal:
        planning.make(Issue(date=MONDAY), [Page(number=1)])

    assert refusal.value.issue == there_is
    assert not Page.objects.exists()
