from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from people.accounts import roles
from people.models import User


class Command(BaseCommand):
    help = (
        "Give an account a role. At the desk two people give a role that reviews or publishes; "
        "this is for a paper that has one yet. It is written down, and the account is told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", help="as the desk calls it: 编辑, 部门主任, 值班总编")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        role = Group.objects.filter(name=options["role"]).first()
        if user is None or role is None:
            missing = "account" if user is None else "role"
            raise CommandError(f"there is no such {missing}")
        roles.give(user, role)
        self.stdout.write(f"{user.username} has the role {role}")
