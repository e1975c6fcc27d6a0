"""Photos on the stand get the keys that pages now read; `republish` fills them with what is drawn."""

from django.db import migrations


def add_keys(apps, schema_editor):
    stories = apps.get_model("articles", "PublishedArticle").objects.exclude(photos=[])
    for story in stories.only("photos").iterator():
        for photo in story.photos:
            file = {name: photo[name] for name in ("src", "width", "height")}
            photo.setdefault("source_type", "photograph")
            photo.setdefault("copyright", "")
            photo.setdefault("sources", [])
            photo.setdefault("crops", [])
            photo.setdefault("card", file | {"sources": []})
        story.save(update_fields=["photos"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_photographs")]

    operations = [migrations.RunPython(add_keys, migrations.RunPython.noop)]
