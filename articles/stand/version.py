"""The stand's version: a mark that is another after whatever changed what readers get.

Triggers write it, so that nothing can forget to: no command, no import, no SQL by hand. They stand
on every table that a page for readers is read from. On PostgreSQL the mark is written when a
transaction commits, once, and its row is locked for that moment alone; SQLite has one writer at a
time, so there it is written with every row.

A mark that is read twice and is the same says that whatever was read in between was of one version:
the mark becomes visible to others in the same moment as the changes that it stands for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import connections, transaction

from articles.models import (
    Column,
    Correction,
    FormerAddress,
    Issue,
    Page,
    Photo,
    Pin,
    PublishedArticle,
    PublishedEntity,
    PublishedTag,
    Region,
    Section,
    SitePage,
    StandVersion,
    Tag,
    Unmasked,
)
from people.models import (
    Entity,
    EntityName,
    Honour,
    Merger,
    Programme,
    Reporter,
    Round,
    Tally,
)

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

WATCHED = [
    model._meta.db_table
    for model in (
        *(PublishedArticle, PublishedEntity, PublishedTag, Unmasked, Correction, Pin),
        *(PublishedArticle.reporters.through, PublishedArticle.rounds.through),
        *(PublishedArticle.subjects.through, PublishedArticle.pictured.through),
        *(Section, Column, Tag, SitePage, FormerAddress, Issue, Page, Region),
        *(Photo, Photo.pictured.through, Reporter, Entity, EntityName, Merger),
        *(Programme, Programme.bodies.through, Round, Honour, Tally),
    )
]
VERSION = StandVersion._meta.db_table
NAME = "changes_stand_version"  # of the triggers; on SQLite with their table's and their act's
ACTS = ["insert", "update", "delete"]
SQLITE_TRIGGER = (
    "CREATE TRIGGER {table}_{name}_{act} AFTER {act} ON {table}"
    " BEGIN UPDATE {version} SET mark = lower(hex(randomblob(16))); END"
)
# The rows that a transaction changed call it one after another as it commits; the first one writes.
POSTGRESQL_FUNCTION = """
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('newsroom.changed_in', true) IS DISTINCT FROM txid_current()::text THEN
            UPDATE {version} SET mark = gen_random_uuid();
            PERFORM set_config('newsroom.changed_in', txid_current()::text, true);
        END IF;
        RETURN NULL;
    END $$"""
POSTGRESQL_TRIGGER = (
    "CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table}"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}()"
)
POSTGRESQL_TRUNCATE = (
    "CREATE TRIGGER {name}_truncate AFTER TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
)
TRIGGERS = {  # of one table
    "sqlite": [SQLITE_TRIGGER.replace("{act}", act) for act in ACTS],
    "postgresql": [POSTGRESQL_TRIGGER, POSTGRESQL_TRUNCATE],
}
FOUND = {  # tables, and how many triggers of ours each has
    "sqlite": "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger'"
    " AND name LIKE %s GROUP BY tbl_name",
    "postgresql": "SELECT relname, count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid) AND tgname LIKE %s GROUP BY relname",
}


def mark() -> UUID | None:
    """The mark as it is now; None where no trigger keeps it, as while tables are being changed."""
    return StandVersion.objects.values_list("mark", flat=True).first()


# ---- The triggers -------------------------------------------------------------------------------


def watch(*, using: str, **_signal: Any) -> None:
    """See that every table is watched: after `migrate`, which changes tables, and on SQLite makes
    them anew, without their triggers.
    """
    connection = connections[using]
    if not {VERSION, *WATCHED} <= set(connection.introspection.table_names()):
        return  # migrated back, or not yet as far
    rows = StandVersion.objects.using(using)
    with transaction.atomic(using=using):
        is_watched = watched(connection) == dict.fromkeys(WATCHED, len(TRIGGERS[connection.vendor]))
        if not is_watched:
            _take_away(connection)
            _put(connection)
        if not is_watched or not rows.exists():
            rows.update_or_create(pk=1, defaults={"mark": uuid4()})


def unwatch(*, using: str, plan: list[Any], **_signal: Any) -> None:
    """Take the triggers away before tables change: PostgreSQL changes none whose triggers have
    something left to do. Meanwhile there is no mark, and nobody keeps a page.
    """
    connection = connections[using]
    if not plan or VERSION not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using):
        _take_away(connection)
        StandVersion.objects.using(using).all().delete()


def watched(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """The tables that have triggers of ours, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor], [f"%{NAME}%"])
        return dict(cursor.fetchall())


def _put(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION.format(name=NAME, version=VERSION))
        for table in WATCHED:
            for statement in TRIGGERS[connection.vendor]:
                cursor.execute(statement.format(name=NAME, table=table, version=VERSION))


def _take_away(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {NAME}() CASCADE")
            return
        for table in watched(connection):
            for act in ACTS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{NAME}_{act}")
