from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from articles.models import Article

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = object


class StoryPages(Base):
    """What pages beside the story form have in common: one story, seen by who may see it."""

    def story(self, request: HttpRequest, pk: int) -> Article:
        article = self.get_queryset(request).filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def story_page(
        self, request: HttpRequest, template: str, article: Article, **context: Any
    ) -> TemplateResponse:
        """A page in the admin's frame, under the story's name."""
        frame = self.admin_site.each_context(request) | {"opts": self.opts, "original": article}
        return TemplateResponse(request, f"admin/articles/article/{template}", frame | context)
