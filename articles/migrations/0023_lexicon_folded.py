from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_powers")]

    operations = [
        migrations.AlterField(
            "lexiconentry",
            "folded",
            models.TextField(editable=False),
        ),
        migrations.AlterField(
            "lexiconentry",
            "word",
            models.CharField(
                help_text=(
                    "稿件里出现就提示，写成繁体、异体或全角的，中间有空格、引号的也一样；"
                    "正确写法里包含这个词时，写对的地方不提示。"
                ),
                max_length=60,
                verbose_name="词语",
            ),
        ),
    ]
