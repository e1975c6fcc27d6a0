from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article, Byline, Mention
from articles.models.photo import PhotoUse
from articles.models.rows import CommentQuerySet

# What stands in rows of its own on the story form, by the name of the rows.
ROWS: dict[str, type[models.Model]] = {
    "bylines": Byline,
    "photo_uses": PhotoUse,
    "mentions": Mention,
}


def anchors() -> list[tuple[str, Any]]:
    """What a comment may be about: the whole story, or one part of the story form.

    Worked out from the models, so that a new field can be commented on at once.
    """
    fields = [
        (field.name, field.verbose_name)
        for field in [*Article._meta.fields, *Article._meta.many_to_many]
        if field.editable and not field.primary_key
    ]
    rows = [(name, model._meta.verbose_name) for name, model in ROWS.items()]
    return [("", _("全文")), *fields, *rows]


class Comment(models.Model):
    """A remark of a colleague's on a story, or the answer to one. Readers never see it."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="comments"
    )
    field = models.CharField(_("位置"), max_length=40, choices=anchors, blank=True)
    quote = models.CharField(
        _("原文"), max_length=200, blank=True, help_text=_("所指的那句话，可从稿件中复制；可留空。")
    )
    text = models.TextField(_("批注"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批注者"),
        on_delete=models.PROTECT,
        related_name="comments",
    )
    addressees = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("请谁看"), blank=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("回复的批注"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
    )
    resolved_at = models.DateTimeField(_("解决时间"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("解决者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("批注")
        verbose_name_plural = _("批注")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_is_resolved_by_someone",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="comment_reply_leaves_place_and_resolving_to_its_parent",
                condition=Q(parent=None) | Q(field="", quote="", resolved_at=None),
            ),
        ]
        indexes = [
            models.Index(
                fields=["article"],
                name="comment_open",
                condition=Q(parent=None, resolved_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def for_whom(self) -> str:
        """The names of its addressees, as a sentence takes them."""
        return "、".join(str(person) for person in self.addressees.all())
