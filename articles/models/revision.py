from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.enums import RevisionCause, Stage
from articles.models.article import Article
from articles.models.review import kept_with_its_story
from articles.models.rows import RevisionQuerySet


class Revision(models.Model):
    """An article as it stood after a save or a step. Written once, by articles.history.revisions:
    the database refuses to change it, and to delete it unless its story was never handed in.

    What it names is kept by name as well as by key, so that it reads the same when a reporter is
    renamed, a tag deleted or a user gone.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=kept_with_its_story, related_name="revisions"
    )
    edition = models.PositiveIntegerField(_("第几版"))
    stage = models.CharField(_("阶段"), max_length=16, choices=Stage)
    cause = models.CharField(_("缘由"), max_length=16, choices=RevisionCause)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("修改者"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_name = models.CharField(_("修改者姓名"), max_length=310, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    length = models.PositiveIntegerField(_("字数"), default=0)
    snapshot = models.JSONField(_("全文"))

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("修改记录")
        verbose_name_plural = _("修改记录")
        ordering = ["article", "-edition"]
        default_permissions = ()  # who may see the article may see what it was
        constraints = [
            models.UniqueConstraint(fields=["article", "edition"], name="revision_once"),
            models.CheckConstraint(condition=Q(edition__gte=1), name="revision_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("第 %(edition)s 版") % {"edition": self.edition})

    def natural_key(self) -> tuple[str, int]:
        return (*self.article.natural_key(), self.edition)

    natural_key.dependencies = ["articles.article"]  # type: ignore[attr-defined]  # Django's protocol


class RevisionPicture(models.Model):
    """A picture that a revision shows, by the number that is kept when the picture is deleted."""

    revision = models.ForeignKey(
        Revision, verbose_name=_("修改记录"), on_delete=models.CASCADE, related_name="pictures"
    )
    guid = models.UUIDField(_("图片编号"), db_index=True)

    class Meta:
        verbose_name = _("旧版图片")
        verbose_name_plural = _("旧版图片")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["revision", "guid"], name="revision_picture_once"),
        ]

    def __str__(self) -> str:
        return str(self.guid)
