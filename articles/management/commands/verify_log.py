from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.audit_log import checking
from articles.audit_log.checking import Head


class Command(BaseCommand):
    help = (
        "Check the log of the desk's acts line by line. Prints each fault and ends with 1 if there "
        "is any; else prints the head of the log. A head that was kept before (the process log and "
        "each backup have some) shows that nothing was cut off since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            metavar="NUMBER:HASH",
            help="an end that the log is known to have had; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = [Head.read(text) for text in options["head"]]
        except ValueError as error:
            raise CommandError(f"{error} is no head; one is a number, a colon and a hash") from None
        count = 0
        for fault in checking.faults(heads):
            self.stdout.write(fault)
            count += 1
        if count:
            raise CommandError(f"the log was tampered with: {count} faults")
        self.stdout.write(f"the log is as it was written; its head is {checking.head()}")
