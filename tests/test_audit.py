"""`make audit` looks at every page: here is proof that its list leaves no template out."""

from pathlib import Path

import pytest
from django.test import Client

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
    "articles/front_page_preview.html",
}


@pytest.mark.parametrize("with_desk", [False, pytest.param(True, marks=pytest.mark.whole)])
def test_the_audit_looks_at_every_template(settings, tmp_path, with_desk):
    """At those of readers' pages; in `make whole` at those of the desk too."""
    settings.MEDIA_ROOT, settings.ROOT_URLCONF = tmp_path, "tests.audit.pages"
    user, rows = site.furnish()
    addresses, session = site.desk(user, rows) if with_desk else ({}, "")
    client = Client()
    client.cookies.load({"sessionid": session})

    seen = set()
    for address in [*site.readers().values(), *addresses.values()]:
        response = client.get(address, follow=True)
        seen |= {template.name for template in response.templates}
        if response.streaming:  # a file: read to its end, which closes it
            response.getvalue()

    pages = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    if not with_desk:
        pages = {page for page in pages if not page.startswith("admin/")}
        pages.remove("articles/preview.html")  # a page of the desk in the readers' dress
    assert "\n".join(sorted(pages - seen - ANSWERS)) == ""
