"""How large a request may be, and of how many parts: what is more is refused before any view."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db

FIELDS, FILES, BYTES = 20_000, 100, 10 * 1024 * 1024


def report(client, **said):
    return client.post(f"/articles/{make.published().pk}/report/", **said)


def urlencoded(body):
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (urlencoded("a=1&" * (FIELDS - 1) + "text="), 200),  # read, and the form says what lacks
        (urlencoded("a=1&" * (FIELDS + 1)), 400),
        (urlencoded("text=" + "a" * (BYTES - 10)), 200),
        (urlencoded("text=" + "a" * BYTES), 400),
        ({"data": {"text": "a" * (BYTES + 1)}}, 400),  # as multipart
        ({"data": {f"field{n}": "1" for n in range(FIELDS + 1)}}, 400),
    ],
)
def test_a_form_has_so_many_fields_and_bytes(client, said, status):
    assert report(client, **said).status_code == status


@pytest.mark.parametrize(("many", "status"), [(FILES, 200), (FILES + 1, 400)])
def test_a_form_has_so_many_files(client, many, status):
    client.force_login(make.account(is_superuser=True, is_staff=True))
    files = [SimpleUploadedFile(f"{n}.txt", b"no picture") for n in range(many)]
    response = client.post(
        reverse("admin:articles_photo_upload"), {"files": files, "place": "某地"}
    )
    assert response.status_code == status


def test_an_address_has_so_many_parameters(client):
    assert client.get("/search/?" + "q=1&" * (FIELDS - 1)).status_code == 200
    assert client.get("/search/?" + "q=1&" * (FIELDS + 1)).status_code == 400
