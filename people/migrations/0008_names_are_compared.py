from django.db import migrations

from people.models.named import ComparedName

SIZE = 1000


def compare(apps, schema_editor):
    for name in ("Reporter", "Entity", "EntityName"):
        rows = apps.get_model("people", name).objects
        for keys in _batches(rows.order_by("pk").values_list("pk", flat=True)):
            found = list(rows.filter(pk__in=keys).only("pk", "name"))
            for row in found:
                row.compared = ComparedName.of(row.name)
            rows.bulk_update(found, ["compared"])


def _batches(keys):
    every = list(keys)
    return (every[start : start + SIZE] for start in range(0, len(every), SIZE))


class Migration(migrations.Migration):
    dependencies = [("people", "0007_compared_names")]

    operations = [migrations.RunPython(compare, migrations.RunPython.noop)]
