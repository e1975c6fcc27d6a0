"""On PostgreSQL: what the role that the application logs in as can do to the log, by plain SQL."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from articles.audit_log import checking
from articles.audit_log.writing import record
from articles.enums import Event, Stage
from articles.models import Article, LogLine, Review
from tests import make

pytestmark = pytest.mark.django_db
ROLE = "newsroom_app_of_tests"


@pytest.fixture
def application():
    """What follows is done as the application's role, in a database that another one owns."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    line = record(Event.LOGGED_IN, by=None)
    out = io.StringIO()
    call_command("grants", ROLE, stdout=out)
    grants = re.sub("BEGIN;|COMMIT;", "", out.getvalue())  # in the test's own transaction
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {ROLE} NOLOGIN NOSUPERUSER")
        cursor.execute(grants)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield line
        cursor.execute("RESET ROLE")


@pytest.mark.skipif("connection.vendor == 'postgresql'")
def test_a_database_without_roles_says_so():
    with pytest.raises(CommandError, match="only PostgreSQL"):
        call_command("grants", ROLE)


REWRITE = (
    "INSERT INTO articles_logline TABLE articles_logline"
    " ON CONFLICT (number) DO UPDATE SET event = 'x'"
)

FORGE = (
    "CREATE OR REPLACE FUNCTION refuse_log_line() RETURNS trigger LANGUAGE plpgsql"
    " AS $$ BEGIN RETURN NULL; END $$"
)


@pytest.mark.parametrize(
    "statement",
    [
        REWRITE,
        "UPDATE articles_logline SET event = 'x'",
        "DELETE FROM articles_logline",
        "TRUNCATE articles_logline",
        "ALTER TABLE articles_logline DISABLE TRIGGER USER",
        "ALTER TABLE articles_logline DISABLE TRIGGER log_line_not_changed",
        "DROP TRIGGER log_line_not_changed ON articles_logline",
        "DROP FUNCTION refuse_log_line() CASCADE",
        FORGE,
        "DROP TABLE articles_logline",
        "SET LOCAL session_replication_role = replica",
        "CREATE TABLE public.articles_log (number int)",
    ],
)
def test_the_application_cannot_change_the_log(application, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(LogLine.objects.values_list("event", "hash")) == [("logged_in", application.hash)]


def test_the_application_may_read_the_log_and_add_to_it(application):
    verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        may = "SELECT has_table_privilege(%s, 'articles_logline', %s)"
        found = [verb for verb in verbs if cursor.execute(may, [ROLE, verb]).fetchone()[0]]
    assert found == ["SELECT", "INSERT"]


@pytest.mark.parametrize("table", ["articles_review", "articles_revision"])
def test_nor_switch_off_what_keeps_reviews_and_revisions(application, table):
    with pytest.raises(DatabaseError, match="owner"), transaction.atomic():
        connection.cursor().execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


def test_the_application_can_do_its_work(application):
    story = make.signed_off(make.article())

    assert Article.objects.get(pk=story.pk).stage == Stage.SIGNED_OFF
    assert Review.objects.filter(article=story).count() > 3
    assert list(checking.faults()) == []
