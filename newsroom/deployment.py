"""Deployments that would lose data or let somebody in. Neither the server nor the worker starts in
one: it says what is wrong and ends. `manage.py check` says the same (newsroom/checks.py).
"""

from __future__ import annotations

import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY, FEWEST_CHARACTERS = 50, 5  # of a secret key, as Django's own check counts
INSECURE = "django-insecure-"  # how a key begins that a generator of projects wrote
FILES = "django.core.files.storage.FileSystemStorage"
MOUNTS = Path("/proc/self/mounts")  # of Linux; elsewhere nobody is told of network folders
NETWORK = {
    *["nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre"],
    *["fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.ceph", "davfs"],
}


class Fault(NamedTuple):
    """What is wrong, under the id that the checks show, and what to do about it."""

    id: str
    what: str
    mend: str


def refuse_unsound() -> None:
    """End this process with the reasons if it must not serve with these settings."""
    try:
        found = list(faults())
    except ImproperlyConfigured as error:  # the settings themselves cannot be read
        sys.exit(f"设置有误 Wrong settings: {error}")
    if found:
        lines = [f"  {fault.id}: {fault.what} {fault.mend}" for fault in found]
        sys.exit("\n".join(["设置有误，没有启动 Wrong settings, not started:", *lines]))


def faults() -> Iterator[Fault]:
    """What is wrong with these settings, and with the files of this machine that they name."""
    yield from _network_faults()
    if is_public():
        yield from _address_faults()
        yield from _key_faults()
        yield from _file_faults()


def is_public() -> bool:
    """Whether others than this machine are served: by a name of their own, or through a server in
    front that speaks HTTPS to them and calls this one by its name on this machine.
    """
    return settings.HTTPS or not set(settings.ALLOWED_HOSTS) <= set(settings.LOOPBACK)


def _address_faults() -> Iterator[Fault]:
    if not settings.HTTPS:  # passwords and sessions would cross a network in the clear
        yield Fault(
            "newsroom.E001",
            "NEWSROOM_HOSTS names a public host, but NEWSROOM_HTTPS is off.",
            "Serve over HTTPS and set NEWSROOM_HTTPS=1.",
        )
    if settings.DEBUG:  # debug pages show source and settings to anyone
        yield Fault(
            "newsroom.E002",
            "NEWSROOM_DEBUG is on for a public host.",
            "Unset NEWSROOM_DEBUG.",
        )
    if any(network.prefixlen == 0 for network in settings.NEWSROOM_PROXIES):
        yield Fault(
            "newsroom.E009",
            "NEWSROOM_PROXIES names every address: anybody would say whose request theirs is.",
            "Name the servers in front alone.",
        )
    for host in settings.ALLOWED_HOSTS:
        if host == "*" or (host.startswith(".") and "." not in host[1:]):
            yield Fault(
                "newsroom.E004",
                f"NEWSROOM_HOSTS has {host}: any name would be taken for the paper's own.",
                "Name the paper's hosts.",
            )


def _key_faults() -> Iterator[Fault]:
    """Who guesses a key writes sessions and signed forms of their own, with an old key as well."""
    for name, key in [
        ("NEWSROOM_SECRET_KEY", settings.SECRET_KEY),
        *(("NEWSROOM_OLD_SECRET_KEYS", old) for old in settings.SECRET_KEY_FALLBACKS),
    ]:
        is_long = len(key) >= SHORTEST_KEY and len(set(key)) >= FEWEST_CHARACTERS
        if not is_long or key.startswith(INSECURE):
            yield Fault(
                "newsroom.E005",
                f"A key in {name} is short or a default: it can be guessed.",
                "Make one: python -c 'import secrets; print(secrets.token_urlsafe(64))'.",
            )


def _file_faults() -> Iterator[Fault]:
    for path in _secret_paths():
        if _is_open_to_all(path):
            yield Fault(
                "newsroom.E006",
                f"Every account of this machine can read {path}.",
                f"Run: chmod -R o= {path}",
            )
    media, public = Path(settings.MEDIA_ROOT), _storage("default")
    if public["BACKEND"] == FILES and not media.is_dir():
        yield Fault(
            "newsroom.E007",
            f"The folder of pictures, {media}, is missing.",
            f"Mount it; where the site is new, run: mkdir -p {media}",
        )


def _secret_paths() -> Iterator[Path]:
    """The database and its log, the key, and the uploads as they came."""
    if database := _sqlite_file():
        yield from (database.with_name(database.name + end) for end in ("", "-wal", "-shm"))
    yield settings.DATA_DIR / "secret_key"
    private = _storage("private")
    if private["BACKEND"] == FILES:
        yield Path(private["OPTIONS"]["location"])


def _storage(name: str) -> dict[str, Any]:
    storage: dict[str, Any] = settings.STORAGES[name]
    return storage


def _is_open_to_all(path: Path) -> bool:
    """Whether any account may read it: the folders above let everybody through, and so does it."""
    if not path.exists():
        return False
    above = (folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
    return bool(path.stat().st_mode & stat.S_IROTH) and all(above)


def _network_faults() -> Iterator[Fault]:
    database = _sqlite_file()
    kind = filesystem(database) if database else ""
    if database and kind in NETWORK:
        yield Fault(
            "newsroom.E008",
            f"The SQLite database {database} lies on a network folder ({kind}), which damages it.",
            "Keep it on a disk of this machine, or use PostgreSQL through DATABASE_URL.",
        )


def _sqlite_file() -> Path | None:
    database = settings.DATABASES["default"]
    if database["ENGINE"] != "django.db.backends.sqlite3":
        return None
    return Path(database["NAME"]).absolute()


def filesystem(path: Path) -> str:
    """The kind of file system that a path lies on, as Linux names it; "" where that is unknown."""
    try:
        lines = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    path, kind, depth = path.resolve(), "", -1
    for line in lines:
        _device, point, found, *_options = line.split(" ")
        place = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point))
        if path.is_relative_to(place) and len(place.parts) >= depth:  # of two there, the later
            kind, depth = found, len(place.parts)
    return kind
