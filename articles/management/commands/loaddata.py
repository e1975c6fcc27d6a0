from __future__ import annotations

from typing import Any

from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.utils import timezone

from articles.history import revisions
from articles.models import Article
from articles.models.taxonomy import ComparedName as TagName
from articles.stand import publishing
from people.models.named import ComparedName


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
        for field in obj.object._meta.fields:  # a fixture is stored as it stands
            if isinstance(field, TagName | ComparedName):
                field.pre_save(obj.object, add=True)
        saved = super().save_obj(obj)
        if saved and isinstance(obj.object, Article):
            self.articles.add(obj.object.pk)
        return saved
