"""Reading the environment. A value that cannot be read stops the start with its name."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import tempfile
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
MAIL_PORTS = {"smtps": 465, "smtp+tls": 587, "smtp": 25}
SECONDS = {"s": 1, "m": 60, "h": 3600}
RATE = re.compile(r"(?P<what>[a-z]+)=(?P<most>[0-9]{1,6})/(?P<unit>[smh])")
NAME = re.compile(r"[a-z][a-z0-9_]*")  # of an index of OpenSearch, as much of it as we need


def flag(name: str, *, default: bool = False) -> bool:
    """Raises ImproperlyConfigured for anything but yes and no."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in TRUE:
        return True
    if value.lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")


def words(name: str, *, default: list[str]) -> list[str]:
    """A list separated by commas."""
    value = os.environ.get(name)
    if value is None:
        return default
    return [word.strip() for word in value.split(",") if word.strip()]


def number(name: str, *, default: int, least: int = 1) -> int:
    """A number, `least` or more (1 or 0). Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < least:
        wanted = "a number above 0" if least else "0 or a number above 0"
        raise ImproperlyConfigured(f"{name} must be {wanted}, not {value!r}")
    return int(value)


def rates(name: str, *, default: str) -> dict[str, tuple[int, int]]:
    """Numbers and the seconds they are for, by what is counted: `search=120/m,report=20/h`.

    What a value leaves out stays as in `default`; 0 bounds nothing. Raises ImproperlyConfigured for
    anything else.
    """
    found = {}
    for word in [*default.split(","), *words(name, default=[])]:
        rate = RATE.fullmatch(word)
        if not rate or f"{rate['what']}=" not in default:
            raise ImproperlyConfigured(f"{name} must be like {default}, not {word!r}")
        found[rate["what"]] = (int(rate["most"]), SECONDS[rate["unit"]])
    return found


def networks(name: str, *, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks separated by commas. Raises ImproperlyConfigured for anything else."""
    try:
        return [ip_network(word) for word in words(name, default=default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must name addresses or networks: {error}") from error


def search_url() -> str:
    """Where the search server is, from SEARCH_URL; empty if unset.

    http(s)://[user:password@]host[:port][/name], the name being that of our indexes: newsroom
    if it is left out. Raises ImproperlyConfigured for anything else.
    """
    value = os.environ.get("SEARCH_URL", "")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        is_sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        is_sound = False
    name = parts.path.strip("/") or "newsroom" if is_sound else ""
    if not NAME.fullmatch(name) or parts.query or parts.fragment:
        # Without the value: it may hold a password.
        raise ImproperlyConfigured("SEARCH_URL must be http(s)://[user:password@]host[:port]/name")
    return urlunsplit(parts._replace(path=f"/{name}"))


def mail_server() -> dict[str, Any]:
    """The server that takes the paper's mail, from MAIL_URL; empty if unset.

    smtps://user:password@host (TLS from the start, port 465), smtp+tls://… (STARTTLS, 587) or
    smtp://… (no TLS, 25; for a server on this machine). Other ports stand after the host. Raises
    ImproperlyConfigured for anything else.
    """
    value = os.environ.get("MAIL_URL", "")
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        is_sound = parts.scheme in MAIL_PORTS and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        is_sound = False
    if not is_sound or parts.path.strip("/") or parts.query or parts.fragment:
        # Without the value: it may hold a password.
        raise ImproperlyConfigured("MAIL_URL must be smtps://[user:password@]host[:port]")
    return {
        "host": parts.hostname,
        "port": parts.port or MAIL_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
    }


def web_address(name: str, *, default: str = "") -> str:
    """An address of http or https, without a slash at its end.

    Raises ImproperlyConfigured for anything else, without the value: it may hold a key.
    """
    value = os.environ.get(name) or default
    try:
        parts = urlsplit(value)
        is_sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        is_sound = False
    if value and (not is_sound or parts.fragment):
        raise ImproperlyConfigured(f"{name} must be an address of http:// or https://")
    return value.rstrip("/")


def folder(path: Path, *, mode: int = 0o777) -> Path:
    """The folder, made if it is missing. Raises ImproperlyConfigured where that is refused."""
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"the data folder {path} cannot be made ({error.strerror}); set NEWSROOM_DATA_DIR"
        ) from error
    return path


def secret_key(folder: Path) -> str:
    """The key from NEWSROOM_SECRET_KEY, or one made once and kept in `folder`, for its owner.

    Raises ImproperlyConfigured if there is none and none can be kept.
    """
    if key := os.environ.get("NEWSROOM_SECRET_KEY"):
        return key
    path = folder / "secret_key"
    try:
        if not path.exists():
            _keep_once(path, secrets.token_urlsafe(64))
        return path.read_text(encoding="ascii")
    except OSError as error:
        raise ImproperlyConfigured(
            f"no secret key can be kept in {path} ({error.strerror}); set NEWSROOM_SECRET_KEY"
        ) from error


def _keep_once(path: Path, text: str) -> None:
    """Write a file that nobody sees half written; of two at once, the first one's stays."""
    with tempfile.NamedTemporaryFile("w", encoding="ascii", dir=path.parent) as draft:
        draft.write(text)  # the draft is new, and 0600
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, path)
