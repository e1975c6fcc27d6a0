from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.enums import CorrectionKind
from articles.models.article import Article, ArticleContent
from articles.models.photo import Photo
from articles.models.rows import PublishedArticleQuerySet
from articles.models.taxonomy import Tag
from people.models import Entity, Reporter, Round


class PublishedArticle(ArticleContent):
    """A story on the stand: all that readers get of it. Written only by articles.stand.publishing.

    The stored markup was rendered from our own templates and a cleaned body when the story was
    published; that is why it may be shown as it is.
    """

    article = models.OneToOneField(
        Article,
        verbose_name=_("稿件"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="published",
    )
    guid = models.UUIDField(_("编号"), unique=True, editable=False)
    body_html = models.TextField(_("正文页面"))
    card_html = models.TextField(_("列表卡片"))
    byline_html = models.TextField(_("署名"), blank=True)
    # Markup of the kicker, headline, subhead and title, with where their lines may end.
    titles = models.JSONField(_("标题页面"), default=dict, blank=True)
    context_html = models.TextField(_("标签与相关"), blank=True)
    byline_text = models.CharField(_("署名行"), max_length=300, blank=True)
    photos = models.JSONField(_("图片"), default=list, blank=True)
    corrections_top_html = models.TextField(_("文首更正"), blank=True)
    corrections_bottom_html = models.TextField(_("文末更正"), blank=True)
    corrected_at = models.DateTimeField(_("最近更正"), null=True, blank=True)
    corrected_as = models.CharField(
        _("最近更正的类别"), max_length=16, choices=CorrectionKind, blank=True
    )
    corrections = models.JSONField(_("更正明细"), default=list, blank=True)
    opening = models.TextField(_("提要或开头"), blank=True)
    credits = models.JSONField(_("署名明细"), default=list, blank=True)
    named = models.JSONField(_("人物与单位明细"), default=list, blank=True)
    keywords = models.JSONField(_("关键词"), default=list, blank=True)
    # By what related stories are found: keys, as {"entities": […], "tags": […]}.
    related_by = models.JSONField(_("相关报道的线索"), default=dict, blank=True)
    # What else the markup is made of, see articles.stand.facts; empty where a name is hidden.
    facts = models.JSONField(_("页面的依据"), default=dict, blank=True)
    fingerprint = models.CharField(_("指纹"), max_length=64, blank=True)
    length = models.PositiveIntegerField(_("字数"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=1)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    published_at = models.DateTimeField(_("首次发布"))
    changed_at = models.DateTimeField(_("最近更新"))
    visible_from = models.DateTimeField(_("可见时间"))
    withdrawn_at = models.DateTimeField(_("撤稿时间"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("撤稿原因"), blank=True)
    # When a name was last put out of sight here or shown again, which makes no new version.
    masked_at = models.DateTimeField(_("最近隐名时间"), null=True, blank=True)

    reporters = models.ManyToManyField(Reporter, related_name="published_articles", blank=True)
    entities = models.ManyToManyField(
        Entity, through="PublishedEntity", related_name="published_articles", blank=True
    )
    # Of these, whom the story is about, and who is in its photos.
    subjects = models.ManyToManyField(Entity, related_name="stories_about", blank=True)
    pictured = models.ManyToManyField(Entity, related_name="stories_picturing", blank=True)
    tags = models.ManyToManyField(
        Tag, through="PublishedTag", related_name="published_articles", blank=True
    )
    rounds = models.ManyToManyField(Round, related_name="published_articles", blank=True)
    pictures = models.ManyToManyField(
        Photo, through="PublishedPicture", related_name="published_articles", blank=True
    )

    objects = PublishedArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("已发布稿件")
        verbose_name_plural = _("已发布稿件")
        ordering = ["-visible_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_reason="") | Q(withdrawn_at__isnull=False),
                name="published_reason_only_of_withdrawn",
                violation_error_message=_("没有撤下的稿件不能有撤稿原因。"),
            ),
            models.CheckConstraint(
                condition=Q(corrected_at=None, corrected_as="")
                | Q(corrected_at__isnull=False) & ~Q(corrected_as=""),
                name="published_corrected_at_and_as",
                violation_error_message=_("更正的时间和类别要么都有，要么都没有。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["-visible_from", "-article"],
                name="published_newest",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["section", "-visible_from", "-article"],
                name="published_in_section",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["column", "-visible_from", "-article"],
                name="published_in_column",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["page", "page_order"],
                name="published_on_page",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["visible_from", "article", "changed_at"],  # all the sitemap's index reads
                name="published_for_sitemap",
                condition=Q(withdrawn_at=None),
            ),
            models.Index(
                fields=["-withdrawn_at", "-article"],
                name="published_withdrawn",
                condition=Q(withdrawn_at__isnull=False),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    def natural_key(self) -> tuple[str]:
        return (str(self.guid),)

    @property
    def credit_line(self) -> str:
        """The byline as printed; of a story that nobody signed where it is from."""
        return self.byline_text or self.source

    @property
    def updated_at(self) -> datetime:
        """When readers last got something new: a change before the story's time counts from it."""
        return max(self.changed_at, self.visible_from)

    @property
    def is_updated(self) -> bool:
        """Whether readers got another text after the first: a correction is shown by its own."""
        return self.changed_at > max(filter(None, [self.visible_from, self.corrected_at]))

    @property
    def share_mark(self) -> str:
        """Part of the address of its share picture: another for every other text."""
        return self.fingerprint[:16]

    def title_markup(self, part: str) -> SafeString:
        """The markup of one of `titles`, "" if the story has none of it or was published before
        there were any.
        """
        return mark_safe(str(self.titles.get(part, "")))  # noqa: S308  # rendered by publishing, see the class

    @property
    def card(self) -> SafeString:
        return mark_safe(self.card_html)  # noqa: S308  # rendered by publishing, see the class

    @property
    def body_markup(self) -> SafeString:
        return mark_safe(self.body_html)  # noqa: S308  # rendered by publishing, see the class

    @property
    def byline_markup(self) -> SafeString:
        return mark_safe(self.byline_html)  # noqa: S308  # rendered by publishing, see the class

    @property
    def context_markup(self) -> SafeString:
        return mark_safe(self.context_html)  # noqa: S308  # rendered by publishing, see the class

    @property
    def corrections_top_markup(self) -> SafeString:
        return mark_safe(self.corrections_top_html)  # noqa: S308  # rendered by publishing, see the class

    @property
    def corrections_bottom_markup(self) -> SafeString:
        return mark_safe(self.corrections_bottom_html)  # noqa: S308  # rendered by publishing, see the class


class PublishedPicture(models.Model):
    """A photo that readers get with a story: it cannot be deleted, wherever else it is used."""

    publishedarticle = models.ForeignKey(PublishedArticle, on_delete=models.CASCADE)
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("已发布图片")
        verbose_name_plural = _("已发布图片")
        constraints = [
            models.UniqueConstraint(
                fields=["publishedarticle", "photo"], name="published_picture_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.photo)


class PublishedEntity(models.Model):
    """An entity that a story on the stand names. A row of its own for its index: the newest stories
    of an entity are found without reading the others.
    """

    article = models.ForeignKey(
        PublishedArticle,
        on_delete=models.CASCADE,
        related_name="+",
    )
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "entity"], name="published_entity_once")
        ]
        default_permissions = ()
        indexes = [models.Index(fields=["entity", "-article"], name="published_entity_newest")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.entity_id}"


class PublishedTag(models.Model):
    """A tag that a story on the stand bears, with the same index."""

    article = models.ForeignKey(
        PublishedArticle,
        on_delete=models.CASCADE,
        related_name="+",
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "tag"], name="published_tag_once")
        ]
        default_permissions = ()
        indexes = [models.Index(fields=["tag", "-article"], name="published_tag_newest")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.tag_id}"


class Unmasked(models.Model):
    """The facts of a story on the stand with no name hidden. Readers' code never reads it.

    They give the very same bytes back, whatever has become of the desk's text meanwhile.
    """

    story = models.OneToOneField(
        PublishedArticle,
        verbose_name=_("稿件"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="unmasked",
    )
    fields = models.JSONField(_("原文"))
    keys = models.JSONField(_("关联"))
    pictures = models.ManyToManyField(Photo, through="UnmaskedPicture", related_name="unmasked")

    class Meta:
        verbose_name = _("隐名前的稿件")
        verbose_name_plural = _("隐名前的稿件")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.story)


class UnmaskedPicture(models.Model):
    """A photo that readers will get again with a story: it cannot be deleted meanwhile."""

    unmasked = models.ForeignKey(Unmasked, on_delete=models.CASCADE)
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("隐名前的图片")
        verbose_name_plural = _("隐名前的图片")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unmasked", "photo"], name="unmasked_picture_once")
        ]

    def __str__(self) -> str:
        return str(self.photo)
