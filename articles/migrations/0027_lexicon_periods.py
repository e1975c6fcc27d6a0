from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0026_search_ranking'),
    ]

    operations = [
        migrations.AddField(
            model_name='lexiconentry',
            name='valid_from',
            field=models.DateField(blank=True, help_text='姓名职务填任职的第一天，其他词填从哪天起检查；按见报日期算，不限就空着。', null=True, verbose_name='起始日期'),
        ),
        migrations.AddField(
            model_name='lexiconentry',
            name='valid_until',
            field=models.DateField(blank=True, help_text='姓名职务填任职的最后一天：见报日期在这之后，稿件再写这个职务就会提示。', null=True, verbose_name='截止日期'),
        ),
        migrations.AlterField(
            model_name='waiver',
            name='kind',
            field=models.CharField(choices=[('sensitive', '敏感词'), ('error', '易错词'), ('name', '姓名职务'), ('number', '数字'), ('date', '日期时间'), ('mark', '标点'), ('repeat', '重复')], max_length=16, verbose_name='类别'),
        ),
        migrations.AddConstraint(
            model_name='lexiconentry',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_from__lte', models.F('valid_until')), _connector='OR'), name='lexicon_period_in_order', violation_error_message='截止日期不能早于起始日期。'),
        ),
    ]
