from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_draft_rolls'),
    ]

    operations = [
        migrations.AddField(
            model_name='honour',
            name='unit_as_printed',
            field=models.CharField(blank=True, help_text='名单上印的单位、住址或身份，如“后宅街道李祖村”；以后改名也不随之改变。', max_length=100, verbose_name='见报单位或身份'),
        ),
    ]
