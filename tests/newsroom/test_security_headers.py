import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
ADDRESSES = ["/", "/issues/", "/entities/", "/nowhere/", "/admin/login/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_allows_only_what_the_site_serves_itself(client, address):
    policy = client.get(address)["Content-Security-Policy"]
    assert {directive.strip() for directive in policy.split(";")} == POLICY


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_page_closes_the_usual_doors(client, address, header, value):
    assert client.get(address)[header] == value


@pytest.mark.parametrize("address", [*ADDRESSES, "/static/a.css", "/media/missing.jpg"])
def test_no_answer_lets_a_page_ask_for_a_camera_or_a_place(client, address):
    policy = client.get(address)["Permissions-Policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "payment=()"} <= set(policy)


def test_a_static_file_runs_nothing_and_is_lent_to_no_other_site(client, settings, tmp_path):
    (tmp_path / "a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.STATIC_ROOT = tmp_path
    response = Client().get("/static/a.svg")
    assert (response.status_code, b"".join(response)[:4]) == (200, b"<svg")
    assert response["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_pictures_alone_are_lent_to_readers_of_feeds(client, settings, tmp_path, font):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.jpg").write_bytes(b"bytes")
    story = make.published()
    card = f"/articles/{story.pk}/share-{story.share_mark}.png"
    for address in ("/media/a.jpg", card):
        response = client.get(address)
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.getvalue()


def test_another_host_s_name_is_refused_with_a_readable_page(client):
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "Content-Security-Policy" in response


def test_the_session_cookie_is_hidden_from_scripts(client):
    user = make.editor()
    response = client.post("/admin/login/", {"username": user.username, "password": "pass"})
    assert response.cookies["sessionid"]["httponly"]
    assert response.cookies["sessionid"]["samesite"] == "Lax"


def test_over_https_readers_are_sent_there_and_told_to_stay(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    response = client.get("/")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/"
    response = client.get("/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000"
