"""Who writes, and who is written about: reporters and entities."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.text.fields import refuse_bare_name
from articles.text.pinyin import typed_key
from articles.text.tokens import solid
from people.enums import EntityKind, ReporterKind
from people.models.rows import EntityNameQuerySet, EntityQuerySet, ReporterQuerySet


class ComparedName(models.TextField):  # type: ignore[type-arg]  # of texts
    """The row's name as search compares names, worked out when the row is stored."""

    def pre_save(self, model_instance: Any, add: bool) -> str:
        model_instance.compared = self.of(model_instance.name)
        return str(model_instance.compared)

    @staticmethod
    def of(name: str) -> str:
        return solid(name).strip()


class Named(models.Model):
    """A name that two may share, told apart by a distinction only the desk sees."""

    name = models.CharField(_("名称"), max_length=100)
    compared = ComparedName(_("比较时的写法"), default="", db_index=True, editable=False)
    distinction = models.CharField(
        _("同名区分"),
        max_length=60,
        blank=True,
        help_text=_("有同名时填写，如单位或职业，用来区分；平时留空。"),
    )
    sort_key = models.CharField(
        _("拼音排序"),
        max_length=200,
        blank=True,
        help_text=_("留空则按拼音自动填写；多音姓氏有误时可改。"),
    )
    portrait = models.ForeignKey(
        "articles.Photo",
        verbose_name=_("肖像"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Written by articles.stand.hiding alone, which takes the name out of what is published as well.
    hidden = models.BooleanField(_("对读者隐藏"), default=False, editable=False)
    is_waiting = models.BooleanField(_("待确认"), default=False, editable=False)
    # Set where a story of a later moment was the first to name it: readers have both from then on.
    visible_from = models.DateTimeField(_("可见时间"), null=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}（{self.distinction}）" if self.distinction else self.name

    @property
    def is_visible(self) -> bool:
        """Whether readers may see it; the same as `visible()` of its rows."""
        is_due = self.visible_from is None or self.visible_from <= timezone.now()
        return is_due and not (self.hidden or self.is_waiting)

    def clean(self) -> None:
        """A portrait is shown without a review, so it must be fit to be published."""
        self.sort_key = typed_key(self.sort_key)
        refuse_bare_name(self.name)
        if self.portrait and (problems := self.portrait.problems()):
            raise ValidationError({"portrait": problems})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """Two that bear the same name, however it is spelled, are told apart."""
        super().validate_unique(exclude)
        same = {"compared": ComparedName.of(self.name), "distinction": self.distinction}
        if isinstance(self, Entity):
            same["kind"] = self.kind
        others = type(self)._default_manager.filter(**same).exclude(name=self.name)
        if other := others.exclude(pk=self.pk).first():
            raise ValidationError(
                {
                    "name": ValidationError(
                        _("已有“%(name)s”，只是写法不同。是同一个就用它，不是请填“同名区分”。"),
                        params={"name": other.name},
                    )
                }
            )


class Reporter(Named):
    """Someone who may be credited in a byline: staff, correspondent or agency."""

    title = models.CharField(
        _("职务"),
        max_length=40,
        blank=True,
        default="全媒体记者",
        help_text=_("现在的称谓，如“全媒体记者”。稿件署名另存当时印出的称谓，不随此改变。"),
    )
    kind = models.CharField(
        _("类别"), max_length=16, choices=ReporterKind, default=ReporterKind.STAFF
    )
    bio = models.TextField(_("简介"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登录账号"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reporter",
        help_text=_("此人登录后台所用的账号。"),
    )

    objects = ReporterQuerySet.as_manager()

    class Meta:
        verbose_name = _("记者")
        verbose_name_plural = _("记者")
        ordering = ["sort_key", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "distinction"],
                name="reporter_name_unique",
                violation_error_message=_("已有同名记者，请在“同名区分”中加以区别。"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["visible_from"],
                name="reporter_due",
                condition=Q(visible_from__isnull=False),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("reporter", args=[self.pk])

    @property
    def is_person(self) -> bool:
        return self.kind != ReporterKind.AGENCY

    def natural_key(self) -> tuple[str, str]:
        return self.name, self.distinction


class Entity(Named):
    """A person, workshop, school, place or body that stories name and honours go to."""

    kind = models.CharField(_("类别"), max_length=16, choices=EntityKind, default=EntityKind.PERSON)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("所属"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
        help_text=_("上级单位或所在地，如李祖村属于后宅街道。"),
    )
    description = models.TextField(_("简介"), blank=True)
    edition = models.PositiveIntegerField(default=1, editable=False)
    # The database's clock serves rows that come from a fixture, which no save() stamps.
    updated_at = models.DateTimeField(auto_now=True, db_default=Now(), editable=False)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("人物与单位")
        verbose_name_plural = _("人物与单位")
        ordering = ["sort_key", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "distinction"],
                name="entity_name_unique",
                violation_error_message=_("已有同类同名者，请在“同名区分”中加以区别。"),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="entity_not_its_own_parent",
                violation_error_message=_("不能把自己设为自己的所属。"),
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "sort_key"], name="entity_kind_sort"),
            models.Index(fields=["sort_key", "name", "id"], name="entity_sort"),
            models.Index(fields=["id"], name="entity_hidden", condition=Q(hidden=True)),
            models.Index(
                fields=["visible_from"], name="entity_due", condition=Q(visible_from__isnull=False)
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("entity", args=[self.pk])

    @property
    def is_person(self) -> bool:
        return self.kind == EntityKind.PERSON

    @property
    def visible_parent(self) -> Entity | None:
        """What it belongs to, if readers may see that."""
        return self.parent if self.parent and self.parent.is_visible else None

    def name_on(self, day: date | None) -> str:
        """What it was called on that day, as far as its other names tell. Reads other_names."""
        borne = (other for other in self.other_names.all() if day and other.was_borne_on(day))
        return next((other.name for other in borne), self.name)

    def natural_key(self) -> tuple[str, str, str]:
        return self.kind, self.name, self.distinction


class EntityName(models.Model):
    """Another name a text may call an entity by: 市科协 for 义乌市科协.

    With a period it is the name the entity bore then, and lists of that time keep it.
    """

    entity = models.ForeignKey(
        Entity, verbose_name=_("人物或单位"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("别名"), max_length=100)
    compared = ComparedName(_("比较时的写法"), default="", db_index=True, editable=False)
    since = models.DateField(_("启用日期"), null=True, blank=True)
    until = models.DateField(
        _("停用日期"),
        null=True,
        blank=True,
        help_text=_("曾用名填写改名的日期：那一天以前公布的名单仍用这个名称。"),
    )
    updated_at = models.DateTimeField(auto_now=True, db_default=Now(), editable=False)

    objects = EntityNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("别名")
        verbose_name_plural = _("别名")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "name"],
                name="entity_name_once",
                violation_error_message=_("这个别名已经有了。"),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lt=F("until")),
                name="entity_name_period_in_order",
                violation_error_message=_("停用日期要在启用日期之后。"),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=False),
                name="entity_name_period_has_an_end",
                violation_error_message=_("现在的名称写在“名称”里；曾用名要填停用日期。"),
            ),
        ]
        indexes = [models.Index(fields=["name"], name="entity_name_name")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refuse_bare_name(self.name)

    def was_borne_on(self, day: date) -> bool:
        """Whether it was the name of its time. The day it was given up is the new name's."""
        return bool(self.until and day < self.until and (self.since is None or self.since <= day))

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.name, *self.entity.natural_key())

    natural_key.dependencies = ["people.entity"]  # type: ignore[attr-defined]  # Django's protocol
