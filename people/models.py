"""Who writes, and who is written about: reporters, entities and their honours."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.drafts import DraftRoll  # noqa: F401  # models are imported from here
from people.enums import DatePrecision, EntityKind, Level, ReporterKind
from people.querysets import (
    EntityNameQuerySet,
    EntityQuerySet,
    HonourQuerySet,
    ProgrammeQuerySet,
    ReporterQuerySet,
    RoundQuerySet,
    TallyQuerySet,
)


class Named(models.Model):
    """A name that two may share, told apart by a distinction only the desk sees."""

    name = models.CharField(_("名称"), max_length=100)
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

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name}（{self.distinction}）" if self.distinction else self.name

    def clean(self) -> None:
        """A portrait is shown without a review, so it must be fit to be published."""
        if self.portrait and (problems := self.portrait.problems()):
            raise ValidationError({"portrait": problems})


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

    def get_absolute_url(self) -> str:
        return reverse("reporter", args=[self.pk])

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
    hidden = models.BooleanField(
        _("对读者隐藏"),
        default=False,
        help_text=_("因隐私或未成年等原因，不在公开网站上显示此人此物。"),
    )
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
                condition=~Q(parent=models.F("id")),
                name="entity_not_its_own_parent",
                violation_error_message=_("不能把自己设为自己的所属。"),
            ),
        ]
        indexes = [models.Index(fields=["kind", "sort_key"], name="entity_kind_sort")]

    def get_absolute_url(self) -> str:
        return reverse("entity", args=[self.pk])

    def natural_key(self) -> tuple[str, str, str]:
        return self.kind, self.name, self.distinction


class EntityName(models.Model):
    """Another name a text may call an entity by: 市科协 for 义乌市科协."""

    entity = models.ForeignKey(
        Entity, verbose_name=_("人物或单位"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("别名"), max_length=100)
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
        ]
        indexes = [models.Index(fields=["name"], name="entity_name_name")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, str, str]:
        return (self.name, *self.entity.natural_key())

    natural_key.dependencies = ["people.entity"]  # type: ignore[attr-defined]  # Django's protocol


class Programme(models.Model):
    """An honour that is conferred again and again: “义乌好人”, 省级示范“共富工坊”."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    level = models.CharField(_("级别"), max_length=16, choices=Level, blank=True)
    bodies = models.ManyToManyField(
        Entity,
        verbose_name=_("授予单位"),
        blank=True,
        related_name="conferred_programmes",
        help_text=_("报道中写明的授予或公布单位；未写明则留空。"),
    )
    next_rung = models.ForeignKey(
        "self",
        verbose_name=_("上一级荣誉"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lower_rungs",
        help_text=_("如义乌好人 → 金华好人 → 浙江好人 → 中国好人。"),
    )
    description = models.TextField(_("简介"), blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("荣誉")
        verbose_name_plural = _("荣誉")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(next_rung=models.F("id")),
                name="programme_not_its_own_rung",
                violation_error_message=_("不能把自己设为自己的上一级荣誉。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.pk])

    def natural_key(self) -> tuple[str]:
        return (self.name,)

    natural_key.dependencies = ["people.entity"]  # type: ignore[attr-defined]  # Django's protocol

    def ladder(self) -> list[Programme]:
        """The rungs this honour stands on, lowest first, itself among them."""
        every = {programme.pk: programme for programme in Programme.objects.all()}
        below = {programme.next_rung_id: programme for programme in every.values()}
        rungs = [every[self.pk]]
        while (lower := below.get(rungs[0].pk)) and lower not in rungs:
            rungs.insert(0, lower)
        while (upper := every.get(rungs[-1].next_rung_id or 0)) and upper not in rungs:
            rungs.append(upper)
        return rungs


class Round(models.Model):
    """One list of recipients: 第一批, 2023年第四季度."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("荣誉"), on_delete=models.PROTECT, related_name="rounds"
    )
    name = models.CharField(_("批次或届次"), max_length=60)
    announced_on = models.DateField(_("公布日期"), null=True, blank=True)
    announced_precision = models.CharField(
        _("日期精度"),
        max_length=8,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        help_text=_("只知道月份或年份时请如实选择，读者只会看到已知的部分。"),
    )

    edition = models.PositiveIntegerField(default=1, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("批次")
        verbose_name_plural = _("批次")
        ordering = ["-announced_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"],
                name="round_name_unique",
                violation_error_message=_("这项荣誉已有同名批次。"),
            ),
        ]
        indexes = [models.Index(fields=["-announced_on"], name="round_newest")]

    def __str__(self) -> str:
        return f"{self.programme} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.programme_id, self.pk])

    def natural_key(self) -> tuple[str, str]:
        return self.name, self.programme.name

    natural_key.dependencies = ["people.programme"]  # type: ignore[attr-defined]  # Django's protocol

    @property
    def announced(self) -> str:
        """The date of announcement, no more exact than it is known."""
        if self.announced_on is None:
            return ""
        if self.announced_precision == DatePrecision.QUARTER:
            quarter = (self.announced_on.month + 2) // 3
            return gettext("%(year)d年第%(quarter)d季度") % {
                "year": self.announced_on.year,
                "quarter": quarter,
            }
        shapes = {
            DatePrecision.DAY: "Y年n月j日",
            DatePrecision.MONTH: "Y年n月",
            DatePrecision.YEAR: "Y年",
        }
        return formats.date_format(
            self.announced_on, shapes[DatePrecision(self.announced_precision)]
        )


class Honour(models.Model):
    """One recipient in one round, with the citation as printed."""

    round = models.ForeignKey(
        Round, verbose_name=_("批次"), on_delete=models.PROTECT, related_name="honours"
    )
    recipient = models.ForeignKey(
        Entity, verbose_name=_("获得者"), on_delete=models.PROTECT, related_name="honours"
    )
    category = models.CharField(
        _("类别"),
        max_length=40,
        blank=True,
        help_text=_("如助人为乐、见义勇为、诚实守信、敬业奉献、孝老爱亲。"),
    )
    citation = models.CharField(
        _("事迹"), max_length=300, blank=True, help_text=_("照报纸原文填写。")
    )
    unit_as_printed = models.CharField(
        _("见报单位或身份"),
        max_length=100,
        blank=True,
        help_text=_("名单上印的单位、住址或身份，如“后宅街道李祖村”；以后改名也不随之改变。"),
    )
    order = models.PositiveSmallIntegerField(_("名单次序"), default=0)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = _("获奖记录")
        verbose_name_plural = _("获奖记录")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "recipient"],
                name="honour_once_per_round",
                violation_error_message=_("此人或单位已在这一批名单中。"),
            ),
        ]
        indexes = [models.Index(fields=["round", "order"], name="honour_roll")]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.round}"

    def natural_key(self) -> tuple[str, str, str, str, str]:
        return (*self.round.natural_key(), *self.recipient.natural_key())

    natural_key.dependencies = ["people.round", "people.entity"]  # type: ignore[attr-defined]  # Django's protocol


class Tally(models.Model):
    """How many a place counts for an honour, as of a day: “中国好人”7人."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("荣誉"), on_delete=models.PROTECT, related_name="tallies"
    )
    place = models.ForeignKey(
        Entity, verbose_name=_("地区"), on_delete=models.PROTECT, related_name="tallies"
    )
    as_of = models.DateField(_("截至"))
    count = models.PositiveIntegerField(_("人数"))

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("累计")
        verbose_name_plural = _("累计")
        ordering = ["-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "place", "as_of"],
                name="tally_once_per_day",
                violation_error_message=_("同一地区同一天的累计已经有了。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.count}（{self.as_of}）"

    def natural_key(self) -> tuple[str, str, str, str, str]:
        return (self.programme.name, *self.place.natural_key(), self.as_of.isoformat())

    natural_key.dependencies = ["people.programme", "people.entity"]  # type: ignore[attr-defined]  # Django's protocol
