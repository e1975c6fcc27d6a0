from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from articles.imaging.page_images import MEDIUM
from articles.models.reader_files import private_storage, reader_files
from articles.models.rows import IssueQuerySet, PageQuerySet
from articles.models.rows.paper import MORNING

FOLDER = "pages"


def page_path(_page: Page, filename: str) -> str:
    """A name that nobody guesses before the paper is out, and that never comes back."""
    return f"{FOLDER}/{uuid.uuid4()}{PurePosixPath(filename).suffix.lower()}"


class Issue(models.Model):
    """One day's paper."""

    date = models.DateField(_("出版日期"), unique=True)
    date_is_certain = models.BooleanField(
        _("日期确定"),
        default=True,
        help_text=_("日期由内容推断而来时取消勾选，读者会看到说明。"),
    )
    number = models.CharField(_("期号"), max_length=30, blank=True, help_text=_("如“总第8123期”。"))
    title = models.CharField(
        _("名称"), max_length=60, blank=True, help_text=_("特刊的名称，平时留空。")
    )
    released_at = models.DateTimeField(
        _("上线时间"),
        null=True,
        blank=True,
        help_text=_("到这一刻，本期签发的稿件才对读者可见；留空则签发即可见。"),
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("期")
        verbose_name_plural = _("期")
        ordering = ["-date"]

    def __str__(self) -> str:
        return " ".join(filter(None, [formats.date_format(self.date, "Y-m-d"), self.title]))

    def get_absolute_url(self) -> str:
        return reverse("issue", args=[self.date])

    def is_out(self, *, at: datetime) -> bool:
        """Whether the paper is out at a moment: by its hour, or by the morning of its day."""
        if self.released_at:
            return self.released_at <= at
        local = timezone.localtime(at)
        return (self.date, MORNING) <= (local.date(), local.time())

    def natural_key(self) -> tuple[str]:
        return (self.date.isoformat(),)


class Page(models.Model):
    """One printed page (版) of an issue."""

    issue = models.ForeignKey(
        Issue, verbose_name=_("期"), on_delete=models.PROTECT, related_name="pages"
    )
    number = models.PositiveSmallIntegerField(_("版次"))
    name = models.CharField(_("版名"), max_length=40, blank=True, help_text=_("如“要闻”“民生”。"))
    pdf = models.FileField(
        _("版面 PDF"),
        upload_to=page_path,
        storage=reader_files,
        blank=True,
        help_text=_(
            "只含本版的 PDF，字体要全部嵌入。读者下载的是清理过的：没有作者、路径、隐藏的图层、"
            "批注、表单和脚本；原文件不公开。没有另传版面图时，版面图由它生成。"
        ),
    )
    pdf_original = models.FileField(
        _("版面 PDF 原文件"),
        upload_to=page_path,
        storage=private_storage,
        blank=True,
        editable=False,
    )
    pdf_recipe = models.PositiveSmallIntegerField(
        _("PDF 清理版本"), default=0, editable=False
    )  # by which rules it was cleaned, see page_images.PDF_RECIPE; 0 if it was not
    original = models.FileField(
        _("版面图"),
        upload_to=page_path,
        storage=private_storage,
        blank=True,
        help_text=_("整版的图片。原文件不公开，读者看到的由系统另行生成。"),
    )
    image = models.FileField(
        _("公开的版面图"), upload_to=page_path, storage=reader_files, blank=True, editable=False
    )
    large_image = models.FileField(
        _("放大的版面图"), upload_to=page_path, storage=reader_files, blank=True, editable=False
    )
    thumbnail = models.FileField(
        _("小图"), upload_to=page_path, storage=reader_files, blank=True, editable=False
    )
    image_width = models.PositiveIntegerField(_("宽"), default=0, editable=False)
    image_height = models.PositiveIntegerField(_("高"), default=0, editable=False)
    image_edition = models.PositiveIntegerField(_("版面图换过几次"), default=0, editable=False)
    regions_edition = models.PositiveIntegerField(_("区域改过几次"), default=0, editable=False)
    regions_drawn_on = models.PositiveIntegerField(
        _("区域画在第几次的版面图上"), default=0, editable=False
    )
    responsible_editor = models.CharField(_("责任编辑"), max_length=60, blank=True)
    layout_editor = models.CharField(_("版面编辑"), max_length=60, blank=True)
    proofreader = models.CharField(_("校对"), max_length=60, blank=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("版面")
        verbose_name_plural = _("版面")
        ordering = ["-issue__date", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["issue", "number"],
                name="page_number_unique",
                violation_error_message=_("这一期已有同号的版。"),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="page_number_from_one",
                violation_error_message=_("版次从 1 开始。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.issue.date, self.number])

    def natural_key(self) -> tuple[str, int]:
        return (*self.issue.natural_key(), self.number)

    natural_key.dependencies = ["articles.issue"]  # type: ignore[attr-defined]  # Django's protocol

    @property
    def label(self) -> str:
        """第1版 要闻"""
        return f"第{self.number}版 {self.name}".rstrip()

    @property
    def medium_width(self) -> int:
        """How many pixels wide the public image is, which is as long as page_images.MEDIUM says."""
        longest = max(self.image_width, self.image_height, 1)
        return round(self.image_width * min(1, MEDIUM / longest))

    @property
    def every_file(self) -> set[str]:
        """The names of all its files, those among them that nobody but the desk gets."""
        private = [self.original, self.pdf_original]
        return {*self.public_files, *(str(file) for file in private if file)}

    @property
    def public_files(self) -> list[str]:
        """The names of what readers get of the printed page."""
        files = [self.image, self.large_image, self.thumbnail, self.pdf]
        return [file.name for file in files if file.name]
