"""Wrong deployments: the real server and the worker say why they do not start, and end."""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from ipaddress import ip_network
from pathlib import Path

import pytest

from newsroom import deployment

ROOT = Path(__file__).parent.parent.parent
KEY = "a-key-of-this-test-0123456789-0123456789-0123456789"
OURS = ("NEWSROOM_", "DATABASE_URL", "SEARCH_URL", "DJANGO_")
REFUSED = "设置有误，没有启动 Wrong settings, not started:\n"


@pytest.fixture
def folder():
    """A data folder that every account can enter, unlike one of pytest's, with nothing wrong."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-deployment-"))
    folder.chmod(0o755)
    (folder / "media").mkdir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def environment(folder):
    """What a public site's server is given, with nothing wrong."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return clean | {
        "NEWSROOM_DATA_DIR": str(folder),
        "NEWSROOM_HOSTS": "news.example.cn",
        "NEWSROOM_HTTPS": "1",
        "NEWSROOM_SECRET_KEY": KEY,
    }


def run(*command, environment):
    """A command to its end, and what it said of what is wrong."""
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    return result.returncode, result.stderr


def granian(environment, *flags):
    """The production server, as README starts it, with one worker."""
    program = Path(sys.executable).with_name("granian")
    flags = ["--interface", "wsgi", "--port", "0", "--log-level", "error", *flags]
    return run(program, *flags, "newsroom.wsgi:application", environment=environment)


def with_a_database(folder, mode):
    file = folder / "db.sqlite3"
    file.touch()
    file.chmod(mode)


def with_uploads(folder, mode):
    (folder / "originals").mkdir()
    (folder / "originals").chmod(mode)


def with_a_kept_key(folder, mode):
    (folder / "secret_key").write_text(KEY)
    (folder / "secret_key").chmod(mode)


def without_media(folder, _mode):
    (folder / "media").rmdir()


# What a deployment sets, what its files are, and what it is told.
WRONG = {
    "plain": ({"NEWSROOM_HTTPS": "0"}, None, "E001: NEWSROOM_HOSTS names a public host"),
    "debug": ({"NEWSROOM_DEBUG": "1"}, None, "E002: NEWSROOM_DEBUG is on"),
    "any host": ({"NEWSROOM_HOSTS": "*"}, None, "E004: NEWSROOM_HOSTS has *"),
    "every proxy": ({"NEWSROOM_PROXIES": "0.0.0.0/0"}, None, "E009: NEWSROOM_PROXIES names"),
    "a whole domain": ({"NEWSROOM_HOSTS": ".cn"}, None, "E004: NEWSROOM_HOSTS has .cn"),
    "short key": ({"NEWSROOM_SECRET_KEY": "secret"}, None, "E005: A key in NEWSROOM_SECRET_KEY"),
    "key of one letter": ({"NEWSROOM_SECRET_KEY": "a" * 60}, None, "E005: A key in"),
    "default key": ({"NEWSROOM_SECRET_KEY": f"django-insecure-{KEY}"}, None, "E005: A key in"),
    "short old key": ({"NEWSROOM_OLD_SECRET_KEYS": "secret"}, None, "E005: A key in NEWSROOM_OLD"),
    "open database": ({}, with_a_database, "E006: Every account of this machine can read"),
    "open uploads": ({}, with_uploads, "E006: Every account of this machine can read"),
    "open key": ({}, with_a_kept_key, "E006: Every account of this machine can read"),
    "no media": ({}, without_media, "E007: The folder of pictures"),
}


@pytest.mark.whole
@pytest.mark.parametrize("wrong", WRONG)
def test_the_server_ends_and_says_why(environment, folder, wrong):
    given, make, said = WRONG[wrong]
    if make:
        make(folder, 0o755)

    code, stderr = granian(environment | given)

    assert code == 1
    assert stderr.startswith(f"{REFUSED}  newsroom.{said}")


