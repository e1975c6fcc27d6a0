from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.enums import REVIEWS, ArticleKind, BylineRole, MentionRelation, Stage
from articles.models.issue import Page
from articles.models.rows import ArticleQuerySet, BylineQuerySet, MentionQuerySet
from articles.models.taxonomy import Column, Section, StoryTags, Tagging
from people.models import Entity, Reporter, Round


class ArticleContent(models.Model):
    """What a story is made of, on the desk and on the stand alike."""

    kicker = models.CharField(
        _("引题"),
        max_length=120,
        blank=True,
        help_text=_("主题上方的一行，交代来源或背景，可留空。"),
    )
    headline = models.CharField(
        _("主题"),
        max_length=200,
        help_text=_("报纸上分几行就分几行；网页列表中会自动连成一行。"),
    )
    subhead = models.CharField(
        _("副题"), max_length=120, blank=True, help_text=_("主题下方的一行，可留空。")
    )
    web_headline = models.CharField(
        _("网页标题"),
        max_length=60,
        blank=True,
        help_text=_("网页列表和分享时用的标题；留空则用主题。"),
    )
    summary = models.TextField(
        _("提要"), blank=True, help_text=_("列表中标题下的一两句话；留空则取正文开头。")
    )
    source = models.CharField(
        _("来源"),
        max_length=60,
        blank=True,
        help_text=_(
            "不是本报自采的稿件在这里写明来源，如“据新华社”“转自人民日报”“综合新华社、央视新闻”，"
            "照原样给读者看。没有署名的稿件必须写来源才能签发。"
        ),
    )
    dateline = models.CharField(
        _("电头"), max_length=30, blank=True, help_text=_("如“本报讯”，会排在第一段之前。")
    )
    body = models.TextField(_("正文"), blank=True)
    kind = models.CharField(_("体裁"), max_length=16, choices=ArticleKind, default=ArticleKind.NEWS)
    section = models.ForeignKey(
        Section, verbose_name=_("栏目"), null=True, blank=True, on_delete=models.PROTECT
    )
    column = models.ForeignKey(
        Column, verbose_name=_("专栏"), null=True, blank=True, on_delete=models.PROTECT
    )
    page = models.ForeignKey(
        Page,
        verbose_name=_("版面"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text=_("见报的版；只在网上发布的稿件留空。"),
    )
    page_order = models.PositiveSmallIntegerField(
        _("版内次序"), default=0, help_text=_("同一版中的先后，1 为头条。")
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def headline_lines(self) -> list[str]:
        """The headline as printed, a string a line."""
        return self.headline.splitlines()

    @property
    def printed_headline(self) -> str:
        """The headline on one line: Chinese needs no space where the print broke it."""
        return "".join(self.headline_lines)

    @property
    def is_signed_last(self) -> bool:
        """Whether the byline stands at the end."""
        return ArticleKind(self.kind).is_signed_last

    @property
    def title(self) -> str:
        """What lists, links and the browser's title bar call the story."""
        return self.web_headline or self.printed_headline


class Article(ArticleContent):  # type: ignore[django-manager-missing]  # taggit has no types
    """A story on the desk. Its stage changes by articles.review.workflow, never by assignment."""

    guid = models.UUIDField(_("编号"), default=uuid.uuid4, unique=True, editable=False)
    stage = models.CharField(
        _("阶段"), max_length=16, choices=Stage, default=Stage.DRAFT, editable=False
    )
    review_round = models.PositiveIntegerField(_("审次"), default=1, editable=False)
    unread_byline = models.CharField(
        _("未识别的署名"),
        max_length=500,
        blank=True,
        help_text=_(
            "还有姓名没登记、或还没选定读法的署名行，照报纸原样留在这里。在下面选好读法，保存时填入署名表；"
            "自己填好署名表以后，也可以清空它。"
        ),
    )
    announces = models.ManyToManyField(
        Round,
        verbose_name=_("公布的荣誉批次"),
        blank=True,
        related_name="announcements",
        help_text=_("本文公布了哪一批荣誉名单。"),
    )
    due_at = models.DateTimeField(
        _("交稿时间"), null=True, blank=True, help_text=_("到时未签发的，在“今天”里标红。")
    )
    embargo_until = models.DateTimeField(
        _("解禁时间"),
        null=True,
        blank=True,
        help_text=_("来稿单位要求的最早发布时间。到这一刻之前，读者在任何地方都看不到本稿。"),
    )
    publish_at = models.DateTimeField(_("定时发布"), null=True, blank=True, editable=False)
    edition = models.PositiveIntegerField(_("修改次数"), default=1, editable=False)
    # Here before a section was asked for at signing off; the next signing off asks for one.
    predates_section_rule = models.BooleanField(default=False, editable=False)
    # Out of the desk's way for good, with its reviews and revisions; see articles.review.archiving.
    archived_at = models.DateTimeField(_("归档时间"), null=True, editable=False)
    created_at = models.DateTimeField(_("建稿时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("建稿人"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    updated_at = models.DateTimeField(_("最后修改"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("最后修改者"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    tags = TaggableManager(
        _("标签"),
        through=Tagging,
        manager=StoryTags,
        blank=True,
        help_text=_("用，、；分开，如“共富工坊，直播”；标签里可以有空格。"),
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")
        ordering = ["-updated_at", "-pk"]
        permissions = [
            ("see_all_article", _("可以看到所有人的稿件")),
            ("first_review_article", _("可以初审稿件")),
            ("second_review_article", _("可以复审稿件")),
            ("final_review_article", _("可以终审、签发稿件")),
            ("correct_article", _("可以发布更正")),
            ("withdraw_article", _("可以撤稿和恢复")),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_archived_is_draft",
                condition=Q(archived_at=None) | Q(stage=Stage.DRAFT),
                violation_error_message=_("归档的稿件只能是草稿。"),
            ),
            models.CheckConstraint(
                name="article_signed_off_has_headline",
                condition=~Q(stage=Stage.SIGNED_OFF) | ~Q(headline=""),
                violation_error_message=_("签发的稿件必须有主题。"),
            ),
            models.CheckConstraint(
                name="article_signed_off_byline_is_read",
                condition=~Q(stage=Stage.SIGNED_OFF) | Q(unread_byline=""),
                violation_error_message=_("署名行还有未识别的内容，不能签发。"),
            ),
            models.CheckConstraint(
                name="article_signed_off_has_section",
                condition=~Q(stage=Stage.SIGNED_OFF)
                | Q(section__isnull=False)
                | Q(predates_section_rule=True),
                violation_error_message=_("签发的稿件必须有栏目。"),
            ),
        ]
        indexes = [
            models.Index(fields=["source"], name="article_source", condition=~Q(source="")),
            models.Index(fields=["stage", "-updated_at"], name="article_stage_updated"),
            models.Index(fields=["-updated_at", "-id"], name="article_updated"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("article", args=[self.pk])

    @property
    def is_credited(self) -> bool:
        """Whether it says whose it is: by a byline, or by its source."""
        return bool(self.bylines.all() or self.source.strip())

    @property
    def is_in_review(self) -> bool:
        return self.stage in REVIEWS

    def natural_key(self) -> tuple[str]:
        return (str(self.guid),)

    natural_key.dependencies = [  # type: ignore[attr-defined]  # Django's protocol
        "articles.page",
        "articles.section",
        "articles.column",
        "people.round",
    ]


class Byline(models.Model):
    """One credit: who did what, under which title on the day."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="bylines"
    )
    reporter = models.ForeignKey(
        Reporter, verbose_name=_("记者"), on_delete=models.PROTECT, related_name="bylines"
    )
    role = models.CharField(_("分工"), max_length=16, choices=BylineRole, default=BylineRole.TEXT)
    title_as_printed = models.CharField(
        _("见报称谓"), max_length=40, blank=True, help_text=_("当天报上印的称谓，如“全媒体记者”。")
    )
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    objects = BylineQuerySet.as_manager()

    class Meta:
        verbose_name = _("署名")
        verbose_name_plural = _("署名")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "reporter", "role"],
                name="byline_once",
                violation_error_message=_("同一人的同一分工只署一次名。"),
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.title_as_printed, self.reporter.name]))

    def natural_key(self) -> tuple[str, str, str, str]:
        return (*self.article.natural_key(), *self.reporter.natural_key(), self.role)

    natural_key.dependencies = ["articles.article", "people.reporter"]  # type: ignore[attr-defined]  # Django's protocol


class Mention(models.Model):
    """An article is about, names, or shows an entity."""

    article = models.ForeignKey(
        Article, verbose_name=_("稿件"), on_delete=models.CASCADE, related_name="mentions"
    )
    entity = models.ForeignKey(
        Entity, verbose_name=_("人物或单位"), on_delete=models.PROTECT, related_name="mentions"
    )
    relation = models.CharField(
        _("关系"),
        max_length=16,
        choices=MentionRelation,
        default=MentionRelation.MENTIONED,
    )
    is_confirmed = models.BooleanField(
        _("已确认"), default=True, help_text=_("由系统找到、尚待确认的不会出现在网站上。")
    )

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("提及")
        verbose_name_plural = _("提及")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "entity", "relation"],
                name="mention_once",
                violation_error_message=_("这一提及已经登记。"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.entity)

    def natural_key(self) -> tuple[str, str, str, str, str]:
        return (*self.article.natural_key(), *self.entity.natural_key(), self.relation)

    natural_key.dependencies = ["articles.article", "people.entity"]  # type: ignore[attr-defined]  # Django's protocol
