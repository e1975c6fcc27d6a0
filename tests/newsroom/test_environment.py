import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import environment


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("True", True), ("on", True), ("0", False), ("", False)]
)
def test_a_flag_reads_yes_and_no(monkeypatch, value, expected):
    monkeypatch.setenv("NEWSROOM_TRIAL", value)
    assert environment.flag("NEWSROOM_TRIAL") is expected


def test_a_flag_that_is_not_set_has_its_default(monkeypatch):
    monkeypatch.delenv("NEWSROOM_TRIAL", raising=False)
    assert environment.flag("NEWSROOM_TRIAL", default=True) is True


def test_a_flag_that_says_neither_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIAL", "maybe")
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_TRIAL must be 1 or 0, not 'maybe'"):
        environment.flag("NEWSROOM_TRIAL")


def test_words_are_separated_by_commas(monkeypatch):
    monkeypatch.setenv("NEWSROOM_TRIAL", "news.example.cn, .example.com,")
    assert environment.words("NEWSROOM_TRIAL", default=["a"]) == ["news.example.cn", ".example.com"]


def test_words_that_are_not_set_have_their_default(monkeypatch):
    monkeypatch.delenv("NEWSROOM_TRIAL", raising=False)
    assert environment.words("NEWSROOM_TRIAL", default=["a"]) == ["a"]


@pytest.mark.parametrize("value", ["10.0.0.0/33", "10.0.0.1/24", "proxy.example.cn"])
def test_networks_are_addresses(monkeypatch, value):
    monkeypatch.setenv("NEWSROOM_TRIAL", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_TRIAL must name addresses"):
        environment.networks("NEWSROOM_TRIAL", default=[])


@pytest.mark.parametrize("value", ["0", "-1", "8h", "1.5", "٣"])
def test_a_number_is_above_0(monkeypatch, value):
    assert environment.number("NEWSROOM_TRIAL", default=8) == 8
    monkeypatch.setenv("NEWSROOM_TRIAL", "12")
    assert environment.number("NEWSROOM_TRIAL", default=8) == 12
    monkeypatch.setenv("NEWSROOM_TRIAL", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_TRIAL must be a number above 0"):
        environment.number("NEWSROOM_TRIAL", default=8)


def test_a_folder_is_made_with_those_above_it(tmp_path):
    assert environment.folder(tmp_path / "srv" / "newsroom").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="set NEWSROOM_DATA_DIR"):
        environment.folder(tmp_path / "file" / "newsroom")


def test_a_secret_key_is_made_once_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSROOM_SECRET_KEY", raising=False)

    key = environment.secret_key(tmp_path)

    assert len(key) >= 64
    assert environment.secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


WRITES = """
import os
import django
django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection
connection.cursor().execute("create table a (b)")
connection.cursor().execute("insert into a values (1)")
storages["private"].save("a/b.jpg", ContentFile(b"x"))
default_storage.save("photos/a/b.jpg", ContentFile(b"x"))
print(oct(os.stat(f"{connection.settings_dict['NAME']}-wal").st_mode & 0o777))
"""


def test_what_is_written_is_for_its_owner_and_public_pictures_for_a_server_in_front(tmp_path):
    data, media = tmp_path / "data", tmp_path / "media"
    given = {"NEWSROOM_DATA_DIR": str(data), "NEWSROOM_MEDIA_DIR": str(media)}
    given |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PATH": os.environ["PATH"]}

    done = subprocess.run(
        [sys.executable, "-c", WRITES], env=given, capture_output=True, text=True, check=False
    )

    def mode(path):
        return stat.S_IMODE(path.stat().st_mode)

    assert (done.stdout, done.stderr) == ("0o600\n", "")
    assert [mode(data / name) for name in ("db.sqlite3", "secret_key")] == [0o600, 0o600]
    assert [mode(path) for path in (data, data / "originals")] == [0o700, 0o700]
    assert mode(data / "originals" / "a" / "b.jpg") == 0o600
    public = [media, media / "photos", media / "photos" / "a", media / "photos" / "a" / "b.jpg"]
    assert [mode(path) for path in public] == [0o755, 0o755, 0o755, 0o644]


def test_the_environment_s_secret_key_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSROOM_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_secret_key_that_cannot_be_kept_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.delenv("NEWSROOM_SECRET_KEY", raising=False)
    with pytest.raises(ImproperlyConfigured, match="set NEWSROOM_SECRET_KEY"):
        environment.secret_key(tmp_path / "missing")


def test_of_two_keys_made_at_once_the_first_one_stays(tmp_path):
    path = tmp_path / "secret_key"
    environment._keep_once(path, "first")
    environment._keep_once(path, "second")
    assert path.read_text() == "first"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("http://localhost:9200", "http://localhost:9200/newsroom"),
        ("https://u:p%40s@search.example.cn/paper/", "https://u:p%40s@search.example.cn/paper"),
    ],
)
def test_the_address_of_a_search_server_names_its_index(monkeypatch, value, expected):
    monkeypatch.setenv("SEARCH_URL", value)
    assert environment.search_url() == expected