@pytest.mark.long
def test_the_server_ends_with_all_that_is_wrong_though_its_workers_are_started_again(
    environment, folder
):
    """As README starts it, and the worker too; `check` says the same."""
    for make in (with_a_database, with_uploads, without_media):
        make(folder, 0o755)
    wrong = environment | {
        "NEWSROOM_HTTPS": "0",
        "NEWSROOM_DEBUG": "1",
        "NEWSROOM_HOSTS": "*",
        "NEWSROOM_SECRET_KEY": "secret",
    }
    ids = [f"newsroom.E00{number}:" for number in (1, 2, 4, 5, 6, 6, 7)]

    code, stderr = granian(wrong, "--respawn-failed-workers")
    one = stderr.removeprefix(REFUSED).partition(REFUSED)[0]
    assert code == 1
    assert [word for word in one.split() if word.startswith("newsroom.E")] == ids

    checked, worked = (
        run(sys.executable, "manage.py", *command, environment=wrong)
        for command in (["check"], ["work", "--once", "--skip-checks"])
    )
    assert checked[0] == worked[0] == 1
    assert sorted(word for word in checked[1].split() if "newsroom.E0" in word) == sorted(
        f"({each.rstrip(':')})" for each in ids
    )
    assert worked[1].startswith(REFUSED)


@pytest.mark.parametrize(
    ("mode", "make"), [(0o600, with_a_database), (0o700, with_uploads), (0o600, with_a_kept_key)]
)
def test_what_its_owner_alone_reads_is_no_fault(settings, monkeypatch, folder, mode, make):
    take(settings, monkeypatch, folder)
    make(folder, mode)
    assert list(deployment.faults()) == []
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | stat.S_IROTH)
    assert {fault.id for fault in deployment.faults()} == {"newsroom.E006"}
    folder.chmod(0o700)
    assert list(deployment.faults()) == []


def test_behind_https_a_site_is_public_by_whatever_name_it_is_called(settings, monkeypatch, folder):
    take(settings, monkeypatch, folder)
    settings.ALLOWED_HOSTS, settings.DEBUG = ["127.0.0.1"], True
    settings.NEWSROOM_PROXIES = [ip_network("10.0.0.0/8"), ip_network("::/0")]

    assert [fault.id for fault in deployment.faults()] == ["newsroom.E002", "newsroom.E009"]


def take(settings, monkeypatch, folder):
    """The settings of a public site on such a folder."""
    settings.ALLOWED_HOSTS = ["news.example.cn"]
    settings.SECRET_KEY, settings.HTTPS, settings.DEBUG = KEY, True, False
    settings.DATA_DIR, settings.MEDIA_ROOT = folder, folder / "media"
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3")}
    for name, value in database.items():
        monkeypatch.setitem(settings.DATABASES["default"], name, value)
    private = settings.STORAGES["private"] | {"OPTIONS": {"location": folder / "originals"}}
    settings.STORAGES = settings.STORAGES | {"private": private}


MOUNTS = """\
/dev/vda1 / ext4 rw 0 0
files:/news /srv/the\\040paper nfs4 rw,vers=4.2 0 0
//files/news /mnt/share cifs rw 0 0
tmpfs /srv/the\\040paper/here tmpfs rw 0 0
me@files:/ /home/me/files fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/db.sqlite3", "ext4"),
        ("/srv/the paper/db.sqlite3", "nfs4"),
        ("/srv/the paper/here/db.sqlite3", "tmpfs"),
        ("/srv/the paperwork/db.sqlite3", "ext4"),
        ("/mnt/share/data/db.sqlite3", "cifs"),
        ("/home/me/files/db.sqlite3", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_database_is_known(monkeypatch, tmp_path, path, kind):
    monkeypatch.setattr(deployment, "MOUNTS", tmp_path / "mounts")
    assert deployment.filesystem(Path(path)) == ""
    (tmp_path / "mounts").write_text(MOUNTS)
    assert deployment.filesystem(Path(path)) == kind


def test_sqlite_on_a_network_folder_is_served_on_no_machine(environment, folder, tmp_path):
    (tmp_path / "mounts").write_text(f"files:/news {folder} nfs4 rw 0 0\n")
    start = f"""
from pathlib import Path
from newsroom import deployment
deployment.MOUNTS = Path({str(tmp_path / "mounts")!r})
import newsroom.wsgi
"""
    given = environment | {"NEWSROOM_HOSTS": "127.0.0.1"}

    code, stderr = run(sys.executable, "-c", start, environment=given)
    assert code == 1
    assert stderr.startswith(f"{REFUSED}  newsroom.E008: The SQLite database {folder}")

    given["DATABASE_URL"] = "postgres:///newsroom"
    assert run(sys.executable, "-c", start, environment=given) == (0, "")
