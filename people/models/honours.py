"""What the city confers: honours, their rounds, who received them, and how many there are."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.text.fields import refuse_bare_name
from people.enums import DatePrecision, Level
from people.models.named import Entity
from people.models.rows import HonourQuerySet, ProgrammeQuerySet, RoundQuerySet, TallyQuerySet


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
    is_waiting = models.BooleanField(_("待确认"), default=False, editable=False)

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

    def clean(self) -> None:
        refuse_bare_name(self.name)

    def natural_key(self) -> tuple[str]:
        return (self.name,)

    natural_key.dependencies = ["people.entity"]  # type: ignore[attr-defined]  # Django's protocol

    def ladder(self) -> list[Programme]:
        """The rungs this honour stands on, lowest first, itself among them, as readers have them.

        It must be confirmed itself.
        """
        every = {programme.pk: programme for programme in Programme.objects.confirmed()}
        below = {programme.next_rung_id: programme for programme in every.values()}
        rungs = [every[self.pk]]
        while (lower := below.get(rungs[0].pk)) and lower not in rungs:
            rungs.insert(0, lower)
        while (upper := every.get(rungs[-1].next_rung_id or 0)) and upper not in rungs:
            rungs.append(upper)
        return rungs


class Round(models.Model):
    """One list of recipients: 第一批, 2023年第四季度. Unnamed: the paper states the title alone."""

    programme = models.ForeignKey(
        Programme, verbose_name=_("荣誉"), on_delete=models.PROTECT, related_name="rounds"
    )
    name = models.CharField(
        _("批次或届次"),
        max_length=60,
        blank=True,
        help_text=_("报道只说已有这一称号、没有说哪一批时留空。"),
    )
    announced_on = models.DateField(_("公布日期"), null=True, blank=True)
    announced_precision = models.CharField(
        _("日期精度"),
        max_length=8,
        choices=DatePrecision,
        default=DatePrecision.DAY,
        help_text=_("只知道月份或年份时请如实选择，读者只会看到已知的部分。"),
    )

    is_waiting = models.BooleanField(_("待确认"), default=False, editable=False)
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
        return f"{self.programme} {self.name}".rstrip()

    def get_absolute_url(self) -> str:
        return reverse("round", args=[self.programme_id, self.pk])

    def natural_key(self) -> tuple[str, str]:
        return self.name, self.programme.name

    natural_key.dependencies = ["people.programme"]  # type: ignore[attr-defined]  # Django's protocol

    @property
    def is_confirmed(self) -> bool:
        """Whether readers may see it; the same as `confirmed()` of its rows."""
        return not (self.is_waiting or self.programme.is_waiting)

    @property
    def label(self) -> str:
        """What stands where the honour is known: the name, or that the paper stated none."""
        return self.name or gettext("批次未注明")

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
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("公布的稿件"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honours",
        help_text=_("留空则是公布这一批名单的稿件；名单分几次见报时在这里分别注明。"),
    )
    order = models.PositiveSmallIntegerField(_("名单次序"), default=0)
    is_waiting = models.BooleanField(_("待确认"), default=False, editable=False)

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
        indexes = [models.Index(fields=["round", "order", "id"], name="honour_roll_order")]

    def __str__(self) -> str:
        return f"{self.recipient} · {self.round}"

    @property
    def name(self) -> str:
        """The recipient's name as printed on the day. Reads the recipient's other names."""
        return self.recipient.name_on(self.round.announced_on)

    @property
    def unit(self) -> str:
        """Where the recipient belonged, as printed; else as it was called on the day."""
        parent = self.recipient.visible_parent
        if self.unit_as_printed or parent is None:
            return self.unit_as_printed
        return parent.name_on(self.round.announced_on)

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
    is_waiting = models.BooleanField(_("待确认"), default=False, editable=False)

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
