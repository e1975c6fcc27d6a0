from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.enums import Placement, SourceType
from articles.querysets import PhotoQuerySet, PhotoUseQuerySet
from people.models import Reporter

WEB_FOLDER = "photos"


def original_path(photo: Photo, filename: str) -> str:
    """Where the untouched upload is kept: under the photo's own random name."""
    return f"{photo.guid}{PurePosixPath(filename).suffix.lower()}"


def web_path(photo: Photo, _filename: str) -> str:
    return f"{WEB_FOLDER}/{photo.guid}.jpg"


def private_storage() -> Storage:
    """The storage no address leads to."""
    return storages["private"]


class Photo(models.Model):
    """A picture as an asset: the file, what it shows, and whose it is."""

    guid = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField(
        _("原图"),
        upload_to=original_path,
        storage=private_storage,
        blank=True,
        help_text=_("原文件原样保存，不公开；公开的图片由系统另行生成。"),
    )
    file = models.FileField(_("网页图"), upload_to=web_path, blank=True, editable=False)
    former_files = models.JSONField(_("以前的网页图"), default=list, blank=True, editable=False)
    width = models.PositiveIntegerField(_("宽"), default=1600, editable=False)
    height = models.PositiveIntegerField(_("高"), default=1067, editable=False)
    checksum = models.CharField(
        _("校验值"), max_length=64, blank=True, editable=False, db_index=True
    )
    caption = models.CharField(
        _("图片说明"), max_length=300, blank=True, help_text=_("照报纸原文填写，没有就留空。")
    )
    alt = models.CharField(
        _("替代文字"),
        max_length=300,
        blank=True,
        help_text=_("读屏软件念给看不见图的读者听：图里是什么。"),
    )
    is_decorative = models.BooleanField(
        _("纯装饰"), default=False, help_text=_("图片不传达内容时勾选，可不填替代文字。")
    )
    reporter = models.ForeignKey(
        Reporter,
        verbose_name=_("摄影者"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="photos",
    )
    source = models.CharField(
        _("来源"),
        max_length=100,
        blank=True,
        help_text=_("不是本社记者所摄时填写，如“市文明办供图”。摄影者与来源至少填一项。"),
    )
    source_type = models.CharField(
        _("图片性质"), max_length=16, choices=SourceType, default=SourceType.PHOTOGRAPH
    )
    rights = models.CharField(_("权利说明"), max_length=300, blank=True)
    taken_on = models.DateField(_("拍摄日期"), null=True, blank=True)
    focal_x = models.PositiveSmallIntegerField(
        _("焦点横向%"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("焦点纵向%"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    uploaded_at = models.DateTimeField(_("入库时间"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("图片")
        verbose_name_plural = _("图片")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(file="") | Q(source_type=SourceType.PLACEHOLDER),
                name="photo_has_file_or_is_placeholder",
                violation_error_message=_("请选择图片文件；没有图片时只能登记为占位图。"),
            ),
            models.CheckConstraint(
                condition=Q(focal_x__lte=100, focal_y__lte=100),
                name="photo_focal_point_inside",
                violation_error_message=_("焦点须在 0 到 100 之间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.alt or str(self.guid)[:8]

    def natural_key(self) -> tuple[str]:
        return (str(self.guid),)

    natural_key.dependencies = ["people.reporter"]  # type: ignore[attr-defined]  # Django's protocol

    def clean(self) -> None:
        errors = {}
        if self.reporter is None and not self.source.strip():
            errors["source"] = _("每张图片都要有署名：请选择摄影者，或填写来源。")
        if not self.alt.strip() and not self.is_decorative:
            errors["alt"] = _("请填写替代文字；图片纯属装饰时勾选“纯装饰”。")
        if errors:
            raise ValidationError(errors)

    @property
    def credit(self) -> str:
        """The credit line, always shown: 图/陈洋波, or the source as given."""
        return f"图/{self.reporter.name}" if self.reporter else self.source


class PhotoUse(models.Model):
    """A photo in an article, with what this use says differently."""

    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("稿件"),
        on_delete=models.CASCADE,
        related_name="photo_uses",
    )
    photo = models.ForeignKey(
        Photo, verbose_name=_("图片"), on_delete=models.PROTECT, related_name="uses"
    )
    placement = models.CharField(_("位置"), max_length=8, choices=Placement, default=Placement.LEAD)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    caption = models.CharField(
        _("本文图说"), max_length=300, blank=True, help_text=_("与图库里的说明不同时填写。")
    )
    alt = models.CharField(_("本文替代文字"), max_length=300, blank=True)

    objects = PhotoUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("稿件图片")
        verbose_name_plural = _("稿件图片")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"],
                name="photo_use_once",
                violation_error_message=_("这张图片已经用在本文中。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.photo)

    def natural_key(self) -> tuple[str, str]:
        return (*self.article.natural_key(), *self.photo.natural_key())

    natural_key.dependencies = ["articles.article", "articles.photo"]  # type: ignore[attr-defined]  # Django's protocol
