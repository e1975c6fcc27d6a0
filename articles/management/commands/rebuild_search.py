from typing import Any

from django.core.management.base import BaseCommand

from articles import search


class Command(BaseCommand):
    help = (
        "Index the stand again, all or nothing; readers search the old index until it is done. "
        "On SQLite nobody can publish meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{search.rebuild()} articles indexed")
