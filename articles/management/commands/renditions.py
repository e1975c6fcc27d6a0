import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.imaging import PhotoRefused
from articles.models import Photo
from articles.photos import files as photo_files

PAUSE = 2  # seconds between two looks for work


class Command(BaseCommand):
    help = "Draw the sizes of photos that are missing, and delete files that nothing shows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--missing", action="store_true", help="draw what is missing")
        parser.add_argument("--prune", action="store_true", help="delete what nothing shows")
        parser.add_argument("--watch", action="store_true", help="go on drawing until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        self.spoilt: set[int] = set()  # told once, and passed over afterwards
        if options["missing"] or options["watch"]:
            self.stdout.write(f"{self._draw()} photos drawn, {len(self.spoilt)} could not be")
        if options["prune"]:
            self.stdout.write(f"{photo_files.prune()} files pruned")
        while options["watch"]:
            time.sleep(PAUSE)
            self._draw()

    def _draw(self) -> int:
        done = 0
        keys = Photo.objects.to_draw().exclude(pk__in=self.spoilt).values_list("pk", flat=True)
        for key in list(keys):
            photo = Photo.objects.select_related("reporter").filter(pk=key).first()
            if photo is None:  # deleted meanwhile
                continue
            try:
                photo_files.redraw(photo)
            except photo_files.Overtaken:
                continue
            except (OSError, PhotoRefused) as error:
                self.spoilt.add(key)
                self.stderr.write(f"photo {key}: {error}")
            else:
                done += 1
        return done
