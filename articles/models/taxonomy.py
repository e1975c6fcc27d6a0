from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from articles.models.rows import ColumnQuerySet, SectionQuerySet, TaggingQuerySet, TagQuerySet
from articles.text.fields import refuse_bare_name
from articles.text.tags import NO_SLUG, comparable


class Section(models.Model):
    """A standing part of the site (栏目 / 频道)."""

    name = models.CharField(_("名称"), max_length=30, unique=True)
    slug = models.SlugField(
        _("网址名"),
        max_length=40,
        unique=True,
        help_text=_("网址中用的英文或拼音；留空则按名称的拼音取。改了以后，旧网址会转到新的。"),
    )
    description = models.TextField(_("简介"), blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    # Set by articles.review.confirmations alone: new, and nobody else has confirmed it yet.
    is_waiting = models.BooleanField(_("等待确认"), default=False, editable=False)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])

    def clean(self) -> None:
        refuse_bare_name(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class SectionEditor(models.Model):
    """A user who works on this section and, once named here, on no section that names them not."""

    section = models.ForeignKey(
        Section, verbose_name=_("栏目"), on_delete=models.CASCADE, related_name="editors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("编辑"),
        on_delete=models.CASCADE,
        related_name="edited_sections",
    )

    class Meta:
        verbose_name = _("栏目编辑")
        verbose_name_plural = _("栏目编辑（列名者只管所列栏目；一个栏目也没列的不受限）")
        constraints = [
            models.UniqueConstraint(
                fields=["section", "user"],
                name="section_editor_once",
                violation_error_message=_("这位编辑已经在本栏目中。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Column(models.Model):
    """A running label over several stories (专栏): 抗严寒 送温暖 保民生 保安全."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    description = models.TextField(_("简介"), blank=True)
    # Set by articles.review.confirmations alone: new, and nobody else has confirmed it yet.
    is_waiting = models.BooleanField(_("等待确认"), default=False, editable=False)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = _("专栏")
        verbose_name_plural = _("专栏")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("column", args=[self.pk])

    def clean(self) -> None:
        refuse_bare_name(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class ComparedName(models.TextField):  # type: ignore[type-arg]  # of texts
    """A tag's name as names are compared, worked out when the row is stored."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        model_instance.compared = comparable(model_instance.name)
        return str(model_instance.compared)


class Tag(TagBase):  # type: ignore[misc]  # taggit has no types
    """A keyword. Its address keeps its Chinese characters. No other looks like it, whatever its
    width, its case or the marks in it.

    A synonym stands for its `main` tag: it is on no story, and its address leads to that tag's.
    """

    # Null where two looked alike before that was refused, until the desk merges them.
    compared = ComparedName(_("比较时的写法"), null=True, unique=True, editable=False)
    main = models.ForeignKey(
        "self",
        verbose_name=_("同义于"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="synonyms",
        help_text=_(
            "填写后，本标签的稿件归那个标签，旧地址转到它的页面，以后写本标签时自动换成它。"
        ),
    )

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="tag_name_once", violation_error_message=_("已有这个标签。")
            ),
            models.CheckConstraint(
                condition=~Q(main=F("id")),
                name="tag_not_its_own_synonym",
                violation_error_message=_("标签不能并入它自己。"),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.address])

    @property
    def address(self) -> str:
        """What stands for it in an address. The forms refuse a name that leaves no slug."""
        return self.slug or NO_SLUG

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class StoryTags(_TaggableManager):  # type: ignore[misc]  # taggit has no types
    """A story's tags: whatever puts a synonym there puts the tag it stands for."""

    def _to_tag_model_instances(self, tags: Any, tag_kwargs: Any) -> list[Tag]:
        rows = [Tag.objects.named(tag) if isinstance(tag, str) else tag for tag in tags]
        found = super()._to_tag_model_instances(rows, tag_kwargs)
        return list(dict.fromkeys(tag.main or tag for tag in found))


class Tagging(ItemBase):  # type: ignore[misc]  # taggit has no types
    """A tag put on an article on the desk."""

    tag = models.ForeignKey(
        Tag, verbose_name=_("标签"), on_delete=models.CASCADE, related_name="taggings"
    )
    content_object = models.ForeignKey(
        "articles.Article",
        verbose_name=_("稿件"),
        on_delete=models.CASCADE,
        related_name="taggings",
    )

    objects = TaggingQuerySet.as_manager()

    class Meta:
        verbose_name = _("稿件标签")
        verbose_name_plural = _("稿件标签")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["tag", "content_object"], name="tagging_once"),
        ]

    def __str__(self) -> str:
        return str(self.tag)

    def natural_key(self) -> tuple[str, str]:
        return (*self.content_object.natural_key(), *self.tag.natural_key())

    natural_key.dependencies = ["articles.article", "articles.tag"]  # type: ignore[attr-defined]  # Django's protocol
