import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="draftroll",
            name="article",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="draft_rolls",
                to="articles.article",
                verbose_name="出处",
            ),
        ),
        migrations.AddField(
            model_name="entity",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.photo",
                verbose_name="肖像",
            ),
        ),
        migrations.AddField(
            model_name="honour",
            name="article",
            field=models.ForeignKey(
                blank=True,
                help_text="留空则是公布这一批名单的稿件；名单分几次见报时在这里分别注明。",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="honours",
                to="articles.article",
                verbose_name="公布的稿件",
            ),
        ),
        migrations.AddField(
            model_name="reporter",
            name="portrait",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="articles.photo",
                verbose_name="肖像",
            ),
        ),
    ]
