"""The settings file itself, run under different environments."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def read(monkeypatch, tmp_path):
    """The settings that an environment gives."""
    for name in list(os.environ):
        if name.startswith("NEWSROOM_") or name == "DATABASE_URL":
            monkeypatch.delenv(name)

    def read(**environment):
        for name, value in ({"NEWSROOM_DATA_DIR": str(tmp_path)} | environment).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "newsroom" / "settings.py"))

    return read


def test_an_empty_environment_is_a_closed_site_on_this_machine(read, tmp_path):
    settings = read()
    assert settings["DEBUG"] is False
    assert settings["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert settings["LANGUAGE_CODE"] == "zh-hans"
    assert settings["TIME_ZONE"] == "Asia/Shanghai"
    assert settings["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")


def test_the_data_folder_holds_all_that_changes(read, tmp_path):
    settings = read()
    assert settings["MEDIA_ROOT"] == tmp_path / "media"
    assert settings["STATIC_ROOT"] == tmp_path / "static"
    assert settings["STORAGES"]["private"]["OPTIONS"]["location"] == tmp_path / "originals"


def test_sqlite_keeps_what_was_published_and_waits_its_turn(read):
    assert read()["DATABASES"]["default"]["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }


def test_postgresql_is_chosen_by_its_address(read):
    database = read(DATABASE_URL="postgres://desk:word@db.example.cn:5433/news")["DATABASES"]
    assert database["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert database["default"]["HOST"] == "db.example.cn"
    assert "transaction_mode" not in database["default"].get("OPTIONS", {})


def test_https_secures_cookies_and_sends_readers_there(read):
    assert read(NEWSROOM_HOSTS="")["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    settings = read(NEWSROOM_HTTPS="1", NEWSROOM_HOSTS="news.example.cn,.example.com")
    assert settings["ALLOWED_HOSTS"] == ["news.example.cn", ".example.com"]
    assert settings["CSRF_TRUSTED_ORIGINS"] == ["https://news.example.cn", "https://*.example.com"]
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 365 * 24 * 60 * 60


def test_servers_in_front_are_those_of_this_machine_or_those_that_are_named(read):
    assert read()["NEWSROOM_PROXIES"] == []
    https = {"NEWSROOM_HTTPS": "1", "NEWSROOM_HOSTS": "news.example.cn"}
    assert list(map(str, read(**https)["NEWSROOM_PROXIES"])) == ["127.0.0.0/8", "::1/128"]
    named = read(**https, NEWSROOM_PROXIES="10.0.0.0/24, 192.0.2.7")["NEWSROOM_PROXIES"]
    assert list(map(str, named)) == ["10.0.0.0/24", "192.0.2.7/32"]


COOKIES = ["SESSION_COOKIE", "CSRF_COOKIE", "LANGUAGE_COOKIE"]


def test_over_https_a_browser_takes_cookies_from_this_host_alone(read):
    settings = read(NEWSROOM_HTTPS="1", NEWSROOM_HOSTS="news.example.cn")
    assert [settings[f"{cookie}_NAME"] for cookie in COOKIES] == [
        "__Host-sessionid",
        "__Host-csrftoken",
        "__Host-language",
    ]
    assert all(settings[f"{cookie}_SECURE"] for cookie in COOKIES)  # else none of them is taken
    assert not any(settings.get(f"{cookie}_{n}") for cookie in COOKIES for n in ("DOMAIN", "PATH"))
    assert read(NEWSROOM_HTTPS="0")["SESSION_COOKIE_NAME"] == "sessionid"


def test_keys_from_before_are_named(read):
    assert read()["SECRET_KEY_FALLBACKS"] == []
    assert read(NEWSROOM_OLD_SECRET_KEYS="one,two")["SECRET_KEY_FALLBACKS"] == ["one", "two"]


def test_a_plain_demo_asks_for_no_https(read):
    assert "SECURE_SSL_REDIRECT" not in read()


@pytest.mark.parametrize("name", ["NEWSROOM_DEBUG", "NEWSROOM_HTTPS"])
def test_a_wrong_value_stops_the_start_in_one_line(name, tmp_path):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEWSROOM_")}
    clean |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_DATA_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=clean | {name: "maybe"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stderr == f"设置有误 Wrong settings: {name} must be 1 or 0, not 'maybe'\n"
