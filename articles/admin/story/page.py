from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles.models import Article
from articles.models.rows import ArticleQuerySet
from people.names import mentions
from people.names.mentions import Gazetteer

if TYPE_CHECKING:
    from articles.admin.article import ArticleAdmin


def known_names(request: HttpRequest) -> Gazetteer:
    """The names the paper knows, looked up once while a page is made."""
    kept: dict[str, Any] = request.__dict__
    if "known_names" not in kept:
        kept["known_names"] = mentions.gazetteer()
    found: Gazetteer = kept["known_names"]
    return found


class StoryPage:
    """One subject beside the story's form: its own pages, and what the form itself shows of it.

    The story's admin has a list of these. One that has no pages, or nothing to show in the form,
    leaves that part as it stands here.
    """

    scripts: ClassVar[list[str]] = []  # that the form loads for it

    def __init__(self, desk: ArticleAdmin) -> None:
        self.desk = desk

    def urls(self) -> list[URLPattern]:
        """Its pages: addresses beneath the list of stories."""
        return []

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        """What the form's template gets of it; no story yet where a new one is written."""
        return {}

    def at(self, address: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        """A page for colleagues at an address, under the name `articles_article_…`."""
        wrapped = self.desk.admin_site.admin_view(view)
        return path(address, wrapped, name=f"articles_article_{name}")

    def story(self, request: HttpRequest, pk: int, *, is_whole: bool = False) -> Article:
        """The story, if this user may see it; whole with every row that is rendered with it.

        Raises Http404 if there is none to be seen, and PermissionDenied if the user may see none
        at all.
        """
        seen = cast("ArticleQuerySet", self.desk.get_queryset(request))
        story = (seen.for_publishing() if is_whole else seen).filter(pk=pk).first()
        if story is None:
            raise Http404
        if not self.desk.has_view_permission(request):
            raise PermissionDenied
        return story

    def render(
        self, request: HttpRequest, template: str, story: Article, /, **context: Any
    ) -> TemplateResponse:
        """A page in the admin's frame, under the story's name."""
        frame = {"opts": self.desk.opts, "article": story, "original": story}
        given = self.desk.admin_site.each_context(request) | frame | context
        return TemplateResponse(request, f"admin/articles/article/{template}", given)
