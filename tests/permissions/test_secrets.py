"""What somebody may not see stands in no answer of the desk or the stand, whatever they ask."""

import logging
from itertools import chain

import pytest

from tests.permissions.planted import STATES
from tests.permissions.secrets import WORD, Walk

# Django's own page for passwords asks for a field its form leaves out.
pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

FOUND = {"article.headline"}


class Lines(logging.Handler):
    """Keeps what is logged."""

    def __init__(self):
        super().__init__()
        self.said = []

    def emit(self, record):
        self.said.append(record.getMessage())


@pytest.fixture
def log(monkeypatch):
    """What the process logs, instead of on a terminal."""
    lines = Lines()
    monkeypatch.setattr(logging.getLogger(), "handlers", [lines])
    return lines


@pytest.mark.long
@pytest.mark.parametrize(
    ("states", "every"),
    [(["in review", "withdrawn"], 90), pytest.param(STATES, 1, marks=pytest.mark.whole)],
)
def test_nobody_is_answered_what_is_hidden_from_them(states, every, log):
    """Of the questions one in ninety, or all in `make whole`; by every role, as an editor of
    another section, and by strangers.
    """
    walk = Walk(states=states)
    asked = [
        list(walk.asked(column, ask))
        for column in walk.columns
        for ask in walk.asked_by(column, every=every)
    ]

    assert sorted(chain.from_iterable(asked)) == []
    assert len(asked) > 8000 / every * len(states) / len(STATES)
    assert [line for line in log.said if WORD.search(line)] == []
    if every == 1:  # who may see the stories finds what the others were not to find
        assert {walk.planted.places[word][1] for word in walk.read} >= FOUND
