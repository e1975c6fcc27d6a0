from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.enums import FindingKind, FindingLevel
from articles.models.rows import LexiconEntryQuerySet
from articles.text.folding import compared

KINDS = [FindingKind.SENSITIVE, FindingKind.ERROR, FindingKind.NAME]


class LexiconEntry(models.Model):
    """A word the checks before publication stop at."""

    word = models.CharField(
        _("词语"),
        max_length=60,
        help_text=_(
            "稿件里出现就提示，写成繁体、异体或全角的，中间有空格、引号的也一样；"
            "正确写法里包含这个词时，写对的地方不提示。"
        ),
    )
    folded = models.TextField(editable=False)
    level = models.CharField(
        _("级别"),
        max_length=8,
        choices=FindingLevel,
        default=FindingLevel.WARN,
        help_text=_("禁止：改掉才能送审；提醒：写明理由后可以放行。"),
    )
    kind = models.CharField(
        _("类别"),
        max_length=16,
        choices=[(kind.value, kind.label) for kind in KINDS],
        default=FindingKind.ERROR,
        help_text=_("姓名职务：词语填姓名，正确写法填带职务的全称；全文写过一次全称就不再提示。"),
    )
    advice = models.CharField(
        _("建议或正确写法"),
        max_length=200,
        blank=True,
        help_text=_("提示时给编辑看，如“应为‘账号’”。"),
    )
    valid_from = models.DateField(
        _("起始日期"),
        null=True,
        blank=True,
        help_text=_("姓名职务填任职的第一天，其他词填从哪天起检查；按见报日期算，不限就空着。"),
    )
    valid_until = models.DateField(
        _("截止日期"),
        null=True,
        blank=True,
        help_text=_("姓名职务填任职的最后一天：见报日期在这之后，稿件再写这个职务就会提示。"),
    )
    note = models.CharField(
        _("备注"), max_length=300, blank=True, help_text=_("依据、出处等，只在词库里看。")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    edition = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(_("最后修改"), auto_now=True)

    objects = LexiconEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("词库词条")
        verbose_name_plural = _("词库")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["folded"], name="lexicon_word_once"),
            models.CheckConstraint(condition=~Q(folded=""), name="lexicon_word_is_searchable"),
            models.CheckConstraint(
                condition=Q(level__in=FindingLevel.values), name="lexicon_level_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="lexicon_kind_known"),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_from__lte=F("valid_until")),
                name="lexicon_period_in_order",
                violation_error_message=_("截止日期不能早于起始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.word

    def natural_key(self) -> tuple[str]:
        return (self.folded,)

    def clean_fields(self, exclude: set[str] | None = None) -> None:  # type: ignore[override]
        """Check each field by itself, and work out the form in which the word is looked for."""
        self.word = " ".join(self.word.split())
        self.folded = compared(self.word)
        super().clean_fields(exclude=exclude)
        if not self.folded:
            raise ValidationError({"word": _("词语里除了引号和空格要有别的字。")})

    def clean(self) -> None:
        other = LexiconEntry.objects.filter(folded=self.folded).exclude(pk=self.pk).first()
        if other:
            raise ValidationError(
                {
                    "word": ValidationError(
                        _("词库里已有“%(word)s”，只是写法不同。"),
                        params={"word": other.word},
                    )
                }
            )
