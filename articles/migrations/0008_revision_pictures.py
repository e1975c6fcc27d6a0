from django.db import migrations

BATCH = 500


def note_pictures(apps, schema_editor):
    """Note which pictures the revisions that are kept already show."""
    revisions = apps.get_model("articles", "Revision").objects.order_by("pk")
    pictures = apps.get_model("articles", "RevisionPicture").objects
    for key, snapshot in revisions.values_list("pk", "snapshot").iterator(chunk_size=BATCH):
        shown = [use["photo"] for use in snapshot.get("photo_uses", []) if use["photo"]]
        guids = {photo["guid"] for photo in shown if photo.get("guid")}
        pictures.bulk_create(pictures.model(revision_id=key, guid=guid) for guid in sorted(guids))


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_photo_file_names")]

    operations = [migrations.RunPython(note_pictures, migrations.RunPython.noop, elidable=True)]
