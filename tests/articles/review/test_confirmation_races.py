"""Two people, one change: PostgreSQL alone runs two writers at once, SQLite has one at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from articles.enums import ChangeDecision
from articles.models import Column, LogLine, PendingChange
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]


def at_once(*moves):
    """Take moves in threads at the same time; say which were taken."""
    start = Barrier(len(moves))

    def run(move):
        start.wait()
        try:
            move()
        except ConfirmationRefused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def test_of_many_who_confirm_at_once_one_does():
    change, people = make.pending_change(), [make.chief() for _ in range(6)]

    taken = at_once(*(lambda by=by: holding.confirm(change, by=by) for by in people))

    assert sum(taken) == 1
    assert Column.objects.get().name == change.rows[0]["after"]["name"]
    assert LogLine.objects.filter(event="change_confirmed").count() == 1


def test_who_confirms_and_who_takes_back_at_once_do_not_both():
    asker, chief = make.chief(), make.chief()
    for _ in range(5):
        change = make.pending_change(by=asker)
        was = change.rows[0]["before"]["name"]

        confirmed, taken_back = at_once(
            lambda change=change: holding.confirm(change, by=chief),
            lambda change=change: holding.take_back(change, by=asker),
        )

        assert confirmed != taken_back
        change.refresh_from_db()
        is_new = Column.objects.get(pk=change.key).name != was
        assert is_new == (change.decision == ChangeDecision.CONFIRMED) == confirmed
    assert not PendingChange.objects.waiting().exists()
