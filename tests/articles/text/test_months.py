from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.text.months import Month, NoMonth


def test_a_month_begins_at_midnight_in_the_papers_own_time():
    assert Month(2024, 1).start == datetime(2023, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_a_moment_is_in_the_papers_month_wherever_it_is_read(zone):
    with timezone.override(zone):
        assert Month.of(datetime(2023, 12, 31, 15, 59, 59, tzinfo=UTC)) == Month(2023, 12)
        assert Month.of(datetime(2023, 12, 31, 16, tzinfo=UTC)) == Month(2024, 1)
        assert Month(2024, 1).start == datetime(2023, 12, 31, 16, tzinfo=UTC)


def test_months_follow_one_another_across_years():
    assert Month(2023, 12).next == Month(2024, 1)
    assert Month(2024, 1).previous == Month(2023, 12)
    assert Month(2023, 6).next.previous == Month(2023, 6)
    assert list(map(str, Month(2024, 2).back_to(Month(2023, 11)))) == [
        "2024-02",
        "2024-01",
        "2023-12",
        "2023-11",
    ]


def test_a_month_reads_back_as_written():
    assert Month.read("2023-12") == Month(2023, 12)
    assert str(Month(2023, 2)) == "2023-02"


@pytest.mark.parametrize(
    "text",
    ["", "2023", "2023-13", "2023-00", "2023-1", "0001-01", "9999-12", "２０２３-12", "2023-12\n"],
)
def test_what_is_no_month_is_refused(text):
    with pytest.raises(NoMonth):
        Month.read(text)
