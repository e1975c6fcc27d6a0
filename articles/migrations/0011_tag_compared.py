import articles.models.taxonomy
from django.db import migrations


class Migration(migrations.Migration):
    """Tags that look alike are one: room for what they have in common."""

    dependencies = [("articles", "0010_sent_forms")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="compared",
            field=articles.models.taxonomy.ComparedName(
                editable=False, null=True, unique=True, verbose_name="比较时的写法"
            ),
        ),
    ]
