from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import search


class Command(BaseCommand):
    help = (
        "Send the search server what it lacks, and what it has lost since: it was "
        "set back to a snapshot, say. The worker does this every few minutes; this does it now."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{search.drain()} changes sent")
        except search.EngineDown as error:
            raise CommandError(f"the search server does not answer: {error}") from error
