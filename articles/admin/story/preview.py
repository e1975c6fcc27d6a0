from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern

from articles.admin import photo_shown
from articles.admin.story.page import StoryPage
from articles.reading.views import article_context
from articles.stand import publishing, visibility


class Preview(StoryPage):
    """The story as readers will get it, from the desk as it is now. Nothing is written."""

    def urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/preview/", self.preview, "preview")]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        story = self.story(request, pk, is_whole=True)
        context = article_context(publishing.preview(story, address=photo_shown.address)) | {
            "article": story,
            "seen": visibility.of(story),
            "then": visibility.once_signed_off(story),
        }
        return render(request, "articles/preview.html", context)
