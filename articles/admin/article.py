from __future__ import annotations

from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import BaseInlineFormSet, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from js_asset import Media, Script

from articles.admin.article_inlines import BylineInline, MentionInline, PhotoUseInline
from articles.admin.article_list import ArticleList
from articles.admin.autosave import AutosaveAdmin
from articles.admin.comment import CommentPages
from articles.admin.correction import AfterPublication
from articles.admin.history import HistoryMixin
from articles.admin.mentions import MentionMixin
from articles.admin.ordering import renumber
from articles.admin.presence import PresenceAdmin
from articles.admin.preview_link import PreviewLinkPages
from articles.admin.requests import staff
from articles.admin.review import ReviewPages
from articles.admin.suggestions import SuggestionMixin
from articles.admin.tag import TagSuggestions
from articles.enums import RevisionCause, Stage
from articles.history import revisions
from articles.models import Article
from articles.reading.views import article_context
from articles.review import duties, workflow
from articles.stand import publishing
from articles.story.form import ArticleForm


@admin.register(Article)
class ArticleAdmin(
    MentionMixin,
    SuggestionMixin,
    TagSuggestions,
    AutosaveAdmin,
    PresenceAdmin,
    HistoryMixin,
    PreviewLinkPages,
    CommentPages,
    ReviewPages,
    AfterPublication,
    ArticleList,
):
    """The story form, in the order an editor thinks, with preview and the way to the reviews."""

    form = ArticleForm
    inlines = [BylineInline, PhotoUseInline, MentionInline]
    autocomplete_fields = ["section", "column", "page", "announces"]
    radio_fields = {"kind": admin.HORIZONTAL}
    fieldsets = [
        (_("标题"), {"fields": ["kicker", "headline", "subhead"]}),
        (_("署名行"), {"fields": ["unread_byline", "printed_byline"]}),
        (_("正文"), {"fields": ["dateline", "body"]}),
        (_("版面与栏目"), {"fields": ["kind", "section", "column", ("page", "page_order")]}),
        (_("标签"), {"fields": ["tags"]}),
        (_("时间"), {"fields": [("due_at", "embargo_until")]}),
        (_("网页"), {"fields": ["web_headline", "summary"], "classes": ["collapse"]}),
        (_("荣誉"), {"fields": ["announces"], "classes": ["collapse"]}),
        (None, {"fields": ["opened_edition"], "classes": ["hidden"]}),
    ]
    # Which inline stands after which fieldset, counted from 0.
    inlines_after = {1: BylineInline, 2: PhotoUseInline, 7: MentionInline}
    save_on_top = True

    @property
    def media(self) -> Media:
        return super().media + Media(
            css={"all": ["newsroom/css/desk.css", "newsroom/css/desk_form.css"]},
            js=[
                Script("newsroom/js/editor_labels.js", type="module"),
                Script("newsroom/js/length.js", type="module"),
            ],
        )

    # ---- Who may ----

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may = super().has_view_permission(request, obj)
        return may and (obj is None or self.get_queryset(request).filter(pk=obj.pk).exists())

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or duties.may_edit(obj, by=staff(request)))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A draft that readers never saw may be thrown away; anything else stays."""
        if not super().has_delete_permission(request, obj):
            return False
        return obj is None or (
            obj.stage == Stage.DRAFT
            and not hasattr(obj, "published")
            and self.has_change_permission(request, obj)
        )

    # ---- The form ----

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """A story that is about to be saved is locked first, so that two saves cannot cross."""
        article = super().get_object(request, object_id, from_field)
        if article and request.method == "POST":
            return Article.objects.select_for_update().get(pk=article.pk)
        return article

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """The unread line is shown only where there is one; who may only look sees no markup."""
        left_out: set[str] = set()
        instead: dict[Any, str] = {}
        if not (obj and obj.unread_byline):
            left_out = {"unread_byline"}
        if obj and not self.has_change_permission(request, obj):
            left_out |= {"printed_byline", "opened_edition"}
            instead = {"body": "text"}
        return [
            (name, options | {"fields": fields})
            for name, options in self.fieldsets
            if (fields := [instead.get(f, f) for f in options["fields"] if f not in left_out])
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return ["text"] if obj and not self.has_change_permission(request, obj) else []

    @admin.display(description=_("正文"))
    def text(self, article: Article) -> SafeString:
        return publishing.preview(article).body_markup

    @method_decorator(csp_update({"script-src": [NONCE], "style-src": [NONCE]}))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp
        formsets: dict[Any, Any] = {type(f.opts): f for f in context["inline_admin_formsets"]}
        parts = []
        for place, fieldset in enumerate(context["adminform"]):
            parts.append({"fieldset": fieldset, "formset": None})
            if inline := formsets.get(self.inlines_after.get(place)):
                parts.append({"fieldset": None, "formset": inline})
        context |= {
            "parts": parts,
            "nonce": nonce,
            "media": Media.from_media(context["media"], nonce=nonce),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Article, form: ModelForm[Article], change: bool
    ) -> None:
        obj.updated_by = staff(request)
        if not change:
            obj.created_by = obj.updated_by
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: list[BaseInlineFormSet[Any, Article, Any]],
        change: bool,
    ) -> None:
        """A save that changes nothing leaves no trace; any other is a new edition."""
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        changes = [form.has_changed(), form.registered, form.announced]
        changes += [formset.has_changed() for formset in formsets]
        is_changed = any(changes)
        if change and not is_changed:
            return
        if change:
            article.edition += 1
            article.save(update_fields=["edition", "updated_by", "updated_at"])
        for credit, reporter in form.credits:
            article.bylines.get_or_create(
                reporter=reporter,
                role=credit.role,
                defaults={"title_as_printed": credit.title},
            )
        renumber(article.bylines.all())
        renumber(article.photo_uses.all())
        workflow.note_edit(article, by=staff(request))
        revisions.record(article, by=staff(request), cause=RevisionCause.SAVED)

    # ---- After saving ----

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._respond(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._respond(request, obj) or super().response_change(request, obj)

    def _respond(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        if "_preview" in request.POST:
            return HttpResponseRedirect(
                reverse("admin:articles_article_preview", args=[article.pk])
            )
        if "_review" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_review", args=[article.pk]))
        return None

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """No way to a page that readers do not have."""
        if obj is None or not publishing.is_public(obj):
            return None
        return super().get_view_on_site_url(obj)

    # ---- Preview ----

    def get_urls(self) -> list[URLPattern]:
        preview = path(
            "<int:pk>/preview/",
            self.admin_site.admin_view(self.preview),
            name="articles_article_preview",
        )
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The story as readers will get it, from the desk as it is now. Nothing is written."""
        article = Article.objects.for_publishing().filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        context = article_context(publishing.preview(article)) | {"article": article}
        return render(request, "articles/preview.html", context)
