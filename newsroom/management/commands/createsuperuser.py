from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from articles.audit_log.writing import record
from articles.enums import Event
from people.models import User


class Command(createsuperuser.Command):
    """Django's own, which leaves a record."""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        before = set(User.objects.values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.filter(is_superuser=True).exclude(pk__in=before):
            record(Event.POWERS_GIVEN, by=None, about=user, details={"role": "superuser"})
