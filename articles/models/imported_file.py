"""Files that are read into drafts, kept while an editor mends what was read.

What is read is no story yet: nobody finds it, and readers never get it. Saving makes drafts of it
(articles.interchange.importing), and the file then says which.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import ImportKind
from articles.models.issue import Page


class ImportedFile(models.Model):
    """The text of a printed page, or a Word file with one story, on its way to drafts."""

    kind = models.CharField(_("类型"), max_length=8, choices=ImportKind)
    digest = models.CharField(_("内容摘要"), max_length=64)  # SHA-256 of the file, in hexadecimal
    name = models.CharField(_("文件名"), max_length=200)
    page = models.ForeignKey(
        Page,
        verbose_name=_("版面"),
        null=True,  # a story from Word may be for no page
        on_delete=models.CASCADE,
        related_name="imported_files",
    )
    source = models.TextField(_("原文"), blank=True)
    content = models.JSONField(_("读出的内容"))  # as articles.interchange.importing writes it
    edition = models.PositiveIntegerField(_("修改次数"), default=1)
    created_at = models.DateTimeField(_("导入时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("导入者"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("最近修改"), auto_now=True)
    finished_at = models.DateTimeField(_("存成稿件的时间"), null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("存成稿件的人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made = models.JSONField(_("存成的稿件"), default=list)  # their primary keys, in printed order

    class Meta:
        verbose_name = _("导入的文件")
        verbose_name_plural = _("导入的文件")
        default_permissions = ()  # who may make drafts and edit pages may import them
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "page"],
                condition=Q(kind=ImportKind.PAGE),
                name="imported_page_once",
            ),
            models.UniqueConstraint(
                fields=["digest", "created_by"],
                condition=Q(kind=ImportKind.WORD),
                name="imported_word_file_once",
            ),
            models.CheckConstraint(
                name="imported_page_has_a_page",
                condition=Q(page__isnull=False) | ~Q(kind=ImportKind.PAGE),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_finished(self) -> bool:
        """Whether drafts were made of it."""
        return self.finished_at is not None


class ImportedPicture(models.Model):
    """A picture inside a Word file, until the story is saved: only then is it in the library."""

    file = models.ForeignKey(
        ImportedFile,
        verbose_name=_("文件"),
        on_delete=models.CASCADE,
        related_name="pictures",
    )
    guid = models.UUIDField(_("编号"))  # the place of the picture in the text names it
    name = models.CharField(_("文件名"), max_length=200)
    alt = models.CharField(_("替代文字"), max_length=300, blank=True)
    data = models.BinaryField(_("图片"))

    class Meta:
        verbose_name = _("导入的图片")
        verbose_name_plural = _("导入的图片")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "guid"], name="imported_picture_once"),
        ]

    def __str__(self) -> str:
        return self.name
