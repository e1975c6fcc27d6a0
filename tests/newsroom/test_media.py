import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "secret_key").write_text("secret")
    return settings.MEDIA_ROOT


def test_a_file_is_served_for_good_and_as_what_it_is(client):
    name = default_storage.save("photos/a.jpg", ContentFile(b"bytes"))

    response = client.get(default_storage.url(name))

    assert response.getvalue() == b"bytes"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == "5"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_runs_nothing_even_when_opened_by_itself(client):
    name = default_storage.save("photos/a.svg", ContentFile(b"<svg/>"))
    response = client.get(default_storage.url(name))
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.getvalue()


def test_a_file_of_an_unknown_kind_is_only_bytes(client):
    name = default_storage.save("photos/a.unknown", ContentFile(b"<script>"))
    response = client.get(default_storage.url(name))
    assert response["Content-Type"] == "application/octet-stream"
    assert response.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "missing.jpg",
        "",
        "photos/",
        "../secret_key",
        "photos/../../secret_key",
        "%2e%2e/secret_key",
        "/etc/passwd",
        "a%00.jpg",
        "a" * 5000,
    ],
)
def test_what_is_not_a_file_in_the_folder_is_not_found(client, folder, name):
    (folder / "photos").mkdir()
    assert client.get(f"/media/{name}").status_code == 404


def test_only_reading_is_allowed(client):
    assert client.post("/media/a.jpg").status_code == 405


def test_an_original_has_no_address(client):
    name = storages["private"].save("photos/a.jpg", ContentFile(b"bytes"))
    assert client.get(f"/media/{name}").status_code == 404
