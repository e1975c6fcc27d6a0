"""Several editors, one roll: PostgreSQL alone runs writers at once, SQLite has one at a time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from people.models import Entity, Honour, Round
from people.rolls import enrolling, rolls
from people.rolls.rolls import Pasted, Seen
from tests import make

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="has one writer at a time"),
]

WRITERS = 6
ROLL = Pasted("王建国\n楼小芳")


def at_once(moves):
    """Take moves in several threads at the same time; say how many were taken."""
    start = Barrier(len(moves))

    def run(move):
        start.wait()
        try:
            move()
        except enrolling.RollRefused:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return sum(pool.map(run, moves))


def test_a_roll_is_entered_once_however_often_the_button_is_pressed():
    round, editor = make.round(), make.editor()
    seen = Seen(round.edition, rolls.plan(ROLL, round=round).digest)

    def press():
        enrolling.save(round, ROLL, seen=seen, by=editor)

    assert at_once([press] * WRITERS) == 1
    assert (Entity.objects.count(), Honour.objects.count()) == (2, 2)


def test_a_draft_is_confirmed_once_however_often_the_button_is_pressed():
    draft, editor = make.draft_roll(text=ROLL.text), make.editor()
    seen = Seen(draft.edition, rolls.plan(ROLL, round=None).digest)

    def press():
        own = type(draft).objects.get(pk=draft.pk)
        enrolling.confirm(own, ROLL, seen=seen, by=editor)

    assert at_once([press] * WRITERS) == 1
    assert (Entity.objects.count(), Honour.objects.count()) == (2, 2)


def test_two_drafts_of_one_round_do_not_make_it_twice():
    editor = make.editor()
    drafts = [make.draft_roll(programme="义乌好人", text=name) for name in ["王建国", "楼小芳"]]

    def press(draft):
        pasted = Pasted(draft.text)
        seen = Seen(draft.edition, rolls.plan(pasted, round=None).digest)
        enrolling.confirm(draft, pasted, seen=seen, by=editor)

    taken = at_once([lambda draft=draft: press(draft) for draft in drafts])

    assert taken >= 1
    assert (Round.objects.count(), Honour.objects.count()) == (1, taken)
