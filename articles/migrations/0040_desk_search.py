# The desk's own search: its table of stories, and each database's index beside it.

import django.db.models.deletion
from django.db import migrations, models


MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE articles_deskindex USING fts5("
        "grams, content='', columnsize=0, detail=none, tokenize=\"ascii tokenchars '.'\")",
    ],
    "postgresql": [
        "CREATE TABLE articles_deskindex (story_id bigint PRIMARY KEY, grams tsvector NOT NULL)"
        " WITH (toast_tuple_target = 128)",
        "CREATE INDEX articles_deskindex_grams ON articles_deskindex"
        " USING gin (grams) WITH (fastupdate = off)",
    ],
}


def make_index(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE articles_deskindex")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0014_pictures_on_the_stand"),
    ]

    operations = [
        migrations.CreateModel(
            name='DeskEntry',
            fields=[
                ('headline', models.TextField(blank=True)),
                ('marks', models.TextField(blank=True)),
                ('solid', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('version', models.CharField(max_length=8)),
                ('story', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='desk_entry', serialize=False, to='articles.article')),
            ],
            options={
                'verbose_name': '稿件检索条目',
                'verbose_name_plural': '稿件检索条目',
                'default_permissions': (),
                'indexes': [models.Index(fields=['version'], name='desk_entry_version')],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
