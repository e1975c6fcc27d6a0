from typing import Any

from django.core.management.base import BaseCommand

from articles import withholding


class Command(BaseCommand):
    help = "Withhold or restore photos of withdrawn stories again, for after a storage failed."

    def handle(self, *args: Any, **options: Any) -> None:
        moved = withholding.settle_all()
        self.stdout.write(f"{moved.withheld} photos withheld, {moved.restored} restored")
