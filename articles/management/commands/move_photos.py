from typing import Any

from django.core.management.base import BaseCommand

from articles.stand import withholding


class Command(BaseCommand):
    help = (
        "Put files of photos and pages that readers see into the public folder, and others out of "
        "it: after an upgrade, or after a storage failed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved = withholding.move_all_photos()
        self.stdout.write(f"{moved.withheld} photos withheld, {moved.restored} restored")
        moved = withholding.move_all_pages()
        if moved != withholding.Moved():
            self.stdout.write(f"{moved.withheld} page files withheld, {moved.restored} restored")
