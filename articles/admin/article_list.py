from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR, ChangeList
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.admin.requests import staff
from articles.enums import Stage
from articles.models import Article, PublishedArticle
from articles.models.rows import ArticleQuerySet

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin


class LiveFilter(admin.SimpleListFilter):
    title = _("读者所见")
    parameter_name = "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("yes", _("已上线")),
            ("edited", _("上线后又改过")),
            ("waiting", _("待发布")),
            ("no", _("未发布")),
            ("withdrawn", _("已撤稿")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By what the column asks, at the same moment: see ArticleList.get_queryset."""
        match self.value():
            case "yes":
                return queryset.filter(is_public=True)
            case "edited":
                return queryset.filter(is_public=True).exclude(stage=Stage.SIGNED_OFF)
            case "waiting":
                return queryset.filter(is_waiting=True)
            case "no":
                return queryset.filter(published__isnull=True)
            case "withdrawn":
                return queryset.filter(is_withdrawn=True)
        return queryset


class StoryList(ChangeList):
    def get_queryset(self, request: HttpRequest, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        found = super().get_queryset(request, *args, **kwargs)
        return cast("ArticleQuerySet", found).for_list()


class ArticleList(Base):
    """The list of stories: each user's own, or all that their role shows."""

    list_display = ["title", "section", "page", "byline", "stage", "live", "updated"]
    list_filter = ["stage", LiveFilter, "section", "kind"]
    search_fields = ["desk_entry"]  # or there is no field to type in; see get_search_results
    search_help_text = _(
        "按标题、正文、署名或人名查找；几个词用空格隔开，人名可用拼音或首字母，如 cyb。"
    )
    date_hierarchy = "page__issue__date"
    ordering = ["-updated_at", "-pk"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["delete_selected", "pass_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Those the user may see, each with how it stands on the stand now."""
        found = cast("ArticleQuerySet", super().get_queryset(request))
        now, stand = timezone.now(), PublishedArticle.objects.filter(pk=OuterRef("pk"))
        return found.visible_to(staff(request)).annotate(
            is_public=Exists(stand.public(now=now)),
            is_waiting=Exists(stand.waiting(now=now)),
            is_withdrawn=Exists(stand.taken_off()),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """The headlines that have the words come first, unless the list is sorted by a column."""
        if not search_term.strip():
            return queryset, False
        found = search.on_desk(cast("ArticleQuerySet", queryset), search_term)
        if ORDER_VAR in request.GET:
            found = found.order_by(*queryset.query.order_by)
        return found.annotate(found_in=F("desk_entry__text"), asked=Value(search_term)), False

    def get_list_display(self, request: HttpRequest) -> Any:
        is_searched = bool(request.GET.get(SEARCH_VAR, "").strip())
        return [self.list_display[0], *["passage"] * is_searched, *self.list_display[1:]]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return StoryList

    @admin.display(description=_("主题"), ordering="headline")
    def title(self, article: Article) -> str:
        return article.printed_headline

    @admin.display(description=_("找到的句子"))
    def passage(self, article: Article) -> SafeString:
        """Empty where Django refused what was typed, and lists all."""
        asked, text = getattr(article, "asked", ""), getattr(article, "found_in", "")
        return search.marked_html(search.excerpt(text, search.words(asked)))

    @admin.display(description=_("署名"))
    def byline(self, article: Article) -> str:
        return "、".join(byline.reporter.name for byline in article.bylines.all())

    @admin.display(description=_("读者所见"))
    def live(self, article: Article) -> str:
        if article.is_public:  # type: ignore[attr-defined]  # annotated above
            is_as_seen = article.stage == Stage.SIGNED_OFF
            return gettext("已上线") if is_as_seen else gettext("上线后又改过")
        if article.is_waiting:  # type: ignore[attr-defined]  # annotated above
            return gettext("待发布")
        return gettext("已撤稿") if article.is_withdrawn else gettext("未发布")  # type: ignore[attr-defined]  # annotated above

    @admin.display(description=_("最后修改"), ordering="updated_at")
    def updated(self, article: Article) -> str:
        return formats.date_format(timezone.localtime(article.updated_at), "n月j日 H:i")
