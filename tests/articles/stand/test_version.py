"""The stand's version is another after whatever changes what readers get, by whichever way."""

import sqlite3

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import resolve

from articles.models import Article, Pin, StandVersion
from articles.stand import publishing, version
from newsroom.page_cache import KEPT
from people.models import Merger
from tests import make
from tests.articles.review.test_reader_fields import paper  # noqa: F401  # a fixture
from tests.crawl import crawl
from tests.triggers import without_triggers

NOT_READ = {Article._meta.db_table}  # but for its key, by which stories and their parts are joined
IS_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def everything(paper):  # noqa: F811
    """A row in every table that is watched; the addresses of the paper's that no link leads to."""
    person, photo, round = make.entity(), make.library_photo(), make.round()
    photo.pictured.add(person)
    story = make.article()
    make.photo_use(article=story, photo=photo)
    make.mention(article=story, entity=person, relation="subject")
    make.mention(article=story, entity=make.entity(), relation="pictured")
    make.mention(article=story, entity=make.entity(hidden=True))
    round.announcements.add(story)
    make.signed_off(story)
    former = Merger.objects.get().former
    return [*paper, f"/entities/{former}/", f"/entities/{person.pk}/?relation=subject"]


def marks(cursor, *acts):
    """The mark before these statements and after each, as if each were a transaction."""
    found = [version.mark()]
    for act in acts:
        if IS_POSTGRESQL:
            cursor.execute("SET LOCAL newsroom.changed_in = ''")
        cursor.execute(act)
        if IS_POSTGRESQL:
            cursor.execute(f"SET CONSTRAINTS {version.NAME} IMMEDIATE")
            cursor.execute(f"SET CONSTRAINTS {version.NAME} DEFERRED")
        found.append(version.mark())
    return found


def is_watched(cursor, table):
    """Whether rows of a table that are changed, deleted and added each make another version."""
    column = connection.introspection.get_primary_key_column(cursor, table)
    acts = [
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        f"INSERT INTO {table} SELECT * FROM kept",
    ]
    with transaction.atomic():
        cursor.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {table}")
        assert cursor.execute("SELECT count(*) FROM kept").fetchone() > (0,), table
        found = marks(cursor, *acts)
        transaction.set_rollback(True)
    return len(set(found)) == 1 + len(acts)


@pytest.mark.django_db
def test_whatever_is_done_to_a_row_that_readers_get_makes_another_version(everything):
    with connection.cursor() as cursor:
        assert [t for t in version.WATCHED if not is_watched(cursor, t)] == []


@pytest.mark.django_db
def test_a_table_whose_triggers_are_gone_is_told(everything):
    table = Pin._meta.db_table
    with without_triggers(table) as cursor:
        assert not is_watched(cursor, table)
    with connection.cursor() as cursor:
        assert is_watched(cursor, table)


@pytest.mark.django_db
@pytest.mark.skipif(IS_POSTGRESQL, reason="SQLite tells which tables are read")
def test_every_table_is_watched_that_a_page_is_read_from_and_no_other(client, everything):
    read, ours = {}, {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    asked, get = [], client.get

    def note(action, table, *_rest):
        if action == sqlite3.SQLITE_READ and resolve(asked[-1].split("?")[0]).view_name in KEPT:
            read.setdefault(table, asked[-1])
        return sqlite3.SQLITE_OK

    client.get = lambda address: asked.append(address) or get(address)
    connection.connection.set_authorizer(note)
    crawl(client, *everything)
    connection.connection.set_authorizer(None)

    assert {resolve(address.split("?")[0]).view_name for address in asked} >= KEPT.keys()
    assert sorted(read.keys() & ours - NOT_READ) == sorted(version.WATCHED)


@pytest.mark.django_db
def test_what_the_desk_does_for_itself_makes_no_other_version():
    with connection.cursor() as cursor:
        make.comment(article=make.article(headline="写着"))
        before, after = marks(cursor, "SELECT 1")

    assert before == after


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_makes_no_other_version():
    before = version.mark()
    with transaction.atomic():
        make.published()
        transaction.set_rollback(True)

    assert version.mark() == before


@pytest.mark.django_db(transaction=True)
def test_others_see_the_version_and_what_it_stands_for_in_the_same_moment():
    story = make.published()
    before = version.mark()
    story.article.headline = "另一个题目"
    story.article.save()
    with transaction.atomic():
        publishing.publish(story.article, by=None)
        if IS_POSTGRESQL:
            assert version.mark() == before  # its row is locked for no longer than the commit
    assert version.mark() != before


@pytest.mark.django_db(transaction=True)
def test_migrating_puts_the_triggers_back_and_makes_another_version():
    before, wanted = version.mark(), version.watched(connection)
    version.unwatch(using="default", plan=["a migration"])
    assert (version.mark(), version.watched(connection)) == (None, {})

    call_command("migrate", verbosity=0)

    assert version.watched(connection) == wanted
    assert set(wanted) == set(version.WATCHED)
    assert version.mark() not in {before, None}


@pytest.mark.django_db(transaction=True)
def test_migrating_without_migrations_changes_nothing():
    before = version.mark()

    call_command("migrate", verbosity=0)

    assert version.mark() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not IS_POSTGRESQL, reason="SQLite has no TRUNCATE")
def test_emptying_a_table_makes_another_version():
    before = version.mark()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE articles_pin")

    assert version.mark() != before


@pytest.mark.django_db
def test_there_is_one_version():
    assert StandVersion.objects.count() == 1
