"""Several who append at once: PostgreSQL alone runs two writers."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from articles.audit_log import checking
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import LogLine
from articles.review import workflow
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]
WRITERS = 6


def at_once(write):
    """Call it in several threads at the same time, with the number of each."""

    def run(number):
        try:
            write(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(run, range(WRITERS)))


def test_lines_of_many_writers_make_one_chain_without_gaps():
    def write(number):
        for turn in range(10):
            with transaction.atomic():
                record(Event.CHANGED, by=None, details={"writer": number})
                transaction.set_rollback(turn % 3 == 0)

    at_once(write)

    assert list(checking.faults()) == []
    assert LogLine.objects.count() == WRITERS * 6


def test_many_stories_are_signed_off_at_once():
    stories = [make.ready(make.article(stage="final_review")) for _ in range(WRITERS)]
    chiefs = [make.chief() for _ in stories]
    before = LogLine.objects.count()

    at_once(
        lambda number: workflow.pass_review(
            stories[number], by=chiefs[number], edition=stories[number].edition
        )
    )

    assert LogLine.objects.count() == before + 2 * WRITERS
    assert list(checking.faults()) == []
