"""The log of the desk's acts: what a line holds, and that a line stays."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from articles.audit_log import chain
from articles.audit_log.writing import record
from articles.enums import Event
from articles.models import LogLine
from tests import make

pytestmark = pytest.mark.django_db


def lines():
    return list(LogLine.objects.order_by("number"))


def test_a_line_names_who_did_what_to_what():
    editor, story = make.editor(), make.article(headline="春耕")

    line = record(Event.SUBMITTED, by=editor, about=story, details={"to": "first_review"})

    line.refresh_from_db()
    assert (line.by_key, line.by_login, line.by_name) == (
        str(editor.pk),
        editor.username,
        editor.name,
    )
    assert (line.model, line.key, line.text) == ("articles.article", str(story.pk), "春耕")
    assert (line.event, line.story) == (Event.SUBMITTED, story.pk)
    assert line.details == {"to": "first_review"}


def test_a_line_of_nobody_about_nothing():
    line = record(Event.LOGIN_FAILED, by=None, details={"login": "root"})

    assert (line.by_key, line.model, line.story) == ("", "", None)


def test_lines_are_numbered_and_chained():
    for _ in range(3):
        record(Event.LOGGED_IN, by=None)
    first, second, third = lines()[-3:]

    assert (second.number, third.number) == (first.number + 1, first.number + 2)
    assert third.hash == chain.digest(third, before=second.hash)
    assert third.hash != chain.digest(third, before=first.hash)


def test_the_canonical_form_stays_as_it_is():
    """Other programs check the chain as well: a change of the form breaks every log there is."""
    line = LogLine(
        number=1,
        at=datetime(2026, 11, 29, 8, 23, tzinfo=UTC),
        event="deleted",
        text="春耕",
        details={"b": 1, "a": "是"},
    )
    form = (
        '{"at":"2026-11-29T08:23:00.000000+00:00","before":"' + "0" * 64 + '","by_key":"",'
        '"by_login":"","by_name":"","details":{"a":"\\u662f","b":1},"event":"deleted","key":"",'
        '"model":"","number":1,"story":null,"text":"\\u6625\\u8015"}'
    )
    assert chain.digest(line, before=chain.START) == sha256(form.encode()).hexdigest()


@pytest.mark.parametrize(
    "details",
    [
        {"at": datetime(2026, 1, 1, tzinfo=UTC), "n": 1e300, "m": 0.1, "tuple": (1, 2)},
        {"b": {"二": None, "a": [True, "“”\u2028"]}, "a": 10**30},
    ],
)
def test_what_is_stored_is_what_was_hashed(details):
    line = record(Event.CHANGED, by=None, details=details)
    before = LogLine.objects.filter(number=line.number - 1).values_list("hash", flat=True).first()

    stored = LogLine.objects.get(number=line.number)
    assert stored.hash == chain.digest(stored, before=before or chain.START)


def test_a_line_is_undone_with_what_it_tells():
    with transaction.atomic():
        record(Event.DELETED, by=None)
        transaction.set_rollback(True)
    assert lines() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_logline SET event = 'added'",
        "DELETE FROM articles_logline",
        "DELETE FROM articles_logline WHERE number = (SELECT max(number) FROM articles_logline)",
        "UPDATE articles_logline SET number = number + 1",
        pytest.param(
            "REPLACE INTO articles_logline SELECT * FROM articles_logline",
            marks=pytest.mark.skipif("connection.vendor != 'sqlite'"),
        ),
        pytest.param(
            "TRUNCATE articles_logline",
            marks=pytest.mark.skipif("connection.vendor != 'postgresql'"),
        ),
    ],
)
def test_the_database_refuses_to_change_the_log(statement):
    line = record(Event.LOGGED_IN, by=None)

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert LogLine.objects.get().hash == line.hash


def test_the_database_refuses_a_gap_in_the_numbers():
    line = record(Event.LOGGED_IN, by=None)
    line.number += 2

    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        line.save(force_insert=True)


def test_django_cannot_change_the_log():
    line = record(Event.LOGGED_IN, by=None)

    for change in (
        line.save,
        line.delete,
        LogLine.objects.all().delete,
        lambda: LogLine.objects.update(event="added"),
        lambda: LogLine.objects.bulk_update([line], ["event"]),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()
    assert LogLine.objects.get().hash == line.hash


def test_a_line_outlives_account_and_story():
    writer, story = make.editor(), make.article()
    line = record(Event.DELETED, by=writer, about=story)
    name, headline = str(writer), story.headline

    story.delete()
    writer.delete()

    line = LogLine.objects.get(number=line.number)
    assert (line.by_name, line.text) == (name, headline)
