from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse

from articles.models import Article
from articles.models.rows import ArticleQuerySet

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = object


class StoryPages(Base):
    """What pages beside the story form have in common: one story, seen by who may see it."""

    def story(self, request: HttpRequest, pk: int, *, is_whole: bool = False) -> Article:
        """The story; whole with every row that is rendered with it. Raises Http404 or
        PermissionDenied.
        """
        found = cast("ArticleQuerySet", self.get_queryset(request))
        article = (found.for_publishing() if is_whole else found).filter(pk=pk).first()
        if article is None:
            raise Http404
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def story_page(
        self, request: HttpRequest, template: str, article: Article, **context: Any
    ) -> TemplateResponse:
        """A page in the admin's frame, under the story's name."""
        frame = {"opts": self.opts, "article": article, "original": article}
        whole = self.admin_site.each_context(request) | frame | context
        return TemplateResponse(request, f"admin/articles/article/{template}", whole)
