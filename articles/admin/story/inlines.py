from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.photo_library import thumbnail
from articles.admin.requests import staff
from articles.models import Article, Byline, Mention, PhotoUse
from articles.story.form import BylineForm
from people.admin.rows import Inline
from people.models import Reporter


def own_credits(request: HttpRequest, story: Article | None) -> list[dict[str, Any]]:
    """The rows that the byline of a new story begins with: the name of who writes their own stories
    alone. Who also enters others' may not find their own name under them.
    """
    user = staff(request)
    if story or request.method != "GET" or user.has_perm("articles.see_all_article"):
        return []
    own = Reporter.objects.filter(user=user)
    return [{"reporter": one.pk, "title_as_printed": one.title, "order": 1} for one in own]


class BylineInline(Inline):
    model = Byline
    form = BylineForm
    fields = ["reporter", "role", "title_as_printed", "order"]
    autocomplete_fields = ["reporter"]

    def get_extra(self, request: HttpRequest, obj: Article | None = None, **kwargs: Any) -> int:
        return len(own_credits(request, obj))


class PhotoUseInline(Inline):
    model = PhotoUse
    extra = 0
    autocomplete_fields = ["photo"]
    fields = ["thumbnail", "photo", "placement", "caption", "order"]
    readonly_fields = ["thumbnail"]

    @admin.display(description=_("图片"))
    def thumbnail(self, use: PhotoUse) -> str:
        if use.pk is None:
            return "—"
        return format_html(
            '<span class="thumbnail" data-photo="{}" data-caption="{}">{}</span>',
            use.photo.guid,
            use.caption or str(use.photo),
            thumbnail(use.photo, width=96),
        )


class MentionInline(Inline):
    model = Mention
    extra = 0
    fields = ["entity", "relation", "is_confirmed"]
    autocomplete_fields = ["entity"]
    classes = ["collapse"]
