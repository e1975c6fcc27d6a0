from django.db import migrations

from articles.text.tags import comparable


def compare(apps, schema_editor):
    """The first of those that look alike gets it; the others stay for the desk to merge."""
    taken = set()
    tags = apps.get_model("articles", "Tag").objects
    for tag in tags.order_by("pk"):
        compared = comparable(tag.name)
        if compared not in taken:
            tags.filter(pk=tag.pk).update(compared=compared)
            taken.add(compared)


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_tag_compared")]

    operations = [migrations.RunPython(compare, migrations.RunPython.noop)]
