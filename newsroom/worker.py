"""What the worker does by itself, and when. What a change leaves for it, rooms enqueue.

A job may be done twice: one whose worker was killed is begun again. So each of them changes nothing
where nothing is left to do.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import search
from articles.audit_log import checking
from articles.interchange.importing import saving as imports
from articles.paper import page_files
from articles.photos import files as photo_files
from articles.review import delivery, notices
from articles.saving import sent_forms
from articles.stand import withholding
from articles.tasks import task
from people.accounts import sessions, throttling

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

NIGHT = time(3)  # the paper is printed, nobody reads
KEPT = timedelta(days=2)  # results of jobs; those that failed are kept for two weeks
GIVEN_UP = 3  # deaths of workers in one job, after which it is not begun again


# ---- What is done -------------------------------------------------------------------------------


@task()
def drain_search() -> int:
    """Send a search server what it lacks or has lost; how many changes."""
    return search.drain() if settings.SEARCH_URL else 0


@task()
def renew_search() -> int:
    """After an upgrade, cut again what another tokenizer cut; how many stories."""
    return search.renew()


@task()
def draw_missing_photos() -> dict[str, int]:
    return photo_files.draw_missing()


@task()
def prune_photos() -> int:
    return photo_files.prune()


@task()
def clean_page_pdfs() -> dict[str, int]:
    """Clean the PDFs of pages that were stored before there were the rules of today."""
    return page_files.clean_stored_pdfs()


@task()
def move_files() -> None:
    """Put every picture and page file where it belongs, should a crash have come between."""
    withholding.move_all_photos()
    withholding.move_all_pages()


@task()
def move_due_files() -> None:
    """Readers get the pictures of a story from its hour on without this: it saves us from giving
    them out ourselves where a front server does."""
    withholding.move_due()


@task()
def forget_old_notices() -> int:
    return notices.forget()


@task()
def forget_sent_forms() -> int:
    """Nobody goes back to a page of last week to send its form again."""
    return sent_forms.forget()


@task()
def forget_ended_logins() -> int:
    """Logins that let nobody in any more, and counts of wrong passwords that stop nobody."""
    return sessions.forget_ended() + throttling.forget_old_failures()


@task()
def forget_old_imports() -> int:
    """What was read from files and that nobody went on with for three months."""
    return imports.forget()


@task()
def check_log() -> str:
    """Look for faults in the log of the desk's acts, and tell its head to the process log."""
    for fault in checking.faults():
        logger.error("The log of the desk's acts: %s.", fault)
    return str(checking.tell_head())


@task()
def forget_finished_jobs() -> None:
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=KEPT.days,
        failed_min_age_days=14,
        verbosity=0,
    )


# ---- When ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chore:
    """A job that nobody asks for: every so often, or once a night."""

    job: Any
    every: timedelta | None = None  # None: once a night

    def last_due(self, now: datetime) -> datetime:
        """The latest moment, now or before, at which it should have been begun."""
        if self.every:
            return now - self.every
        here = timezone.localtime(now)
        night = here.replace(hour=NIGHT.hour, minute=0, second=0, microsecond=0)
        return night if night <= here else night - timedelta(days=1)


CHORES = [
    Chore(drain_search, every=timedelta(minutes=5)),
    Chore(renew_search, every=timedelta(minutes=5)),
    Chore(delivery.send_mails, every=timedelta(minutes=1)),  # what was put off
    Chore(delivery.tell_group, every=timedelta(minutes=1)),
    Chore(move_due_files, every=timedelta(minutes=5)),
    Chore(clean_page_pdfs),
    Chore(move_files),
    Chore(draw_missing_photos),
    Chore(prune_photos),
    Chore(forget_old_notices),
    Chore(forget_sent_forms),
    Chore(forget_ended_logins),
    Chore(forget_old_imports),
    Chore(check_log),
    Chore(forget_finished_jobs),
]


def enqueue_chores(*, now: datetime | None = None) -> None:
    """Enqueue every chore that is due. One that never was is due."""
    now = now or timezone.now()
    begun = DBTaskResult.objects.order_by().values_list("task_path").annotate(Max("enqueued_at"))
    last = dict(begun)
    for chore in CHORES:
        before = last.get(chore.job.module_path)
        if before is None or before <= chore.last_due(now):
            chore.job.enqueue()


def release(jobs: Iterable[DBTaskResult[Any, Any]]) -> None:
    """Make jobs wait again whose worker was killed; give those up that killed several."""
    for job in jobs:
        if len(job.worker_ids) < GIVEN_UP:
            job.status = "READY"
            job.save(update_fields=["status"])
        else:
            logger.error("Job %s is given up: %s workers died in it.", job.task_path, GIVEN_UP)
            job.set_failed(RuntimeError(f"{GIVEN_UP} workers died in this job"))
