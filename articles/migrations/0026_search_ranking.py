"""What a story is ranked by lies in one text, and where its words begin beside it. PostgreSQL indexes
the grams of that text, which a function of its own cuts, and keeps them nowhere else.
"""

from django.db import migrations, models

INDEXES = {
    "articles_searchindex": "articles_searchentry",
    "articles_deskindex": "articles_deskentry",
}
# The grams of articles.text.tokens as numbers: a pair of Han is both code points, a Han alone its
# own, a word and the beginnings of one of letters are parts of a digest, and below zero.
FUNCTIONS = [
    """
    CREATE FUNCTION articles_is_han(code int) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(
        code BETWEEN 19968 AND 40959 OR code BETWEEN 13312 AND 19903
        OR code BETWEEN 131072 AND 205743 OR code BETWEEN 12353 AND 12543
        OR code BETWEEN 12549 AND 12591 OR code BETWEEN 4352 AND 4607 OR code IN (12293, 12295),
        false
    )
    """,
    """
    CREATE FUNCTION articles_grams(solid text, is_query boolean DEFAULT false) RETURNS bigint[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10000
    BEGIN ATOMIC
        SELECT ARRAY(
            SELECT ('xf' || left(md5(left(word, size)), 15))::bit(64)::bigint
            FROM string_to_table(solid, ' ') AS word,
                generate_series(
                    CASE WHEN is_query OR word ~ '[0-9]' THEN length(word)
                        ELSE least(2, length(word)) END,
                    length(word)
                ) AS size
            WHERE word <> '' AND ascii(word) <> 12290 AND NOT articles_is_han(ascii(word))
            UNION ALL
            SELECT code::bigint << 21 | CASE WHEN is_pair THEN next ELSE 0 END
            FROM (
                SELECT ascii(one) AS code, ascii(lag(one) OVER places) AS last,
                    ascii(lead(one) OVER places) AS next
                FROM string_to_table(solid, NULL) WITH ORDINALITY AS characters(one, place)
                WINDOW places AS (ORDER BY place)
            ) AS neighbours, (VALUES (true), (false)) AS sizes(is_pair)
            WHERE articles_is_han(code) AND CASE
                WHEN is_pair THEN articles_is_han(next)
                ELSE NOT is_query OR NOT (articles_is_han(last) OR articles_is_han(next))
            END
        );
    END
    """,
]


def index_solid_texts(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for function in FUNCTIONS:
        schema_editor.execute(function)
    for index, entries in INDEXES.items():
        schema_editor.execute(f"DROP TABLE {index}")
        schema_editor.execute(
            f"CREATE INDEX {index}_grams ON {entries} USING gin (articles_grams(solid))"
            " WITH (fastupdate = off)"
        )


def keep_grams_apart(apps, schema_editor):
    """As before, and empty: `manage.py rebuild_search` of that release fills them."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for index in INDEXES:
        schema_editor.execute(f"DROP INDEX {index}_grams")
        schema_editor.execute(
            f"CREATE TABLE {index} (story_id bigint PRIMARY KEY, grams tsvector NOT NULL)"
            " WITH (toast_tuple_target = 128)"
        )
        schema_editor.execute(
            f"CREATE INDEX {index}_grams ON {index} USING gin (grams) WITH (fastupdate = off)"
        )
    schema_editor.execute("DROP FUNCTION articles_grams")
    schema_editor.execute("DROP FUNCTION articles_is_han")


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0025_titles"),
    ]

    operations = [
        migrations.AddField("searchentry", "word_starts", models.BinaryField(default=bytes)),
        migrations.RemoveField("searchentry", "headline"),
        migrations.RemoveField("searchentry", "subhead"),
        migrations.RemoveField("searchentry", "aside"),
        migrations.RemoveField("searchentry", "marks"),
        migrations.CreateModel(
            "HeadlineWord",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=64, unique=True)),
                ("letters", models.CharField(db_index=True, max_length=400)),
            ],
            {
                "verbose_name": "标题里的词",
                "verbose_name_plural": "标题里的词",
                "default_permissions": (),
            },
        ),
        migrations.RunPython(index_solid_texts, keep_grams_apart),
    ]
