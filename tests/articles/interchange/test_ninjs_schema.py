"""The sample as IPTC ninjs 3.1, against what its schema allows.

https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json
"""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import PublishedArticle

pytestmark = pytest.mark.django_db

# Of what the schema allows, what we may say. It takes no other property.
NAME = {"name": str, "rel": str, "uri": "uri", "literal": str}
TEXT = [{"role": str, "contentType": str, "charCount": int, "wordCount": int, "value": str}]
RENDITION = {"name": str, "href": "uri", "contentType": str, "width": int, "height": int}
ITEM = {
    "uri": "uri",
    "standard": {"name": str, "version": str, "schema": "uri"},
    "type": {"text", "picture"},
    "representationType": {"full", "partial"},
    "version": str,
    "firstCreated": "moment",
    "versionCreated": "moment",
    "pubStatus": {"usable", "withheld", "canceled"},
    "copyrightHolder": str,
    "copyrightNotice": str,
    "language": str,
    "title": str,
    "by": str,
    "located": str,
    "headlines": TEXT,
    "descriptions": TEXT,
    "bodies": TEXT,
    "infoSources": [{"name": str, "role": str, "uri": "uri"}],
    "people": [NAME],
    "organisations": [NAME],
    "places": [NAME],
    "events": [NAME],
    "objects": [NAME],
    "subjects": [NAME],
    "genres": [NAME],
    "altIds": [{"role": str, "value": str}],
    "renditions": [RENDITION],
    "digitalSourceType": {"name": str, "uri": "uri"},
}
ITEM["associations"] = [ITEM | {"name": str, "rel": str}]
FORMS = {
    "uri": r"(http://|urn:uuid:)\S+",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+]08:00",
}


def faults(value, allowed, where="item"):
    """Where a document is not as the schema has it."""
    if isinstance(allowed, list):
        found = [faults(each, allowed[0], f"{where}[{n}]") for n, each in enumerate(value)]
        return sum(found, [] if isinstance(value, list) and value else [where])
    if isinstance(allowed, dict):
        unknown = [f"{where}.{name}" for name in value if name not in allowed]
        known = [name for name in value if name in allowed]
        return sum((faults(value[n], allowed[n], f"{where}.{n}") for n in known), unknown)
    if isinstance(allowed, str):
        return [] if re.fullmatch(FORMS[allowed], value) else [where]
    is_right = value in allowed if isinstance(allowed, set) else type(value) is allowed
    return [] if is_right and value != "" else [where]


def test_the_sample_is_as_the_schema_has_it(client):
    call_command("loaddata", "sample_issue", verbosity=0)
    stories = list(PublishedArticle.objects.public())
    items = [client.get(f"/articles/{story.pk}.json").json() for story in stories]
    PublishedArticle.objects.update(withdrawn_at=timezone.now())
    items += [client.get(f"/articles/{story.pk}.json").json() for story in stories]

    assert [fault for item in items for fault in faults(item, ITEM)] == []
    assert len(items) == 18
