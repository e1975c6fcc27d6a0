from __future__ import annotations

import fcntl
import os
import socket
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from newsroom import deployment, worker

PAUSE = 1  # second between two looks for work


class Command(BaseCommand):
    help = (
        "Do what the site leaves for later, one job after the other, and every night what keeps it "
        "in order. One such process runs beside the server; readers never wait for it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what waits, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        deployment.refuse_unsound()
        with _alone():
            host = socket.gethostname()[:30]
            left = DBTaskResult.objects.running().order_by("enqueued_at")
            worker.release(job for job in left if job.worker_ids[-1].startswith(f"{host}:"))
            jobs = Worker(
                queue_names=["*"],
                excluded_queue_names=[],
                backend_name="default",
                worker_id=f"{host}:{os.getpid()}",
                batch=True,
                interval=0,
                startup_delay=False,
                max_tasks=None,
            )
            jobs.configure_signals()
            while jobs.running:
                worker.enqueue_chores()
                jobs.run()
                if options["once"]:
                    return
                time.sleep(PAUSE)


@contextmanager
def _alone() -> Iterator[None]:
    """Of two workers on one data folder the second ends: whose jobs were left is then certain."""
    with (settings.DATA_DIR / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError("Another worker runs on this data folder.") from error
        yield
