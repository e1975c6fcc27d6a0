"""What verify_log notices once somebody has changed the table behind the application's back."""

import logging

import pytest
from django.core.management import CommandError, call_command

from articles.audit_log import chain, checking, writing
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import LogLine
from newsroom.worker import check_log
from tests import make
from tests.triggers import without_triggers

pytestmark = pytest.mark.django_db
EDITED = "UPDATE articles_logline SET"


@pytest.fixture
def log():
    """A log of seven lines."""
    editor = make.editor()
    for event in [Event.LOGGED_IN, *[Event.CHANGED] * 5, Event.LOGGED_OUT]:
        record(event, by=editor, details={"n": 1})
    return LogLine.objects


def verified(capsys, **options):
    """What the command prints, and what it ends with."""
    code = 0
    try:
        call_command("verify_log", **options)
    except CommandError as error:
        code = error.returncode
    return code, capsys.readouterr().out.splitlines()


def tamper(*statements):
    with without_triggers("articles_logline") as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_an_untouched_log_is_as_it_was_written(log, capsys):
    code, said = verified(capsys, head=[str(checking.head())])

    assert code == 0
    assert said == [f"the log is as it was written; its head is {checking.head()}"]


def test_an_empty_log_is_as_it_was_written(capsys):
    assert verified(capsys)[0] == 0


@pytest.mark.parametrize(
    "change",
    [
        "event = 'deleted'",
        "by_login = 'root'",
        "by_name = ''",
        "story = 4",
        "text = '别的'",
        "details = '{\"n\": 2}'",
        "at = (SELECT at FROM articles_logline WHERE number = 1)",
        f"hash = '{'a' * 64}'",
    ],
)
def test_one_changed_line_is_noticed(log, capsys, change):
    tamper(f"{EDITED} {change} WHERE number = 3")

    code, said = verified(capsys)
    assert code == 1
    assert said[0] == "line 3 is not what was written there"


def test_a_changed_line_with_a_hash_of_its_own_is_noticed(log, capsys):
    line = log.get(number=3)
    line.text = "别的"
    hash_ = chain.digest(line, before=log.get(number=2).hash)
    tamper(f"{EDITED} text = '别的', hash = '{hash_}' WHERE number = 3")

    assert verified(capsys) == (1, ["line 4 is not what was written there"])


def test_one_removed_line_is_noticed(log, capsys):
    tamper("DELETE FROM articles_logline WHERE number = 3")

    assert verified(capsys) == (1, ["lines 3 to 3 are missing"])


def test_a_removed_line_is_noticed_when_those_after_it_move_up(log, capsys):
    numbers = [f"{EDITED} number = {n - 1} WHERE number = {n}" for n in (4, 5, 6, 7)]
    tamper("DELETE FROM articles_logline WHERE number = 3", *numbers)

    code, said = verified(capsys)
    assert (code, said[0]) == (1, "line 3 is not what was written there")


def test_a_missing_beginning_is_noticed(log, capsys):
    tamper("DELETE FROM articles_logline WHERE number < 3")

    assert verified(capsys) == (1, ["lines 1 to 2 are missing"])


def test_reordered_lines_are_noticed(log, capsys):
    moves = [(2, 99), (5, 2), (99, 5)]
    tamper(*(f"{EDITED} number = {to} WHERE number = {number}" for number, to in moves))

    code, said = verified(capsys)
    assert code == 1
    assert [f"line {n} is not what was written there" for n in (2, 5)] == [said[0], said[2]]


def test_a_cut_tail_is_noticed_by_a_head_that_was_kept(log, capsys):
    kept = str(checking.head())
    tamper("DELETE FROM articles_logline WHERE number > 5")

    assert verified(capsys)[0] == 0  # what is left is in order
    assert verified(capsys, head=[kept]) == (1, ["the log ends at line 5, but it had line 7"])


def test_a_tail_written_anew_is_noticed_by_a_head_that_was_kept(log, capsys):
    kept = str(checking.head())
    tamper("DELETE FROM articles_logline WHERE number > 5")
    for _ in range(3):
        record(Event.CHANGED, by=None)

    assert verified(capsys)[0] == 0
    assert verified(capsys, head=[kept]) == (
        1,
        ["line 7 was written anew: its hash was another"],
    )


@pytest.mark.parametrize("head", ["", "7", "7:abc", "x:" + "a" * 64, "7:" + "A" * 64])
def test_what_is_no_head_is_refused_in_words(log, head):
    with pytest.raises(CommandError, match="is no head"):
        call_command("verify_log", head=[head])


def test_the_head_goes_to_the_process_log_every_so_often(
    monkeypatch, caplog, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(writing, "HEAD_EVERY", 3)
    caplog.set_level(logging.INFO, logger="newsroom.audit_log")
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(4):
            record(Event.CHANGED, by=None)

    assert len(caplog.messages) == 1
    assert str(checking.head()) in caplog.messages[0]  # told once the lines were there


def test_the_worker_tells_the_head_every_night_and_what_is_wrong(log, caplog):
    caplog.set_level(logging.INFO, logger="newsroom.audit_log")
    tamper("DELETE FROM articles_logline WHERE number = 3")

    assert check_log.call() == str(checking.head())
    assert "lines 3 to 3 are missing" in caplog.text
    assert str(checking.head()) in caplog.text


def test_the_settings_let_the_head_through():
    assert logging.getLogger("newsroom.audit_log").isEnabledFor(logging.INFO)
