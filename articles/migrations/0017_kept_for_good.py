"""Reviews, revisions and the admin's own history stay as they are written; stories are archived.

SQLite drops a table's triggers with the table, and Django makes a table anew to alter it: a later
migration that alters one of these drops the triggers before and makes them again after.
"""

import articles.models.review
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REFUSAL = "reviews, revisions and histories are kept as they are"
REVIEW = [
    *["id", "article_id", "round", "step", "person_id", "is_override"],
    *["decision", "opinion", "errors", "edition", "at"],
]
PART = REVIEW[:6]  # whose part in which round it is: stays while the part is not yet decided
REVISION = [
    *["id", "article_id", "edition", "stage", "cause", "by_id", "by_name", "at", "note"],
    *["length", "snapshot"],
]


def row(name, columns):
    return "(" + ", ".join(f'{name}."{column}"' for column in columns) + ")"


def differ(columns, *, by):
    return f"{row('OLD', columns)} {by} {row('NEW', columns)}"


# A part that says only who wrote in a draft, or that a reviewer edited, is decided later.
DECIDED = "OLD.decision NOT IN ('wrote', 'edited')"
HANDED_IN = (
    "EXISTS (SELECT 1 FROM articles_review"
    " WHERE article_id = OLD.article_id AND decision <> 'wrote')"
)
KEPT_REVIEW = f"OLD.decision <> 'wrote' OR {HANDED_IN}"
KEPT_REVISION = f"OLD.stage <> 'draft' OR {HANDED_IN}"


def sqlite(name, act, table, when):
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def postgresql(name, table, *, changed, deleted):
    """One function for each table, which says what of it is refused, and its two triggers."""
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' THEN IF NOT ({changed}) THEN RETURN NEW; END IF;"
        f" ELSIF TG_OP = 'DELETE' THEN IF NOT ({deleted}) THEN RETURN OLD; END IF;"
        f" END IF; RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def changed_review(is_not):
    """Loading a fixture again writes the same once more, which is no change."""
    changed, other_part = differ(REVIEW, by=is_not), differ(PART, by=is_not)
    return f"{changed} AND ({DECIDED} OR {other_part})"


MAKE = {
    "sqlite": [
        sqlite("review_not_changed", "UPDATE", "articles_review", changed_review("IS NOT")),
        sqlite("review_not_deleted", "DELETE", "articles_review", KEPT_REVIEW),
        sqlite("revision_not_changed", "UPDATE", "articles_revision", differ(REVISION, by="IS NOT")),
        sqlite("revision_not_deleted", "DELETE", "articles_revision", KEPT_REVISION),
        sqlite("history_not_changed", "UPDATE", "django_admin_log", "TRUE"),
        sqlite("history_not_deleted", "DELETE", "django_admin_log", "TRUE"),
    ],
    "postgresql": [
        *postgresql(
            "review_kept",
            "articles_review",
            changed=changed_review("IS DISTINCT FROM"),
            deleted=KEPT_REVIEW,
        ),
        *postgresql(
            "revision_kept",
            "articles_revision",
            changed=differ(REVISION, by="IS DISTINCT FROM"),
            deleted=KEPT_REVISION,
        ),
        *postgresql("history_kept", "django_admin_log", changed="TRUE", deleted="TRUE"),
    ],
}
DROP = {
    "sqlite": [
        f"DROP TRIGGER {name}_not_{done}"
        for name in ("review", "revision", "history")
        for done in ("changed", "deleted")
    ],
    "postgresql": [
        f"DROP FUNCTION {name}_kept() CASCADE" for name in ("review", "revision", "history")
    ],
}


def make_triggers(apps, schema_editor):
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('articles', '0016_audit_log'),
        ('people', '0003_mail_for_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='archived_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='归档时间'),
        ),
        migrations.AlterField(
            model_name='review',
            name='article',
            field=models.ForeignKey(on_delete=articles.models.review.kept_with_its_story, related_name='reviews', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='article',
            field=models.ForeignKey(on_delete=articles.models.review.kept_with_its_story, related_name='revisions', to='articles.article', verbose_name='稿件'),
        ),
        migrations.AlterField(
            model_name='revision',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改者'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('archived_at', None), ('stage', 'draft'), _connector='OR'), name='article_archived_is_draft', violation_error_message='归档的稿件只能是草稿。'),
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
