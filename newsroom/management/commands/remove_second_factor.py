from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from people.accounts import second_factor
from people.models import User


class Command(BaseCommand):
    help = (
        "Take the second factor from an account whose phone and recovery codes are lost. Its next "
        "login sets up another, where it needs one. It is written down."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("there is no such account")
        second_factor.remove(user, by=None)
        self.stdout.write(f"{user.username} has no second factor any more")
