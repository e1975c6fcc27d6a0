from typing import Any

from django.core.management.base import BaseCommand

from articles.stand import withholding


class Command(BaseCommand):
    help = "Withhold or restore pictures of withdrawn stories again, for after a storage failed."

    def handle(self, *args: Any, **options: Any) -> None:
        moved = withholding.settle_all()
        self.stdout.write(f"{moved.withheld} photos withheld, {moved.restored} restored")
        moved = withholding.settle_all_pages()
        if moved != withholding.Settled():
            self.stdout.write(f"{moved.withheld} page files withheld, {moved.restored} restored")
