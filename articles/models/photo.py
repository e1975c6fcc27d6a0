from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import imaging
from articles.enums import Placement, SourceType
from articles.imaging.likeness import BAND, DIGITS
from articles.models.reader_files import private_storage, reader_files
from articles.models.rows import PhotoQuerySet, PhotoUseQuerySet
from people.enums import ReporterKind
from people.models import Entity, Reporter

WEB_FOLDER = "photos"
FILE_NAME = 200  # characters of a file's own name that are kept
MIME_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


def original_path(photo: Photo, filename: str) -> str:
    """Where the untouched upload is kept: under the photo's own random name, with the end that
    articles.photos.files gave it by its content."""
    return f"{photo.guid}{PurePosixPath(filename).suffix.lower()}"


def web_path(photo: Photo, filename: str) -> str:
    """Where readers find a file of a photo: in a folder with the photo's random name."""
    return f"{WEB_FOLDER}/{photo.guid}/{filename}"


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
    file = models.FileField(
        _("网页图"), upload_to=web_path, storage=reader_files, blank=True, editable=False
    )
    former_files = models.JSONField(_("以前的网页图"), default=list, blank=True, editable=False)
    width = models.PositiveIntegerField(_("宽"), default=1600, editable=False)
    height = models.PositiveIntegerField(_("高"), default=1067, editable=False)
    renditions = models.JSONField(
        _("尺寸与裁切"), default=list, blank=True, editable=False
    )  # of {cut, format, width, height, name}
    recipe = models.PositiveSmallIntegerField(
        _("出图版本"), default=0, editable=False, db_index=True
    )  # by which all renditions were drawn; 0 where some are still to be
    file_name = models.CharField(
        _("文件名"), max_length=FILE_NAME, blank=True, editable=False
    )  # as the upload was called
    checksum = models.CharField(
        _("校验值"), max_length=64, blank=True, editable=False, db_index=True
    )
    likeness = models.CharField(_("图像特征"), max_length=DIGITS, blank=True, editable=False)
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
    photographer = models.CharField(
        _("文件里的摄影者"), max_length=100, blank=True, editable=False
    )  # as the file names them, a reporter of ours or not
    registration_asked_at = models.DateTimeField(
        _("请求登记摄影者的时间"), null=True, blank=True, editable=False
    )
    registration_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("请求登记摄影者的人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source_type = models.CharField(
        _("图片性质"), max_length=16, choices=SourceType, default=SourceType.PHOTOGRAPH
    )
    rights = models.CharField(
        _("权利说明"),
        max_length=300,
        blank=True,
        help_text=_("写进每个公开的图片文件；本社记者的照片留空时写“© 本报名称”。"),
    )
    taken_on = models.DateField(_("拍摄日期"), null=True, blank=True)
    place = models.CharField(_("拍摄地点"), max_length=100, blank=True)
    pictured = models.ManyToManyField(
        Entity,
        verbose_name=_("图中人物"),
        blank=True,
        related_name="photographs",
        help_text=_("图中认得出的人物、单位或地点，便于查找。"),
    )
    shows_minor = models.BooleanField(
        _("图中有未成年人"),
        default=False,
        help_text=_("能认出未成年人时勾选；没有监护人同意的记录就不能发布。"),
    )
    consent = models.CharField(
        _("监护人同意"),
        max_length=200,
        blank=True,
        help_text=_("谁、何时、以什么方式同意，书面同意存放在哪里。"),
    )
    focal_x = models.PositiveSmallIntegerField(
        _("焦点横向%"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("焦点纵向%"), default=50, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    uploaded_at = models.DateTimeField(_("入库时间"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传者"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    edition = models.PositiveIntegerField(default=1, editable=False)

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
        indexes = [
            models.Index(Substr("likeness", place, BAND), name=f"photo_likeness_{place}")
            for place in range(1, DIGITS, BAND)
        ] + [
            models.Index(
                fields=["registration_asked_at"],
                name="photo_registration_asked",
                condition=Q(registration_asked_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        """What it shows; else the name of its file, by which whoever took it knows it."""
        return self.caption or self.alt or self.file_name or str(self.guid)[:8]

    def natural_key(self) -> tuple[str]:
        return (str(self.guid),)

    natural_key.dependencies = ["people.reporter"]  # type: ignore[attr-defined]  # Django's protocol

    # ---- What publishing asks ----

    def problems(self, *, alt: str = "") -> list[str]:
        """What keeps readers from seeing this photo. `alt` is what its use says instead."""
        found = []
        if not self.credit.strip():
            found.append(gettext("图片“%s”没有署名：请选择摄影者，或填写来源。") % self)
        if self.lacks_alt(alt=alt):
            found.append(gettext("图片“%s”没有替代文字；纯属装饰时请勾选“纯装饰”。") % self)
        if self.lacks_consent:
            found.append(gettext("图片“%s”里有未成年人，还没有监护人同意的记录。") % self)
        return found

    def lacks_alt(self, *, alt: str = "") -> bool:
        """Whether who cannot see the photo is told nothing of it. `alt` as in `problems`."""
        return not (self.is_decorative or alt.strip() or self.alt.strip())

    @property
    def lacks_consent(self) -> bool:
        """Whether it shows a minor and nobody has noted a guardian's consent."""
        return self.shows_minor and not self.consent.strip()

    # ---- Whose it is ----

    @property
    def credit(self) -> str:
        """The credit line, always shown: 图/陈洋波, or the source as given."""
        return f"图/{self.reporter.name}" if self.reporter else self.source

    @property
    def has_unregistered(self) -> bool:
        """Whether its file names a photographer while no reporter is credited."""
        return bool(self.photographer) and self.reporter_id is None

    @property
    def copyright(self) -> str:
        """What the files say of the rights; the paper's own where its staff took the picture."""
        is_ours = self.reporter is not None and self.reporter.kind == ReporterKind.STAFF
        return self.rights or (f"© {settings.NEWSROOM_SITE_NAME}" if is_ours else "")

    @property
    def rights_told(self) -> imaging.Rights:
        """What every public file carries."""
        return imaging.Rights(
            creator=self.reporter.name if self.reporter else self.source,
            credit=self.credit,
            copyright=self.copyright,
            source_type=SourceType(self.source_type).uri,
        )

    # ---- The files readers get ----

    @property
    def public_names(self) -> set[str]:
        """Every file of it that readers get, or once got, while something public shows it."""
        drawn = {rendition["name"] for rendition in self.renditions}
        return {name for name in (self.file.name, *drawn, *self.former_files) if name}

    def rendered(self, cut: str) -> list[dict[str, Any]]:
        """The renditions of a cut, the smallest first, each with its address and type."""
        return [
            rendition
            | {
                "src": self.file.storage.url(rendition["name"]),
                "type": MIME_TYPES[rendition["format"]],
            }
            for rendition in sorted(self.renditions, key=lambda rendition: rendition["width"])
            if rendition["cut"] == cut
        ]

    @property
    def face(self) -> dict[str, Any]:
        """The small square of a portrait: src, width, height. Empty where there is no file."""
        if not self.file:
            return {}
        whole = {"src": self.file.url, "width": self.width, "height": self.height}
        return next(iter(self.rendered("1x1")), whole)


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
