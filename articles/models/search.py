from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.published import PublishedArticle


class SearchEntry(models.Model):
    """A story on the stand as search reads it. Written only by articles.search.

    `text` is plain, for excerpts; the others are folded, for comparing. The engine's own index
    stands beside it: it proposes stories, and `solid` decides.
    """

    story = models.OneToOneField(
        PublishedArticle, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    headline = models.TextField(blank=True)
    subhead = models.TextField(blank=True)
    aside = models.TextField(blank=True)
    marks = models.TextField(blank=True)
    solid = models.TextField(blank=True)
    text = models.TextField(blank=True)
    version = models.CharField(max_length=8)

    class Meta:
        verbose_name = _("检索条目")
        verbose_name_plural = _("检索条目")
        default_permissions = ()  # nobody edits it
        indexes = [models.Index(fields=["version"], name="search_entry_version")]

    def __str__(self) -> str:
        return str(self.pk)
