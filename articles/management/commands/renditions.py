from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.photos import files as photo_files


class Command(BaseCommand):
    help = (
        "Draw the sizes of photos that are missing, and delete files that nothing shows. The "
        "worker does both every night; this does them now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="draw what is missing")
        parser.add_argument("--prune", action="store_true", help="delete what nothing shows")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["missing"]:
            done = photo_files.draw_missing()
            self.stdout.write(f"{done['drawn']} photos drawn, {done['spoilt']} could not be")
        if options["prune"]:
            self.stdout.write(f"{photo_files.prune()} files pruned")
