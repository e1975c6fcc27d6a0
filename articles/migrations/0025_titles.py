from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0023_lexicon_folded'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedarticle',
            name='titles',
            field=models.JSONField(blank=True, default=dict, verbose_name='标题页面'),
        ),
    ]
