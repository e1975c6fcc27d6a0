"""Each database's own index beside the two tables that search reads: the stand's and the desk's."""

from django.db import migrations

INDEXES = ["articles_searchindex", "articles_deskindex"]
MAKE = {
    # Neither text nor places: only which stories have which gram.
    "sqlite": [
        "CREATE VIRTUAL TABLE {index} USING fts5("
        "grams, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '.'\")",
    ],
    "postgresql": [
        # Only the index reads the grams; kept apart, they do not swell the rows it leads to.
        "CREATE TABLE {index} (story_id bigint PRIMARY KEY, grams tsvector NOT NULL)"
        " WITH (toast_tuple_target = 128)",
        # Without the pending list, which every search would have to read through.
        "CREATE INDEX {index}_grams ON {index} USING gin (grams) WITH (fastupdate = off)",
    ],
}


def make_indexes(apps, schema_editor):
    for index in INDEXES:
        for statement in MAKE[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(index=index))


def drop_indexes(apps, schema_editor):
    for index in INDEXES:
        schema_editor.execute(f"DROP TABLE {index}")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(make_indexes, drop_indexes),
    ]
