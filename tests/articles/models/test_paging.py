from datetime import UTC, datetime

import pytest

from articles.models import PublishedArticle
from articles.models.rows.paging import BadCursor, Cursor
from tests import make

MOMENT = datetime(2023, 12, 26, 6, 0, 0, 123456, tzinfo=UTC)


def test_a_cursor_reads_what_it_writes():
    cursor = Cursor(MOMENT, 7)

    assert Cursor.read(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text", ["x", "-", "1-", "-1", "1-x", "nan-1", "inf-1", "1e99-1", "1--1", f"1-{2**63}"]
)
def test_a_bad_cursor_is_refused(text):
    with pytest.raises(BadCursor):
        Cursor.read(text)


@pytest.mark.django_db
def test_pages_hold_every_story_once_newest_first():
    stories = [make.published() for _ in range(7)]
    PublishedArticle.objects.filter(pk__in=[s.pk for s in stories[:4]]).update(visible_from=MOMENT)
    expected = list(PublishedArticle.objects.newest_first())

    seen, cursor = [], None
    while True:
        page = PublishedArticle.objects.page_before(cursor, size=2)
        seen += page
        cursor = page.next_cursor
        if not cursor:
            break

    assert seen == expected
    assert len(expected) == 7
