import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables are those that Django made by itself; only the indexes are new in them."""

    dependencies = [
        ('articles', '0060_reader_reports'),
        ('people', '0002_entity_edition'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedarticle',
            name='related_by',
            field=models.JSONField(blank=True, default=dict, verbose_name='相关报道的线索'),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='PublishedEntity',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('article', models.ForeignKey(db_column='publishedarticle_id', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedarticle')),
                        ('entity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.entity')),
                    ],
                    options={
                        'db_table': 'articles_publishedarticle_entities',
                        'default_permissions': (),
                        'unique_together': {('article', 'entity')},
                    },
                ),
                migrations.AlterField(
                    model_name='publishedarticle',
                    name='entities',
                    field=models.ManyToManyField(blank=True, related_name='published_articles', through='articles.PublishedEntity', to='people.entity'),
                ),
                migrations.CreateModel(
                    name='PublishedTag',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('article', models.ForeignKey(db_column='publishedarticle_id', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedarticle')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag')),
                    ],
                    options={
                        'db_table': 'articles_publishedarticle_tags',
                        'default_permissions': (),
                        'unique_together': {('article', 'tag')},
                    },
                ),
                migrations.AlterField(
                    model_name='publishedarticle',
                    name='tags',
                    field=models.ManyToManyField(blank=True, related_name='published_articles', through='articles.PublishedTag', to='articles.tag'),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name='publishedentity',
            index=models.Index(fields=['entity', '-article'], name='published_entity_newest'),
        ),
        migrations.AddIndex(
            model_name='publishedtag',
            index=models.Index(fields=['tag', '-article'], name='published_tag_newest'),
        ),
    ]
