from __future__ import annotations

from typing import Any

from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.utils import timezone

from articles.history import revisions
from articles.models import Article, Tag
from articles.stand import publishing
from articles.text.tags import comparable


class Command(loaddata.Command):
    """Django's loaddata, which then publishes the signed-off articles it brought.

    Fixtures hold the desk only. The stand has markup with addresses in it, and those depend on
    the keys this database gives; so it is rendered here, in the same transaction.
    """

    def loaddata(self, fixture_labels: Any) -> None:
        self.articles: set[int] = set()
        super().loaddata(fixture_labels)
        arrived = Article.objects.using(self.using).filter(pk__in=self.articles)
        revisions.record_imports(arrived.for_publishing().order_by("pk"))
        for article in arrived.signed_off().select_related("page__issue").order_by("pk"):
            release = article.page.issue.released_at if article.page else None
            publishing.publish(article, by=None, at=release or timezone.now())

    def save_obj(self, obj: DeserializedObject) -> bool:
        if isinstance(obj.object, Tag):  # a fixture is stored as it stands
            obj.object.compared = comparable(obj.object.name)
        saved = super().save_obj(obj)
        if saved and isinstance(obj.object, Article):
            self.articles.add(obj.object.pk)
        return saved
