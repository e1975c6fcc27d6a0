from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0019_acknowledgements'),
    ]

    operations = [
        migrations.AddField(
            model_name='pendingchange',
            name='note',
            field=models.TextField(blank=True, verbose_name='提出的原因'),
        ),
        migrations.AlterField(
            model_name='pendingchange',
            name='kind',
            field=models.CharField(choices=[('addition', '新增'), ('change', '修改'), ('deletion', '删除'), ('merger', '合并')], max_length=16, verbose_name='类别'),
        ),
    ]
