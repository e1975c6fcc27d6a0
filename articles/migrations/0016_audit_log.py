"""The log of the desk's acts, to which the database lets rows be added and nothing else."""

from django.db import migrations, models

REFUSAL = "the log is only added to"
MAKE = {
    "sqlite": [
        "CREATE TRIGGER log_line_not_changed BEFORE UPDATE ON articles_logline"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        "CREATE TRIGGER log_line_not_deleted BEFORE DELETE ON articles_logline"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        # Also against INSERT OR REPLACE, which deletes without asking the trigger above.
        "CREATE TRIGGER log_line_is_next BEFORE INSERT ON articles_logline"
        " WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM articles_logline)"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION refuse_log_line() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER log_line_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE"
        " ON articles_logline FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_line()",
        "CREATE FUNCTION log_line_is_next() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN"
        " IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM articles_logline) THEN"
        f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';"
        " END IF; RETURN NEW; END $$",
        "CREATE TRIGGER log_line_is_next BEFORE INSERT ON articles_logline"
        " FOR EACH ROW EXECUTE FUNCTION log_line_is_next()",
    ],
}
DROP = {
    "sqlite": [
        "DROP TRIGGER log_line_not_changed",
        "DROP TRIGGER log_line_not_deleted",
        "DROP TRIGGER log_line_is_next",
    ],
    "postgresql": [
        "DROP TRIGGER log_line_not_changed ON articles_logline",
        "DROP TRIGGER log_line_is_next ON articles_logline",
        "DROP FUNCTION refuse_log_line()",
        "DROP FUNCTION log_line_is_next()",
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
        ('articles', '0015_imported_files'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogLine',
            fields=[
                ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False, verbose_name='编号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('event', models.CharField(max_length=32, verbose_name='操作')),
                ('by_key', models.CharField(blank=True, max_length=40, verbose_name='操作者编号')),
                ('by_login', models.CharField(blank=True, max_length=150, verbose_name='操作者用户名')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='操作者')),
                ('model', models.CharField(blank=True, max_length=100, verbose_name='对象类型')),
                ('key', models.CharField(blank=True, max_length=100, verbose_name='对象编号')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='对象')),
                ('story', models.BigIntegerField(null=True, verbose_name='所涉稿件')),
                ('details', models.JSONField(default=dict, verbose_name='详情')),
                ('hash', models.CharField(max_length=64, verbose_name='校验值')),
            ],
            options={
                'verbose_name': '操作记录',
                'verbose_name_plural': '操作记录',
                'ordering': ['-number'],
                'permissions': [('view_audit_log', '可以查看操作记录')],
                'default_permissions': (),
                'indexes': [models.Index(fields=['event', '-number'], name='log_line_event'), models.Index(fields=['by_login', '-number'], name='log_line_by'), models.Index(fields=['model', 'key', '-number'], name='log_line_about'), models.Index(fields=['story', '-number'], name='log_line_story')],
                'constraints': [models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='log_line_from_one')],
            },
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
