"""An issue put off while a story is signed off: PostgreSQL alone runs two writers at once."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from articles.enums import Stage
from articles.models import PublishedArticle
from articles.review import workflow
from tests import make
from tests.two_editors import opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]

SOON = datetime(2029, 1, 1, 6, tzinfo=UTC)
LATER = datetime(2030, 1, 1, 6, tzinfo=UTC)


def test_a_story_signed_off_while_its_issue_is_put_off_waits_with_it():
    page, chief = make.page(issue=make.issue(released_at=SOON)), make.chief()
    article = make.ready(make.article(page=page, stage=Stage.FINAL_REVIEW))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            workflow.pass_review(article, by=chief, edition=article.edition)
            putting_off = pool.submit(put_off, page.issue, chief)
            wait_for([putting_off], timeout=2)  # it waits for the story
        assert putting_off.result() == 302

    assert PublishedArticle.objects.get().visible_from == LATER


def put_off(issue, by):
    client = Client()
    client.force_login(by)
    form = {
        "date": issue.date,
        "released_at_0": "2030-01-01",
        "released_at_1": "14:00",
        "pages-TOTAL_FORMS": 0,
        "pages-INITIAL_FORMS": 0,
    }
    try:
        address = reverse("admin:articles_issue_change", args=[issue.pk])
        return client.post(address, form | opened(client, address)).status_code
    finally:
        connection.close()
