from django.db import migrations

import people.models.named


class Migration(migrations.Migration):
    dependencies = [("people", "0006_second_factor")]

    operations = [
        migrations.AddField(
            model_name=name,
            name="compared",
            field=people.models.named.ComparedName(
                db_index=True, default="", editable=False, verbose_name="比较时的写法"
            ),
        )
        for name in ("reporter", "entity", "entityname")
    ]
