from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Article
from articles.stand import publishing


class Command(BaseCommand):
    help = "Render the stand again from the desk, for after a change of templates."

    def handle(self, *args: Any, **options: Any) -> None:
        live = Article.objects.signed_off().filter(published__isnull=False).order_by("pk")
        count = live.count()
        changed = publishing.republish(live.values_list("pk", flat=True))
        self.stdout.write(f"{count} articles rendered, {changed} changed")
