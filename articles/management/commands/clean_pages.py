from typing import Any

from django.core.management.base import BaseCommand

from articles.paper import page_files


class Command(BaseCommand):
    help = (
        "Clean the PDFs of printed pages that were stored before an upgrade. The worker does it "
        "every night; this does it now."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = page_files.clean_stored_pdfs()
        self.stdout.write(
            f"{done['cleaned']} PDFs cleaned, {done['refused']} no longer public, "
            f"{done['lost']} lost"
        )
