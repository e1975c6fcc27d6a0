"""The worker: what it does by itself and when, and that no job is lost or left half done."""

import fcntl
import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import imaging
from articles.models import Photo
from articles.photos import files as photo_files
from newsroom import worker
from tests import make

pytestmark = pytest.mark.django_db

# The worker closes its connection between two jobs, as a process of its own may.
alone = pytest.mark.django_db(transaction=True)
HOST = socket.gethostname()[:30]


@pytest.fixture(autouse=True)
def queue(settings, tmp_path):
    """Jobs wait in the database, as they do for a site, and one worker may run on this folder."""
    settings.DATA_DIR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting():
    return [job.task_path.rpartition(".")[2] for job in DBTaskResult.objects.ready()]


def left_running(job, *workers, args=()):
    """A job as it stands when the last of these workers was killed in it."""
    result = job.enqueue(*args)
    DBTaskResult.objects.filter(pk=result.id).update(status="RUNNING", worker_ids=list(workers))
    return DBTaskResult.objects.get(pk=result.id)


# ---- When ----------------------------------------------------------------------------------------


def test_every_chore_is_due_at_first_and_then_at_its_time():
    start = timezone.now()
    worker.enqueue_chores(now=start)
    assert sorted(waiting()) == sorted(chore.job.name for chore in worker.CHORES)

    worker.enqueue_chores(now=start)
    worker.enqueue_chores(now=start + timedelta(seconds=50))
    assert len(waiting()) == len(worker.CHORES)

    worker.enqueue_chores(now=start + timedelta(minutes=4))
    assert sorted(waiting()).count("drain_search") == 1
    assert sorted(waiting()).count("send_mails") == 2

    worker.enqueue_chores(now=start + timedelta(minutes=6))
    assert sorted(waiting()).count("drain_search") == 2
    assert sorted(waiting()).count("prune_photos") == 1

    worker.enqueue_chores(now=start + timedelta(days=1))
    assert sorted(waiting()).count("prune_photos") == 2


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2024, 5, 1, 18, 59, tzinfo=UTC), datetime(2024, 4, 30, 19, 0, tzinfo=UTC)),
        (datetime(2024, 5, 1, 19, 0, tzinfo=UTC), datetime(2024, 5, 1, 19, 0, tzinfo=UTC)),
    ],
)
def test_a_nightly_chore_is_due_at_three_of_the_papers_own_clock(now, due):
    assert worker.Chore(worker.prune_photos).last_due(now) == due


# ---- What ----------------------------------------------------------------------------------------


@alone
def test_the_worker_draws_a_new_photo_and_then_has_nothing_left():
    photo = make.library_photo()
    assert "draw" in waiting()

    call_command("work", once=True)

    assert Photo.objects.get(pk=photo.pk).recipe == imaging.RECIPE
    assert waiting() == []
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_a_job_is_undone_with_what_asked_for_it():
    with transaction.atomic():
        make.library_photo()
        transaction.set_rollback(True)

    assert waiting() == []


@alone
def test_a_photo_that_is_gone_is_no_failure():
    photo = make.library_photo()
    Photo.objects.filter(pk=photo.pk).delete()

    call_command("work", once=True)

    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@alone
def test_a_job_that_fails_is_kept_with_its_reason_and_stops_no_other():
    lost, sound = make.library_photo(), make.library_photo()
    lost.original.storage.delete(lost.original.name)

    call_command("work", once=True)

    (failed,) = DBTaskResult.objects.failed()
    assert (failed.args_kwargs["args"], failed.exception_class_path) == (
        [lost.pk],
        "builtins.FileNotFoundError",
    )
    assert Photo.objects.get(pk=sound.pk).recipe == imaging.RECIPE


@alone
def test_finished_jobs_are_forgotten_after_days():
    call_command("work", once=True)
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=3))

    worker.forget_finished_jobs.call()

    assert not DBTaskResult.objects.exists()


# ---- Deaths --------------------------------------------------------------------------------------


@alone
def test_a_job_whose_worker_was_killed_is_done_by_the_next():
    photo = make.library_photo()
    DBTaskResult.objects.all().delete()
    job = left_running(photo_files.draw, f"{HOST}:1", args=[photo.pk])

    call_command("work", once=True)

    job.refresh_from_db()
    assert (job.status, len(job.worker_ids)) == ("SUCCESSFUL", 2)
    assert Photo.objects.get(pk=photo.pk).recipe == imaging.RECIPE


@alone
def test_a_job_of_another_machine_is_left_to_it():
    job = left_running(worker.move_files, "elsewhere:1")

    call_command("work", once=True)

    job.refresh_from_db()
    assert job.status == "RUNNING"


@alone
def test_a_job_that_kills_its_workers_is_given_up():
    job = left_running(worker.move_files, *(f"{HOST}:{n}" for n in range(worker.GIVEN_UP)))

    call_command("work", once=True)

    job.refresh_from_db()
    assert job.status == "FAILED"
    assert "3 workers died in this job" in job.traceback


@alone
def test_a_second_worker_on_the_same_data_ends(settings):
    with (settings.DATA_DIR / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another worker runs"):
            call_command("work", once=True)
