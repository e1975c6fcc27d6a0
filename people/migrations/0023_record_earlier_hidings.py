from django.db import migrations


def record(apps, schema_editor):
    """Whoever is hidden has a record, by which the desk can show them again."""
    Entity = apps.get_model("people", "Entity")
    Hiding = apps.get_model("people", "Hiding")
    for entity in Entity.objects.filter(hidden=True):
        Hiding.objects.create(
            entity=entity, reason="升级以前已隐藏。", hidden_at=entity.updated_at
        )


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0022_honours_hiding_mergers'),
    ]

    operations = [
        migrations.RunPython(record, migrations.RunPython.noop, elidable=True),
    ]
