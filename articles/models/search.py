from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.published import PublishedArticle


class Entry(models.Model):
    """A story as search reads it. Written only by articles.search.

    `text` is plain, for excerpts; `solid` is folded, for comparing, and holds all of the story. The
    index of grams stands beside it: it proposes stories, and `solid` decides.
    """

    solid = models.TextField(blank=True)
    text = models.TextField(blank=True)
    version = models.CharField(max_length=8)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class SearchEntry(Entry):
    """A story on the stand."""

    story = models.OneToOneField(
        PublishedArticle, primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    # A bit for each character of `solid`, set where a word begins: see articles.search.ranking.
    word_starts = models.BinaryField(default=bytes)
    # The newest change a search server has answered for, by its key.
    answered = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("检索条目")
        verbose_name_plural = _("检索条目")
        default_permissions = ()  # nobody edits it
        indexes = [models.Index(fields=["version"], name="search_entry_version")]


class DeskEntry(Entry):
    """A story on the desk, as it was last saved."""

    story = models.OneToOneField(
        Article, primary_key=True, on_delete=models.CASCADE, related_name="desk_entry"
    )
    headline = models.TextField(blank=True)
    marks = models.TextField(blank=True)

    class Meta:
        verbose_name = _("稿件检索条目")
        verbose_name_plural = _("稿件检索条目")
        default_permissions = ()  # nobody edits it
        indexes = [models.Index(fields=["version"], name="desk_entry_version")]


class HeadlineWord(models.Model):
    """A word of a headline, or a tag, that a story on the stand had, and the letters that spell it:
    gao tie for 高铁. Written only by articles.search; whether a public story has it still is asked
    of the index before readers get to see it.
    """

    word = models.CharField(max_length=64, unique=True)
    letters = models.CharField(max_length=400, db_index=True)  # without spaces, gaotie

    class Meta:
        verbose_name = _("标题里的词")
        verbose_name_plural = _("标题里的词")
        default_permissions = ()  # nobody edits it

    def __str__(self) -> str:
        return self.word


class SearchChange(models.Model):
    """A story of which a search server has still to hear. Written only by articles.search.

    The row is written in the transaction that changes the story, and goes when the server has
    answered for it. Its key is the version the server keeps of the story: the higher is the newer.
    """

    story = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("待送检索的改动")
        verbose_name_plural = _("待送检索的改动")
        default_permissions = ()  # nobody edits it

    def __str__(self) -> str:
        return str(self.pk)