@pytest.mark.parametrize(
    "value",
    [
        *["localhost:9200", "ftp://host/x", "http:///x", "http://host:secret/x", "http://host/a/b"],
        *["http://host/Secret", "http://host/x?secret", "http://host/*", "http://[secret/x"],
    ],
)
def test_an_address_that_is_none_is_refused_without_being_told(monkeypatch, value):
    monkeypatch.setenv("SEARCH_URL", value)
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL must be") as refused:
        environment.search_url()
    assert "ecret" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtps://u:p%40s@mail.example.cn", ("mail.example.cn", 465, "u", "p@s", True, False)),
        ("smtp+tls://mail.example.cn", ("mail.example.cn", 587, "", "", False, True)),
        ("smtp://localhost:2525/", ("localhost", 2525, "", "", False, False)),
    ],
)
def test_the_address_of_a_mail_server(monkeypatch, value, expected):
    monkeypatch.setenv("MAIL_URL", value)
    names = ["host", "port", "username", "password", "use_ssl", "use_tls"]
    assert environment.mail_server() == dict(zip(names, expected, strict=True))


def test_without_an_address_there_is_no_mail_server(monkeypatch):
    monkeypatch.delenv("MAIL_URL", raising=False)
    assert environment.mail_server() == {}


@pytest.mark.parametrize(
    "value",
    [
        *["mail.example.cn", "http://u:secret@host", "smtp://", "smtp://u:secret@host/x"],
        *["smtp://host:secret", "smtps://u:secret@host?x=1"],
    ],
)
def test_a_mail_server_that_is_none_is_refused_without_its_password(monkeypatch, value):
    monkeypatch.setenv("MAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL must be") as refused:
        environment.mail_server()
    assert "secret" not in str(refused.value)


def test_an_address_on_the_web(monkeypatch):
    monkeypatch.delenv("WEBHOOK_URL", raising=False)
    assert environment.web_address("WEBHOOK_URL") == ""
    assert environment.web_address("WEBHOOK_URL", default="http://a/") == "http://a"
    monkeypatch.setenv("WEBHOOK_URL", "https://robot.example.cn/send?key=1")
    assert environment.web_address("WEBHOOK_URL") == "https://robot.example.cn/send?key=1"


@pytest.mark.parametrize(
    "value", ["robot.example.cn", "ftp://host/secret", "https:///secret", "https://h:secret/x"]
)
def test_an_address_that_is_not_on_the_web_is_refused_without_its_key(monkeypatch, value):
    monkeypatch.setenv("WEBHOOK_URL", value)
    with pytest.raises(ImproperlyConfigured, match="WEBHOOK_URL must be") as refused:
        environment.web_address("WEBHOOK_URL")
    assert "secret" not in str(refused.value)


def test_rates_are_those_of_the_default_where_none_is_named(monkeypatch):
    default = "search=120/m,report=20/h"
    monkeypatch.delenv("NEWSROOM_RATES", raising=False)
    rates = {"search": (120, 60), "report": (20, 3600)}
    assert environment.rates("NEWSROOM_RATES", default=default) == rates
    monkeypatch.setenv("NEWSROOM_RATES", "search=0/s")
    assert environment.rates("NEWSROOM_RATES", default=default) == rates | {"search": (0, 1)}


@pytest.mark.parametrize("value", ["search", "search=1", "search=-1/m", "login=1/m", "search=1/d"])
def test_a_rate_that_is_none_is_refused(monkeypatch, value):
    monkeypatch.setenv("NEWSROOM_RATES", value)
    with pytest.raises(ImproperlyConfigured, match="NEWSROOM_RATES must be like search=120/m, not"):
        environment.rates("NEWSROOM_RATES", default="search=120/m")
