import hashlib
import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.audit_log.writing import record
from articles.enums import Event
from articles.interchange.pages import drafting, reading
from articles.interchange.pages.contents import PageReading, Unreadable
from articles.models import Page


class Command(BaseCommand):
    help = (
        "Read the text of one printed page (plain text, or a PDF with a text layer) into stories "
        "and save them as drafts. Nothing is published, and the same file twice changes nothing. "
        "With --json and no page to put them on, nothing is saved."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--issue", type=date.fromisoformat, metavar="DATE", help="2023-12-26")
        parser.add_argument("--page", type=int, metavar="N", help="the number of its page")
        parser.add_argument("--dry-run", action="store_true", help="read it and save nothing")
        parser.add_argument(
            "--json", action="store_true", help="print the reading, and what was not assigned"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["issue"] is None) != (options["page"] is None):
            raise CommandError("--issue and --page belong together")
        page = self._page(options["issue"], options["page"])
        try:
            data = options["file"].read_bytes()
            found = reading.read_file(data, options["file"].name)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Unreadable as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            json.dump(_in_fields(found), self.stdout, ensure_ascii=False, indent=1)
            self.stdout.write("")
        else:
            self._say(found)
        if options["dry_run"] or (options["json"] and page is None):
            return
        digest = hashlib.sha256(data).hexdigest()
        drafted = drafting.save_drafts(found.stories, page=page, by=None, digest=digest)
        count = len(drafted.articles)
        if drafted.made:
            for article in drafted.articles:
                record(Event.IMPORTED, by=None, about=article)
        said = f"{count} drafts saved" if drafted.made else f"{count} drafts were here already"
        (self.stderr if options["json"] else self.stdout).write(said)

    def _page(self, day: date | None, number: int | None) -> Page | None:
        if day is None or number is None:
            return None
        page = Page.objects.filter(issue__date=day, number=number).first()
        if page is None:
            raise CommandError(f"there is no page {number} in the issue of {day}")
        return page

    def _say(self, found: PageReading) -> None:
        for number, story in enumerate(found.stories, 1):
            self.stdout.write(f"{number:3} {story.headline or '—'}  {story.byline}")
        for line in found.unassigned:
            self.stdout.write(f"  ? {line}")


def _in_fields(found: PageReading) -> dict[str, Any]:
    """The stories, and as unassigned all that is in no field of theirs: each character once.

    A source is printed where a byline is, and stands there, unless the dateline names it.
    """
    data = found.as_data()
    unassigned = [*data["unassigned"], *data["furniture"]]
    for story in data["stories"]:
        unassigned += [*story.pop("captions"), *story.pop("jumps")]
        source = story.pop("source")
        if source and source not in story["dateline"]:
            story["byline"] = " ".join(filter(None, [story["byline"], source]))
    return {"stories": data["stories"], "unassigned": unassigned}
