from __future__ import annotations

import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, transaction

from articles import search
from articles.models import Article
from articles.text.pinyin import sort_key
from newsroom import serving
from people.models import Reporter, User

EDITOR = "editor"
# Who takes a story from the first word to the reader: login, a name that says that it stands for
# one, and a role as it ships.
STAFF = {
    "reporter": ("记者甲", "记者"),
    EDITOR: ("编辑甲", "编辑"),
    "colleague": ("编辑乙", "编辑"),  # for the first review of what the editor wrote
    "director": ("主任甲", "部门主任"),
    "chief": ("总编甲", "值班总编"),
    "manager": ("管理员甲", "管理员"),
}
CREDITED = "记者"  # a byline comes with this account
HOST = "127.0.0.1"
THREADS = 6  # of which searches take three at the most (newsroom/middleware.py)


class Command(BaseCommand):
    help = "Prepare the database, load the sample issue once, make an editor, and serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--no-serve", action="store_true", help="prepare, but do not serve")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """The port comes first; a database that does not open is said in words, in checks too."""
        options["port"] = _free_port(options["port"])
        try:
            return super().execute(*args, **options)
        except OperationalError as error:
            raise CommandError(
                f"数据库打不开，请检查 DATABASE_URL 或数据目录 {settings.DATA_DIR}\n"
                f"The database cannot be opened: {error}"
            ) from error

    def handle(self, *args: Any, **options: Any) -> None:
        port = options["port"]
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        login = self._prepare()
        address = f"http://{HOST}:{port}/"
        staff = "、".join(f"{login}（{role}）" for login, (_name, role) in STAFF.items())
        self.stdout.write(
            f"\n  网站 Site   {address}\n  后台 Desk   {address}admin/\n  登录 Login  {login}\n"
            f"  同事 Staff  {staff}\n"
            "              同一密码 the same password\n"
            "  停止 Stop   Ctrl+C\n"
        )
        self.stdout.flush()
        if not options["no_serve"]:
            _serve(port)

    @transaction.atomic
    def _prepare(self) -> str:
        """Load what a first run needs; return the line that says how to log in."""
        roles = {role for _name, role in STAFF.values()}
        if Group.objects.filter(name__in=roles).count() < len(roles):
            call_command("loaddata", "roles", verbosity=0)
        if not Article.objects.exists():
            call_command("loaddata", "sample_issue", "score_rules_example", verbosity=0)
        if not search.is_current():  # data from before search, or a newer tokenizer
            search.rebuild()
        given = os.environ.get("NEWSROOM_EDITOR_PASSWORD")
        there = set(User.objects.filter(username__in=STAFF).values_list("username", flat=True))
        logins = [login for login in STAFF if given or login not in there]
        if not logins:
            return (
                f"{EDITOR}，密码在首次运行时显示过 password shown on the first run\n"
                "  重设 Reset  NEWSROOM_EDITOR_PASSWORD=… make demo"
            )
        password = given or secrets.token_urlsafe(9)
        for login in logins:
            _hire(login, password=password)
        return f"{EDITOR if EDITOR in logins else logins[0]} / {password}"


def _hire(login: str, *, password: str) -> None:
    name, role = STAFF[login]
    user, _is_new = User.objects.get_or_create(
        username=login, defaults={"name": name, "is_staff": True}
    )
    user.set_password(password)
    user.save()
    user.groups.add(Group.objects.get(name=role))
    if role == CREDITED:
        key = sort_key(name, is_person=True)
        stands_for_one = {"name": name, "sort_key": key, "bio": "演示账号，不是真人。"}
        Reporter.objects.get_or_create(user=user, defaults=stands_for_one)


def _free_port(wanted: str | int) -> int:
    """Raises CommandError, before anything is changed, for a port that cannot be served on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(wanted)))
        except (OSError, OverflowError, ValueError) as error:
            raise CommandError(
                f"端口 {wanted} 不能用（可能已被占用），请换一个：PORT=8001 make demo\n"
                f"Port {wanted} cannot be used ({error}). Choose another: PORT=8001 make demo"
            ) from error
        port: int = probe.getsockname()[1]
        return port


def _serve(port: int) -> NoReturn:
    """Be the production server with its worker until Ctrl+C. Does not return."""
    granian = Path(sys.executable).with_name("granian")
    server = [
        str(granian),
        "--interface=wsgi",
        f"--host={HOST}",
        f"--port={port}",
        "--workers=1",
        f"--blocking-threads={THREADS}",
        "--respawn-failed-workers",  # else it ends with the first that dies
        "--log-level=warning",
        "newsroom.wsgi:application",
    ]
    worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
    sys.exit(serving.serve(server, worker=worker))
