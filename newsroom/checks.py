"""System checks for deployments that would lose data or let somebody in."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.apps.config import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model
from django.utils import timezone

from articles import search
from articles.imaging import share_card
from articles.models import (
    Article,
    DeskEntry,
    Notice,
    PublishedArticle,
    SearchChange,
    SearchEntry,
)
from newsroom import deployment

LATE = timedelta(minutes=10)  # after which a change that was not sent on is a fault
WAL_RESET_BUG = ((3, 7, 0), (3, 51, 3))  # first version with it, first version without


def _are_there(*models: type[Model]) -> bool:
    """Whether the database has these tables whole: a migration may have been interrupted, and
    `migrate` runs the checks before it goes on."""
    tables = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in models} <= tables:
        return False
    with connection.cursor() as cursor:
        return all(_columns(model) <= _columns_there(model, cursor) for model in models)


def _columns(model: type[Model]) -> set[str | None]:
    return {field.column for field in model._meta.concrete_fields}


def _columns_there(model: type[Model], cursor: CursorWrapper) -> set[str | None]:
    found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {column.name for column in found}


@register(Tags.security)
def deployment_is_sound(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """E001, E002, E004 to E009: what keeps the server from starting keeps commands from it too."""
    return [Error(fault.what, hint=fault.mend, id=fault.id) for fault in deployment.faults()]


@register(Tags.security, deploy=True)
def public_site_has_its_own_key(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """E003: a key in the data folder is lost, or copied, with that folder."""
    if not deployment.is_public() or os.environ.get("NEWSROOM_SECRET_KEY"):
        return []
    return [
        Error(
            "A public site keeps its secret key in the data folder.",
            hint="Set NEWSROOM_SECRET_KEY.",
            id="newsroom.E003",
        )
    ]


@register(Tags.security, deploy=True)
def who_decides_needs_a_second_factor(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """W002: whoever learns an editor's password publishes."""
    if not deployment.is_public() or settings.SECOND_FACTOR:
        return []
    return [
        Warning(
            "NEWSROOM_SECOND_FACTOR is off for a public host: who learns a password publishes.",
            hint="Unset NEWSROOM_SECOND_FACTOR.",
            id="newsroom.W002",
        )
    ]


@register(Tags.compatibility, deploy=True)  # Tags.database runs only where a database is named
def sqlite_is_sound(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """W001: SQLite before 3.51.3 can corrupt a database in WAL mode in a rare race.

    https://www.sqlite.org/wal.html#walresetbug
    """
    engine = settings.DATABASES["default"]["ENGINE"]
    first, fixed = WAL_RESET_BUG
    if engine != "django.db.backends.sqlite3" or not first <= sqlite3.sqlite_version_info < fixed:
        return []
    return [
        Warning(
            f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug (mended in 3.51.3).",
            hint="Use a newer SQLite, or PostgreSQL through DATABASE_URL; keep backups either way.",
            id="newsroom.W001",
        )
    ]


@register(Tags.compatibility, deploy=True)
def headlines_can_be_drawn(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """I001: a story without a photograph is shared without a picture."""
    if share_card.font_file():
        return []
    return [
        Info(
            "No Chinese font is installed: stories without a photo are shared without a picture.",
            hint="Install one, on Debian with apt install fonts-noto-cjk.",
            id="newsroom.I001",
        )
    ]


@register(Tags.database)
def search_index_is_current(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W010: stories that search does not know, or knows by another tokenizer's rules."""
    if "default" not in (databases or ()):
        return []
    if not _are_there(SearchEntry, DeskEntry, SearchChange, PublishedArticle, Article):
        return []  # not migrated yet
    if search.is_current():
        return []
    return [
        Warning(
            "The search index is not current: some published stories are not found, or not fully.",
            hint="Run manage.py rebuild_search.",
            id="newsroom.W010",
        )
    ]


@register(Tags.database)
def search_server_is_told(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W011: changes of stories that the search server has not answered for in some minutes."""
    if "default" not in (databases or ()):
        return []
    if not _are_there(SearchChange):
        return []  # not migrated yet
    late = SearchChange.objects.filter(at__lt=timezone.now() - LATE).count()
    if not late:
        return []
    return [
        Warning(
            f"{late} changes wait for the search server; readers find the stories as they were.",
            hint="See that the server SEARCH_URL names is up, and run manage.py drain_search.",
            id="newsroom.W011",
        )
    ]


@register(Tags.security, deploy=True)
def search_server_is_https(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """W012: a password and the paper's text must not cross a network in the clear."""
    parts = urlsplit(settings.SEARCH_URL)
    if parts.scheme != "http" or parts.hostname in {"127.0.0.1", "localhost", "::1"}:
        return []
    return [
        Warning(
            "SEARCH_URL names a server on another machine without TLS.",
            hint="Use https in SEARCH_URL; SSL_CERT_FILE names an authority of your own.",
            id="newsroom.W012",
        )
    ]


@register(Tags.security, deploy=True)
def outside_is_spoken_to_in_secret(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """W013: headlines, a password and a robot's key must not cross a network in the clear."""
    server, robot = settings.MAIL_SERVER, urlsplit(settings.WEBHOOK_URL)
    is_plain = server and not (server["use_ssl"] or server["use_tls"])
    hosts = {
        "MAIL_URL": server["host"] if is_plain else "",
        "WEBHOOK_URL": robot.hostname if robot.scheme == "http" else "",
    }
    return [
        Warning(
            f"{name} names a server on another machine without TLS.",
            hint="Use smtps, smtp+tls or https.",
            id="newsroom.W013",
        )
        for name, host in hosts.items()
        if host and host not in {"127.0.0.1", "localhost", "::1"}
    ]


@register(Tags.database)
def notices_get_out(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W014: notices that the mail server or the group's robot has not taken for some time."""
    if "default" not in (databases or ()) or not _are_there(Notice):
        return []
    late = timezone.now() - LATE
    count = Notice.objects.filter(due_at__isnull=False, at__lt=late).count()
    if not count:
        return []
    return [
        Warning(
            f"{count} notices wait to be sent by mail or to the group.",
            hint="See that manage.py work runs and what its log says of MAIL_URL and WEBHOOK_URL.",
            id="newsroom.W014",
        )
    ]
