"""Two people, one story: PostgreSQL alone runs two writers at once, SQLite has one at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.models import Correction, ProposedCorrection, PublishedArticle, Withdrawal
from articles.review import corrections, proposals, workflow
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]

WRITERS = 6


def at_once(move):
    """Take one move in several threads at the same time; say how many were taken."""
    start = Barrier(WRITERS)

    def run(_number):
        start.wait()
        try:
            move()
        except workflow.MoveRefused:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return sum(pool.map(run, range(WRITERS)))


def test_one_correction_of_many_clicks():
    article, chief, other = make.published().article, make.chief(), make.chief()

    assert at_once(lambda: make.proposal(article=article, by=chief, text="应为15人。")) == 1
    proposal = ProposedCorrection.objects.get()
    assert at_once(lambda: proposals.confirm(proposal, by=other)) == 1

    assert Correction.objects.count() == 1
    assert PublishedArticle.objects.get().version == 2


def test_one_withdrawal_and_one_reinstatement_of_many_clicks():
    article, chief = make.published().article, make.chief()

    assert at_once(lambda: corrections.withdraw(article, by=chief, reason="失实。")) == 1
    assert at_once(lambda: corrections.reinstate(article, by=chief, reason="属实。")) == 1

    assert Withdrawal.objects.get().reinstated_by == chief
    assert PublishedArticle.objects.public().exists()
