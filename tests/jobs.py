"""A worker that does each job at the moment at which what asked for it is committed."""

from django.db import transaction

try:
    from django.tasks.backends.immediate import ImmediateBackend
except ImportError:  # Django 5.2
    from django_tasks.backends.immediate import ImmediateBackend


class AfterCommit(ImmediateBackend):
    def enqueue(self, task, args, kwargs):
        transaction.on_commit(lambda: super(AfterCommit, self).enqueue(task, args, kwargs))
