"""An issue at the desk, from its first save on."""

from datetime import date

import pytest

from articles.models import Issue
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db


def add(desk, **said):
    opened = typed(desk.get(address(Issue, "add")))
    return desk.post(address(Issue, "add"), opened | {"date": "2024-05-01"} | said)


def test_an_editor_adds_an_issue(desk):
    response = add(desk)

    assert response.status_code == 302
    assert Issue.objects.get().date == date(2024, 5, 1)


def test_an_editor_adds_an_issue_with_its_hour_and_its_pages(desk):
    response = add(
        desk,
        **{
            "released_at_0": "2024-05-01",
            "released_at_1": "06:00",
            "pages-TOTAL_FORMS": "2",
            "pages-0-number": "1",
            "pages-0-name": "要闻",
            "pages-1-number": "2",
            "pages-1-name": "民生",
        },
    )

    assert response.status_code == 302
    issue = Issue.objects.get()
    assert issue.released_at is not None
    assert [page.label for page in issue.pages.order_by("number")] == ["第1版 要闻", "第2版 民生"]
