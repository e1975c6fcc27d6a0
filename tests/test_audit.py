"""`make audit` looks at every page: here is proof that its list leaves no template out."""

from pathlib import Path

import pytest
from django.test import Client, override_settings

from tests.audit import site

pytestmark = [
    *[pytest.mark.django_db, pytest.mark.usefixtures("sample")],
    *[pytest.mark.ignore_template_errors, pytest.mark.long],
]

TEMPLATES = Path(__file__).parent.parent / "templates"
# Shown only in answer to what somebody sent.
DESK = "admin/articles"
ANSWERS = {
    "admin/delete_selected_confirmation.html",
    f"{DESK}/article/delete_selected_confirmation.html",
    f"{DESK}/article/_conflict.html",
    f"{DESK}/article/_save_again.html",
    f"{DESK}/tag/merge.html",
    "articles/front_page_preview.html",
}


@override_settings(ROOT_URLCONF="tests.audit.pages")
def test_the_audit_looks_at_every_template(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user, rows = site.furnish()
    addresses, session = site.desk(user, rows)
    client = Client()
    client.cookies.load({"sessionid": session})

    seen = set()
    for address in [*site.readers().values(), *addresses.values()]:
        response = client.get(address)
        seen |= {template.name for template in response.templates}

    pages = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    assert "\n".join(sorted(pages - seen - ANSWERS)) == ""
