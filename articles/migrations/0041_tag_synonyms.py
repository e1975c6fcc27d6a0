import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0040_desk_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='tag',
            name='main',
            field=models.ForeignKey(blank=True, help_text='填写后，本标签的稿件归那个标签，旧地址转到它的页面，以后写本标签时自动换成它。', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='synonyms', to='articles.tag', verbose_name='同义于'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='tag_name_once', violation_error_message='已有这个标签。'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('main', models.F('id')), _negated=True), name='tag_not_its_own_synonym', violation_error_message='标签不能并入它自己。'),
        ),
    ]
