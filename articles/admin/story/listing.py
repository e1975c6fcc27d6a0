"""The list of stories: its filter, its columns, and how a search is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.enums import Stage, Visibility
from articles.models import Article
from articles.models.rows import ArticleQuerySet
from articles.stand import visibility


class LiveFilter(admin.SimpleListFilter):
    title = _("读者所见")
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (Visibility.PUBLIC, Visibility.PUBLIC.label),
            ("edited", _("上线后又改过")),
            (Visibility.WAITING, Visibility.WAITING.label),
            (Visibility.UNPUBLISHED, Visibility.UNPUBLISHED.label),
            (Visibility.WITHDRAWN, Visibility.WITHDRAWN.label),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By what the column asks, at the same moment: see ArticleAdmin.get_queryset."""
        match self.value():
            case Visibility.PUBLIC:
                return queryset.filter(is_public=True)
            case "edited":
                return queryset.filter(is_public=True).exclude(stage=Stage.SIGNED_OFF)
            case Visibility.WAITING:
                return queryset.filter(is_waiting=True)
            case Visibility.UNPUBLISHED:
                return queryset.filter(published__isnull=True)
            case Visibility.WITHDRAWN:
                return queryset.filter(is_withdrawn=True)
        return queryset


class ArchivedFilter(admin.SimpleListFilter):
    """Archived stories are listed where they are asked for, and nowhere else."""

    title = _("归档")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("已归档"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(archived_at__isnull=self.value() != "yes")

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The first choice is not all of them, as Django would call it."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("未归档")}
        yield from others


class StoryList(ChangeList):
    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """What waits for its moment stands in the order of moments, unless a column is chosen."""
        is_waiting = self.params.get(LiveFilter.parameter_name) == Visibility.WAITING
        if is_waiting and ORDER_VAR not in self.params:
            return ["visible_from", "pk"]
        return super().get_ordering(request, queryset)

    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        found = super().get_queryset(request, *args, **kwargs)
        return cast("ArticleQuerySet", found).for_list()


@admin.display(description=_("主题"), ordering="headline")
def title(article: Article) -> str:
    return article.printed_headline


@admin.display(description=_("找到的句子"))
def passage(article: Article) -> SafeString:
    """Empty where Django refused what was typed, and lists all."""
    asked, text = getattr(article, "asked", ""), getattr(article, "found_in", "")
    return search.marked_html(search.excerpt(text, search.words(asked)))


@admin.display(description=_("署名"))
def byline(article: Article) -> str:
    return "、".join(dict.fromkeys(byline.reporter.name for byline in article.bylines.all()))


@admin.display(description=_("读者所见"))
def live(article: Article) -> str:
    """What it is, and of what waits from when readers see it, and why then."""
    return visibility.of(article).brief


@admin.display(description=_("最后修改"), ordering="updated_at")
def updated(article: Article) -> str:
    return formats.date_format(timezone.localtime(article.updated_at), "n月j日 H:i")
