"""A table without what refuses changes: what its owner can do, or who has the database file.

The product has no switch for it.
"""

from contextlib import contextmanager

from django.db import connection

KEPT = ["articles_logline", "articles_review", "articles_revision", "django_admin_log"]


@contextmanager
def without_triggers(table):
    """For `with`: no trigger of ours watches this table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What PostgreSQL would check at the end of the transaction is checked now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield cursor
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        found = cursor.execute(triggers, [table]).fetchall()
        for name, _sql in found:
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        for _name, sql in found:
            cursor.execute(sql)
