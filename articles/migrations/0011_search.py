# The table of stories for search, and each database's own index beside it.

import django.db.models.deletion
from django.db import migrations, models


MAKE = {
    # Neither text nor places: only which stories have which gram.
    "sqlite": [
        "CREATE VIRTUAL TABLE articles_searchindex USING fts5("
        "grams, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '.'\")",
    ],
    "postgresql": [
        # Only the index reads the grams; kept apart, they do not swell the rows it leads to.
        "CREATE TABLE articles_searchindex (story_id bigint PRIMARY KEY, grams tsvector NOT NULL)"
        " WITH (toast_tuple_target = 128)",
        # Without the pending list, which every search would have to read through.
        "CREATE INDEX articles_searchindex_grams ON articles_searchindex"
        " USING gin (grams) WITH (fastupdate = off)",
    ],
}


def make_index(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE articles_searchindex")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_presence_and_autosave'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_entry', serialize=False, to='articles.publishedarticle')),
                ('headline', models.TextField(blank=True)),
                ('subhead', models.TextField(blank=True)),
                ('aside', models.TextField(blank=True)),
                ('marks', models.TextField(blank=True)),
                ('solid', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('version', models.CharField(max_length=8)),
            ],
            options={
                'verbose_name': '检索条目',
                'verbose_name_plural': '检索条目',
                'default_permissions': (),
                'indexes': [models.Index(fields=['version'], name='search_entry_version')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
