from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Autosave(models.Model):
    """What somebody has typed into the story form and not saved. Nobody else ever sees it.

    A story has one of each user; of new stories there is one for each page. It is no edition of the
    story and goes with the story or with its owner.
    """

    article = models.ForeignKey(
        Article,
        verbose_name=_("稿件"),
        null=True,  # a story that has not been saved once
        on_delete=models.CASCADE,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("编辑者"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    window = models.UUIDField(_("窗口"))  # the open page that may write here
    edition = models.PositiveIntegerField(_("打开时的修改次数"))
    saved_at = models.DateTimeField(_("自动保存时间"))
    form = models.JSONField(_("表单"))  # the form as it would be sent: each name with its values

    class Meta:
        verbose_name = _("自动保存")
        verbose_name_plural = _("自动保存")
        default_permissions = ()  # a matter between the form and its owner
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="autosave_once"),
            models.UniqueConstraint(
                fields=["user", "window"], condition=Q(article=None), name="autosave_of_new_story"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
