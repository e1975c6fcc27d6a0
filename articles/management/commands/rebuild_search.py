from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles import search


class Command(BaseCommand):
    help = (
        "Index the stand and the desk again, each all or nothing; the old index is searched until "
        "it is done. On SQLite nobody can save meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(f"{search.rebuild()} articles indexed")
        except search.EngineDown as error:
            raise CommandError(f"the search server does not answer: {error}") from error
        self.stdout.write(f"{search.rebuild_desk()} stories of the desk indexed")
