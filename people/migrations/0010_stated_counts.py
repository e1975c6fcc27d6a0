from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0009_sort_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftroll",
            name="stated",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="稿件写明的人数或家数，如“6家”；没有写明则为空。",
                max_length=40,
                verbose_name="原文所写数目",
            ),
        ),
    ]
