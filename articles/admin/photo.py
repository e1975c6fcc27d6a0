from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import (
    Count,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import withholding
from articles.admin.requests import staff
from articles.forms import PhotoForm
from articles.models import Article, Photo, PhotoUse

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Photo]
else:
    Base = admin.ModelAdmin


@admin.register(Photo)
class PhotoAdmin(Base):
    form = PhotoForm
    autocomplete_fields = ["reporter"]
    fields = [
        "picture",
        "original",
        "caption",
        ("reporter", "source"),
        ("alt", "is_decorative"),
        "source_type",
        ("taken_on", "rights"),
        ("focal_x", "focal_y"),
        "where_used",
    ]
    readonly_fields = ["picture", "where_used"]
    list_display = ["picture", "caption", "credit", "source_type", "use_count", "uploaded_at"]
    list_display_links = ["picture", "caption"]
    list_filter = ["source_type", "uploaded_at"]
    list_select_related = ["reporter"]
    search_fields = ["caption", "alt", "source", "reporter__name"]
    search_help_text = _("按图片说明、摄影者或来源查找")
    date_hierarchy = "uploaded_at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        """Counted photo by photo: joined and grouped, a page of the list would read the archive."""
        uses = PhotoUse.objects.filter(photo=OuterRef("pk")).order_by().values("photo")
        counted = Subquery(uses.values(uses_now=Count("pk")))
        return super().get_queryset(request).annotate(uses_now=Coalesce(counted, 0))

    def save_model(
        self, request: HttpRequest, obj: Photo, form: ModelForm[Photo], change: bool
    ) -> None:
        """A new web copy of a withdrawn story's photo is withheld as the old one was."""
        super().save_model(request, obj, form, change)
        withholding.settle_on_commit([obj.pk])

    @admin.display(description=_("图片"))
    def picture(self, photo: Photo) -> str:
        if not photo.file:
            return photo.get_source_type_display()
        return format_html('<img src="{}" alt="{}" width="160">', photo.file.url, photo.alt)

    @admin.display(description=_("署名"))
    def credit(self, photo: Photo) -> str:
        return photo.credit

    @admin.display(description=_("使用次数"), ordering="uses_now")
    def use_count(self, photo: Photo) -> int:
        return photo.uses_now  # type: ignore[attr-defined, no-any-return]  # annotated above

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Photo | None:
        """With its uses in those stories that the reader of the form may see."""
        photo = super().get_object(request, object_id, from_field)
        if photo:
            seen = Article.objects.visible_to(staff(request))
            uses = PhotoUse.objects.filter(article__in=seen).select_related("article")
            prefetch_related_objects([photo], Prefetch("uses", uses))
        return photo

    @admin.display(description=_("用在"))
    def where_used(self, photo: Photo) -> str:
        uses = photo.uses.all() if photo.pk else []
        links = format_html_join(
            "、",
            '<a href="{}">{}</a>',
            (
                (reverse("admin:articles_article_change", args=[use.article_id]), use.article.title)
                for use in uses
            ),
        )
        return links or "—"
