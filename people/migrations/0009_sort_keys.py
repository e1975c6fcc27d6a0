"""Keys that were worked out before families' and places' readings were known are worked out again."""

import re
import unicodedata

from django.db import migrations
from pypinyin import lazy_pinyin

from articles.text.pinyin import sort_key

SILENT = re.compile("[^0-9A-Za-z\u3400-\u9fff\U00020000-\U000323af]+")


def work_out_again(apps, schema_editor):
    """A key that somebody wrote otherwise than the characters are mostly read stays."""
    for model, is_person in [
        ("Reporter", lambda kind: kind != "agency"),
        ("Entity", lambda kind: kind == "person"),
    ]:
        rows = apps.get_model("people", model).objects.all()
        for row in rows.only("name", "kind", "sort_key").order_by("pk").iterator():
            key = sort_key(row.name, is_person=is_person(row.kind))
            if row.sort_key != key and row.sort_key == mostly_read(row.name):
                rows.filter(pk=row.pk).update(sort_key=key)


def mostly_read(name):
    name = SILENT.sub("", unicodedata.normalize("NFKD", name))
    return " ".join(filter(None, lazy_pinyin(name, errors=ascii_only))).lower()


def ascii_only(unread):
    return "".join(character for character in unread if character.isascii())


class Migration(migrations.Migration):
    dependencies = [("people", "0008_names_are_compared")]

    operations = [migrations.RunPython(work_out_again, migrations.RunPython.noop)]
